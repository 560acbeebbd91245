"""Pages read from their image, mended: what may change, what may not, and the way back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.repair.mend_pages import mend_page, mend_pages
from records.edit import apply, undo
from records.page import Judgement, Line, Origin, Page, Verdict, Word

READING = (
    "THÁNH PHÓ HÀ NỌI QUYÉT ĐỊNH Tô quôc tô chức kê hoạch dược diều Nguyên Văn Tuân 12/KH-SYT 2017 1.200 c6 "
    "QĐ-UBND a@b.vn Sở Y tê . - ; thực hiện. theo quy định, số"
)
WORDS = tuple(READING.split(" "))


def page(*lines: str, sure: float = 0.6, layer: str | None = None, origin: Origin = Origin.OCR) -> Page:
    """A page of lines of words, all read as surely, each word with a box."""
    made: list[Line] = []
    for number, text in enumerate(lines, 1):
        words, start = list[Word](), 0
        for token in text.split(" "):
            words.append(Word(token, token, start, (start, 10.0 * number, start + 5.0, 10.0 * number + 8), sure))
            start += len(token) + 1
        made.append(Line(number, text, tuple(words)))
    return Page(1, tuple(made), Judgement(Verdict.EMPTY), origin, layer_text=layer)


def test_headings_and_words_come_right() -> None:
    got = mend_page(page("THÁNH PHÓ HÀ NỌI", "QUYÉT ĐỊNH", "Về việc tô chức thực hiện nhiệm vụ diều tra"))
    assert got.text == "THÀNH PHỐ HÀ NỘI\nQUYẾT ĐỊNH\nVề việc tổ chức thực hiện nhiệm vụ điều tra"
    assert {edit.rung for edit in got.edits} == {"mend"}


def test_raw_boxes_and_confidences_stay() -> None:
    before = page("Căn cứ Quyêt dịnh của Uỷ ban", "nhân dân tinh")
    after = mend_page(before)
    assert after.edits
    assert after.raw == before.raw
    for old, new in zip(before.lines, after.lines, strict=True):
        assert [(w.raw, w.box, w.confidence) for w in old.words] == [(w.raw, w.box, w.confidence) for w in new.words]
        assert all(new.text[w.start : w.start + len(w.text)] == w.text for w in new.words)


@pytest.mark.parametrize("origin", [Origin.TEXT_LAYER, Origin.DECODED, Origin.RESTORED])
def test_other_pages_come_back_as_they_are(origin: Origin) -> None:
    given_page = page("tô chức thực hiện kê hoạch", origin=origin)
    assert mend_pages([given_page]) == (given_page,)


def test_sure_words_stay() -> None:
    given_page = page("Họ gọi cô là cô Tô ở xóm trên", sure=0.97)
    assert mend_page(given_page) == given_page


@pytest.mark.parametrize(
    "kept",
    ["12/KH-SYT", "ngày 05/6/2O17", "QĐ-UBND", "tochuc@so.vn", "www.tinh.vn", "1.2OO đồng", "c6 mặt", "Lê Văn Tuân"],
)
def test_kept_words(kept: str) -> None:
    assert mend_page(page(f"Theo {kept}", sure=0.4)).text == f"Theo {kept}"


def test_a_name_that_is_no_syllable_may_change() -> None:
    assert mend_page(page("GIÁM ĐỐC", "Nguyễn Thj Bình", sure=0.5)).text.endswith("Nguyễn Thị Bình")


def test_a_stop_within_a_sentence_was_a_comma() -> None:
    got = mend_page(page("các cơ quan. đơn vị trực thuộc. Đề nghị", sure=0.97))
    assert got.text == "các cơ quan, đơn vị trực thuộc. Đề nghị"


def test_a_second_reading_decides_and_dissent_is_kept() -> None:
    read = page("bảo đảm an toàn giao thông chi học sinh trong đợt cạo", "điểm từ ngày 23 tháng 6", sure=0.75)
    layer = "bao dam an toan giao thong chi hoc sinh trong dot cao diem tit ngay 28 thang 6"
    got = mend_page(replace(read, layer_text=layer))
    assert "đợt cao" in got.text
    assert "chi học sinh" in got.text
    assert [e.runner_up for e in got.edits if not e.changes] == ["28"]
    assert "23" in mend_page(read).text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=4),
    st.floats(0, 1),
    st.booleans(),
)
def test_edits_replay_and_digits_stay(rows: list[list[str]], sure: float, layered: bool) -> None:
    layer = " ".join(word for row in rows for word in row).lower() if layered else None
    before = page(*(" ".join(row) for row in rows), sure=sure, layer=layer)
    after = mend_page(before)
    assert apply(before.text, after.edits) == after.text
    assert undo(after.text, after.edits) == before.text
    assert re.findall(r"\d", after.text) == re.findall(r"\d", before.text)
    assert all(line.text == " ".join(word.text for word in line.words) for line in after.lines)


@pytest.mark.parametrize("sure", [0.3, 0.6, 0.9, 0.95])
def test_mending_the_mended_changes_nothing(sure: float) -> None:
    once = mend_page(page("Tô quôc THÁNH PHÓ HÀ NỌI", "Sở Y tê tô chức kê hoạch diều tra dược giao", sure=sure))
    again = mend_page(page(*once.text.split("\n"), sure=sure))
    assert again.text == once.text
