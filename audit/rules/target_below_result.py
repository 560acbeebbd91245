"""target-below-result: a rate that is a target for the future lies below what was already reached."""

from __future__ import annotations

from collections.abc import Iterator

from audit.case import Case
from audit.make import finding
from audit.quotas import holder_key
from audit.rule import Rule
from audit.words import MORE, fold, words
from records.figures import Count, Quota
from records.finding import Finding

_ID = "target-below-result"
_MANUAL = """
A rate that the document sets as a target for the time to come ("phấn đấu 90% ...") and that lies below the rate
that it reports as reached already for the same thing: either the target was copied from an older plan, or it
is a slip. Only rates are compared: counts of two stages or years are different quantities. A warning, never an
error, for a lower target may be meant.
"""
_COMMON = 3  # words that two subjects share at least: all of the shorter one


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
    """The quota stands behind the count, and both are rates of one thing."""
    if quota.unit != "%" or count.unit != "%" or quota.place.start < count.place.start:
        return False
    if holder_key(quota.holder) != holder_key(count.holder) or fold(count.qualifier or "") not in {"", *MORE}:
        return False
    ours, theirs = words(quota.subject or ""), words(count.subject or "")
    shorter, longer = sorted((ours, theirs), key=len)
    return len(shorter) >= _COMMON and shorter <= longer and quota.value <= 100


RULE = Rule(_ID, _MANUAL, _check, ())
