"""repeat-agrees across documents: the same quantity is the same figure wherever it is told."""

from __future__ import annotations

from collections.abc import Iterator

from audit.check import Check, Relation
from audit.figure import Figure
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import name_of, of_two_documents, quantities, quantity_figure
from audit.words import fold
from records.series import Member, Quantity, Series

_ID = "repeat-agrees"
_MANUAL = """
Two documents that tell of one quantity (the same holder with its place, subject, unit and period) tell the
same figure; a hedged one must allow the exact one. The figure that most documents give is held against each
other one. That both mean one quantity is presumed: a difference is an inconsistency only where exactly one
misreading explains it, else undecided. Short subjects with small figures are not held against each other where
they differ, for they seldom are one quantity.
"""
_CLEAR = 4  # words of a subject that name one thing
_LARGE = 1000  # figures from here on are seldom alike by chance
_Row = tuple[Member, Quantity]


def _check(series: Series) -> Iterator[Check]:
    rows = quantities(series.members, series.key.split(" ", 1)[0])
    if not rows:
        return
    rows.sort(key=lambda row: (row[1].qualifier is not None, -row[0].documents, -row[0].times))
    first, stated = rows[0]
    expected = quantity_figure(first, stated)
    for member, item in rows:
        if member is first:
            if member.documents > 1 and member.again is not None:
                yield _equal(quantity_figure(member, item, member.again), expected, first)
        elif of_two_documents(first, member):
            check = _equal(quantity_figure(member, item), expected, first)
            if check.verdict == "holds" or _clear(item) or min(item.value, stated.value) >= _LARGE:
                yield check


def _equal(found: Figure, expected: Figure, first: Member) -> Check:
    return Check(_ID, "error", Relation.EQUAL, (found, expected), "across", (("other", name_of(first.card)),), False)


def _clear(item: Quantity) -> bool:
    return len(fold(item.subject or "").split()) >= _CLEAR


_REPORT = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ\nSố: {number}/BC-LĐLĐ\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Giai đoạn 1, Liên đoàn Lao động tỉnh An Phú có {value} sáng kiến được cập nhật.\n"
)

RULE = SeriesRule(
    _ID,
    ("count", "quota"),
    _MANUAL,
    _check,
    (SeriesExample("holds", (_REPORT.format(number=45, value="1.775"), _REPORT.format(number=61, value="1.775"))),),
)
