"""Abbreviations: those that are known, also with a letter misread, and where an unknown one has Đ for a D."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nlp.repair.restore.channel import read_counts

_COARSE = str.maketrans("ĐPBÐÔƠÒÓỌỎÕ0QƯÙÚŨỦỤIl1|ÂĂÀÁẠẢÃÊÈÉẸẺẼ5", "DDDDOOOOOOOOOUUUUUUIIIIAAAAAAAEEEEEES")
FULL: Final = 4  # shorter abbreviations are looked up as they stand
EDIT: Final = -5.0  # log of how often a letter is read twice or as one of quite another shape
VOWELS: Final = frozenset("AEIOUY")  # words of capitals with many are names
LIKE_D: Final = frozenset("EFRHL")
SEEN: Final = 2.0  # so many kinds of abbreviations weigh as much as the letter's share everywhere
SPELL: Final = math.log(1 / 40)
LISTED: Final = -4.0


class Lexicon:
    """Abbreviations, by what is left of them when letters often confused are made one."""

    def __init__(self, path: Path) -> None:
        self._by_shape: dict[str, list[tuple[str, float]]] = {}
        self._stroked: dict[tuple[str, str], tuple[float, float]] = {}
        rows = [(row[0], int(row[1])) for row in read_counts(path)]
        total = sum(count for _, count in rows)
        for word, count in rows:
            self._by_shape.setdefault(self.shape(word), []).append((word, math.log(count / total)))
            self._count(word, math.log1p(count))

    def _count(self, word: str, weight: float) -> None:
        """Note what stands beside every D and Đ of an abbreviation."""
        around = f" {word} "
        for left, own, right in zip(around, word, around[2:], strict=False):
            if own in "DĐ":
                for key in ((left, right), (left, ""), ("", "")):
                    plain, stroked = self._stroked.get(key, (0.0, 0.0))
                    self._stroked[key] = (plain + weight * (own == "D"), stroked + weight * (own == "Đ"))

    @staticmethod
    def shape(word: str) -> str:
        """The word with letters often confused made one: LĐLĐ, LPLD and LDLD are LDLD."""
        return word.translate(_COARSE)

    def like(self, word: str) -> Sequence[tuple[str, float]]:
        """Abbreviations a word may be, each with log of its share among abbreviations."""
        return self._by_shape.get(self.shape(word), ())

    def near(self, word: str) -> list[tuple[str, float]]:
        """Abbreviations that an unknown word of capitals may be, with scores: known ones but for a letter, and itself
        with Đ where that is likelier than D."""
        if len(word) < 2 or not word.isupper() or not word.isalpha() or sum(c in VOWELS for c in word) * 4 > len(word):
            return []
        found = self._but_for_a_letter(word) if len(word) >= FULL else []
        stroked = self._with_strokes(word)
        if stroked != word:
            found.append((stroked, SPELL * len(word) + 1))
        return found

    def _but_for_a_letter(self, word: str) -> list[tuple[str, float]]:
        shape = self.shape(word)
        less = [shape[:at] + shape[at + 1 :] for at in range(len(shape))] if len(word) > FULL else []
        other = [shape[:at] + "D" + shape[at + 1 :] for at in range(len(shape)) if shape[at] in LIKE_D]
        best: dict[str, float] = {}
        for trial in [*less, *other]:
            for text, share in self._by_shape.get(trial, ()):
                if not any(map(str.isdigit, text)):
                    best[text] = max(share + EDIT, best.get(text, -99.0))
        return list(best.items())

    def _with_strokes(self, word: str) -> str:
        """The word with Đ for every D that stands where abbreviations have Đ."""
        around = f" {word} "
        return "".join(
            "Đ" if own == "D" and self._share(left, right) > 0.5 else own
            for left, own, right in zip(around, word, around[2:], strict=False)
        )

    def _share(self, left: str, right: str) -> float:
        """How often the letter between two others is Đ, not D."""
        share = 0.5
        for key in (("", ""), (left, ""), (left, right)):
            plain, stroked = self._stroked.get(key, (0.0, 0.0))
            share = (stroked + SEEN * share) / (plain + stroked + SEEN)
        return share
