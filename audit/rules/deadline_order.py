"""deadline-order: no deadline lies before the day on which it is set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.calendar import printed, surely_before
from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from audit.words import fold
from records.facts import DateFact
from records.finding import Finding

_ID = "deadline-order"
#: Types that tell what was: their deadlines are those of older documents.
_LOOKING_BACK = frozenset({"BC", "BB"})
#: What makes a date a deadline beyond doubt; "đến ngày" alone may also tell up to when something was counted.
_SURELY = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han chot|han cuoi|thoi han|het han|hoan thanh|xong)\b")
_MANUAL = """
A deadline ("trước ngày 10/9/2023", "chậm nhất") that lies before the document's own date of issue cannot be
met. Reports and minutes look back and are not compared, nor is a bare "đến ngày", which may tell up to when
something was counted. Deadlines that a plan quotes from an older document
are the known false alarm; the level is a warning for that.
"""


def _check(case: Case) -> Iterator[Finding]:
    issued = case.facts.head.get("issued_on")
    rows = [row for row in case.facts.dates if row.role == "deadline"]
    if issued is None or not rows:
        return
    if case.facts.head.get("type") in _LOOKING_BACK:
        return
    late = [row for row in rows if surely_before(row.date_end or row.date, issued) and _is_sure(case, row)]
    for row in late:
        yield finding(
            _ID, "warning", "fails", "deadline-before", [case.spot(row.place)], expected=f"≥ {printed(issued)}",
            found=row.place.text, blame=case.blame(row.place), date=printed(row.date), issued=printed(issued),
        )  # fmt: skip
    if not late:
        spots = [case.spot(row.place) for row in rows]
        yield finding(_ID, "note", "holds", "deadlines-hold", spots, issued=printed(issued))


def _is_sure(case: Case, row: DateFact) -> bool:
    return bool(_SURELY.search(fold(case.before(row.place))))


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
