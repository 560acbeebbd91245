"""Pages built from lines: repaired in place, offsets kept right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.drafts import plain_page
from extract.ocr.tesseract import Tesseract
from extract.plain import PlainPage
from extract.textfile import line_of, split_pages
from extract.tools import Action, Tools, decide
from nlp.repair import legacy, normalise, verdict, words
from records.page import DocumentText, Judgement, Origin, Verdict

TOOLS = Tools(verdict.judge, words.decode_words, legacy.decode_bytes, normalise.normalise_word, Tesseract())


def test_barred_d_is_mended_in_place_and_raw_is_kept() -> None:
    line = line_of(4, "Số:\t878/LÐLÐ  ngày")
    page = plain_page(PlainPage(1, (line,)), TOOLS, None)
    (mended,) = page.lines
    assert mended.text == "Số:\t878/LĐLĐ  ngày"
    assert [word.raw for word in mended.words] == ["Số:", "878/LÐLÐ", "ngày"]
    place = DocumentText((page,)).place(4, 12)
    assert (place.text, place.raw, place.line) == ("878/LĐLĐ", "878/LÐLÐ", 4)


def test_legacy_lines_are_decoded_with_their_tabs() -> None:
    text = "B¸o c¸o kÕt qu¶ phong trµo thi ®ua cña c«ng ®oµn c¬ së\tn¨m 2004, 1.200 ®oµn viªn tham gia"
    page = plain_page(PlainPage(1, (line_of(1, text),)), TOOLS, None)
    assert page.origin is Origin.DECODED
    assert page.text.startswith("Báo cáo kết quả phong trào thi đua của công đoàn cơ sở\tnăm 2004, 1.200 đoàn viên")
    for word in page.lines[0].words:
        assert page.text[word.start : word.start + len(word.text)] == word.text


@given(st.text(max_size=200))
def test_any_text_survives_with_its_digits(text: str) -> None:
    lines = [line for page in split_pages(text) for line in page]
    page = plain_page(PlainPage(1, tuple(lines)), TOOLS, None)
    before = "".join(line.text for line in lines)
    assert [c for c in "".join(line.text for line in page.lines) if c in "0123456789"] == [
        c for c in before if c in "0123456789"
    ]
    for line in page.lines:
        for word in line.words:
            assert line.text[word.start : word.start + len(word.text)] == word.text


@pytest.mark.parametrize(
    ("mode", "judged", "is_scan", "action"),
    [
        ("auto", Verdict.CLEAN, True, Action.KEEP),
        ("auto", Verdict.LEGACY, True, Action.DECODE),
        ("auto", Verdict.WRONG_LANGUAGE, True, Action.READ),
        ("auto", Verdict.GARBAGE, False, Action.READ),
        ("auto", Verdict.EMPTY, False, Action.READ),
        ("auto", Verdict.ABSTAINED, False, Action.KEEP),
        ("auto", Verdict.ABSTAINED, True, Action.READ),
        ("keep", Verdict.GARBAGE, True, Action.KEEP),
        ("keep", Verdict.EMPTY, True, Action.READ),
        ("redo", Verdict.CLEAN, False, Action.READ),
    ],
)
def test_what_is_done_with_a_page(mode: str, judged: Verdict, is_scan: bool, action: Action) -> None:
    assert decide(mode, Judgement(judged), is_scan) is action  # type: ignore[arg-type]
