"""From text to a lattice: for every piece the words it may be, with what the channel says of each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.channel import CASES, Channel, letter_cost, read_counts
from nlp.repair.restore.gate import has_own
from nlp.repair.restore.joins import Judge, parted
from nlp.repair.restore.lexicon import Lexicon
from nlp.repair.restore.ngrams import ORDER, Model
from nlp.repair.restore.parts import cased
from nlp.repair.restore.pieces import Piece, case_of, is_figure
from nlp.repair.restore.search import HIDDEN, LN10, Lattice, in_a_row, pruned, spans
from nlp.repair.restore.tokens import NUMBER, UNKNOWN, canonical

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
MOST: Final = 64  # of a reading; the memo of the common ones holds fewer
SPREAD: Final = 15.0
LIKELY: Final = 12  # candidates of each half of a word that may be two
COPY: Final = math.log(0.9)
FOREIGN: Final = -5.0
LISTED: Final = -4.0
FIGURE: Final = math.log(0.2)
SPELL: Final = math.log(1 / 40)
ODD: Final = -4.0
SIDES: Final = "lTUx-"
_UNITS = "[Kk]m|cm|mm|m|ha|kg|g|h|l|kv|kw|mw|tr|gb|mb|ml|k|s|x|a|b|c|d|e|đ|A|B|C|D|E|Đ|G|H|M|T|W|V"
_CODE = re.compile(
    rf"\d+(?:{_UNITS})\W?|[A-ZĐa-zđ]+\d\d+\w*|\d*[23579]\D+|[A-ZĐ]\d?[1235789]|[mM][23]|[A-ZĐ]{{2,}}\d", re.ASCII
)
_MAYBE = re.compile(r"\d\D{1,3}")
_ROMAN = re.compile(r"(?=[IVXLC]{2,})X{0,3}(?:IX|IV|V?I{0,3})")
_DOLLAR = re.compile(r"\$\d")


@dataclass(frozen=True, slots=True)
class Choices:
    """The candidates of one written piece: ids in the language model, (n, 3) scores by case, and their spelling.

    The first ``plain`` of them are syllables, which take a case; the rest are written as ``spelled`` says. Number
    ``as_read`` is the piece as it stands (-1: it is no word).
    """

    ids: npt.NDArray[np.uint16]
    scores: Floats
    plain: int
    syllables: Ints
    spelled: tuple[str, ...]
    as_read: int = -1


@dataclass(frozen=True, slots=True)
class Filled:
    """A lattice with what its candidates are: per candidate its place of the lattice, its number among the choices of
    that place, its best case, what the channel says of its three cases and whether it is the piece as it stands; per
    place of the lattice the number of its piece."""

    lattice: Lattice
    choices: tuple[Choices, ...]
    cases: Ints
    position: Ints
    owner: Ints
    local: Ints
    by_case: Floats
    as_read: npt.NDArray[np.bool_]

    def only(self, kept: npt.NDArray[np.bool_]) -> Filled:
        """The same with only some of the candidates (at least one a place)."""
        return replace(
            self,
            lattice=pruned(self.lattice, kept),
            cases=self.cases[kept],
            owner=self.owner[kept],
            local=self.local[kept],
            by_case=self.by_case[kept],
            as_read=self.as_read[kept],
        )


def joined(parts: Sequence[tuple[Filled, int]]) -> Filled:
    """Lattices of texts one after another, each with the number of its first piece."""
    filled = [part for part, _ in parts]
    places = np.cumsum([0, *(len(part.position) for part in filled)])
    return Filled(
        in_a_row([part.lattice for part in filled]),
        tuple(choices for part in filled for choices in part.choices),
        np.concatenate([part.cases for part in filled]),
        np.concatenate([part.position + first for part, first in parts]),
        np.concatenate([part.owner + place for part, place in zip(filled, places, strict=False)]),
        np.concatenate([part.local for part in filled]),
        np.concatenate([part.by_case for part in filled]),
        np.concatenate([part.as_read for part in filled]),
    )


def is_code(word: str) -> bool:
    """Whether letters and digits together are a figure with its unit, a mark or a number, and locked.

    >>> [is_code(w) for w in ("QH13", "16h", "00h00", "5a", "H5N1", "c6", "1a", "v6i", "16p", "T6ng", "x3")]
    [True, True, True, True, True, False, False, False, False, False, False]
    """
    digits = sum(map(str.isdigit, word))
    if not digits or (word[0] == "1" and word[1:] in {"a", "A", "à"}):
        return False
    return digits > 2 or _CODE.fullmatch(word) is not None or (digits == 2 and not re.match(r"1[3468]|4[6]", word))


def is_mark(text: str, pieces: Sequence[Piece], number: int) -> bool:
    """Whether a piece is the letter of a list point ("b)") or the unit of a figure before it ("15 km")."""
    piece = pieces[number]
    if len(piece.text) == 1:
        return text[piece.end : piece.end + 1] == ")" and piece.text.isascii() and piece.text.isalpha()
    return (
        number > 0
        and piece.text.lower() in {"km", "kg", "ha", "cm", "mm", "ml", "kv", "kw"}
        and pieces[number - 1].figure
    )


class Filler:
    """Fills lattices: remembers the candidates of every piece it has met."""

    def __init__(
        self,
        model: Model,
        channel: Channel,
        lexicon: Lexicon,
        cases: Floats,
        letters: dict[tuple[str, str], float],
        *,
        own_is_sure: bool = True,
    ) -> None:
        self._model, self._channel, self._lexicon, self._cases, self._letters = model, channel, lexicon, cases, letters
        self._ids = np.array([model.ids.get(s, UNKNOWN) for s in channel.syllables], dtype=np.uint16)
        self._syllables = frozenset(channel.syllables)
        self._own_is_sure = own_is_sure
        self._memo: dict[str, Choices] = {}

    def choices(self, word: str) -> Choices:
        """The candidates of a piece, remembered."""
        known = self._memo.get(word)
        if known is None:
            known = self._memo[word] = self._choices(word)
        return known

    def _choices(self, word: str) -> Choices:
        if self._own_is_sure and has_own(word):
            return self.alone(word)
        if is_figure(word):
            return self._only([(NUMBER, 0.0, word)])
        if is_code(word):
            return self._only([(NUMBER, 0.0, word)])
        if _ROMAN.fullmatch(word):
            return self._only([(self._model.ids.get(word.lower(), UNKNOWN), 0.0, word)])
        special = self._special(word)
        if len(word) > 12:
            return self._only(special)
        found = self._channel.candidates(word, MOST, SPREAD)
        own = self._ids[found.syllables]
        if self._own_is_sure:  # a mender gives the word as it stands a score of its own
            special = [row for row in special if row[2] != word or row[0] == UNKNOWN or row[0] not in own]
        ids = np.concatenate([own, np.array([i for i, _, _ in special], dtype=np.uint16)])
        extra = np.array([[s] * 3 for _, s, _ in special], dtype=np.float32).reshape(-1, 3)
        scores = found.scores + (LISTED if word.isupper() and self._lexicon.like(word) else 0)
        small = canonical(word)
        names = [
            *(self._channel.syllables[s] for s in found.syllables.tolist()),
            *(canonical(t) for _, _, t in special),
        ]
        own_place = names.index(small) if small in names else -1
        if own_place >= 0 and ids[own_place] == UNKNOWN and not word.isupper():
            own_place = -1  # no word anyone knows: nothing speaks for it
        spelled = tuple(text for _, _, text in special)
        return Choices(ids, np.concatenate([scores, extra]), len(found.syllables), found.syllables, spelled, own_place)

    def part(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces with those run together parted."""

        def known(word: str) -> bool:
            return has_own(word) or word.lower() in self._model.ids or is_code(word)

        return list(parted(pieces, Judge(self._channel.seen, self._channel.best, self._both, known)))

    def _both(self, left: str, right: str) -> float:
        """The score of the likeliest two syllables for two readings, one after the other."""
        one, two = (self._channel.candidates(word, LIKELY, SPREAD) for word in (left, right))
        context = np.full((len(one.syllables), ORDER - 1), HIDDEN, dtype=np.uint16)
        context[:, -1] = self._ids[one.syllables]
        state = np.repeat(np.arange(len(context)), len(two.syllables))
        second = np.tile(self._ids[two.syllables], len(context))
        logs = self._model.score(context, self._model.weights(context), state, second)
        logs += self._model.unigrams[context[state, -1]]
        own = np.add.outer(one.scores.max(axis=1), two.scores.max(axis=1)).ravel()
        return float((own + logs * LN10).max())

    def alone(self, word: str) -> Choices:
        """The word as it stands and nothing else."""
        number = NUMBER if is_figure(word) else self._model.ids.get(canonical(word), UNKNOWN)
        return self._only([(number, 0.0, word)])

    def _only(self, special: list[tuple[int, float, str]]) -> Choices:
        ids = np.array([i for i, _, _ in special], dtype=np.uint16)
        scores = np.array([[s] * 3 for _, s, _ in special], dtype=np.float32)
        return Choices(ids, scores, 0, np.zeros(0, dtype=np.int64), tuple(t for _, _, t in special))

    def _special(self, word: str) -> list[tuple[int, float, str]]:
        """The word as it stands, and the abbreviations it may be: id, score, spelling."""
        small = canonical(word)
        known = self._model.ids.get(small)
        out: list[tuple[int, float, str]] = []
        listed = self._lexicon.like(word) if len(word) > 1 else ()
        for text, share in listed:
            score = sum(letter_cost(self._letters, *pair) for pair in zip(word, text, strict=True))
            number = self._model.ids.get(canonical(text))
            if number is not None:
                out.append((number, score, text))
            out.append((UNKNOWN, score + share, text))
        out += [(self._id(text), score, text) for text, score in self._channel.others(word)]
        if not listed:
            out += [(self._id(text), score, text) for text, score in self._lexicon.near(word)]
        if _MAYBE.fullmatch(word) or _DOLLAR.fullmatch(word):
            out.append((NUMBER, FIGURE if len(word) == 2 else ODD, word))
        if not any(text == word for _, _, text in out):
            if listed:
                out.append((UNKNOWN, SPELL * len(word) + LISTED, word))
            elif known is not None:
                out.append((known, COPY + (FOREIGN if small not in self._syllables else 0), word))
            else:
                odd = sum(not char.isalpha() for char in word)
                out.append((UNKNOWN, SPELL * len(word) + ODD * odd, word))
        return out

    def _id(self, word: str) -> int:
        return self._model.ids.get(canonical(word), UNKNOWN)

    def fill(self, text: str, pieces: Sequence[Piece], choices: Callable[[Piece], Choices] | None = None) -> Filled:
        """The lattice of a text's pieces; figures that follow a figure have no place of their own.

        ``choices`` gives the candidates of a piece where they are not the filler's own.
        """
        kept, begin = self._positions(pieces)
        fixed = [is_mark(text, pieces, number) for number in kept]
        chosen = [
            self.alone(pieces[i].text) if sure else choices(pieces[i]) if choices else self.choices(pieces[i].text)
            for i, sure in zip(kept, fixed, strict=True)
        ]
        count = np.array([len(c.ids) for c in chosen], dtype=np.int64)
        first = np.cumsum(count) - count
        owner = np.repeat(np.arange(len(kept)), count)
        local = np.arange(len(owner)) - first[owner] if len(kept) else np.zeros(0, dtype=np.int64)
        scores = np.concatenate([c.scores for c in chosen]) if chosen else np.zeros((0, 3), np.float32)
        plain = local < np.array([c.plain for c in chosen], dtype=np.int64)[owner] if chosen else np.zeros(0, bool)
        by_case = scores
        scores = scores + self._case_priors(text, pieces, kept)[owner] * plain[:, None]
        cases = scores.argmax(axis=1)
        length = np.diff(np.append(begin, len(kept)))
        words = np.concatenate([c.ids for c in chosen]) if chosen else np.zeros(0, np.uint16)
        lattice = Lattice(words, scores.max(axis=1), first, count, begin, length)
        as_read = local == np.array([c.as_read for c in chosen], dtype=np.int64)[owner] if chosen else plain
        return Filled(lattice, tuple(chosen), cases, np.array(kept, dtype=np.int64), owner, local, by_case, as_read)

    def _positions(self, pieces: Sequence[Piece]) -> tuple[list[int], Ints]:
        kept: list[int] = []
        begin: list[int] = []
        for number, piece in enumerate(pieces):
            if piece.opens or not begin:
                begin.append(len(kept))
            elif piece.figure and pieces[number - 1].figure:
                continue
            kept.append(number)
        return kept, np.array(begin, dtype=np.int64)

    def _case_priors(self, text: str, pieces: Sequence[Piece], kept: Sequence[int]) -> Floats:
        """log P(case | cases of the neighbours on the line as read), (kept, 3)."""
        kinds = [SIDES.index(case_of(piece.text)) for piece in pieces]
        broken = ["\n" in text[a.end : b.start] for a, b in pairwise(pieces)]
        left = [4, *(4 if cut else kind for kind, cut in zip(kinds, broken, strict=False))]
        right = [*(4 if cut else kind for kind, cut in zip(kinds[1:], broken, strict=False)), 4]
        priors: Floats = (
            self._cases[np.array(left)[list(kept)], np.array(right)[list(kept)]]
            if kept
            else np.zeros((0, 3), np.float32)
        )
        return priors

    def spelling(self, filled: Filled, candidate: int) -> str:
        """How a candidate is written."""
        owner = int(filled.owner[candidate])
        choices = filled.choices[owner]
        place = int(filled.local[candidate])
        if place < choices.plain:
            return cased(self._channel.syllables[int(choices.syllables[place])], CASES[int(filled.cases[candidate])])
        return choices.spelled[place - choices.plain]


def case_table(path: Path) -> Floats:
    """log P(true case | cases read to the left and right), (5, 5, 3), from counts."""
    counts = np.full((len(SIDES), len(SIDES), 3), 0.5, dtype=np.float32)
    for left, _own, right, true, count in read_counts(path):
        if true in CASES:
            counts[SIDES.index(left), SIDES.index(right), CASES.index(true)] += int(count)
    table: Floats = np.log(counts / counts.sum(axis=2, keepdims=True))
    return table


def inventory(model: Model, folder: Path) -> tuple[list[str], Floats]:
    """Syllables the models were built with (canonical), and log of their unigram probability."""
    found = (folder / "inventory.txt").read_text("utf-8").split()
    logs = model.unigrams[[model.ids[s] for s in found]] * math.log(10)
    return found, logs.astype(np.float32)


__all__ = ["Choices", "Filled", "Filler", "Lexicon", "case_table", "inventory", "spans"]
