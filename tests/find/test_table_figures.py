"""Rows of tables as quotas and counts: holder, subject, unit and period from heads and names."""

from __future__ import annotations

from extract.textfile import split_pages
from nlp.find import find_facts
from records.facts import Facts
from records.page import DocumentText, Judgement, Origin, Page, Verdict


def facts(text: str) -> Facts:
    pages = (
        Page(number, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER)
        for number, lines in enumerate(split_pages(text), 1)
    )
    return find_facts(DocumentText(tuple(pages)))


HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH HÀ DƯƠNG\n"
    "Số: 15/{code}-UBND\nHà Dương, ngày 05 tháng 01 năm 2031\n{kind}\nPhát triển vùng rau\n"
)
PLAN = HEAD.format(code="KH", kind="KẾ HOẠCH")
REPORT = HEAD.format(code="BC", kind="BÁO CÁO")


def test_a_plans_columns_are_targets_but_for_the_year_that_is_expected() -> None:
    found = facts(
        f"{PLAN}TT\tNội dung\tĐVT\tƯớc thực hiện 2030\tNăm 2031\tNăm 2032\n"
        "1\tDiện tích rau\tha\t1.250\t1.300\t1.410\n2\tSản lượng rau\ttấn\t9.100\t9.800\t9.950\n"
    )
    assert [(int(c.value), c.unit) for c in found.counts] == [(1250, "ha"), (9100, "tấn")]
    assert [(int(q.value), q.unit, (q.period or "").lower()) for q in found.quotas] == [
        (1300, "ha", "năm 2031"), (1410, "ha", "năm 2032"), (9800, "tấn", "năm 2031"), (9950, "tấn", "năm 2032"),
    ]  # fmt: skip


def test_holder_subject_and_unit_come_from_names_and_heads() -> None:
    found = facts(
        f"{REPORT}TT\tĐơn vị\tDiện tích trồng mới (ha)\tChỉ tiêu sáng kiến\n(1)\t(2)\t(3)\t(4)=(3)*2\n"
        "1\tHuyện Sông Mây\t35,5\t1.200\n2\tHuyện Bản Vược\t12\t900\n\tTổng cộng\t47,5\t2.100\n"
    )
    counts = [
        (str(c.value), c.unit, (c.subject or "").lower(), (c.holder or "").rpartition("ện ")[2]) for c in found.counts
    ]
    assert counts[:2] == [
        ("35.5", "ha", "diện tích trồng mới", "Sông Mây"), ("12", "ha", "diện tích trồng mới", "Bản Vược"),
    ]  # fmt: skip
    assert [(int(q.value), q.subject) for q in found.quotas] == [
        (1200, "sáng kiến"),
        (900, "sáng kiến"),
        (2100, "sáng kiến"),
    ]


def test_a_line_above_names_the_unit_of_all_columns() -> None:
    found = facts(
        f"{REPORT}BIỂU KẾT QUẢ TRỒNG RAU\nĐVT: tấn\nTT\tĐơn vị\tVụ xuân\tVụ thu\n1\tHuyện Sông Mây\t35\t1.200\n"
        "2\tHuyện Bản Vược\t12\t900\n"
    )
    assert [(int(c.value), c.unit) for c in found.counts] == [(35, "tấn"), (1200, "tấn"), (12, "tấn"), (900, "tấn")]
