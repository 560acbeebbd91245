"""Findings that are not about computing: made here so that all look alike."""

from __future__ import annotations

from collections.abc import Sequence

from audit.messages import say
from records.finding import Blame, Finding, Level, Outcome, Spot


def finding(
    rule: str,
    level: Level,
    verdict: Outcome,
    text: str,
    spots: Sequence[Spot],
    *,
    expected: str | None = None,
    found: str | None = None,
    blame: Blame | None = None,
    proposal: str | None = None,
    **args: str,
) -> Finding:
    """A finding whose message is the text of a key, filled with args; what holds is a note."""
    shown = {"expected": expected or "", "found": found or ""} | args
    message, english = say(text, **shown)
    level = "note" if verdict != "fails" else level
    spots = tuple(dict.fromkeys(spots))
    return Finding(rule, level, verdict, message, spots, expected, found, None, blame, proposal, english)
