"""Mending what the right language misread: words read unsurely become likelier words, the sure are kept.

The channel is trained on pages read with ``vie``. How far a word is to be trusted its confidence says (0..100, as
Tesseract gives it): ``doubt.tsv`` has how much likelier a misread word bears a confidence than a word read right. A
word of capitals never gets a high one, so it has a curve of its own, as have words the language model does not know.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from nlp.repair.restore.channel import CASES, Channel, letter_logs, read_counts
from nlp.repair.restore.engine import MODELS
from nlp.repair.restore.lattice import COPY, MOST, SPREAD, Choices, Filled, Filler, Lexicon, case_table, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.parts import cased
from nlp.repair.restore.pieces import Piece, pieces, skeleton
from nlp.repair.restore.search import decode
from nlp.repair.restore.surety import Sureties, sureties
from nlp.repair.restore.tokens import UNKNOWN, canonical
from records.edit import Edit, apply

RUNG: Final = "mend"
CERTAIN: Final = 98.0  # words of this confidence are kept; Tesseract gives none, a caller who locks a word does
LEAST_SHARE: Final = 0.9
WEIGHT: Final = 1.0
#: Of another reading: its weight, its words that are candidates too, what the image's reading says of those, and the
#: least it says of any word (it may speak of another one).
HEARD: Final = 0.8
SUGGESTED: Final = 3
STRANGE: Final = -14.0
DEAF: Final = -7.0
#: A mended word has at most so many letters less, and so many more, than were read.
LOST: Final = 1
FOUND: Final = 2
Curves = dict[str, tuple[list[float], list[float]]]


@dataclass(frozen=True, slots=True)
class Read:
    """A word as read: its place in the text and its confidence, 0..100."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Beside:
    """What another reading of the same text has: its word for the word that starts at a place; ``accented`` where it
    was read as Vietnamese, False where its accents are lost."""

    words: Mapping[int, str]
    accented: bool


class Mender:
    """Mends texts read with the right language."""

    def __init__(self, model: Model, filler: Filler, channels: tuple[Channel, Channel], curves: Curves) -> None:
        """``channels``: of readings without accents (``eng``), and of readings with (``vie``)."""
        self._model, self._filler, self._curves = model, filler, curves
        self._channels = channels
        self._number = {syllable: number for number, syllable in enumerate(channels[True].syllables)}

    @classmethod
    def load(cls, folder: Path = MODELS) -> Mender:
        """Read the models of a folder; OSError where they are missing."""
        model = Model.load(folder / "syllables")
        syllables, priors = inventory(model, folder)
        own = folder / "channel_vie"
        letters, cases = letter_logs(own / "letters.tsv"), case_table(own / "cases.tsv")
        lexicon = Lexicon(folder / "abbreviations.tsv")
        channels = Channel(folder / "channel_eng", syllables, priors), Channel(own, syllables, priors)
        filler = Filler(model, channels[True], lexicon, cases, letters, own_is_sure=False)
        return cls(model, filler, channels, doubt_curves(own / "doubt.tsv"))

    def mend(self, text: str, read: Sequence[Read], beside: Beside | None = None) -> tuple[str, tuple[Edit, ...]]:
        """The mended text and its edits; words of ``text`` that are not in ``read`` are kept."""
        found = list(pieces(text))
        if not found:
            return text, ()
        filled = self._filler.fill(text, found, self._chooser(found, read, beside))
        chosen, _ = decode(self._model, filled.lattice, weight=WEIGHT)
        sure = sureties(self._model, filled.lattice, chosen, WEIGHT)
        edits = tuple(
            edit
            for number, candidate in enumerate(chosen)
            if (edit := self._edit(found[int(filled.position[number])], filled, int(candidate), sure, number))
        )
        return apply(text, edits), edits

    def _edit(self, piece: Piece, filled: Filled, candidate: int, sure: Sureties, number: int) -> Edit | None:
        """The edit of a piece whose chosen candidate is another word and likely enough."""
        spelled, share = self._filler.spelling(filled, candidate), float(sure.shares[number])
        spelled = spelled.upper() if piece.text.isupper() else spelled
        if share < LEAST_SHARE or not self._may_become(piece.text, spelled):
            return None
        second = int(sure.runners[number])
        runner = self._filler.spelling(filled, second) if second >= 0 else None
        return Edit(piece.start, piece.end, piece.text, spelled, RUNG, round(share, 3), runner)

    def _may_become(self, word: str, spelled: str) -> bool:
        """Whether a change is one of misread letters and tells more than a way of writing."""
        if word.isupper() and word.isascii() and kind_of(word, self._model) == "unknown":
            return skeleton(word) == skeleton(spelled) and word != spelled  # what may be an abbreviation
        return may_become(word, spelled)

    def _chooser(
        self, found: Sequence[Piece], read: Sequence[Read], beside: Beside | None
    ) -> Callable[[Piece], Choices]:
        """Candidates of pieces: those of the channel, others than the word as read weighed by its confidence."""
        ends = np.array([r.end for r in read], dtype=np.int64)

        def choose(piece: Piece) -> Choices:
            place = int(np.searchsorted(ends, piece.start, side="right"))
            known = place < len(read) and read[place].start <= piece.start
            if not known or read[place].confidence >= CERTAIN:
                return self._filler.alone(piece.text)
            given = self._filler.choices(piece.text)
            scores = given.scores + np.float32(self._doubt(piece.text, read[place].confidence))
            for row, case in self._as_read(piece.text, given):
                scores[row, case] = given.scores[row, case]
            given = replace(given, scores=scores)
            other = beside.words.get(piece.start) if beside else None
            return self._witnessed(given, other, self._channels[beside.accented]) if beside and other else given

        return choose

    def _witnessed(self, given: Choices, other: str, channel: Channel) -> Choices:
        """The choices with what another reading of the word says, and the words that only that one suggests."""
        if not other.isalpha():
            return given
        seen = channel.candidates(other, MOST, SPREAD)
        logs = dict(zip(seen.syllables.tolist(), seen.scores, strict=True))
        new = [place for place in seen.syllables[:SUGGESTED].tolist() if place not in set(given.syllables.tolist())]
        syllables = np.concatenate([given.syllables, np.array(new, dtype=np.int64)])
        ids = [self._model.ids.get(channel.syllables[place], UNKNOWN) for place in new]
        deaf = np.full(3, DEAF)
        told = [np.maximum(logs.get(place, deaf), DEAF) for place in syllables.tolist()]
        told += [np.full(3, COPY) if text == other else deaf for text in given.spelled]
        plain, rest = given.scores[: given.plain], given.scores[given.plain :]
        scores = np.concatenate([plain, np.full((len(new), 3), STRANGE), rest]) + np.array(told) * HEARD
        return Choices(
            np.concatenate([given.ids[: given.plain], np.array(ids, dtype=np.uint16), given.ids[given.plain :]]),
            scores.astype(np.float32), len(syllables), syllables, given.spelled,
        )  # fmt: skip

    def _doubt(self, word: str, confidence: float) -> float:
        """Log of how much likelier a misread word bears the confidence than one read right."""
        return float(np.interp(confidence, *self._curves[kind_of(word, self._model)]))

    def _as_read(self, word: str, given: Choices) -> Iterator[tuple[int, int]]:
        """Rows and cases of the choices that leave the word as it was read."""
        for number, text in enumerate(given.spelled, given.plain):
            if text == word:
                yield from ((number, case) for case in range(len(CASES)))
        place = self._number.get(canonical(word), -1)
        for row in np.flatnonzero(given.syllables == place):
            yield from ((int(row), case) for case, kind in enumerate(CASES) if cased(word.lower(), kind) == word)


