"""Mending what the right language misread: only words read unsurely may change, and only for a much likelier word.

The channel is trained on pages read with ``vie``; the confidence of each word (0..100, as Tesseract gives it) says how
far a word is to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from nlp.repair.restore.channel import Channel, letter_logs
from nlp.repair.restore.engine import MODELS
from nlp.repair.restore.lattice import Choices, Filler, Lexicon, case_table, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.restore.search import decode
from nlp.repair.restore.surety import sureties
from nlp.repair.restore.tokens import canonical
from records.edit import Edit, apply

RUNG: Final = "mend"
SURE: Final = 96.0
LEAST_SHARE: Final = 0.85
WEIGHT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """A word as read: its place in the text and its confidence, 0..100."""

    start: int
    end: int
    confidence: float


class Mender:
    """Mends texts read with the right language."""

    def __init__(self, model: Model, filler: Filler) -> None:
        self._model, self._filler = model, filler

    @classmethod
    def load(cls, folder: Path = MODELS) -> Mender:
        """Read the models of a folder; OSError where they are missing."""
        model = Model.load(folder / "syllables")
        syllables, priors = inventory(model, folder)
        channel = Channel(folder / "channel_vie", syllables, priors)
        letters = letter_logs(folder / "channel_vie" / "letters.tsv")
        cases = case_table(folder / "channel_vie" / "cases.tsv")
        return cls(
            model, Filler(model, channel, Lexicon(folder / "abbreviations.tsv"), cases, letters, own_is_sure=False)
        )

    def mend(self, text: str, read: Sequence[Read]) -> tuple[str, tuple[Edit, ...]]:
        """The mended text and its edits; words of ``text`` that are not in ``read`` are kept."""
        found = list(pieces(text))
        if not found:
            return text, ()
        choose = self._chooser(found, read)
        filled = self._filler.fill(text, found, choose)
        chosen, _ = decode(self._model, filled.lattice, weight=WEIGHT)
        sure = sureties(self._model, filled.lattice, chosen, WEIGHT)
        edits: list[Edit] = []
        for number, candidate in enumerate(chosen):
            piece = found[int(filled.position[number])]
            spelled = self._filler.spelling(filled, int(candidate))
            share = float(sure.shares[number])
            if spelled == piece.text or share < LEAST_SHARE or _same(spelled, piece.text):
                continue
            second = int(sure.runners[number])
            runner = self._filler.spelling(filled, second) if second >= 0 else None
            edits.append(Edit(piece.start, piece.end, piece.text, spelled, RUNG, round(share, 3), runner))
        return apply(text, edits), tuple(edits)

    def _chooser(self, found: Sequence[Piece], read: Sequence[Read]) -> Callable[[Piece], Choices]:
        """Candidates of pieces: those of the channel where a word was read unsurely, else the word alone."""
        ends = np.array([r.end for r in read], dtype=np.int64)

        def choose(piece: Piece) -> Choices:
            place = int(np.searchsorted(ends, piece.start, side="right"))
            known = place < len(read) and read[place].start <= piece.start
            if not known or read[place].confidence >= SURE:
                return self._filler.alone(piece.text)
            doubt = (100 - read[place].confidence) / 100
            given = self._filler.choices(piece.text)
            return replace(given, scores=given.scores * np.float32(max(0.35, 1 - 0.6 * doubt)))

        return choose


def _same(one: str, other: str) -> bool:
    """Whether two spellings differ only in where the tone of an open oa, oe, uy stands."""
    return canonical(one) == canonical(other) and one.isupper() == other.isupper()


@lru_cache(maxsize=2)
def mender(folder: Path = MODELS) -> Mender:
    """The mender with the models of a folder, read once."""
    return Mender.load(folder)
