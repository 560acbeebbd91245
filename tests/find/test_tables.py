"""Ruled tables become facts: parts over pages joined, header and totals told apart."""

from __future__ import annotations

import pytest

from nlp.find import find_facts
from nlp.find.tables import find_tables
from records.facts import TableFact
from records.page import DocumentText, Judgement, Line, Origin, Page, RuledTable, Verdict, Word

HEAD = ("TT", "Đơn vị", "Chỉ tiêu")


def page(number: int, tables: tuple[RuledTable, ...], lines: tuple[Line, ...] = (Line(1, "Phụ lục"),)) -> Page:
    return Page(number, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER, 595.0, 842.0, tables=tables)


def ruled(top: float, bottom: float, *rows: tuple[str, ...]) -> RuledTable:
    return RuledTable((60.0, top, 540.0, bottom), rows)


def test_parts_on_two_pages_are_one_table() -> None:
    first = ruled(600, 780, HEAD, ("1", "Huyện Bản Vược", "15"))
    second = ruled(60, 200, HEAD, ("2", "Huyện Sông Mây", "1.200"), ("", "Tổng cộng", "1.215"))
    (table,) = find_tables(DocumentText((page(1, (first,)), page(2, (second,)))))
    assert table.header == HEAD
    assert table.rows == (("1", "Huyện Bản Vược", "15"), ("2", "Huyện Sông Mây", "1.200"))
    assert table.total_row == ("", "Tổng cộng", "1.215")


def test_two_tables_on_one_page_stay_two() -> None:
    one, two = ruled(100, 200, HEAD, ("1", "A", "2")), ruled(300, 400, HEAD, ("1", "B", "3"))
    assert len(find_tables(DocumentText((page(1, (one, two)),)))) == 2


def test_another_number_of_columns_begins_another_table() -> None:
    one, two = ruled(600, 800, HEAD, ("1", "A", "2")), ruled(50, 400, ("a", "b"), ("c", "d"))
    assert len(find_tables(DocumentText((page(1, (one,)), page(2, (two,)))))) == 2


def test_a_frame_is_no_table() -> None:
    assert find_tables(DocumentText((page(1, (ruled(10, 20, ("only",)),)),))) == ()


def test_its_place_is_its_lines_and_box() -> None:
    words = tuple(Word(t, t, s, (70.0 + s, 110.0, 90.0 + s, 120.0)) for t, s in (("TT", 0), ("Tên", 3)))
    lines = (Line(1, "Mở đầu", (Word("Mở", "Mở", 0, (70.0, 50.0, 90.0, 60.0)),)), Line(2, "TT Tên", words))
    table_page = page(1, (ruled(100, 200, ("TT", "Tên"), ("1", "A")),), lines)
    (table,) = find_facts(DocumentText((table_page,))).tables
    assert (table.place.text, table.place.line, table.place.box) == ("TT Tên", 2, (60.0, 100.0, 540.0, 200.0))


def test_rows_of_different_lengths_are_refused() -> None:
    place = DocumentText((page(1, (), (Line(1, "x"),)),)).place(0, 1)
    with pytest.raises(ValueError, match="different lengths"):
        TableFact(("a", "b"), (("c",),), place)
