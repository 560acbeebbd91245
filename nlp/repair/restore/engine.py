"""Restoring a text: cut into pieces, decode, learn from the document itself, decode again, write down every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.adapt import Adapter
from nlp.repair.restore.channel import Channel, letter_logs
from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.gate import ENOUGH, Block, blocks, is_clean, is_misread
from nlp.repair.restore.lattice import Filled, Filler, Lexicon, case_table, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.restore.search import decode
from nlp.repair.restore.surety import sureties
from records.edit import Edit, apply

MODELS: Final = Path(__file__).parents[1] / "models"
WEIGHT: Final = 1.1
RUNG: Final = "restore"
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoding: the lattice, the candidate chosen at each position, and the score of each sentence."""

    filled: Filled
    chosen: Ints
    scores: npt.NDArray[np.float32]


class Restorer:
    """Restores texts read in the wrong language."""

    def __init__(self, model: Model, channel: Channel, filler: Filler) -> None:
        self._model, self._channel, self._filler = model, channel, filler

    @classmethod
    def load(cls, folder: Path = MODELS, channel: str = "channel_eng") -> Restorer:
        """Read the models of a folder; OSError where they are missing."""
        model = Model.load(folder / "syllables")
        syllables, priors = inventory(model)
        read = Channel(folder / channel, syllables, priors)
        letters = letter_logs(folder / channel / "letters.tsv")
        lexicon = Lexicon(folder / "abbreviations.tsv")
        return cls(model, read, Filler(model, read, lexicon, case_table(folder / channel / "cases.tsv"), letters))

    def restore(self, text: str) -> tuple[str, tuple[Edit, ...]]:
        """The restored text and its edits: ``apply(text, edits)`` is the restored text."""
        found = self._filler.part(list(pieces(text)))
        groups = list(blocks(text, found))
        open_ = [g for g in groups if not is_clean(found[g.first : g.last])]
        looked_at = _opened(found, open_)
        if not looked_at:
            return text, ()
        first = self._decode(text, looked_at)
        kept = self._misread(found, groups, open_, self._verdicts(looked_at, open_, first))
        if not kept:
            return text, ()
        edits = self._edits(text, _opened(found, kept), looked_at, first)
        edits = self._proven(text, kept, edits)
        return apply(text, edits), edits

    def _misread(
        self, found: Sequence[Piece], groups: Sequence[Block], open_: Sequence[Block], verdicts: Sequence[bool]
    ) -> list[Block]:
        """The blocks to restore: long ones judged by themselves, short ones as the long ones together."""
        words = {g: _words(found[g.first : g.last]) for g in groups}
        long_ = {g: v for g, v in zip(open_, verdicts, strict=True) if words[g] >= ENOUGH}
        clean = sum(words[g] for g in groups if g not in set(open_))
        against = clean + sum(words[g] for g, v in long_.items() if not v)
        lean = sum(words[g] for g, v in long_.items() if v) > against or not (long_ or clean)
        return [g for g, v in zip(open_, verdicts, strict=True) if v and (lean or g in long_)]

    def _verdicts(self, found: Sequence[Piece], groups: Sequence[Block], decoded: Decoded) -> list[bool]:
        """For each block whether it decodes to Vietnamese."""
        lattice, filled = decoded.filled.lattice, decoded.filled
        plain = np.array([c.plain for c in filled.choices], dtype=np.int64)
        syllable = decoded.chosen - lattice.first < plain
        owner = np.repeat(np.arange(len(groups)), [g.last - g.first for g in groups])
        block = owner[filled.position]
        figure = np.array([piece.figure for piece in found], dtype=bool)
        words = np.bincount(owner, ~figure, minlength=len(groups))
        syllables = np.bincount(block, syllable, minlength=len(groups))
        sentence_block = block[np.minimum(lattice.begin, len(block) - 1)]
        scores = np.bincount(sentence_block, decoded.scores, minlength=len(groups))
        return [is_misread(int(s), int(w), float(v)) for s, w, v in zip(syllables, words, scores, strict=True)]

    def _decode(self, text: str, found: Sequence[Piece]) -> Decoded:
        filled = self._filler.fill(text, found)
        chosen, scores = decode(self._model, filled.lattice, weight=WEIGHT, width=6, spread=6.0)
        return Decoded(filled, chosen, scores)

    def _edits(self, text: str, found: Sequence[Piece], before: Sequence[Piece], first: Decoded) -> tuple[Edit, ...]:
        """Decode again with what the first decoding (of the pieces ``before``) taught; write down what differs."""
        lattice = first.filled.lattice
        cache = Cache.of(lattice.words[first.chosen], lattice.begin)
        adapter = Adapter(self._channel, self._filler, before, first.filled, first.chosen)
        filled = self._filler.fill(text, found, adapter.choices)
        chosen, _ = decode(self._model, filled.lattice, cache, weight=WEIGHT, width=12, spread=9.0)
        sure = sureties(self._model, filled.lattice, chosen, WEIGHT)
        edits: list[Edit] = []
        for number, candidate in enumerate(chosen):
            piece = found[int(filled.position[number])]
            spelled = self._filler.spelling(filled, int(candidate))
            if _touches(found, int(filled.position[number])):
                spelled = f" {spelled}"
            if spelled == piece.text:
                continue
            second = int(sure.runners[number])
            runner = self._filler.spelling(filled, second) if second >= 0 else None
            edits.append(
                Edit(piece.start, piece.end, piece.text, spelled, RUNG, round(float(sure.shares[number]), 3), runner)
            )
        return tuple(edits)

    def _proven(self, text: str, groups: Sequence[Block], edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Only the edits of blocks that are clean after them: so restoring what was restored changes nothing."""
        kept: list[Edit] = []
        place = 0
        for group in groups:
            own: list[Edit] = []
            while place < len(edits) and edits[place].start < group.end:
                own.append(edits[place])
                place += 1
            shifted = [Edit(e.start - group.start, e.end - group.start, e.before, e.after, e.rung) for e in own]
            if own and is_clean(list(pieces(apply(text[group.start : group.end], shifted)))):
                kept += own
        return tuple(kept)


def _words(found: Sequence[Piece]) -> int:
    return sum(not piece.figure for piece in found)


def _touches(found: Sequence[Piece], number: int) -> bool:
    """Whether a piece follows the one before with nothing between: they were read as one word."""
    return number > 0 and found[number - 1].end == found[number].start


def _opened(found: Sequence[Piece], groups: Sequence[Block]) -> list[Piece]:
    """The pieces of blocks, the first of every block opening a sentence."""
    out: list[Piece] = []
    for group in groups:
        head = found[group.first]
        out += [Piece(head.start, head.text, True), *found[group.first + 1 : group.last]]
    return out


@lru_cache(maxsize=2)
def restorer(folder: Path = MODELS) -> Restorer:
    """The restorer with the models of a folder, read once."""
    return Restorer.load(folder)
