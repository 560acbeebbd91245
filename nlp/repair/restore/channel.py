"""The noisy channel: which words a piece of wrongly read text may have been, and how likely each would be read so.

A syllable is read as its onset and its rime are read, both counted in rendered pages; words seen often enough speak for
themselves; parts never seen are compared letter by letter. Case is part of the letters: Đ is read as P, đ as d.
Scores are natural logarithms of P(read | true).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.parts import cased, parts
from nlp.repair.tables import read_rows

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
CASES: Final = ("l", "T", "U")
FLOOR: Final = -40.0
WORD_PRIOR: Final = 20.0  # so many readings of a word are worth as much as what its parts say
WORD_SHARE: Final = 0.8  # at most this much of a word's probability comes from readings of the whole word
PART_PRIOR: Final = 4.0
PART_SHARE: Final = 0.9  # the rest goes to readings never seen: other fonts, other scanners
UNSEEN_LETTER: Final = -8.0
UNSEEN_VOWEL: Final = -5.5
GAP: Final = -5.5
MEMO_STEP: Final = np.float32(0.125)  # nats: scores are remembered in eight bits
NEAR: Final = 250  # syllables looked at closely
VOWELS: Final = frozenset("aăâeêioôơuưyàằầèềìòồờùừỳáắấéếíóốớúứýảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ")
ROMAN: Final = frozenset("IVXLCDM")
_STROKES: Final = str.maketrans({**dict.fromkeys("L1|TJFD", "I"), "H": "II", "U": "II"})


def read_counts(path: Path) -> Iterator[list[str]]:
    """Rows of a table of counts."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words a piece may be: index of each syllable, and (n, 3) scores of its cases l, T, U."""

    syllables: Ints
    scores: Floats


class PartModel:
    """How parts (onsets or rimes) are read: counts smoothed with a comparison letter by letter."""

    def __init__(self, names: Sequence[str], rows: Iterator[list[str]], letters: dict[tuple[str, str], float]) -> None:
        self._names = list(names)
        ids = {name: number for number, name in enumerate(names)}
        self._seen: dict[str, list[tuple[int, int]]] = {}
        totals = np.zeros(len(names), dtype=np.float32)
        for read, true, count in rows:
            if true in ids:
                self._seen.setdefault(read, []).append((ids[true], int(count)))
                totals[ids[true]] += int(count)
        weight = PART_SHARE * totals / (totals + PART_PRIOR)
        self._share, self._rest = weight / np.maximum(totals, 1), 1 - weight
        self._letters = letters
        self._longest = max(map(len, names))
        self._alphabet = {c: i for i, c in enumerate(sorted(set("".join(names))), 1)}
        self._spelled = np.zeros((len(names), self._longest), dtype=np.int64)
        for number, name in enumerate(names):
            self._spelled[number, : len(name)] = [self._alphabet[c] for c in name]
        self._lengths = np.array([len(name) for name in names])
        self._memo: dict[str, Floats] = {}
        self._costs_of: dict[str, Floats] = {}

    def logs(self, read: str) -> Floats:
        """log P(read | part) for every part."""
        known = self._memo.get(read)
        if known is None:
            known = self._memo[read] = self._counted(read)
        return known

    def _counted(self, read: str) -> Floats:
        apart = np.exp(self._compared(read))
        counts = np.zeros(len(self._names), dtype=np.float32)
        for part, count in self._seen.get(read, ()):
            counts[part] = count
        mixed: Floats = np.log(counts * self._share + apart * self._rest + 1e-18)
        return mixed

    def _costs(self, char: str) -> Floats:
        known = self._costs_of.get(char)
        if known is None:
            known = np.zeros(len(self._alphabet) + 1, dtype=np.float32)
            for letter, number in self._alphabet.items():
                known[number] = letter_cost(self._letters, char, letter)
            self._costs_of[char] = known
        return known

    def _compared(self, read: str) -> Floats:
        """Best alignment letter by letter of a reading with every part at once."""
        size = len(self._names)
        rows = [np.full(size, GAP * j, dtype=np.float32) for j in range(len(read) + 1)]
        costs = [self._costs(char) for char in read]
        for place in range(self._longest):
            letter = self._spelled[:, place]
            real = letter > 0
            new = [np.where(real, rows[0] + GAP, rows[0])]
            for j in range(1, len(read) + 1):
                step = np.maximum(rows[j - 1] + costs[j - 1][letter], np.maximum(rows[j], new[j - 1]) + GAP)
                new.append(np.where(real, step, rows[j]))
            rows = new
        return rows[-1]


