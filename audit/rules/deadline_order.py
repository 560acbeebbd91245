"""deadline-order: no deadline lies before the day on which it is set."""

from __future__ import annotations

from collections.abc import Iterator

from audit.calendar import printed, surely_before
from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from records.finding import Finding

_ID = "deadline-order"
#: Types that tell what was: their deadlines are those of older documents.
_LOOKING_BACK = frozenset({"BC", "BB"})
_MANUAL = """
A deadline ("trước ngày 10/9/2023", "chậm nhất") that lies before the document's own date of issue cannot be
met. Reports and minutes look back and are not compared. Deadlines that a plan quotes from an older document
are the known false alarm; the level is a warning for that.
"""


def _check(case: Case) -> Iterator[Finding]:
    issued = case.facts.head.get("issued_on")
    rows = [row for row in case.facts.dates if row.role == "deadline"]
    if issued is None or not rows:
        return
    if case.facts.head.get("type") in _LOOKING_BACK:
        return
    late = [row for row in rows if surely_before(row.date_end or row.date, issued)]
    for row in late:
        yield finding(
            _ID, "warning", "fails", "deadline-before", [case.spot(row.place)], expected=f"≥ {printed(issued)}",
            found=row.place.text, blame=case.blame(row.place), date=printed(row.date), issued=printed(issued),
        )  # fmt: skip
    if not late:
        spots = [case.spot(row.place) for row in rows]
        yield finding(_ID, "note", "holds", "deadlines-hold", spots, issued=printed(issued))


_TEXT = (
    "UBND TỈNH AN PHÚ\nSố: 45/KH-UBND\nAn Phú, ngày 12 tháng 8 năm 2022\n\nKẾ HOẠCH\nTổ chức hội nghị\n\n"
    "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày {date}.\n"
)

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (Example("holds", _TEXT.format(date="30/8/2022")), Example("fails", _TEXT.format(date="30/7/2022"))),
)
