"""Periods as the rules compare them: stages, years, and whether two of them may be one."""

from __future__ import annotations

import re

from audit.words import fold

_STAGE = re.compile(r"\b(?:giai doan|dot|quy|ky) (?:thu )?(\d{1,2}|i{1,3}|iv|vi{0,3}|ix|x|mot|hai|ba|bon)\b")
_NUMBERS = {
    name: number for number, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)
}
_NUMBERS |= {"mot": 1, "hai": 2, "ba": 3, "bon": 4}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def stage_of(period: str | None) -> int | None:
    """Number of the stage that a period names, None where it names none.

    >>> stage_of("giai đoạn 1"), stage_of("Giai đoạn II"), stage_of("năm 2022"), stage_of(None)
    (1, 2, None, None)
    """
    match = _STAGE.search(fold(period or ""))
    return None if match is None else _NUMBERS.get(match[1]) or int(match[1])


def same_period(one: str | None, other: str | None) -> bool:
    """True unless the two name different stages or different years; what names neither fits all.

    >>> same_period("giai đoạn 1", None), same_period("năm 2022", "năm 2023"), same_period("giai đoạn 1", "đợt 2")
    (True, False, False)
    """
    stages = stage_of(one), stage_of(other)
    if None not in stages and stages[0] != stages[1]:
        return False
    years = set(_YEAR.findall(one or "")), set(_YEAR.findall(other or ""))
    return not (years[0] and years[1] and years[0].isdisjoint(years[1]))
