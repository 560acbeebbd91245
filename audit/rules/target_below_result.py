"""target-below-result: a target for the future lies below what was already reached."""

from __future__ import annotations

from collections.abc import Iterator

from audit.case import Case
from audit.make import finding
from audit.quotas import holder_key
from audit.rule import Rule
from audit.stages import stage_of
from audit.words import fold
from records.figures import Count, Quota
from records.finding import Finding

_ID = "target-below-result"
_MANUAL = """
A quota of a later stage, or of no stage, for the same holder, subject and unit that is below what the
document itself reports as reached in an earlier stage: either the target means what is left to do, or it is a
slip. A warning, never an error, for both readings are common.
"""


def _check(case: Case) -> Iterator[Finding]:
    for quota in case.facts.quotas:
        for count in case.facts.counts:
            if _later(quota, count) and quota.value < count.value:
                yield finding(
                    _ID, "warning", "fails", "target-below", [case.spot(quota.place), case.spot(count.place)],
                    expected=f"≥ {count.place.text.strip()}", found=quota.place.text.strip(), blame="author",
                    target=quota.place.text.strip(), reached=count.place.text.strip(),
                )  # fmt: skip
                break


def _later(quota: Quota, count: Count) -> bool:
    """The quota's stage comes after the count's, and both are of one thing."""
    after, before = stage_of(quota.period), stage_of(count.period)
    if after is None or before is None or after <= before or quota.unit == "%" or count.qualifier:
        return False
    return (
        holder_key(quota.holder) == holder_key(count.holder) != ""
        and fold(quota.unit or "") == fold(count.unit or "")
        and fold(quota.subject or "") == fold(count.subject or "")
    )


RULE = Rule(_ID, _MANUAL, _check, ())
