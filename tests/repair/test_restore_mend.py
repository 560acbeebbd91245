"""Mending readings with the right language: unsure words only."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.repair.restore import Read, apply, mend, undo


def read(text: str, confidence: float) -> list[Read]:
    """Every word of a text read with one confidence."""
    out, place = [], 0
    for word in text.split():
        start = text.index(word, place)
        place = start + len(word)
        out.append(Read(start, place, confidence))
    return out


def test_unsure_words_are_mended() -> None:
    text = "THÁNH PHÓ HÀ NỌI ban hành QUYÉT ĐỊNH số 12/QĐ-UBND; Tô quôc, diều kiện, tô chức"
    mended, edits = mend(text, read(text, 55))
    assert "THÀNH PHỐ HÀ NỘI" in mended
    assert "QUYẾT ĐỊNH" in mended
    assert "tổ chức" in mended
    assert "12/QĐ-UBND" in mended
    assert apply(text, edits) == mended
    assert undo(mended, edits) == text


def test_sure_words_are_kept() -> None:
    text = "THÁNH PHÓ HÀ NỌI tô chức"
    assert mend(text, read(text, 100)) == (text, ())
    assert mend(text, []) == (text, ())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.floats(0, 100))
def test_any_text_survives(text: str, confidence: float) -> None:
    mended, edits = mend(text, read(text, confidence))
    assert undo(mended, edits) == text
    assert not [edit for edit in edits if edit.before.isdigit()]
