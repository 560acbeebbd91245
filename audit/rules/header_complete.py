"""header-complete: number and date of issue are there."""

from __future__ import annotations

from collections.abc import Iterator

from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from records.facts import HeadField
from records.finding import Finding, Spot

_ID = "header-complete"
_MANUAL = """
An administrative document bears its number and the date of its issue (Nghị định 30/2020/NĐ-CP, điều 8). A
place that was left blank is an error of the author; what is there but could not be read surely (handwriting,
a stamp over it) is undecided. A text without any letterhead (an annex, a part of a file) is undecided, too.
"""
_NAMES = {"number": ("số, ký hiệu", "number"), "issued_on": ("ngày ban hành", "date of issue")}


def _check(case: Case) -> Iterator[Finding]:
    fields = {item.name: item for item in case.facts.head.fields if item.name in _NAMES}
    missing = [item for item in fields.values() if item.value is None]
    for item in missing:
        blank = "blank" in (item.reason or "")
        yield finding(
            _ID, "warning", "fails" if blank else "unknown", "head-blank" if blank else "head-unsure",
            [_spot(case, item)], found=item.place.text if item.place else None, blame="author" if blank else None,
            field=_NAMES[item.name][0], field_en=_NAMES[item.name][1],
        )  # fmt: skip
    if fields and not missing:
        yield finding(_ID, "note", "holds", "head-holds", [_spot(case, item) for item in fields.values()])


def _spot(case: Case, item: HeadField) -> Spot:
    return case.spot(item.place or case.start)


_TEXT = (
    "UBND TỈNH AN PHÚ\nSố: {number}/BC-UBND\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả thực hiện kế hoạch\n"
)

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (Example("holds", _TEXT.format(number="45")), Example("fails", _TEXT.format(number="     "))),
)
