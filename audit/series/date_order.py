"""date-order across documents: nothing is older than what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from audit.calendar import printed, surely_before
from audit.make import finding
from audit.series.numbers import cited_body, issuer_of
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import blame, citations, heads, name_of
from records.finding import Finding
from records.series import Card, Cited, Series

_ID = "date-order"
_MANUAL = """
A document that cites another one without its date must not be older than that other one, whose head tells the
date: for reports that put together what others reported, an input that is dated later. Held against each other
only where number, body and year surely are the cited document's. A citation with a date is the matter of
citation-agrees and of the order within the document.
"""


def _check(series: Series) -> Iterator[Finding]:
    for head in heads(series.members):
        day, body = head.card.issued_on, issuer_of(head.card)
        if head.card.told or day is None or body is None:
            continue
        for member, cited in citations(series.members):
            if cited_body(cited, member.card) != body or not _rests_on(cited, member.card, head.card):
                continue
            later = surely_before(member.card.issued_on, day)
            args = {"issued": printed(member.card.issued_on), "later": printed(day), "other": name_of(head.card)}
            yield finding(
                _ID, "warning", "fails" if later else "holds", "input-later" if later else "input-order",
                [member.spot, head.spot], expected=f"≥ {printed(day)}", found=printed(member.card.issued_on),
                blame=blame(member) if later else None, **args,
            )  # fmt: skip


def _rests_on(cited: Cited, citing: Card, head: Card) -> bool:
    """The citation has no date, and both documents are of one year."""
    if cited.issued_on is not None or citing.document == head.document or citing.issued_on is None:
        return False
    return citing.issued_on[:4] == str(head.issued_on)[:4]


_INPUT = (
    "UBND TỈNH AN PHÚ\nSố: 17/KH-UBND\nAn Phú, ngày {date} năm 2022\n\nKẾ HOẠCH\nPhát triển du lịch\n\n"
    "Ủy ban nhân dân tỉnh An Phú ban hành kế hoạch như sau.\n"
)
_REPORT = (
    "UBND TỈNH AN PHÚ\nSỞ DU LỊCH\nSố: 45/BC-SDL\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Thực hiện Kế hoạch số 17/KH-UBND của Ủy ban nhân dân tỉnh An Phú, Sở báo cáo như sau.\n"
)

RULE = SeriesRule(
    _ID,
    ("number",),
    _MANUAL,
    _check,
    (
        SeriesExample("holds", (_INPUT.format(date="03 tháng 02"), _REPORT)),
        SeriesExample("fails", (_INPUT.format(date="03 tháng 9"), _REPORT)),
    ),
)
