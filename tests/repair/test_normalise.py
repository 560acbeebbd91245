"""Characters made normal: what must change, and what must not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.repair.normalise import compose, normalise, normalise_word

VIETNAMESE = "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 05/3/2021, Ủy ban thống nhất: 1.200 chỗ, 35,7%; Đ/c Trịnh Quỳ."
LETTERS = st.text(
    st.sampled_from("aeouiyđĐÐðабсеоуxАЕІbcdtn\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u00a0\u00ad\u200b 159/-")
)


def test_clean_text_is_the_same_object() -> None:
    assert normalise(VIETNAMESE) is VIETNAMESE


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("Ðiều", "Điều"),
        ("ðược", "được"),
        ("QÐ-TTg", "QĐ-TTg"),
        ("Ð/c", "Đ/c"),
        ("LÐLÐ", "LĐLĐ"),
        ("tie\u0301\u0302ng", "tiếng"),
        ("tie\u0302\u0301ng", "tiếng"),
        ("du\u031bo\u031b\u0323c", "dược"),
        ("du\u031bo\u0323\u031bc", "dược"),
        ("c\u043eng", "cong"),
        ("kế h\u043eạch", "kế hoạch"),
        ("UB\u039dD", "UBND"),
        ("nội\u00a0bộ", "nội bộ"),
        ("nội\u200b bộ\ufeff", "nội bộ"),
        ("báo\u00ad cáo", "báo cáo"),
    ],
)
def test_made_normal(raw: str, normal: str) -> None:
    assert normalise_word(raw) == normal


@pytest.mark.parametrize(
    "text",
    [
        "Москва",
        "РАН",
        "СССР",
        "Ηρα",
        "/ð/",
        "Αθήνα",
        "12 µm",
        "Δt",
        "við Suðurland",
        "α-tocopherol",
        "日本",
        "😀",
        "m²",
    ],
)
def test_left_alone(text: str) -> None:
    assert normalise(text) == text


@given(st.text())
def test_any_text_survives_and_stays_normal(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(LETTERS)
def test_idempotent_among_the_letters_concerned(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert compose(once) == once


@given(st.one_of(st.text(), LETTERS))
def test_digits_never_change(text: str) -> None:
    assert [c for c in normalise(text) if c.isdigit()] == [c for c in text if c.isdigit()]
