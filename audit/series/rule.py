"""What a rule across documents is: its name, its manual, examples of several documents, and the check of one series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from audit.check import Check
from records.finding import Finding
from records.series import Series


@dataclass(frozen=True, slots=True)
class SeriesExample:
    """Small documents among which the rule finds the verdict; each text is a whole plain text file."""

    verdict: Literal["holds", "fails", "unknown"]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """A rule of scope "series". kinds are the first words of the keys of its series; check looks at one series alone.

    manual tells in English what is checked, what is not, and where it may err.
    """

    id: str
    kinds: tuple[str, ...]
    manual: str
    check: Callable[[Series], Iterable[Check | Finding]]
    examples: tuple[SeriesExample, ...]
