"""Printed numbers: every form of every number parses back exactly, and what is no figure is told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.find.contexts import Kind
from nlp.find.numerals import english_style, parse_digits, read_words, roman_value
from nlp.find.quantities import Quantity, find_quantities
from nlp.find.view import View

DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def grouped(value: int, sign: str = ".") -> str:
    return f"{value:,}".replace(",", sign)


def below_thousand(value: int, full: bool) -> list[str]:
    """A group of three digits in words; full: with its "không trăm" and "linh"."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGIT_WORDS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + ((["linh"] if words else []) + [DIGIT_WORDS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [DIGIT_WORDS[tens], "mươi"]
    last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, DIGIT_WORDS[ones])
    return words + ([last] if ones else [])


def in_words(value: int) -> list[str]:
    words: list[str] = []
    for size, name in SCALES:
        group, value = divmod(value, size)
        if group:
            words += [*below_thousand(group, bool(words)), name]
    return words + below_thousand(value, bool(words)) if value else words


def one(text: str) -> Quantity:
    found = find_quantities(View(text))
    assert len(found) == 1, found
    return found[0]


@given(st.integers(0, 10**13))
def test_whole_numbers(value: int) -> None:
    assert parse_digits(str(value)) == value
    assert parse_digits(grouped(value)) == value
    assert parse_digits(grouped(value, ","), english=True) == value
    quantity = one(f"Toàn ngành có {grouped(value)} hộ nghèo.")
    assert quantity.value == value
    assert (quantity.kind, quantity.unit and quantity.unit.name) == (Kind.PLAIN, "hộ nghèo")


@given(st.integers(0, 10**9), st.integers(1, 6), st.data())
def test_decimals(whole: int, places: int, data: st.DataObject) -> None:
    digits = data.draw(st.text("0123456789", min_size=places, max_size=places))
    exact = Decimal(f"{whole}.{digits}")
    assert parse_digits(f"{whole},{digits}") == exact
    assert parse_digits(f"{grouped(whole)},{digits}") == exact
    assert parse_digits(f"{grouped(whole, ',')}.{digits}", english=True) == exact
    assert one(f"đạt {whole},{digits}%").value == exact


@given(st.integers(1, 10**12 - 1))
def test_words(value: int) -> None:
    words = in_words(value)
    assert read_words([*words, "hộ"]) == (Decimal(value), len(words))


@given(st.integers(1, 999), st.integers(1, 999))
def test_scales(large: int, small: int) -> None:
    assert one(f"{large} tỷ {small} triệu đồng").value == large * 10**9 + small * 10**6
    assert one(f"gần {large},{small} tỷ đồng").value == Decimal(f"{large}.{small}") * 10**9
    assert one(f"{large} nghìn lượt").value == large * 1000


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_ranges_and_fractions(low: int, more: int) -> None:
    quantity = one(f"từ {grouped(low)} đến {grouped(low + more)} hộ")
    if not 1900 <= low < low + more <= 2100:
        assert (quantity.value, quantity.value_max) == (Decimal(low), Decimal(low + more))
    fraction = one(f"có {low + 40}/{low + more + 40} xã")
    assert fraction.kind is Kind.FRACTION
    assert (fraction.value, fraction.of) == (Decimal(low + 40), Decimal(low + more + 40))


@pytest.mark.parametrize("value", range(1, 40))
def test_roman(value: int) -> None:
    tens, ones = divmod(value, 10)
    printed = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    assert roman_value(printed) == value


@pytest.mark.parametrize(
    ("text", "value", "hedge", "end"),
    [
        ("hơn 21 nghìn sáng kiến", 21000, "hơn", "21 nghìn"),
        ("từ 15.000 đồng trở lên", 15000, "từ … trở lên", "15.000 đồng"),
        ("không dưới 05 mô hình", 5, "không dưới", "05"),
        ("đạt 98% trở lên", 98, "trở lên", "98%"),
        ("2 tỷ rưỡi.", 2_500_000_000, None, "2 tỷ rưỡi"),
        ("12 (mười hai) cá nhân", 12, None, "12"),
        ("hai trăm linh ba hộ", 203, None, "hai trăm linh ba"),
        ("20 phần trăm", 20, None, "20 phần trăm"),
        ("gần 300 nghìn tỷ đồng", 300_000 * 10**9, "gần", "300 nghìn tỷ đồng"),
    ],
)
def test_hedges_and_spans(text: str, value: int, hedge: str | None, end: str) -> None:
    quantity = one(text)
    assert quantity.value == value
    assert (quantity.hedge, text[quantity.start : quantity.end]) == (hedge, end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("phòng, chống Covid-19", Kind.NAME),
        ("Chương trình “01 triệu sáng kiến”", Kind.NAME),
        ("Chương trình 01 triệu sáng kiến", Kind.NAME),
        ("điện thoại 0912345678", Kind.PHONE),
        ("liên hệ 0212.3.856.412", Kind.PHONE),
        ("trong năm 2021", Kind.YEAR),
        ("nhiệm kỳ 2020 - 2025", Kind.YEAR),
        ("tại tầng 3", Kind.ORDINAL),
        ("giai đoạn 1", Kind.ORDINAL),
        ("giai đoạn II", Kind.ROMAN),
        ("III. NHIỆM VỤ", Kind.ROMAN),
        ("2.1. Công tác chỉ đạo", Kind.SECTION),
        ("khoản 2 Luật này", Kind.SECTION),
        ("từ đủ 18 tuổi", Kind.AGE),
        ("trong 30 ngày làm việc", Kind.DURATION),
        ("lúc 24 giờ", Kind.CLOCK),
        ("phục vụ 24/7", Kind.CODE),
        ("mạng 5G", Kind.CODE),
        ("mẫu 02/BM", Kind.DOCUMENT),
    ],
)
def test_no_figures(text: str, kind: Kind) -> None:
    assert one(text).kind is kind


def test_separators_are_told_by_the_document() -> None:
    assert english_style("a total of 1,234,567 and 1,200")
    assert not english_style("1.200 hộ, đạt 35,7%")
    assert one("1,200").other == 1200
    found = find_quantities(View("1,234,567 con; 1,200 con"))
    assert [q.value for q in found] == [1234567, 1200]
