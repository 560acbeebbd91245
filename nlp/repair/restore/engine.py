"""Restoring a text: cut into pieces, decode, learn from the document itself, decode again, write down every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.channel import Channel, letter_logs
from nlp.repair.restore.context import Context, Signs
from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.figures import alternatives
from nlp.repair.restore.gate import Block, Weighed, blocks, is_clean, misread
from nlp.repair.restore.lattice import Filled, Filler, case_table, inventory, joined
from nlp.repair.restore.lexicon import Lexicon
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.pieces import Piece, case_of, gap_kind, pieces
from nlp.repair.restore.search import decode, parted
from nlp.repair.restore.settle import Settler, best, paths
from nlp.repair.restore.surety import sureties
from records.edit import Edit, apply, to_raw

MODELS: Final = Path(__file__).parents[1] / "models"
GATE_WEIGHT: Final = 1.1
SEEN: Final = 0.5  # weights of the network, the channel and the n-grams in the final choice
CHANNEL: Final = 0.8
WEIGHT: Final = 1.0
FIRST_WEIGHT: Final = 0.8  # of the n-grams in the first decoding
KEPT: Final = 1.5  # nats for the word as it stands: what was read right is seldom changed for less
STRESS: Final = 7.0  # the most the network says against a case
NEAR: Final = 8.0  # candidates so much less likely than the best to the network are not weighed again
WIDTH: Final = 8
BEAM: Final = 8.0
RUNG: Final = "restore"
KINDS: Final = "lTUx"
STRETCH: Final = 4000  # pieces whose candidates are looked at together
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoding: the lattice of the likely candidates, what channel and network together say of each, the one chosen
    at each position, and the score of each sentence."""

    filled: Filled
    weighed: Floats
    chosen: Ints
    scores: npt.NDArray[np.float32]


class Restorer:
    """Restores texts read in the wrong language."""

    def __init__(self, model: Model, channel: Channel, filler: Filler, context: Context) -> None:
        self._model, self._channel, self._filler, self._context = model, channel, filler, context

    @classmethod
    def load(cls, folder: Path = MODELS, channel: str = "channel_eng") -> Restorer:
        """Read the models of a folder; OSError where they are missing."""
        return cls(*tools(folder, channel), Context(folder / "context"))

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
        worded = sum(not piece.figure for group in groups for piece in found[group.first : group.last])
        clean = worded - sum(not piece.figure for piece in looked_at)
        kept = misread(list(zip(open_, _weighed(looked_at, open_, first), strict=True)), clean)
        if not kept:
            return (), []
        own = _opened(found, kept)
        edits = self._edits(text, own, first if len(kept) == len(open_) else self._decode(text, own))
        return edits, _unproven(text, kept, edits)

    def _decode(self, text: str, found: Sequence[Piece]) -> Decoded:
        """A first decoding: what the network says, settled with the n-grams."""
        parts = [self._looked(text, found, span) for span in stretches(found)]
        filled = joined([(part, first) for (part, _), (first, _) in zip(parts, stretches(found), strict=True)])
        weighed, lattice = np.concatenate([scores for _, scores in parts]), filled.lattice
        chosen = Settler(self._model, lattice, weighed, FIRST_WEIGHT).settle(best(weighed, lattice))
        return Decoded(filled, weighed, chosen, paths(self._model, lattice, chosen, GATE_WEIGHT))

    def _looked(self, text: str, found: Sequence[Piece], span: tuple[int, int]) -> tuple[Filled, Floats]:
        """A stretch of pieces with the candidates that the network finds likely, and what it and the channel say."""
        own = found[span[0] : span[1]]
        filled = self._filler.fill(text, own)
        seen = self._context.look(filled.lattice, self._model.unigrams, signs(text, own, filled.position))
        cases = np.maximum(seen.cases - seen.cases.max(axis=1, keepdims=True), -STRESS)
        filled = replace(filled, cases=(filled.by_case + cases).argmax(axis=1))
        lattice = filled.lattice
        start = best(seen.scores, lattice)
        near = (seen.scores > np.repeat(seen.scores[start], lattice.count) - NEAR) | filled.as_read
        weighed = (SEEN * seen.scores + CHANNEL * lattice.scores + KEPT * filled.as_read).astype(np.float32)
        return filled.only(near), weighed[near]

    def _edits(self, text: str, found: Sequence[Piece], decoded: Decoded) -> tuple[Edit, ...]:
        """Decode again with what the first decoding taught of the document; write down what differs."""
        filled, lattice = decoded.filled, decoded.filled.lattice
        cache = Cache.of(lattice.words[decoded.chosen], lattice.begin)
        narrow = replace(lattice, scores=decoded.weighed)
        short, cuts = parted(narrow, lattice.words[decoded.chosen])
        chosen, _ = decode(self._model, short, cache, weight=WEIGHT, width=WIDTH, spread=BEAM, cuts=cuts)
        sure = sureties(self._model, narrow, chosen, WEIGHT)
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
    syllable = filled.local[decoded.chosen] < plain
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


def stretches(found: Sequence[Piece]) -> list[tuple[int, int]]:
    """Runs of sentences, each of about ``STRETCH`` pieces: numbers of the first and after the last."""
    starts = [0]
    for number, piece in enumerate(found):
        if piece.opens and number - starts[-1] >= STRETCH:
            starts.append(number)
    return list(pairwise([*starts, len(found)]))


def signs(text: str, found: Sequence[Piece], position: Ints) -> Signs:
    """What stands before the pieces of a lattice, and how they were read."""
    gaps = [gap_kind(text[found[p - 1].end if p else 0 : found[p].start]) if p else 5 for p in position.tolist()]
    kinds = [4 if found[p].figure else KINDS.index(case_of(found[p].text)) for p in position.tolist()]
    return Signs(np.array(gaps, dtype=np.int64), np.array(kinds, dtype=np.int64))


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


def tools(folder: Path, channel: str) -> tuple[Model, Channel, Filler]:
    """The n-grams, a channel and what fills lattices with them, from a folder of models."""
    model = Model.load(folder / "syllables")
    syllables, priors = inventory(model, folder)
    read = Channel(folder / channel, syllables, priors)
    letters = letter_logs(folder / channel / "letters.tsv")
    lexicon, cases = Lexicon(folder / "abbreviations.tsv"), case_table(folder / channel / "cases.tsv")
    return model, read, Filler(model, read, lexicon, cases, letters)


@lru_cache(maxsize=2)
def restorer(folder: Path = MODELS) -> Restorer:
    """The restorer with the models of a folder, read once."""
    return Restorer.load(folder)
