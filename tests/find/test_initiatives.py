"""Named initiatives: the cases of ``corpora/cases``, titles with all that is told of them and text that names none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from nlp.find import find_facts
from nlp.find.initiative_tables import table_initiatives
from nlp.find.quotes import find_quotes, words_of
from nlp.find.view import View
from records.facts import TableFact
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict
from records.place import Place

CASES = Path(__file__).resolve().parents[2] / "corpora" / "cases" / "initiatives.jsonl"
FIELDS = ("title", "author", "author_title", "unit", "field", "benefit_vnd", "benefit_per")
Case = dict[str, object]


def cases() -> list[ParameterSet]:
    rows: list[Case] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=str(row["text"])[:50]) for row in rows]


def as_text(*pages: str) -> DocumentText:
    made = []
    for number, text in enumerate(pages, 1):
        lines = tuple(Line(index, line) for index, line in enumerate(text.split("\n"), 1))
        made.append(Page(number, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER))
    return DocumentText(tuple(made))


@pytest.mark.parametrize("case", cases())
def test_initiative(case: Case) -> None:
    """Fields that a case leaves out are None."""
    found = find_facts(as_text(str(case["text"]))).initiatives
    expected = case["expect"]
    assert isinstance(expected, list)
    wanted = [{name: row.get(name) for name in FIELDS} for row in expected]
    assert [{name: getattr(item, name) for name in FIELDS} for item in found] == wanted


def test_title_over_two_pages() -> None:
    """The title is one line of words; its place is that of its beginning."""
    text = as_text(
        "Tiêu biểu là sáng kiến “Lắp cảm biến nhiệt\ncho hệ thống băng",
        "tải than” của anh Lò Văn Dín, Công ty Than Đá Bạc.",
    )
    (found,) = find_facts(text).initiatives
    assert (found.title, found.author) == ("Lắp cảm biến nhiệt cho hệ thống băng tải than", "Lò Văn Dín")
    assert (found.place.page, found.place.line) == (1, 1)


def test_table_of_initiatives() -> None:
    table = TableFact(
        ("TT", "Tên sáng kiến", "Tác giả", "Chức vụ", "Đơn vị", "Giá trị làm lợi (triệu đồng)"),
        (
            ("1", "“Cải tiến máy ép viên gỗ”", "Lò Văn An", "Tổ trưởng", "Công ty Gỗ Nậm Hiêng", "120,5"),
            ("2", "Bảng tin số tại nhà máy", "Nguyễn Thị Bông; Trần Chung", "", "Nhà máy Bia", "90 triệu đồng/năm"),
        ),
        Place(1, 1, 0, 9, "bảng", "bảng"),
    )
    found = [
        (i.title, i.author, i.author_title, i.unit, i.benefit_vnd, i.benefit_per) for i in table_initiatives([table])
    ]
    assert found == [
        ("Cải tiến máy ép viên gỗ", "Lò Văn An", "Tổ trưởng", "Công ty Gỗ Nậm Hiêng", 120_500_000, None),
        ("Bảng tin số tại nhà máy", "Nguyễn Thị Bông, Trần Chung", None, "Nhà máy Bia", 90_000_000, "năm"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sáng kiến “A b c” và “D e”", ["A b c", "D e"]),
        ("“Mô hình “Sân chơi” cho trẻ” của X", ["Mô hình “Sân chơi” cho trẻ"]),
        ('như: “Giải pháp\nx 2022-2023 " với tổng', ["Giải pháp x 2022-2023"]),
        ("“*Phát triển PE 86% bột*”, sản lượng", ["Phát triển PE 86% bột"]),
        ("«Cải tiến» x ''Số hóa'' y", ["Cải tiến", "Số hóa"]),
        ("“Nâng cao\n\nchất lượng dạy” của", ["Nâng cao chất lượng dạy"]),
    ],
)
def test_quotations(text: str, words: list[str]) -> None:
    view = View(text)
    assert [words_of(view, q.inner_start, q.inner_end) for q in find_quotes(view)] == words
