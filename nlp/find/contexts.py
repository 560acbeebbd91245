"""What the words right around printed digits make of them: a part of a date, a section number, a phone, a code..."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from nlp.find.lists import rows
from nlp.find.view import fold


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
def _cues(side: str) -> tuple[re.Pattern[str], dict[str, Kind]]:
    """The cue words of a side (for folded text) and the kind that each gives."""
    kinds = {fold(row["cue"]): Kind(row["kind"]) for row in rows("number_cues.tsv") if row["side"] == side}
    words = "|".join(re.escape(cue).replace(r"\ ", r"\s{1,3}") for cue in sorted(kinds, key=len, reverse=True))
    pattern = rf"(?<![^\W_])({words})[ :.]{{0,3}}$" if side == "left" else rf"\s{{0,2}}({words})(?![^\W_])"
    return re.compile(pattern), kinds


def left_cue(folded: str, start: int) -> Kind | None:
    """The kind that the words right before an offset give."""
    pattern, kinds = _cues("left")
    window = folded[max(0, start - _REACH) : start]
    found = pattern.search(window)
    return kinds[" ".join(found[1].split())] if found else None


def right_cue(folded: str, end: int) -> Kind | None:
    """The kind that the words right behind an offset give."""
    pattern, kinds = _cues("right")
    found = pattern.match(folded, end)
    return kinds[" ".join(found[1].split())] if found else None


@cache
def _hedges(side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    found = {fold(row["phrase"]): row["qualifier"] for row in rows("hedges.tsv") if row["side"] == side}
    words = "|".join(re.escape(cue).replace(r"\ ", r"\s{1,3}") for cue in sorted(found, key=len, reverse=True))
    pattern = rf"(?<![^\W_])({words})[ ]?[:]?\s{{1,2}}$" if side == "left" else rf"\s{{1,2}}({words})(?![^\W_])"
    return re.compile(pattern), found


def left_hedge(folded: str, start: int) -> tuple[str, int] | None:
    """The hedge right before an offset and where it begins: ("hơn", 12)."""
    pattern, meanings = _hedges("left")
    base = max(0, start - _REACH)
    found = pattern.search(folded[base:start])
    return (meanings[" ".join(found[1].split())], base + found.start(1)) if found else None


def right_hedge(folded: str, end: int) -> str | None:
    """The hedge right behind an offset: "trở lên"."""
    pattern, meanings = _hedges("right")
    found = pattern.match(folded, end)
    return meanings[" ".join(found[1].split())] if found else None


_QUOTED = re.compile(r"“[^“”]{1,1500}?”|\"[^\"\n]{1,300}\"|«[^»]{1,300}»")


def quoted_spans(plain: str) -> list[tuple[int, int]]:
    """Spans of what stands in quotes, in order."""
    return [match.span() for match in _QUOTED.finditer(plain)]
