"""Amounts of money: the cases of ``corpora/cases``, and any amount printed in any form read back exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from nlp.find import find_facts
from nlp.find.amounts import AmountMention, find_amounts
from nlp.find.money_tables import table_amounts
from nlp.find.quantities import find_quantities
from nlp.find.view import View
from records.facts import TableFact
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict
from records.place import Place

CASES = Path(__file__).resolve().parents[2] / "corpora" / "cases" / "amounts.jsonl"
FIELDS = ("value_vnd", "value_vnd_max", "qualifier", "per", "what")
PLACE = Place(1, 1, 40, 90, "bảng", "bảng")
Case = dict[str, object]


def cases() -> list[ParameterSet]:
    rows: list[Case] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=str(row["text"])[:50]) for row in rows]


def as_text(text: str) -> DocumentText:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return DocumentText((Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),))


def amounts_of(text: str) -> list[AmountMention]:
    view = View(text)
    return find_amounts(view, find_quantities(view))


@pytest.mark.parametrize("case", cases())
def test_amount(case: Case) -> None:
    """Fields that a case leaves out are None; ``what`` is compared where the case gives it."""
    found = find_facts(as_text(str(case["text"]))).amounts
    expected = case["expect"]
    assert isinstance(expected, list)
    wanted = [{name: row.get(name) for name in FIELDS if name != "what" or name in row} for row in expected]
    names = [row.keys() for row in wanted] + [FIELDS] * len(found)
    assert [{name: getattr(amount, name) for name in names[index]} for index, amount in enumerate(found)] == wanted


def dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@given(st.integers(1000, 10**13), st.sampled_from([" đồng", "đ", " đ", " VNĐ", " vnđ"]))
def test_whole_amounts_read_back(value: int, word: str) -> None:
    assert [a.value for a in amounts_of(f"Kinh phí là {dotted(value)}{word}.")] == [value]


@given(st.integers(1, 99_999), st.integers(0, 999), st.sampled_from([("tỷ", 10**9), ("tỉ", 10**9), ("triệu", 10**6)]))
def test_scaled_amounts_read_back(whole: int, thousandths: int, scale: tuple[str, int]) -> None:
    name, worth = scale
    printed = dotted(whole) + (f",{thousandths:03d}".rstrip("0") if thousandths else "")
    assert [a.value for a in amounts_of(f"tiết kiệm gần {printed} {name} đồng/năm")] == [
        whole * worth + thousandths * worth // 1000
    ]


@given(st.integers(1, 900), st.integers(1, 999), st.integers(1, 999))
def test_composed_amounts_read_back(billions: int, millions: int, thousands: int) -> None:
    text = f"với tổng số tiền {billions} tỷ {millions} triệu {thousands} nghìn đồng"
    assert [a.value for a in amounts_of(text)] == [billions * 10**9 + millions * 10**6 + thousands * 1000]


@given(st.integers(1, 500), st.integers(1, 500))
def test_ranges_read_back(low: int, more: int) -> None:
    found = amounts_of(f"mức hỗ trợ {low}-{low + more} triệu đồng/hộ")
    assert [(a.value, a.value_max, a.per) for a in found] == [(low * 10**6, (low + more) * 10**6, "hộ")]


def test_table_columns_in_money() -> None:
    """A column whose head names its unit; a bare one is money only under a line that says so."""
    table = TableFact(
        ("TT", "Đơn vị", "Kinh phí (triệu đồng)", "Số lượng"),
        (("1", "Xã A", "1.250,5", "12"), ("2", "Xã B", "-", "7")),
        PLACE,
        ("", "Tổng", "1.250,5", "19"),
    )
    assert [a.value_vnd for a in table_amounts([table], " " * 100)] == [1_250_500_000] * 2
    bare = TableFact(("TT", "Đơn vị", "Kinh phí", "Số hộ"), (("1", "Xã A", "35", "12"),), PLACE)
    assert [a.value_vnd for a in table_amounts([bare], "Đơn vị tính: nghìn đồng".ljust(100))] == [35_000]
    assert not list(table_amounts([bare], " " * 100))
