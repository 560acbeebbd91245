"""Place and date of a document (địa danh và thời gian ban hành): the line of the head's right column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.find.dates import DateMention
from nlp.find.letterhead import Cell
from nlp.find.view import LOWER, UPPER
from nlp.find.zone import Zone

_NAME = rf"[{UPPER}][{LOWER}']+"
_PLACE = re.compile(
    rf"(?<![\w/-])(?P<place>(?:(?:[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|T[Pp]\.?|[Tt]ỉnh)\s?)?"
    rf"{_NAME}(?:(?: | ?- ?){_NAME}){{0,5}})"
    r"\s?[,.;]\s{0,3}(?P<date>[Nn]g[àaảăá]y?)"
)
#: A month of two strokes read as letters: "I1", "lI", "LÍ". It can only be 11, 10 or 12, whichever its strokes say.
_STROKES = re.compile(
    r"th[aied]{1,2}ng\s{0,2}(?P<month>[1ilt|!j][1ilt|!j0-2])\s{0,2}n[aie]m\s{0,2}(?P<year>(?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(r"n[aie]m\s{0,3}((?:19|20)\d\d)(?!\d)")
_LONG_YEAR = re.compile(
    r"th[aied]{1,2}ng\s{0,2}(?P<month>\d{1,2}|[1ilt|!j][1ilt|!j0-2])\s{0,2}n[aie]m\s{0,2}(?P<year>[12]\d{4})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PlaceDate:
    """Place name, date (a month where the day is blank), the date's span, and the year where only it is printed."""

    place: Cell | None = None
    date: DateMention | None = None
    span: tuple[int, int] | None = None
    year_only: str | None = None


def place_and_date(zone: Zone, dates: list[DateMention]) -> PlaceDate:
    """The first line of the head with a place name before "ngày"."""
    for start, end in zone.lines:
        matches = list(_PLACE.finditer(zone.view.plain, start, end))
        if matches:
            return _read(zone, matches[-1], end, dates)
    return PlaceDate()


def _read(zone: Zone, match: re.Match[str], end: int, dates: list[DateMention]) -> PlaceDate:
    """The date after a place name: whole, or as much of it as can be read."""
    place, begin = Cell(*match.span("place"), match["place"]), match.start("date")
    inside = [d for d in dates if begin <= d.start < min(end, begin + 40) and not d.iso_end and not d.inferred]
    if inside:
        return PlaceDate(place, inside[0], (begin, inside[0].end))
    reach = min(end, begin + 50)
    if strokes := _STROKES.search(zone.view.folded, begin, reach):
        iso = f"{strokes['year']}-{_month(strokes):02d}"
        return PlaceDate(place, DateMention(strokes.start(), strokes.end(), iso), (begin, strokes.end()))
    if long := _LONG_YEAR.search(zone.view.folded, begin, reach):
        confirmed = _confirmed(long, dates)
        date = DateMention(long.start(), long.end(), confirmed) if confirmed else None
        return PlaceDate(place, date, (begin, long.end()))
    year = _YEAR.search(zone.view.folded, begin, reach)
    return PlaceDate(place, None, (begin, year.end() if year else end), year[1] if year else None)


def _month(match: re.Match[str]) -> int:
    """The month, strokes read as letters counted as ones."""
    return int(re.sub(r"\D", "1", match["month"]))


def _confirmed(match: re.Match[str], dates: list[DateMention]) -> str | None:
    """The month of a date whose year was read with one digit too many, where the other dates confirm one year."""
    digits = match["year"]
    years = {digits[:i] + digits[i + 1 :] for i in range(5)} & {d.iso[:4] for d in dates if not d.inferred}
    return f"{years.pop()}-{_month(match):02d}" if len(years) == 1 and 1 <= _month(match) <= 12 else None
