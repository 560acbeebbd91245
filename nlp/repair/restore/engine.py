"""Restoring a text: cut into pieces, decode, learn from the document itself, decode again, write down every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.adapt import Adapter
from nlp.repair.restore.channel import Channel, letter_logs
from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.figures import alternatives
from nlp.repair.restore.gate import Block, Weighed, blocks, is_clean, misread
from nlp.repair.restore.lattice import Filled, Filler, Lexicon, case_table, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.restore.search import decode
from nlp.repair.restore.surety import sureties
from records.edit import Edit, apply, to_raw

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
        syllables, priors = inventory(model, folder)
        read = Channel(folder / channel, syllables, priors)
        letters = letter_logs(folder / channel / "letters.tsv")
        lexicon = Lexicon(folder / "abbreviations.tsv")
        return cls(model, read, Filler(model, read, lexicon, case_table(folder / channel / "cases.tsv"), letters))

    def restore(self, text: str) -> tuple[str, tuple[Edit, ...]]:
        """The restored text and its edits: ``apply(text, edits)`` is the restored text."""
        edits, doubtful = self._once(text)
        if doubtful:
            # blocks still without a letter of Vietnamese alone: kept only where another round would leave them alone
            after = apply(text, edits)
            again = [to_raw(edit.start, edits) for edit in self._once(after)[0] if edit.changes]
            bad = [b for b in doubtful if any(b.start <= place < b.end for place in again)]
            edits = tuple(e for e in edits if not any(b.start <= e.start < b.end for b in bad))
        return apply(text, edits), edits

    def _once(self, text: str) -> tuple[tuple[Edit, ...], list[Block]]:
        """The edits of one round, and the changed blocks that still have no letter of Vietnamese alone."""
        found = self._filler.part(list(pieces(text)))
        groups = list(blocks(text, found))
        open_ = [g for g in groups if not is_clean(found[g.first : g.last])]
        looked_at = _opened(found, open_)
        if not looked_at:
            return (), []
        first = self._decode(text, looked_at)
        clean = sum(not p.figure for g in groups if g not in set(open_) for p in found[g.first : g.last])
        kept = misread(list(zip(open_, _weighed(looked_at, open_, first), strict=True)), clean)
        if not kept:
            return (), []
        edits = self._edits(text, _opened(found, kept), looked_at, first)
        return edits, _unproven(text, kept, edits)

    def _decode(self, text: str, found: Sequence[Piece]) -> Decoded:
        filled = self._filler.fill(text, found)
        chosen, scores = decode(self._model, filled.lattice, weight=WEIGHT, width=4, spread=5.0)
        return Decoded(filled, chosen, scores)

    def _edits(self, text: str, found: Sequence[Piece], before: Sequence[Piece], first: Decoded) -> tuple[Edit, ...]:
        """Decode again with what the first decoding (of the pieces ``before``) taught; write down what differs."""
        lattice = first.filled.lattice
        cache = Cache.of(lattice.words[first.chosen], lattice.begin)
        adapter = Adapter(self._channel, self._filler, before, first.filled, first.chosen)
        filled = self._filler.fill(text, found, adapter.choices)
        chosen, _ = decode(self._model, filled.lattice, cache, weight=WEIGHT, width=12, spread=9.0)
        sure = sureties(self._model, filled.lattice, chosen, WEIGHT)
        edits = alternatives(text, found, (filled, chosen), (self._model, self._channel))
        for number, candidate in enumerate(chosen):
            piece = found[int(filled.position[number])]
            spelled = self._filler.spelling(filled, int(candidate))
            if _touches(found, int(filled.position[number])):
                spelled = f" {spelled}"
            if spelled == piece.text:
                continue
            second = int(sure.runners[number])
            runner = self._filler.spelling(filled, second) if second >= 0 else None
            runner = None if runner == spelled else runner
            share = round(float(sure.shares[number]), 3)
            edits.append(Edit(piece.start, piece.end, piece.text, spelled, RUNG, share, runner))
        return tuple(sorted(edits, key=lambda edit: edit.start))


def _weighed(found: Sequence[Piece], groups: Sequence[Block], decoded: Decoded) -> list[Weighed]:
    """What each block decoded to."""
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
    return [Weighed(int(w), int(s), float(v)) for w, s, v in zip(words, syllables, scores, strict=True)]


def _unproven(text: str, groups: Sequence[Block], edits: Sequence[Edit]) -> list[Block]:
    """The changed blocks that would not pass for clean after their edits."""
    out: list[Block] = []
    place = 0
    for group in groups:
        own: list[Edit] = []
        while place < len(edits) and edits[place].start < group.end:
            edit = edits[place]
            own.append(replace(edit, start=edit.start - group.start, end=edit.end - group.start))
            place += 1
        if own and not is_clean(list(pieces(apply(text[group.start : group.end], own)))):
            out.append(group)
    return out


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
