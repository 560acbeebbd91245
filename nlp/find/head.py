"""The head of a document (thể thức): its number, place and date, type and subject.

NĐ 30/2020/NĐ-CP, annex I, for the state; Hướng dẫn 36-HD/VPTW for the Party; unions print theirs like the state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from nlp.find.dates import DateMention
from nlp.find.letterhead import RIGHT, Cell, cells, is_capitals
from nlp.find.lists import DocumentType, document_types, organ_pattern
from nlp.find.numbers import PARTY, Number, code_of, match_number, normal_symbol
from nlp.find.place_date import PlaceDate, place_and_date
from nlp.find.title import subject, title_below
from nlp.find.view import LOWER, View, fold, squeeze
from nlp.find.zone import Zone

_NUMBER_LINE = re.compile(
    r"^\W*(?:(?:luat|bo luat|phap lenh|lenh|nghi quyet|nghi dinh)\s+)?s[o06eb]\s?(?P<colon>[:.;,]?)\s?"
)
_BLANK_NUMBER = re.compile(
    r"[\s.…_:]*(?P<symbol>[/-]\s?[A-ZĐ][A-ZĐ&a-z /-]{1,24}?)(?=\s{2}|\n|$|\s[A-ZĐ][" + LOWER + "])"
)
#: A misread number after "Số" without its colon: a few signs, then "/KH-" or "-KH/TU".
_LIKE_NUMBER = re.compile(r"\S{1,8}\s?/\s?[A-ZĐ]{2,4}\s?-|\S{1,8}\s?-\s?[A-ZĐ][A-Za-zĐđ]{1,3}/[A-ZĐ]{2}")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The number line: a number, or a blank, or a reading that is no number; code is the type's abbreviation in it."""

    number: Number | None = None
    span: tuple[int, int] | None = None
    blank: bool = False
    reading: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class HeadParts:
    """What the head prints, as spans of the view; empty where it prints nothing.

    end is where the last of number, date and subject ends; letterhead_end where the first of them begins.
    """

    number: NumberLine
    place_date: PlaceDate
    type_cell: Cell | None = None
    type: str | None = None
    title: str | None = None
    title_span: tuple[int, int] | None = None
    end: int = 0
    letterhead_end: int = 0


def read_head(view: View, dates: list[DateMention]) -> HeadParts:
    """The head's number, place, date, type and subject."""
    zone = Zone.of(view)
    number = _number(zone)
    place_date = place_and_date(zone, dates)
    type_cell, kind = _type_line(zone, number)
    title, title_span = title_below(view, type_cell) if type_cell else subject(zone)
    if type_cell is None:
        kind = number.code or ("CV" if number.span or title else None)
    ends = [span[1] for span in (number.span, place_date.span, title_span) if span]
    starts = [span[0] for span in (number.span, title_span) if span] + ([type_cell.start] if type_cell else [])
    letterhead_end = min(starts) if starts else (zone.end if place_date.span else 0)
    return HeadParts(number, place_date, type_cell, kind, title, title_span, max(ends, default=0), letterhead_end)


def _number(zone: Zone) -> NumberLine:
    """The number line: a number, a blank, or a reading that is no number."""
    view = zone.view
    for start, end in zone.lines:
        match = _NUMBER_LINE.match(view.folded[start:end])
        if not match:
            continue
        at = start + match.end()
        while at < end and view.plain[at] == " ":
            at += 1
        number = match_number(view, at)
        if number:
            return NumberLine(number, (number.start, number.end), code=number.code)
        blank = _BLANK_NUMBER.match(view.plain, at, end)
        if blank:
            symbol = normal_symbol(blank["symbol"].lstrip("/- "))
            return NumberLine(None, (at, blank.end()), True, None, code_of(symbol))
        reading = _reading(view, at, end)
        if reading and (match["colon"] or _LIKE_NUMBER.match(reading)):
            return NumberLine(None, (at, at + len(reading)), False, reading.strip(), _code_in(reading))
    return NumberLine()


def _reading(view: View, start: int, end: int) -> str:
    """What stands where the number should, without the right column."""
    right = RIGHT.search(view.folded, start, end)
    gap = re.search(r"\s{2,}", view.plain[start : right.start() if right else end].rstrip())
    stop = right.start() if right else end
    return view.plain[start : start + gap.start()] if gap else view.plain[start:stop].rstrip()


def _code_in(reading: str) -> str | None:
    """The type's code in an unreadable number: "KH" in "l9..4/KH-SYT"."""
    found = re.search(r"[/-]\s?([A-ZĐa-z]{2,4})[-/]", reading)
    return code_of(normal_symbol(found[1] + "-X")) if found else None


def _type_line(zone: Zone, number: NumberLine) -> tuple[Cell | None, str | None]:
    """The line that names the type ("KẾ HOẠCH"), alone or with the subject behind it, and the abbreviation."""
    view = zone.view
    for start, end in zone.lines:
        for cell in cells(view, start, end):
            if not is_capitals(cell.text):
                continue
            folded = squeeze(fold(cell.text).strip(" :.-*"))
            kind = document_types().get(folded)
            if kind is None and 5 <= len(folded) <= 26 and not organ_pattern().match(folded):
                kind = _nearest_type(folded)
            if kind is not None and kind.in_head:
                return cell, _abbreviation(kind.abbreviation, number)
            longer = _type_with_subject(view, cell, number)
            if longer:
                return longer
    return None, None


def _nearest_type(folded: str) -> DocumentType | None:
    """The type whose name a misread line is nearest to, at most one letter in seven wrong."""
    names = [name for name, kind in document_types().items() if kind.in_head]
    best = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=86)
    return document_types()[best[0]] if best else None


def _abbreviation(abbreviation: str, number: NumberLine) -> str:
    """The type's abbreviation; quy định is QyĐ to the state, QĐi to the Party (hyphen first in its number)."""
    party = number.number is not None and PARTY.match(number.number.value) is not None
    return "QĐi" if abbreviation == "QyĐ" and party else abbreviation


def _type_with_subject(view: View, cell: Cell, number: NumberLine) -> tuple[Cell, str] | None:
    """ "BÁO CÁO KẾT QUẢ ..." on one line, below the number line."""
    if number.span is None or cell.start < number.span[0]:
        return None
    for name, kind in document_types().items():
        if kind.in_head and fold(cell.text).startswith(name + " "):
            end = cell.start + len(name)
            return Cell(cell.start, end, view.plain[cell.start : end]), _abbreviation(kind.abbreviation, number)
    return None
