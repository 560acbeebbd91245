"""Annexes that name the document they belong to: "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2021 của ...)".

NĐ 30/2020/NĐ-CP, annex I, part III: an annex prints the number and date of its document under its title. So they stand
twice in one document: where the head's reading is not sure, the annex's may confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.find.dates import DateMention
from nlp.find.lists import document_types, type_pattern
from nlp.find.numbers import Number, match_number
from nlp.find.view import View, squeeze

_TO_DATE = 12


@dataclass(frozen=True, slots=True)
class Annex:
    """What an annex says of its document: type, number and date, each None where it is not printed or not read."""

    type: str | None
    number: Number | None
    date: DateMention | None


@cache
def _attached() -> re.Pattern[str]:
    return re.compile(rf"\bkem\s+theo\s+(?P<type>{type_pattern()})\s*(?:so\s*[:.]?\s*)?")


def find_annexes(view: View, dates: Sequence[DateMention], start: int) -> list[Annex]:
    """The annexes behind ``start`` that name a document with a number or a date."""
    found = []
    for match in _attached().finditer(view.folded, start):
        kind = document_types().get(squeeze(match["type"]))
        number = match_number(view, match.end())
        end = number.end if number else match.end()
        date = next((d for d in dates if end <= d.start <= end + _TO_DATE and not d.iso_end and not d.inferred), None)
        if number or date:
            found.append(Annex(kind.abbreviation if kind else None, number, date))
    return found


def is_own(annex: Annex, kind: str | None, number: str | None, issued: str | None) -> bool:
    """True when an annex names its own document.

    kind, number, issued: the head's type, its number as read (sure or not), and its date as far as it was read.
    """
    if annex.number and annex.number.value == number:
        return True
    if annex.type != kind or annex.date is None or issued is None:
        return False
    return annex.date.iso.startswith(issued)
