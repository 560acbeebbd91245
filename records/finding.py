"""Findings: every check that was made, with what it found and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from records.place import Place

Level = Literal["error", "warning", "note"]
Outcome = Literal["holds", "fails", "unknown"]
Blame = Literal["reader", "author", "unknown"]

#: Rules that compute with figures.
FIGURE_RULES = (
    "sum-of-parts", "percent-of-quota", "table-total", "repeat-agrees", "hedge-holds", "implied-quota",
    "target-below-result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one document of the archive."""

    document: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: the first of its places is where it is reported. expected, found and tolerance are as for a person.

    message is in Vietnamese, message_en in English. proposal is the one reading that would make every check of the
    figure agree; it stands beside, nothing is rewritten.
    """

    rule: str
    level: Level
    verdict: Outcome
    message: str
    places: tuple[Spot, ...]
    expected: str | None = None
    found: str | None = None
    tolerance: str | None = None
    blame: Blame | None = None
    proposal: str | None = None
    message_en: str = ""

    def __post_init__(self) -> None:
        if not self.places:
            raise ValueError(f"a finding of {self.rule} needs a place")
