"""Number and date of a head with what makes them sure: the reading's confidence, or an annex that repeats them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.find.annex import Annex, is_own
from nlp.find.dates import DateMention
from nlp.find.evidence import Evidence
from nlp.find.head import HeadParts
from records.facts import HeadField
from records.place import Place

UNSURE = "was read with low confidence (handwriting?)"


@dataclass(frozen=True, slots=True)
class Known:
    """Number and date of a document's head; ``date`` as printed in the head, as far as it is sure.

    annex_dates: where the dates begin by which annexes name this document.
    """

    number: HeadField | None = None
    issued: HeadField | None = None
    date: DateMention | None = None
    annex_dates: frozenset[int] = frozenset()


def number_and_date(parts: HeadParts, annexes: Sequence[Annex], evidence: Evidence) -> Known:
    """The fields ``number`` and ``issued_on``; None where the head has no line for them."""
    reading = parts.number.number.value if parts.number.number else None
    date = parts.place_date.date
    issued = date.iso if date else parts.place_date.year_only
    unsure = date is not None and date.precision == "day" and not evidence.day_sure(date.start, date.end)
    own = [a for a in annexes if is_own(a, parts.type, reading, issued[:7] if issued and unsure else issued)]
    field, mention = _issued(parts, own, evidence, unsure)
    starts = frozenset(a.date.start for a in own if a.date)
    return Known(_number(parts, own, evidence), field, mention, starts)


def _number(parts: HeadParts, own: Sequence[Annex], evidence: Evidence) -> HeadField | None:
    """The number, or None where it is blank, unreadable, or read without confidence and printed nowhere else."""
    line = parts.number
    if line.span is None:
        return None
    place = evidence.place(*line.span)
    elsewhere = {a.number.value for a in own if a.number}
    if line.number is None:
        reason = "the number is left blank" if line.blank else "the reading is no document number"
        readings = tuple(sorted({line.reading, *elsewhere} - {None, ""})) if line.reading else ()
        return HeadField("number", None, place, reason, tuple(r for r in readings if r))
    if evidence.number_sure(*line.span) or line.number.value in elsewhere:
        return HeadField("number", line.number.value, place)
    return HeadField("number", None, place, f"the number {UNSURE}", (line.number.value, *sorted(elsewhere)))


def _issued(
    parts: HeadParts, own: Sequence[Annex], evidence: Evidence, unsure: bool
) -> tuple[HeadField | None, DateMention | None]:
    """The date of issue and its mention in the head (a month where the day is not sure)."""
    printed = parts.place_date
    if printed.span is None:
        return None, None
    place, date = evidence.place(*printed.span), printed.date
    if date and date.precision == "day" and not unsure:
        return HeadField("issued_on", date.iso, place), date
    month = replace(date, iso=date.iso[:7]) if date else None
    read = (date.iso,) if date and unsure else ()
    again = _printed_again(own, evidence) if unsure or _day_as_read(place) else None
    if date and again and again.iso == date.iso:
        return HeadField("issued_on", date.iso, place), date
    if again:
        reason = f"the head's date is unreadable ({place.text}); the annex that names this document prints it"
        return HeadField("issued_on", again.iso, evidence.place(again.start, again.end), reason, read), month
    return HeadField("issued_on", month.iso if month else None, place, _why(parts, place, unsure), read), month


def _why(parts: HeadParts, place: Place, unsure: bool) -> str:
    """Why the day, or the whole date, is not given."""
    if unsure:
        return f"the day {UNSURE}"
    day = _day_as_read(place)
    blank = "left blank" if place.confidence is None else "not read: left blank, or written by hand"
    implausible = re.fullmatch(r"\d\d", day) is not None and not 1 <= int(day) <= 31
    state = f"implausible ({day})" if implausible else f"unreadable ({day})" if day else blank
    if parts.place_date.date is not None:
        return f"the day is {state}"
    year = parts.place_date.year_only
    if year is None:
        return "the date is unreadable"
    return f"day and month are {blank if not day else 'unreadable'}, only the year {year} is printed"


def _day_as_read(place: Place) -> str:
    """What stands between "ngày" and "tháng"; empty where the day is left blank."""
    between = re.match(r"\W*\w+(?P<day>.*?)th\w{1,3}ng", place.text, re.IGNORECASE | re.DOTALL)
    return between["day"].strip(" .…_\n") if between and re.search(r"\w", between["day"]) else ""


def _printed_again(own: Sequence[Annex], evidence: Evidence) -> DateMention | None:
    """The one day that the annexes print surely; None where they disagree."""
    days = [a.date for a in own if a.date and a.date.precision == "day"]
    sure = [day for day in days if evidence.day_sure(day.start, day.end)]
    return sure[0] if len({day.iso for day in sure}) == 1 else None
