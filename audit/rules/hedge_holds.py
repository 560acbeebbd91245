"""hedge-holds: a rounded, hedged figure agrees with the exact one."""

from __future__ import annotations

from collections.abc import Iterator

from audit.case import Case
from audit.check import Check, Relation
from audit.figure import Figure
from audit.quotas import same_holder
from audit.rule import Example, Rule
from audit.stages import same_period
from audit.words import words
from records.figures import Count

_ID = "hedge-holds"
_MANUAL = """
"hơn 21 nghìn" and 21.725: the exact figure must lie where the hedge allows. Which figures are one quantity is
told by the text's grammar (a claim), or presumed where holder, unit and subject agree and the two are of one
size; a presumed pair that does not agree is no alarm.
"""


def _check(case: Case) -> Iterator[Check]:
    paired: set[tuple[str, int, int]] = set()
    for claim in case.claims("restated"):
        figures = case.terms(claim, "stated", "count", "whole")
        if len(figures) == 2:
            hedged, exact = sorted(figures, key=lambda figure: figure.hedge is None)
            paired.add(hedged.key)
            yield Check(_ID, "error", Relation.EQUAL, (hedged, exact), "hedge")
    exact_rows = [row for row in case.facts.counts if row.qualifier is None and row.value_max is None]
    for row in case.facts.counts:
        hedged = case.count(row)
        if row.qualifier is not None and hedged.key not in paired:
            fitting = [other for other in exact_rows if _may_be_one(row, other, hedged)]
            if len({other.value for other in fitting}) == 1:
                yield Check(_ID, "error", Relation.EQUAL, (hedged, case.count(fitting[0])), "hedge", claimed=False)


def _may_be_one(hedged: Count, exact: Count, figure: Figure) -> bool:
    """The same holder, period and unit; the exact figure within a tenth of the hedged one's size."""
    near = abs(exact.value - hedged.value) * 10 <= hedged.value
    one = same_holder(hedged.holder, exact.holder) and same_period(hedged.period, exact.period)
    return bool(near and one and words(hedged.unit or "") & words(exact.unit or "")) and figure.hedge is not None


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "holds",
            "Đến nay, Liên đoàn Lao động tỉnh An Phú có 21.725 sáng kiến được cập nhật. Kết quả hơn 21 nghìn sáng kiến "
            "được cập nhật cho thấy sự cố gắng của đoàn viên.",
        ),
    ),
)
