"""percent-of-quota: a stated percentage is what count and quota make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from audit.case import Case
from audit.check import Check, Relation
from audit.figure import Figure
from audit.quotas import holder_key, quota_of
from audit.rule import Example, Rule
from records.figures import Count

_ID = "percent-of-quota"
_MANUAL = """
Checks "1.775 sáng kiến, đạt 148% chỉ tiêu (1.200)": the percentage must be the count over the quota, either
rounded or truncated at its last printed digit, for real reports do both. The quota is the one that the
sentence names; else the document's own quota of the same holder, unit and period, where there is exactly one.
Percentages without a known quota are the matter of implied-quota.
"""


def _check(case: Case) -> Iterator[Check]:
    told: set[int] = set()
    for claim in case.claims("percent"):
        percent, base = case.terms(claim, "percent"), case.terms(claim, "quota", "whole")
        count = case.terms(claim, "count", "part")
        if len(percent) == len(count) == len(base) == 1:
            told.add(count[0].spot.place.start)
            yield Check(_ID, "error", Relation.RATIO, (percent[0], count[0], base[0]), "percent")
    for row in case.facts.counts:
        # shares within a table are the matter of table-total
        if row.percent is not None and row.place.start not in told | case.cells:
            yield from _by_quota(case, row)


def _by_quota(case: Case, row: Count) -> Iterator[Check]:
    quota = quota_of(case.facts.quotas, row)
    if quota is not None and row.percent is not None:
        percent = stated(case, row, row.percent)
        yield Check(
            _ID, "error", Relation.RATIO, (percent, case.count(row), case.count(quota)), "percent", claimed=False
        )


def stated(case: Case, row: Count, percent: Decimal) -> Figure:
    """The stated percentage of a count as a figure at its claim's place, else at the count's."""
    for claim in case.claims("percent"):
        starts = [term.place.start for term in claim.terms if term.role in ("count", "part")]
        if row.place.start in starts:
            return next(iter(case.terms(claim, "percent")))
    exponent = percent.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    printed = format(percent, "f").replace(".", ",")
    # a figure of its own, though its place is not known
    place = replace(row.place, start=row.place.end, text=printed)
    return Figure(Fraction(percent), printed, case.spot(place), Fraction(1, int(10**digits)), read=case.read(place))


__all__ = ["RULE", "holder_key", "stated"]

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example("holds", "Công đoàn tỉnh có 1.775 sáng kiến, đạt 148% chỉ tiêu được giao (1.200 sáng kiến)."),
        Example("holds", "Công đoàn tỉnh có 1.775 sáng kiến, đạt 147% chỉ tiêu được giao (1.200 sáng kiến)."),
        Example("fails", "Công đoàn tỉnh có 1.775 sáng kiến, đạt 184% chỉ tiêu được giao (1.200 sáng kiến)."),
    ),
)
