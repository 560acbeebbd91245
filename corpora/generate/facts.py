"""Gold facts and marked text: every fact hangs on the very characters that state it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class CitationGold:
    """A mention of a numbered document; partial where only the digits are printed ("Hướng dẫn số 82")."""

    type: str
    number: str
    issued_on: str | None
    issuer: str | None
    partial: bool = False
    self: bool = False


@dataclass(frozen=True, slots=True)
class DateGold:
    """A day or month, or a range of two; role as in the records."""

    iso: str
    role: str
    iso_end: str | None = None


@dataclass(frozen=True, slots=True)
class QuotaGold:
    """A target (chỉ tiêu)."""

    subject: str
    holder: str
    value: int | float
    unit: str
    period: str | None = None


@dataclass(frozen=True, slots=True)
class CountGold:
    """A reported quantity; ``of`` is the denominator of "29/29"."""

    subject: str
    holder: str
    value: int | float
    unit: str
    qualifier: str | None = None
    percent: int | float | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class AmountGold:
    """Money in whole đồng."""

    what: str
    value_vnd: int
    qualifier: str | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class InitiativeGold:
    """A named exemplary initiative (sáng kiến) with its holder and benefit."""

    title: str
    author: str
    author_title: str | None
    unit: str | None
    field: str | None
    benefit_vnd: int | None = None
    benefit_per: str | None = None


@dataclass(frozen=True, slots=True)
class IgnoredGold:
    """Figures that are no fact (phones, programme names, school years), with the reason."""

    why: str


Fact = CitationGold | DateGold | QuotaGold | CountGold | AmountGold | InitiativeGold | IgnoredGold


@dataclass(frozen=True, slots=True)
class Relation:
    """An arithmetic statement of the document: kind, figures, and whether it holds. Figures are by name."""

    kind: str
    figures: tuple[tuple[str, int | float | str | tuple[int | float, ...]], ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact on the characters start..end (end excluded) of a :class:`Text`."""

    start: int
    end: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Text:
    """A string with the facts that stand in it.

    >>> (Text("Số ") + Text.of("5", IgnoredGold("x")))
    Text(string='Số 5', marks=(Mark(start=3, end=4, fact=IgnoredGold(why='x')),), relations=())
    """

    string: str
    marks: tuple[Mark, ...] = ()
    relations: tuple[Relation, ...] = field(default=())

    @classmethod
    def of(cls, string: str, *facts: Fact) -> Text:
        """A text whose every character states each of the facts."""
        return cls(string, tuple(Mark(0, len(string), fact) for fact in facts))

    def __add__(self, other: Text | str) -> Text:
        if isinstance(other, str):
            return Text(self.string + other, self.marks, self.relations)
        shift = len(self.string)
        moved = tuple(Mark(mark.start + shift, mark.end + shift, mark.fact) for mark in other.marks)
        return Text(self.string + other.string, self.marks + moved, self.relations + other.relations)

    def __radd__(self, other: str) -> Text:
        return Text(other) + self

    def related(self, relations: tuple[Relation, ...]) -> Text:
        """The same text with further relations."""
        return Text(self.string, self.marks, self.relations + relations)

    def capital(self) -> Text:
        """The same text beginning with a capital letter."""
        return Text(self.string[:1].upper() + self.string[1:], self.marks, self.relations)

    def stated(self) -> Iterator[tuple[str, Fact]]:
        """Each fact with its verbatim words, in reading order."""
        for mark in sorted(self.marks, key=lambda mark: (mark.start, mark.end)):
            yield self.string[mark.start : mark.end], mark.fact


def fill(template: str, resolve: Callable[[str], Text]) -> Text:
    """Replace every ``{slot}`` of the template by its text, keeping the facts at their place.

    >>> fill("đạt {x}%", lambda slot: Text.of("7", IgnoredGold(slot))).marks
    (Mark(start=4, end=5, fact=IgnoredGold(why='x')),)
    """
    text = Text("")
    end = 0
    for match in _SLOT.finditer(template):
        text = text + template[end : match.start()] + resolve(match.group(1))
        end = match.end()
    return text + template[end:]
