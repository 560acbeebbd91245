"""What a rule is: its name, its manual, examples that run as tests, and the check itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from audit.case import Case
from audit.check import Check
from records.finding import Finding


@dataclass(frozen=True, slots=True)
class Example:
    """A small document in which the rule finds the verdict; text is the whole document as a plain text file."""

    verdict: Literal["holds", "fails", "unknown"]
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of scope "document". check yields checks of figures, and findings where no figure is computed with.

    manual tells in English what is checked, what is not, and where it may err.
    """

    id: str
    manual: str
    check: Callable[[Case], Iterable[Check | Finding]]
    examples: tuple[Example, ...]