class Channel:
    """Candidates of pieces, from a folder of counts and an inventory of syllables (lower case, canonical)."""

    def __init__(self, folder: Path, syllables: Sequence[str], priors: Floats) -> None:
        self.syllables = list(syllables)
        self._priors = priors
        number = {s: i for i, s in enumerate(self.syllables)}
        written = [[parts(cased(s, case)) for case in CASES] for s in self.syllables]
        onsets = sorted({o for row in written for o, _ in row})
        rimes = sorted({r for row in written for _, r in row})
        onset_ids = {o: i for i, o in enumerate(onsets)}
        rime_ids = {r: i for i, r in enumerate(rimes)}
        self._onset = np.array([[onset_ids[o] for o, _ in row] for row in written])
        self._rime = np.array([[rime_ids[r] for _, r in row] for row in written])
        letters = letter_logs(folder / "letters.tsv")
        self._onsets = PartModel(onsets, read_counts(folder / "onsets.tsv"), letters)
        self._rimes = PartModel(rimes, read_counts(folder / "rimes.tsv"), letters)
        self._words: dict[str, list[tuple[int, int, int]]] = {}
        self._totals = np.zeros((len(self.syllables), 3), dtype=np.float32)
        self._others: dict[str, list[tuple[str, int]]] = {}
        self._other_totals: dict[str, int] = {}
        for read, true, count in read_counts(folder / "words.tsv"):
            place = number.get(true.lower())
            if place is None:
                self._others.setdefault(read, []).append((true, int(count)))
                self._other_totals[true] = self._other_totals.get(true, 0) + int(count)
                continue
            for case, kind in enumerate(CASES):
                if true == cased(true.lower(), kind):
                    self._words.setdefault(read, []).append((place, case, int(count)))
                    self._totals[place, case] += int(count)
                    break
        self._open_memo(folder)

    def seen(self, read: str) -> int:
        """How often a reading was seen in rendered pages."""
        return sum(count for _, _, count in self._words.get(read, ()))

    def others(self, read: str) -> list[tuple[str, float]]:
        """Words that are no syllables (II, TTg) and were read so: each with log P(read | word); figures never differ,
        and Roman ones only as their strokes say."""
        return [
            (true, math.log(count / (self._other_totals[true] + 1)))
            for true, count in self._others.get(read, ())
            if true != read
            and [c for c in true if c.isdigit()] == [c for c in read if c.isdigit()]
            and (not set(true.upper()) <= ROMAN or strokes(read) == strokes(true))
        ]

    def best(self, read: str) -> float:
        """The score of the likeliest syllable for a reading, channel and frequency together."""
        found = self.candidates(read, 40, 15.0)
        return float((found.scores.max(axis=1) + self._priors[found.syllables]).max())

    def candidates(self, read: str, most: int, spread: float) -> Candidates:
        """The likeliest syllables by channel and frequency, at most so many, within a spread of the best."""
        known = self._memo.get(read)
        if known is not None:
            return self._remembered(known, most)
        parted = self._parted(read)
        rough = parted.max(axis=1) + self._priors
        near = np.argpartition(-rough, NEAR)[:NEAR]
        whole = self._words.get(read, ())
        near = np.unique(np.concatenate([near, np.array([place for place, _, _ in whole], dtype=near.dtype)]))
        logs = self._mixed(near, parted[near], whole)
        ranked = logs.max(axis=1) + self._priors[near]
        top = np.argsort(-ranked)[:most]
        top = top[ranked[top] > ranked[top[0]] - spread]
        return Candidates(near[top].astype(np.int64), logs[top])

    def _parted(self, read: str) -> Floats:
        """log P(read | onset, rime) of every syllable in each case, cut where it fits best, (syllables, 3)."""
        best = np.full(self._onset.shape, FLOOR, dtype=np.float32)
        for at in range(min(len(read) - 1, 4) + 1):
            together = self._onsets.logs(read[:at])[self._onset] + self._rimes.logs(read[at:])[self._rime]
            np.maximum(best, together, out=best)
        return best

    def _mixed(self, near: Ints, parted: Floats, whole: Sequence[tuple[int, int, int]]) -> Floats:
        """The same with what was counted of whole words, for some syllables (sorted)."""
        counts = np.zeros_like(parted)
        for place, case, count in whole:
            counts[np.searchsorted(near, place), case] = count
        totals = self._totals[near]
        weight = WORD_SHARE * totals / (totals + WORD_PRIOR)
        mixed: Floats = np.log(counts * weight / np.maximum(totals, 1) + (1 - weight) * np.exp(parted) + 1e-18)
        return mixed

    def _remembered(self, place: int, most: int) -> Candidates:
        start = int(self._memo_ends[place])
        end = min(start + most, int(self._memo_ends[place + 1]))
        scores = self._memo_scores[start:end].astype(np.float32) * -MEMO_STEP
        return Candidates(self._memo_syllables[start:end].astype(np.int64), scores)

    def _open_memo(self, folder: Path) -> None:
        """The candidates of the commonest readings, made when the models were built."""
        path = folder / "memo.txt"
        self._memo: dict[str, int] = {}
        if path.exists():
            self._memo = {word: number for number, word in enumerate(path.read_text("utf-8").split("\n"))}
            self._memo_ends = np.load(folder / "memo.ends.npy", mmap_mode="r")
            self._memo_syllables = np.load(folder / "memo.syllables.npy", mmap_mode="r")
            self._memo_scores = np.load(folder / "memo.scores.npy", mmap_mode="r")

    def write_memo(self, folder: Path, size: int, most: int, spread: float) -> None:
        """Work out the candidates of the commonest readings and write them beside the counts."""
        often = {word: sum(count for _, _, count in rows) for word, rows in self._words.items()}
        words = sorted(often, key=lambda word: (-often[word], word))[:size]
        found = [self.candidates(word, most, spread) for word in words]
        np.save(folder / "memo.ends.npy", np.cumsum([0, *(len(c.syllables) for c in found)]).astype(np.int32))
        np.save(folder / "memo.syllables.npy", np.concatenate([c.syllables for c in found]).astype(np.uint16))
        steps = np.clip(np.rint(np.concatenate([c.scores for c in found]) / -MEMO_STEP), 0, 255)
        np.save(folder / "memo.scores.npy", steps.astype(np.uint8))
        (folder / "memo.txt").write_text("\n".join(words), "utf-8")


