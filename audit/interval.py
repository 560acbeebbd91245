"""Intervals of exact numbers: what a printed figure may stand for.

A printed figure is a set of values: "172%" is [171.5, 173) because tables round and truncate alike, "hơn 300 tỷ" is
everything above 300 tỷ. Sums and ratios of such sets are computed exactly (fractions), so that no tolerance is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between low and high; None is no bound. An end belongs to it where it is closed.

    >>> Interval.point(3) + Interval.point(4) == Interval.point(7)
    True
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """The one value."""
        exact = Fraction(value)
        return cls(exact, exact)

    @property
    def exact(self) -> bool:
        """True when it holds one value only."""
        return self.low is not None and self.low == self.high

    @property
    def empty(self) -> bool:
        """True when it holds no value."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_closed and other.low_closed, self.high_closed and other.high_closed)

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_closed, self.low_closed)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __and__(self, other: Interval) -> Interval:
        """The values in both.

        >>> (Interval.point(3) & Interval.point(4)).empty
        True
        """
        low, low_closed = _tighter((self.low, self.low_closed), (other.low, other.low_closed), 1)
        high, high_closed = _tighter((self.high, self.high_closed), (other.high, other.high_closed), -1)
        return Interval(low, high, low_closed, high_closed)

    def meets(self, other: Interval) -> bool:
        """True when some value lies in both."""
        return not (self & other).empty

    def scaled(self, factor: Fraction) -> Interval:
        """Every value times a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_closed, self.high_closed)

    def over(self, other: Interval) -> Interval:
        """All quotients of values that are not negative; by zero there is none, and no bound above.

        >>> Interval.point(1).over(Interval.point(4)).low
        Fraction(1, 4)
        """
        low = None
        if self.low is not None and other.high is not None and other.high > 0:
            low = self.low / other.high
        high = None
        if self.high is not None and other.low is not None and other.low > 0:
            high = self.high / other.low
        return Interval(
            Fraction(0) if low is None else low,
            high,
            low is None or (self.low_closed and other.high_closed),
            self.high_closed and other.low_closed,
        )


_End = tuple[Fraction | None, bool]


def _tighter(one: _End, other: _End, sign: int) -> _End:
    if one[0] is None:
        return other
    if other[0] is None:
        return one
    if one[0] == other[0]:
        return one[0], one[1] and other[1]
    return one if (one[0] - other[0]) * sign > 0 else other


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of all; [0, 0] for none."""
    result = Interval.point(0)
    for part in parts:
        result = result + part
    return result
