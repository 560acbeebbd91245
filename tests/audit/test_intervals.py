"""Printed figures as intervals: rounding and truncation both hold, and nothing else does."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.check import Check, Relation
from audit.figure import Figure, figure, parse
from audit.interval import Interval, total
from audit.misread import misreadings
from records.finding import Spot
from records.place import Place

FRACTIONS = st.fractions(min_value=0, max_value=10**6)


def printed(text: str, value: Decimal | int, hedge: str | None = None, start: int = 0) -> Figure:
    return figure(value, Spot("d", Place(1, 1, start, start + len(text), text, text)), hedge=hedge)


@given(st.lists(FRACTIONS, min_size=1, max_size=6), st.fractions(0, 10))
def test_a_sum_of_intervals_holds_the_sum_of_their_values(values: list[Fraction], width: Fraction) -> None:
    parts = [Interval(value, value + width) for value in values]
    assert total(parts).meets(Interval.point(sum(values, Fraction(0))))
    assert not total(parts).meets(Interval.point(sum(values, Fraction(0)) + width * len(values) + 1))


@given(FRACTIONS, FRACTIONS.filter(bool))
def test_a_ratio_of_points_is_the_ratio(one: Fraction, other: Fraction) -> None:
    assert Interval.point(one).over(Interval.point(other)) == Interval.point(one / other)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_rounded_and_truncated_percentages_hold(count: int, quota: int, places: int) -> None:
    exact = Decimal(count) * 100 / Decimal(quota)
    for mode in (ROUND_HALF_UP, ROUND_DOWN):
        percent = exact.quantize(Decimal(1).scaleb(-places), rounding=mode)
        text = f"{percent}".replace(".", ",") + "%"
        figures = (printed(text, percent), printed(str(count), count, start=50), printed(str(quota), quota, start=90))
        assert Check("r", "error", Relation.RATIO, figures, "percent").verdict == "holds"


@given(st.integers(1, 10**5), st.integers(1, 10**5), st.integers(2, 50))
def test_percentages_that_are_off_fail(count: int, quota: int, off: int) -> None:
    percent = int(Decimal(count) * 100 / Decimal(quota)) + off
    figures = (printed(f"{percent}%", percent), printed("1", count, start=50), printed("1", quota, start=90))
    assert Check("r", "error", Relation.RATIO, figures, "percent").verdict == "fails"


@pytest.mark.parametrize(
    ("text", "value", "hedge", "inside", "outside"),
    [
        ("1.775", 1775, None, 1775, 1776),
        ("21 nghìn", 21000, "hơn", 21725, 20999),
        ("1,4 tỷ đồng", 1_400_000_000, "gần", 1_399_000_000, 1_400_000_001),
        ("1,4 tỷ đồng", 1_400_000_000, None, 1_449_000_000, 1_500_000_000),
        ("3.600", 3600, "khoảng", 3666, 3800),
        ("15.000 đồng", 15000, "từ", 15000, 14999),
        ("17 tỷ 660 triệu đồng", 17_660_000_000, None, 17_660_400_000, 17_662_000_000),
    ],
)
def test_what_a_printed_figure_may_stand_for(
    text: str, value: int, hedge: str | None, inside: int, outside: int
) -> None:
    allowed = printed(text, value, hedge).range
    assert allowed.meets(Interval.point(inside))
    assert not allowed.meets(Interval.point(outside))


@given(st.integers(0, 10**9))
def test_a_grouped_numeral_is_parsed_exactly(value: int) -> None:
    assert parse(f"{value:,}".replace(",", ".")) == value


@given(st.from_regex(r"[1-9][0-9]{0,2}(\.[0-9]{3}){0,2}", fullmatch=True))
def test_misreadings_are_other_numerals_each_once(text: str) -> None:
    found = [other for _, other in misreadings(text)]
    assert text not in found
    assert len(found) == len(set(found))
    assert all(parse(other) is not None or other[0] in ".," or "," in other or "." in other for other in found)