def strokes(word: str) -> str:
    """A Roman figure by its strokes, whatever they were read as.

    >>> strokes("Ill") == strokes("III"), strokes("Il") == strokes("III"), strokes("XIH") == strokes("XIII")
    (True, False, True)
    """
    return word.upper().translate(_STROKES)


@lru_cache(maxsize=1)
def scan_confusions() -> dict[tuple[str, str], float]:
    """What real scans show and clean rendering does not: least log P(read letter | true letter)."""
    return {(read, true): float(log) for read, true, log in read_rows("scan_confusions.tsv")}


def letter_cost(letters: dict[tuple[str, str], float], read: str, true: str) -> float:
    """log P(read letter | true letter): as counted, else a floor (higher between vowels and for odd signs)."""
    floor = UNSEEN_VOWEL if true.lower() in VOWELS and (read.lower() in VOWELS or not read.isalpha()) else UNSEEN_LETTER
    return max(letters.get((read, true), floor), floor, scan_confusions().get((read, true), floor))


@lru_cache(maxsize=4)
def letter_logs(path: Path) -> dict[tuple[str, str], float]:
    """log P(read letter | true letter) from counts."""
    counts: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for read, true, count in read_counts(path):
        counts[read, true] = int(count)
        totals[true] = totals.get(true, 0) + int(count)
    return {(r, t): math.log((n + 0.2) / (totals[t] + 20)) for (r, t), n in counts.items()}
