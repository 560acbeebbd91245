"""Printed figures as the audit computes with them: exact value, printed digits, hedge, and what both allow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from audit.interval import Interval
from audit.words import AT_LEAST, AT_MOST, LESS, MORE, fold
from records.finding import Spot
from records.place import Place

#: A printed numeral: groups of three after points or blanks, a fraction after the comma; or plain digits.
NUMERAL = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_SCALES = {"nghin": 10**3, "ngan": 10**3, "van": 10**4, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_SCALE = re.compile(r"\b(" + "|".join(_SCALES) + r")\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at its place. ``printed`` is the numeral that was read, without hedge, scale and unit.

    step is the weight of its last printed digit where the author rounded ("1,4 tỷ": 100,000,000; "35,7%": 0.1), 0 for a
    figure printed in full. read tells that a reader guessed it (OCR, restoration); confirmed, that its image read once
    more gives the same.
    """

    value: Fraction
    printed: str
    spot: Spot
    step: Fraction = Fraction(0)
    value_max: Fraction | None = None
    hedge: str | None = None
    label: str = ""
    read: bool = False
    alternatives: tuple[str, ...] = ()
    confirmed: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells this figure from every other: document and characters."""
        return self.spot.document, self.spot.place.start, self.spot.place.end

    @property
    def confidence(self) -> float | None:
        """How surely it was read; None where nothing was guessed."""
        return self.spot.place.confidence

    @property
    def range(self) -> Interval:
        """The values it may stand for, by its printed digits and its hedge."""
        if self.hedge:
            return self._hedged(fold(self.hedge))
        if self.value_max is not None:
            return Interval(self.value, self.value_max)
        return Interval(self.value - self.step / 2, self.value + self.step, high_closed=self.step == 0)

    def _hedged(self, hedge: str) -> Interval:
        if hedge in MORE or hedge in AT_LEAST:
            return Interval(self.value, None, low_closed=hedge in AT_LEAST)
        if hedge in LESS or hedge in AT_MOST:
            return Interval(None, self.value, high_closed=hedge in AT_MOST)
        around = round_step(self.value) if self.step == 0 else self.step
        return Interval(self.value - around, self.value + around)

    def reread(self, printed: str) -> Figure | None:
        """The same figure with another numeral in place of the printed one; None where that is no numeral."""
        old, new = parse(self.printed), parse(printed)
        if new is None or old is None or old == 0:
            return None if new is None or old is None else replace(self, value=new, printed=printed)
        scale = self.value / old
        return replace(self, value=new * scale, printed=printed, step=_rescaled(self.step, self.printed, printed))


def _rescaled(step: Fraction, old: str, new: str) -> Fraction:
    """The weight of the last digit when the numeral has another number of decimals."""
    if step == 0:
        return step
    return step * Fraction(10 ** decimals(old), 10 ** decimals(new))


def _power(places: int) -> Fraction:
    return Fraction("1" + "0" * places)


def decimals(numeral: str) -> int:
    """Digits after the decimal mark.

    >>> decimals("35,7"), decimals("1.200"), decimals("73.5")
    (1, 0, 1)
    """
    last = re.search(r"[.,](\d+)\Z", numeral)
    if last is None or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", numeral):
        return 0
    return len(last[1])


def parse(numeral: str) -> Fraction | None:
    """The value of a printed numeral, exact; None for anything else.

    >>> parse("1.200"), parse("35,7"), parse("1.234,5"), parse("x")
    (Fraction(1200, 1), Fraction(357, 10), Fraction(2469, 2), None)
    """
    if not NUMERAL.fullmatch(numeral):
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", numeral):
        numeral = numeral.replace(".", "")
    return Fraction(numeral.replace(",", "."))


def round_step(value: Fraction) -> Fraction:
    """The weight of the last digit that is not zero: what a round figure is rounded to.

    >>> round_step(Fraction(3600)), round_step(Fraction(17))
    (Fraction(100, 1), Fraction(1, 1))
    """
    if value.denominator != 1 or value == 0:
        return Fraction(1, value.denominator)
    whole, step = int(value), 1
    while whole % 10 == 0:
        whole //= 10
        step *= 10
    return Fraction(step)


def figure(
    value: Decimal | int,
    spot: Spot,
    *,
    value_max: Decimal | int | None = None,
    hedge: str | None = None,
    label: str = "",
    read: bool = False,
) -> Figure:
    """A figure from a record: the printed numeral is looked for in the place's text."""
    exact = Fraction(value)
    printed = _numeral(spot.place, exact)
    upper = None if value_max is None else Fraction(value_max)
    step = printed_step(spot.place.text, printed, exact)
    return Figure(exact, printed, spot, step, upper, hedge, label, read)


def _numeral(place: Place, value: Fraction) -> str:
    """The numeral of a place that makes its value, with or without a scale; the longest where none does."""
    found = [match[0] for match in NUMERAL.finditer(place.text)]
    for numeral in found:
        number = parse(numeral)
        if number and (value / number) in {Fraction(scale) for scale in (1, *_SCALES.values())}:
            return numeral
    return max(found, key=len, default="")


def printed_step(text: str, printed: str, value: Fraction) -> Fraction:
    """The weight of the last printed digit of a figure that is rounded, 0 for one that is printed in full.

    Decimals are rounded; so is what is told in thousands, millions or billions. "17 tỷ 660 triệu" is rounded to
    millions.

    >>> printed_step("1,4 tỷ đồng", "1,4", Fraction(1_400_000_000))
    Fraction(100000000, 1)
    >>> printed_step("1.775 sáng kiến", "1.775", Fraction(1775))
    Fraction(0, 1)
    """
    number = parse(printed) if printed else None
    if number is None:
        return Fraction(0)
    scales = [_SCALES[name] for name in _SCALE.findall(fold(text))]
    scale = Fraction(min(scales)) if scales and value != number else Fraction(1)
    places = decimals(printed) if len(scales) < 2 else 0
    if scale == 1 and places == 0:
        return Fraction(1) if "%" in text else Fraction(0)
    return scale / _power(places)
