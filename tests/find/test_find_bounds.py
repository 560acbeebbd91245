"""What must hold for any text: no crash, no invented digit, places that hold, and time that grows with length only."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.find import find_facts
from nlp.find.dates import find_dates
from nlp.find.numbers import find_numbers
from nlp.find.view import View, fold
from records.facts import HEAD_FIELDS, Facts
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word

PIECES = st.sampled_from(
    ["Số: ", "số ", "12", "/", "-", "KH", "LĐLĐ", "QĐ", "UBND", " ngày ", "tháng ", "năm ", "2022", "15/3/2022",
     "\n", " ", "  ",
     "KẾ HOẠCH", "Kế hoạch ", "của ", "Sở Nội vụ", "từ ", "đến ", "V/v ", "*", "|", "TM. ", "CHỦ TỊCH",
     "Lê Văn An", "…", "\t", "31/9/2022",
     "é", "\u0301", "\u00ad", "Ð", "00", "Hướng dẫn", ", ", ".", "(", "tỉnh Tân Sơn", "Nơi nhận:"]
)  # fmt: skip


def page(number: int, lines: list[Line]) -> Page:
    return Page(number, tuple(lines), Judgement(Verdict.CLEAN), Origin.TEXT_LAYER)


def as_text(text: str) -> DocumentText:
    return DocumentText((page(1, [Line(n, line) for n, line in enumerate(text.split("\n"), 1)]),))


def read(lines: list[list[tuple[str, float]]]) -> Facts:
    """Facts of a page whose words have confidences."""
    made = []
    for number, words in enumerate(lines, 1):
        start, out = 0, []
        for text, confidence in words:
            out.append(Word(text, text, start, (10.0 * start, 10.0 * number, 10.0, 10.0 * number + 9), confidence))
            start += len(text) + 1
        made.append(Line(number, " ".join(w for w, _ in words), tuple(out)))
    return find_facts(DocumentText((page(1, made),)))


def head_of(number: float, day: float) -> Facts:
    return read(
        [
            [("UBND", 0.95), ("TỈNH", 0.95), ("TÂN", 0.95), ("SƠN", 0.95)],
            [("Số:", 0.96), ("417", number), ("/KH-UBND", 0.93)],
            [("Tân", 0.96), ("Sơn,", 0.96), ("ngày", 0.96), ("14", day),
             ("tháng", 0.96), ("8", 0.96), ("năm", 0.9), ("2019", 0.96)],
            [("KẾ", 0.9), ("HOẠCH", 0.9)],
            [("Trồng", 0.9), ("rừng", 0.9)],
        ]
    )  # fmt: skip


def test_a_sure_number_is_a_value_and_an_unsure_one_an_alternative() -> None:
    assert head_of(0.95, 0.95).head.get("number") == "417/KH-UBND"
    facts = head_of(0.62, 0.95)
    field = next(f for f in facts.head.fields if f.name == "number")
    assert (field.value, field.alternatives) == (None, ("417/KH-UBND",))
    assert field.reason is not None
    assert field.place is not None
    assert field.place.confidence == 0.62
    assert facts.head.get("type") == "KH"


def test_an_unsure_day_leaves_the_month() -> None:
    facts = head_of(0.95, 0.4)
    field = next(f for f in facts.head.fields if f.name == "issued_on")
    assert (field.value, field.alternatives) == ("2019-08", ("2019-08-14",))
    assert [(d.date, d.precision, d.role) for d in facts.dates] == [("2019-08", "month", "issued")]


@pytest.mark.parametrize("reading", ["110260", "4l7.KH", "41 7KH-UBND", "‡04 /KH-UBND"])
def test_a_reading_that_is_no_number_is_kept_as_such(reading: str) -> None:
    facts = find_facts(as_text(f"Số: {reading}\nTân Sơn, ngày 14 tháng 8 năm 2019\nKẾ HOẠCH\nTrồng rừng"))
    field = next(f for f in facts.head.fields if f.name == "number")
    assert field.value is None
    assert field.alternatives == (reading,)


def test_a_misread_party_number_is_unreadable_and_not_missing() -> None:
    facts = find_facts(as_text("TỈNH ỦY TÂN SƠN\n*\nSố ÿZ4-BC/TU\nTân Sơn, ngày 6 tháng 7 năm 2022\nBÁO CÁO\nKết quả"))
    field = next(f for f in facts.head.fields if f.name == "number")
    assert (field.value, field.alternatives) == (None, ("ÿZ4-BC/TU",))
    assert facts.head.get("type") == "BC"


def test_a_day_that_no_month_has_leaves_the_month() -> None:
    facts = find_facts(as_text("Tân Sơn, ngày 45 tháng 8 năm 2019\nKẾ HOẠCH\nTrồng rừng"))
    assert facts.head.get("issued_on") == "2019-08"


def test_an_inferred_issuer_is_marked_and_not_given_as_printed() -> None:
    text = (
        "Số: 5/LĐLĐ\nHòa An, ngày 1 tháng 2 năm 2020\nV/v họp\n"
        "Kính gửi: Các đơn vị\nLiên đoàn Lao động tỉnh Hòa An đề nghị."
    )
    facts = find_facts(as_text(text))
    field = next(f for f in facts.head.fields if f.name == "issuer")
    assert (field.value, field.source) == ("Liên đoàn Lao động tỉnh Hòa An", "body")
    assert facts.head.get("issuer") is None


def test_a_year_that_is_not_printed_lowers_the_confidence() -> None:
    found = find_facts(as_text("Năm 2022, cổng đóng lúc 24 giờ ngày 31/5 như đã báo")).dates
    assert [d.date for d in found] == ["2022-05-31"]
    assert found[0].place.confidence is not None


def test_places_across_pages_and_lines() -> None:
    first = page(1, [Line(1, "Căn cứ Công văn số 12/SNV-"), Line(2, "")])
    second = page(2, [Line(1, "TCCC ngày 3/4/2022 của Sở Nội vụ")])
    found = find_facts(DocumentText((first, second))).citations
    assert [(c.number, c.issued_on, c.place.page, c.place.line) for c in found] in (
        [("12/SNV-TCCC", "2022-04-03", 1, 1)],
        [("12/SNV", None, 1, 1)],
    )


def test_decomposed_letters_are_read_and_placed() -> None:
    text = unicodedata.normalize("NFD", "Thực hiện Kế hoạch số 13/KH-LĐLĐ ngày 5/6/2022")
    found = find_facts(as_text(text)).citations
    assert [(c.number, c.issued_on) for c in found] == [("13/KH-LĐLĐ", "2022-06-05")]
    assert text[found[0].place.start : found[0].place.end] == unicodedata.normalize("NFD", "13/KH-LĐLĐ")


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_empty(text: str) -> None:
    facts = find_facts(as_text(text))
    assert [f.name for f in facts.head.fields] == list(HEAD_FIELDS)
    assert all(f.value is None for f in facts.head.fields)
    assert not facts.citations
    assert not facts.dates
    assert find_facts(DocumentText(())) == facts


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_keeps_its_digits_and_places(text: str) -> None:
    facts = find_facts(as_text(text))
    for citation in facts.citations:
        assert re.sub(r"\D", "", citation.number or "") == re.sub(r"\D", "", citation.place.text)
        assert text[citation.place.start : citation.place.end] == citation.place.text
    for date in facts.dates:
        assert 0 <= date.place.start < date.place.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_views_keep_length(text: str) -> None:
    view = View(text)
    assert len(view.plain) == len(view.folded)
    assert view.original(0, len(view.plain)) == (0, len(text))
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


REPEATED = (
    "A-", "12/", "1/A-", "số ", "ngày 1 ", "KH - ", "Ủy ban nhân dân ", "0" * 7, "12/3/", "từ tháng ", " ",
    "\n", "A&", "/QĐ-",
    "Quyết định số 1/QĐ-A, ", "Lê Văn ", "TM. ", "(khóa X)", "ngày 1, ", "tháng 1 đến ", "Kế hoạch số ",
    "của Bộ ", "V/v ",
)  # fmt: skip


def test_long_repeats_end() -> None:
    """Texts made to defeat backtracking end: each takes a fraction of a second where time grows with length only."""
    code = (
        "import sys, json; from nlp.find import find_facts; from records.page import *\n"
        "for piece in json.load(sys.stdin):\n"
        "    t = (piece * (60_000 // len(piece) + 1))[:60_000]\n"
        "    find_facts(DocumentText((Page(1, (Line(1, t),), Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),)))\n"
    )
    subprocess.run([sys.executable, "-c", code], input=json.dumps(REPEATED), text=True, check=True, timeout=120)


def test_nothing_heavy_on_import() -> None:
    code = "import sys, nlp.find; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_numbers_and_dates_in_one_line() -> None:
    view = View("số 5/KH-A ngày 1/2/2022")
    assert [n.value for n in find_numbers(view)] == ["5/KH-A"]
    assert [d.iso for d in find_dates(view)] == ["2022-02-01"]
