"""sum-of-parts: the parts make the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.case import Case
from audit.check import Check, Relation
from audit.quotas import holder_key
from audit.rule import Example, Rule
from audit.stages import stage_of
from audit.words import fold
from records.figures import Count, Quota

_ID = "sum-of-parts"
_NEAR = Decimal("0.1")  # of a sum: a figure farther off is not the whole of it
_MANUAL = """
Checks what the text itself breaks down: "3.666 sáng kiến (hợp lệ 3.520; đang xem xét 125; không hợp lệ 21)",
"trong đó" (the parts make the whole, or are less), fractions (29/29: no more than all), and figures of one
holder and unit by stage against the one without a stage. A breakdown that the text does not announce is
presumed: where it does not come out and no single misreading explains it, it is undecided and no alarm.
"""


def _check(case: Case) -> Iterator[Check]:
    for claim in case.claims("sum", "part"):
        whole, parts = case.terms(claim, "whole"), case.terms(claim, "part")
        if len(whole) != 1 or not parts or (claim.kind == "sum" and len(parts) < 2):
            continue
        check = Check(_ID, "error", Relation.SUM, (*whole, *parts), "sum")
        if claim.kind == "part" and (len(parts) < 2 or check.verdict == "fails"):
            check = Check(_ID, "error", Relation.WITHIN, (*whole, *parts), "part")
        yield check
    for claim in case.claims("fraction"):
        ends = case.terms(claim, "numerator", "denominator")
        if len(ends) == 2:
            yield Check(_ID, "error", Relation.AT_MOST, tuple(ends), "fraction")
    yield from _stages(case, case.facts.counts)
    yield from _stages(case, case.facts.quotas)


def _stages(case: Case, rows: Sequence[Count | Quota]) -> Iterator[Check]:
    """Stages 1, 2 ... of a holder and unit against the figure of all stages."""
    groups: defaultdict[tuple[str, str], list[Count | Quota]] = defaultdict(list)
    for row in rows:
        if row.unit not in (None, "%") and row.qualifier is None:
            groups[holder_key(row.holder), fold(row.unit or "")].append(row)
    for group in groups.values():
        staged = _staged(group)
        whole = _whole(group, sum(row.value for row in staged))
        if whole is not None and len(staged) >= 2:
            figures = [case.count(row) for row in (whole, *staged)]
            yield Check(_ID, "error", Relation.SUM, tuple(figures), "stages", claimed=False)


def _staged(group: Sequence[Count | Quota]) -> list[Count | Quota]:
    """The figure of every stage from 1 on, all of one subject; [] where a stage is missing or told in two ways."""
    by_subject: defaultdict[str, dict[int, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    first: dict[tuple[str, int], Count | Quota] = {}
    for row in group:
        stage = stage_of(row.period)
        if stage is not None:
            by_subject[fold(row.subject or "")][stage].add(row.value)
            first.setdefault((fold(row.subject or ""), stage), row)
    for subject, stages in by_subject.items():
        if set(stages) == set(range(1, len(stages) + 1)) and len(stages) > 1 and all(map(_one, stages.values())):
            return [first[subject, stage] for stage in sorted(stages)]
    return []


def _one(values: set[Decimal]) -> bool:
    return len(values) == 1


def _whole(group: Sequence[Count | Quota], total: Decimal | int) -> Count | Quota | None:
    """The figure of no stage that comes nearest to a sum; none where even that is of another size."""
    wholes = [row for row in group if stage_of(row.period) is None and abs(row.value - total) <= _NEAR * total]
    return min(wholes, key=lambda row: abs(row.value - total), default=None)


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "holds",
            "Toàn tỉnh có 410 sáng kiến (số sáng kiến hợp lệ là 350; số sáng kiến đang xem xét là 48; số sáng kiến "
            "không hợp lệ là 12).",
        ),
        Example(
            "fails",
            "Toàn tỉnh có 410 sáng kiến (số sáng kiến hợp lệ là 350; số sáng kiến đang xem xét là 43; số sáng kiến "
            "không hợp lệ là 12).",
        ),
    ),
)
