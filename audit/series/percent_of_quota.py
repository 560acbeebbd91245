"""percent-of-quota across documents: the plan sets the quota, the report tells count and percentage."""

from __future__ import annotations

from collections.abc import Iterator

from audit.check import Check, Relation, value_text
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import name_of, percent_figure, quantities, quantity_figure
from audit.words import words
from records.series import Member, Quantity, Series

_ID = "percent-of-quota"
_MANUAL = """
A count with its percentage in one document, and the only quota of the same holder, unit and period that the
other documents set: the percentage must be the one of the other, rounded or truncated. The quota's subject must
be named in the count's. That the percentage is of this very quota is presumed: what does not come out is an
inconsistency only where exactly one misreading explains it, else undecided.
"""


def _check(series: Series) -> Iterator[Check]:
    quotas = quantities(series.members, "quota")
    for member, item in quantities(series.members, "count"):
        if item.percent is None or item.percent <= 0 or not item.percent.is_finite():
            continue
        fitting = [(m, q) for m, q in quotas if m.card.document != member.card.document and _same_thing(q, item)]
        own = any(m.card.document == member.card.document and _same_thing(q, item) for m, q in quotas)
        if not own and len({quota.value for _, quota in fitting}) == 1:
            yield _ratio(member, item, *fitting[0])


def _same_thing(quota: Quantity, count: Quantity) -> bool:
    return words(quota.subject or "") <= words(f"{count.subject or ''} {count.unit or ''}") and quota.value > 0


def _ratio(member: Member, item: Quantity, other: Member, quota: Quantity) -> Check:
    figures = (
        percent_figure(member, item.percent or quota.value),
        quantity_figure(member, item),
        quantity_figure(other, quota),
    )
    args = ("quota", value_text(figures[2].value)), ("other", name_of(other.card))
    return Check(_ID, "error", Relation.RATIO, figures, "across-percent", args, claimed=False)


_PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ\nSố: 17/KH-LĐLĐ\nAn Phú, ngày 03 tháng 02 năm 2022\n\nKẾ HOẠCH\n"
    "Thực hiện chương trình\n\nChỉ tiêu giai đoạn 1 của Liên đoàn Lao động tỉnh An Phú là {quota} sáng kiến.\n"
)
_REPORT = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ\nSố: 45/BC-LĐLĐ\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Giai đoạn 1, Liên đoàn Lao động tỉnh An Phú có 1.775 sáng kiến, đạt 148%.\n"
)

RULE = SeriesRule(
    _ID,
    ("target",),
    _MANUAL,
    _check,
    (
        SeriesExample("holds", (_PLAN.format(quota="1.200"), _REPORT)),
        SeriesExample("unknown", (_PLAN.format(quota="2.650"), _REPORT)),
    ),
)
