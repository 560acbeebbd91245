"""What the words right around printed digits make of them: a part of a date, a section number, a phone, a code..."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from nlp.find.cue_words import Cues
from nlp.find.lists import rows
from nlp.find.view import View


class Kind(StrEnum):
    """What a printed number is."""

    PLAIN = "plain"
    PERCENT = "percent"
    FRACTION = "fraction"
    MONEY = "money"
    ORDINAL = "ordinal"
    ROMAN = "roman"
    SECTION = "section"
    YEAR = "year"
    DATE = "date"
    DOCUMENT = "document"
    PHONE = "phone"
    AGE = "age"
    CLOCK = "clock"
    DURATION = "duration"
    PER = "per"
    CODE = "code"
    NAME = "name"


#: The kinds that may be a quota, a count or an amount.
FIGURES = frozenset({Kind.PLAIN, Kind.PERCENT, Kind.FRACTION, Kind.MONEY})

_REACH = 32


@cache
def _cues(side: str, strength: str | None = None) -> Cues:
    """The cue words of a side and the kind that each gives."""
    listed = [row for row in rows("number_cues.tsv") if row["side"] == side and strength in (None, row["strength"])]
    kinds = {row["cue"]: row["kind"] for row in listed}
    return Cues.of(kinds, tail=r"[ :.]{0,3}$") if side == "left" else Cues.of(kinds, head=r"\s{0,2}")


@cache
def _hedges(side: str) -> Cues:
    found = {row["phrase"]: row["qualifier"] for row in rows("hedges.tsv") if row["side"] == side}
    return Cues.of(found, tail=r"[ ]?[:]?\s{1,2}$") if side == "left" else Cues.of(found, head=r"\s{1,2}")


class Contexts:
    """The words around the numbers of one text."""

    def __init__(self, view: View) -> None:
        self.folded = view.folded
        lower = view.plain.lower()
        self.lower = lower if len(lower) == len(view.plain) else view.folded

    def _left(self, cues: Cues, start: int) -> tuple[str, int] | None:
        base = max(0, start - _REACH)
        found = cues.search(self.lower[base:start], self.folded[base:start])
        return (found[0], base + found[1]) if found else None

    def left_cue(self, start: int) -> Kind | None:
        """The kind that the words right before an offset give."""
        found = self._left(_cues("left"), start)
        return Kind(found[0]) if found else None

    def weak_cue(self, start: int) -> bool:
        """True when the cue before an offset may also be a noun that no number belongs to ("lớp", "điểm", "số")."""
        return self._left(_cues("left", "strong"), start) is None

    def right_cue(self, end: int) -> Kind | None:
        """The kind that the words right behind an offset give."""
        found = _cues("right").match(self.lower, self.folded, end)
        return Kind(found) if found else None

    def left_hedge(self, start: int) -> tuple[str, int] | None:
        """The hedge right before an offset and where it begins: ("hơn", 12)."""
        return self._left(_hedges("left"), start)

    def right_hedge(self, end: int) -> str | None:
        """The hedge right behind an offset: "trở lên"."""
        return _hedges("right").match(self.lower, self.folded, end)


_QUOTED = re.compile(r"“[^“”]{1,1500}?[”\"]|\"[^\"\n]{1,300}\"|«[^»]{1,300}»")


def quoted_spans(plain: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of what stands in quotes, in order, from ``start`` to ``end``."""
    return [match.span() for match in _QUOTED.finditer(plain, start, len(plain) if end is None else end)]
