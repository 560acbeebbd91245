"""sum-of-parts: the parts make the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from audit.case import Case
from audit.check import Check, Relation
from audit.rule import Example, Rule
from audit.stages import stage_of
from audit.words import fold
from records.figures import Count, Quota

_ID = "sum-of-parts"
_MANUAL = """
Checks what the text itself breaks down: "3.666 sáng kiến (hợp lệ 3.520; đang xem xét 125; không hợp lệ 21)",
"trong đó" (the parts are no more than the whole), fractions (29/29: no more than all), and figures of one
subject and holder by stage against the same without a stage. A breakdown that the text does not announce is
presumed: where it does not come out and no single misreading explains it, it is undecided and no alarm.
"""


def _check(case: Case) -> Iterator[Check]:
    for claim in case.claims("sum", "part"):
        whole, parts = case.terms(claim, "whole"), case.terms(claim, "part")
        if len(whole) != 1 or not parts or (claim.kind == "sum" and len(parts) < 2):
            continue
        relation = Relation.SUM if claim.kind == "sum" else Relation.WITHIN
        yield Check(_ID, "error", relation, (*whole, *parts), "sum" if claim.kind == "sum" else "part")
    for claim in case.claims("fraction"):
        ends = case.terms(claim, "numerator", "denominator")
        if len(ends) == 2:
            yield Check(_ID, "error", Relation.AT_MOST, tuple(ends), "fraction")
    yield from _stages(case, case.facts.counts)
    yield from _stages(case, case.facts.quotas)


def _stages(case: Case, rows: Sequence[Count | Quota]) -> Iterator[Check]:
    """Stages 1, 2 ... of a subject against the figure of all stages."""
    groups: defaultdict[tuple[str, str, str], list[Count | Quota]] = defaultdict(list)
    for row in rows:
        if row.unit != "%" and row.qualifier is None:
            groups[fold(row.subject or ""), fold(row.holder or ""), fold(row.unit or "")].append(row)
    for group in groups.values():
        staged = {stage: row for row in reversed(group) if (stage := stage_of(row.period)) is not None}
        wholes = [row for row in group if stage_of(row.period) is None]
        if len(staged) >= 2 and set(staged) == set(range(1, len(staged) + 1)) and len({r.value for r in wholes}) == 1:
            figures = [case.count(wholes[0]), *(case.count(staged[number]) for number in sorted(staged))]
            yield Check(_ID, "error", Relation.SUM, tuple(figures), "stages", claimed=False)


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
