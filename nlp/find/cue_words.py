"""Cue words of the lists as patterns that bear misread marks where they can.

A cue of several words is matched without its marks; a single word must keep them, for too many others fold like it
("giao" and "giáo", "thứ" and "thụ").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.find.view import fold


def _pattern(cues: Iterable[str], head: str, tail: str) -> re.Pattern[str]:
    longest_first = sorted(cues, key=len, reverse=True)
    words = "|".join(re.escape(cue).replace(r"\ ", r"\s{1,3}") for cue in longest_first) or r"(?!)"
    return re.compile(f"{head}(?P<cue>{words}){tail}")


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words and what each means; ``single`` and ``several`` match in lower-case and in folded text."""

    meanings: dict[str, str]
    single: re.Pattern[str]
    several: re.Pattern[str]

    @classmethod
    def of(cls, meanings: dict[str, str], head: str = r"(?<![^\W_])", tail: str = r"(?![^\W_])") -> Cues:
        """Cues of a list; ``head`` and ``tail`` are what must stand around one."""
        known = {cue.lower(): meaning for cue, meaning in meanings.items() if " " not in cue}
        known |= {fold(cue): meaning for cue, meaning in meanings.items() if " " in cue}
        single = _pattern((cue.lower() for cue in meanings if " " not in cue), head, tail)
        return cls(known, single, _pattern((fold(cue) for cue in meanings if " " in cue), head, tail))

    def _meaning(self, match: re.Match[str]) -> str:
        return self.meanings[" ".join(match["cue"].split())]

    def search(self, lower: str, folded: str) -> tuple[str, int] | None:
        """The meaning of the first cue and where it begins; both texts have the same length."""
        found = self.several.search(folded) or self.single.search(lower)
        return (self._meaning(found), found.start("cue")) if found else None

    def match(self, lower: str, folded: str, at: int) -> str | None:
        """The meaning of the cue that begins at an offset."""
        found = self.several.match(folded, at) or self.single.match(lower, at)
        return self._meaning(found) if found else None

    def all(self, lower: str, folded: str) -> Iterator[tuple[int, str]]:
        """Offset and meaning of every cue, in order; a single word within a longer cue is none."""
        several = [(m.start(), m.end(), self._meaning(m)) for m in self.several.finditer(folded)]
        covered = [(start, end) for start, end, _ in several]
        single = [
            (m.start(), self._meaning(m))
            for m in self.single.finditer(lower)
            if not any(start <= m.start() < end for start, end in covered)
        ]
        return iter(sorted([(start, meaning) for start, _, meaning in several] + single))
