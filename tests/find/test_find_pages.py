"""Facts that begin on one page and end on the next."""

from __future__ import annotations

from nlp.find import find_facts
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word


def page(number: int, *texts: str) -> Page:
    lines = []
    for index, text in enumerate(texts, 1):
        words, at = [], 0
        for token in text.split(" "):
            words.append(Word(token, token, at, (50.0 + at, 20.0 * index, 55.0 + at, 20.0 * index + 10)))
            at += len(token) + 1
        lines.append(Line(index, text, tuple(words)))
    return Page(number, tuple(lines), Judgement(Verdict.CLEAN), Origin.TEXT_LAYER, 595.0, 842.0)


def test_a_citation_that_crosses_a_page_is_one_with_the_place_of_its_start() -> None:
    first = page(1, "Căn cứ tình hình của đơn vị, thực hiện Kế hoạch số 45/KH-LĐLĐ ngày")
    second = page(2, "17 tháng 3 năm 2022 của Liên đoàn Lao động tỉnh Sông Mây về phong trào thi đua")
    facts = find_facts(DocumentText((first, second)))
    (citation,) = facts.citations
    assert (citation.type, citation.number, citation.issued_on) == ("KH", "45/KH-LĐLĐ", "2022-03-17")
    assert citation.place.page == 1
    (date,) = facts.dates
    assert (date.date, date.role, date.place.page) == ("2022-03-17", "cited", 1)


def test_a_box_holds_words_of_its_own_page_only() -> None:
    first, second = page(1, "Thực hiện Công văn số"), page(2, "878/LĐLĐ ngày 17/3/2022 về phong trào")
    facts = find_facts(DocumentText((first, second)))
    (citation,) = facts.citations
    assert citation.number == "878/LĐLĐ"
    assert citation.place.box is not None
