"""What a page read from an image says twice, or says badly: annexes, noise, stains and marks."""

from __future__ import annotations

import pytest

from nlp.find import find_facts
from records.facts import Facts
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word


def scanned(lines: list[str], unsure: dict[str, float]) -> Facts:
    """Facts of a page read at 0.96, but for the words given with their confidence; lines stand 14 points apart."""
    made = []
    for number, line in enumerate(lines, 1):
        start, words = 0, []
        for token in line.split(" "):
            box = (60.0 + 6 * start, 14.0 * number, 60.0 + 6 * (start + len(token)), 14.0 * number + 11)
            words.append(Word(token, token, start, box, unsure.get(token, 0.96)))
            start += len(token) + 1
        made.append(Line(number, line, tuple(words)))
    return find_facts(DocumentText((Page(1, tuple(made), Judgement(Verdict.CLEAN), Origin.OCR, 595.0, 842.0),)))


def letter(number: str, date: str, annex: str, *more: str) -> list[str]:
    return [
        "UBND TỈNH TÂN SƠN", "SỞ NỘI VỤ", f"Số: {number}", f"Tân Sơn, ngày {date}",
        "QUYẾT ĐỊNH", "Về việc khen thưởng năm học", *more, "Căn cứ Luật Thi đua;", "Điều 1. Khen thưởng.",
        "Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC", "Lê Văn An", "DANH SÁCH", annex,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("annex", "number"),
    [
        ("(Kèm theo Quyết định số 417/QĐ-SNV ngày 14/8/2019 của Sở Nội vụ)", "417/QĐ-SNV"),
        ("(Kèm theo Quyết định số 447/QĐ-SNV ngày 14/8/2019 của Sở Nội vụ)", None),
        ("(Tính đến ngày 14/8/2019)", None),
    ],
)
def test_an_annex_confirms_an_unsure_number_only_where_its_digits_agree(annex: str, number: str | None) -> None:
    facts = scanned(letter("417/QĐ-SNV", "14 tháng 8 năm 2019", annex), {"417/QĐ-SNV": 0.4})
    assert facts.head.get("number") == number


def test_the_annex_gives_the_day_that_no_month_has() -> None:
    annex = "(Kèm theo Quyết định số 417/QĐ-SNV ngày 27/8/2019 của Sở Nội vụ)"
    facts = scanned(letter("417/QĐ-SNV", "37 tháng 8 năm 2019", annex), {})
    assert facts.head.get("issued_on") == "2019-08-27"
    assert [(d.date, d.role) for d in facts.dates if d.role == "issued"] == [
        ("2019-08", "issued"), ("2019-08-27", "issued"),
    ]  # fmt: skip


def test_a_blank_day_is_not_filled_from_the_annex() -> None:
    annex = "(Kèm theo Quyết định số 417/QĐ-SNV ngày 27/8/2019 của Sở Nội vụ)"
    assert scanned(letter("417/QĐ-SNV", "... tháng 8 năm 2019", annex), {}).head.get("issued_on") == "2019-08"


def test_a_line_of_noise_ends_the_title() -> None:
    lines = letter("417/QĐ-SNV", "14 tháng 8 năm 2019", "", "KIHDU ccac")
    assert scanned(lines, {"KIHDU": 0.0, "ccac": 0.2}).head.get("title") == "Về việc khen thưởng năm học"


def test_a_name_takes_the_marks_it_has_elsewhere_and_keeps_its_reading() -> None:
    lines = ["UBND TỈNH TÂN SON", *letter("417/QĐ-SNV", "14 tháng 8 năm 2019", "Sở Nội vụ tỉnh Tân Sơn báo cáo.")[1:]]
    head = scanned(lines, {"SON": 0.5}).head
    parent = next(item for item in head.fields if item.name == "parent_issuer")
    assert (parent.value, parent.alternatives) == ("Ủy ban nhân dân tỉnh Tân Sơn", ("Ủy ban nhân dân tỉnh Tân Son",))
