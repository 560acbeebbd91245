"""date-real: every date is a day of the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from audit.calendar import exists, printed
from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from records.finding import Finding

_ID = "date-real"
_MANUAL = """
A day that the calendar does not have (31/9, 29/2 of a common year, month 13) is kept as printed and reported
here.
"""


def _check(case: Case) -> Iterator[Finding]:
    wrong = 0
    for row in case.facts.dates:
        for iso in (row.date, row.date_end):
            if iso is not None and not exists(iso):
                wrong += 1
                yield finding(
                    _ID, "error", "fails", "date-real", [case.spot(row.place)],
                    found=row.place.text, blame=case.blame(row.place), date=printed(iso),
                )  # fmt: skip
    if case.facts.dates and not wrong:
        spots = [case.spot(row.place) for row in case.facts.dates]
        yield finding(_ID, "note", "holds", "dates-real", spots, number=str(len(spots)))


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example("holds", "Hội nghị tổ chức ngày 30/9/2022 tại huyện Tân Lập."),
        Example("fails", "Hội nghị tổ chức ngày 31/9/2022 tại huyện Tân Lập."),
    ),
)