def may_become(word: str, spelled: str) -> bool:
    """Whether letters of a word may have been misread so: no mark becomes a word, no word loses its begin or end, and
    ways of writing (hoà, hòa; qui, quy) are the writer's.

    >>> may_become("QUYÉT", "QUYẾT"), may_become("rong", "trong"), may_become("§", "a"), may_become("r", "Ở")
    (True, True, False, False)
    >>> may_become("Xéttuyển", "tuyển"), may_become("KÊNGIÁM", "KIM")
    (False, False)
    >>> may_become("hoà", "hòa"), may_become("qui", "quy")
    (False, False)
    """
    if not any(map(str.isalpha, word)) or _written_alike(word, spelled):
        return False
    before, after = skeleton(word), skeleton(spelled)
    if len(before) == 1:
        return before == after
    if not -LOST <= len(after) - len(before) <= FOUND:
        return False
    return len(before) <= len(after) or not (before.startswith(after) or before.endswith(after))


def _written_alike(word: str, spelled: str) -> bool:
    one, other = (unicodedata.normalize("NFD", canonical(w)).replace("y", "i") for w in (word, spelled))
    return one == other and (word[:1].isupper(), word.isupper()) == (spelled[:1].isupper(), spelled.isupper())


def kind_of(word: str, model: Model) -> str:
    """Which curve of doubt a word has."""
    if canonical(word) not in model.ids:
        return "unknown"
    return "capitals" if word.isupper() and len(word) > 1 else "small"


def doubt_curves(path: Path) -> Curves:
    """Confidences and logs of the ratio by kind of word."""
    curves: Curves = {}
    for kind, confidence, log in read_counts(path):
        xs, ys = curves.setdefault(kind, ([], []))
        xs.append(float(confidence))
        ys.append(float(log))
    return curves


@lru_cache(maxsize=2)
def mender(folder: Path = MODELS) -> Mender:
    """The mender with the models of a folder, read once."""
    return Mender.load(folder)
