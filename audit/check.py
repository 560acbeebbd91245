"""Checks of figures: a relation that should hold, and whether what is printed allows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from audit.figure import Figure
from audit.interval import Interval, total
from records.finding import Level, Outcome


class Relation(StrEnum):
    """What should hold between the figures of a check, in their order."""

    SUM = "sum"  # the first is the sum of the others
    WITHIN = "within"  # the others together are no more than the first
    RATIO = "ratio"  # the first is the percentage that the second is of the third
    EQUAL = "equal"  # both are the same quantity
    AT_MOST = "at-most"  # the first is no more than the second


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between figures. claimed is False where it is presumed from the records, not told by the text.

    A presumed relation that does not hold is an inconsistency only where one misreading explains it; else undecided.
    text is the key of its message; args fill it.
    """

    rule: str
    level: Level
    relation: Relation
    figures: tuple[Figure, ...]
    text: str
    args: tuple[tuple[str, str], ...] = ()
    claimed: bool = True

    @property
    def verdict(self) -> Outcome:
        """holds where the intervals meet, else fails."""
        expected, found = self.sides()
        return "holds" if expected.meets(found) else "fails"

    def sides(self) -> tuple[Interval, Interval]:
        """What the other figures make of the first one, and what is printed for it."""
        first, *others = (figure.range for figure in self.figures)
        match self.relation:
            case Relation.SUM:
                return total(others), first
            case Relation.WITHIN:
                return Interval(total(others).low, None), first
            case Relation.RATIO:
                return others[0].over(others[1]).scaled(Fraction(100)), first
            case Relation.EQUAL:
                return others[0], first
            case Relation.AT_MOST:
                return Interval(None, others[0].high, high_closed=others[0].high_closed), first

    def changed(self, key: tuple[str, int, int], figure: Figure) -> Check:
        """The same check with another reading of one figure."""
        return replace(self, figures=tuple(figure if own.key == key else own for own in self.figures))


def value_text(number: Fraction) -> str:
    """A number as it is printed in Vietnam, up to four decimals; never rounded where it ends sooner.

    >>> value_text(Fraction(1200)), value_text(Fraction(357, 10)), value_text(Fraction(1, 3))
    ('1.200', '35,7', '0,3333…')
    """
    whole, rest = divmod(abs(number), 1)
    sign = "-" if number < 0 else ""
    text = sign + f"{whole:,}".replace(",", ".")
    if rest == 0:
        return text
    digits = f"{int(rest * 10**4):04d}"
    ends = (rest * 10**4).denominator == 1
    return f"{text},{digits.rstrip('0') if ends else digits}{'' if ends else '…'}"


def interval_text(interval: Interval) -> str:
    """An interval for a person.

    >>> interval_text(Interval.point(1200)), interval_text(Interval(Fraction(3), None, low_closed=False))
    ('1.200', '> 3')
    """
    if interval.exact and interval.low is not None:
        return value_text(interval.low)
    if interval.high is None:
        return "" if interval.low is None else f"{'≥' if interval.low_closed else '>'} {value_text(interval.low)}"
    if interval.low is None:
        return f"{'≤' if interval.high_closed else '<'} {value_text(interval.high)}"
    ends = "[" if interval.low_closed else "(", "]" if interval.high_closed else ")"
    return f"{ends[0]}{value_text(interval.low)}; {value_text(interval.high)}{ends[1]}"
