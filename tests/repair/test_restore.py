"""Restoring texts read in the wrong language: what must change, what must not, and the laws of edits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.repair.restore import apply, restore, undo
from nlp.repair.restore.lattice import is_code

LETTER = """UY BAN NHAN DAN HUYEN PHU LOC
S6: 215/BC-UBND

BAO CAO
K&t qua c6ng tac quy III nam 2021

Thuc hién Quyét dinh sé 45/QD-UBND ngay 12/3/2021 cua Uy ban nhan dan tinh vé viéc
t6 chtfc phong trao thi dua, Lién doan Lao dong (LPLD) tinh da chi dao cac cép Cong doan
trién khai thuc hién, dat 1.204 y kién, ting 15,7% so v6i cung ky nam truéc; Ban Thuong vu
LDLD tinh ban hanh Ké hoach s6 88/KH-LPLD va phdi hop véi cac co quan, don vj trong tinh."""

CLEAN = """Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Giám đốc Sở Tài chính,
Ban Thanh tra xem trang web http://vi.du.vn, gọi 0912 345 678 trong hai hay ba ngay.
Thi sinh lo xong bai thi thi ve.

Toà án ra quyết định số 12/2020/QĐ-TA; hoà giải viên: bà Lò Thị Á."""

ENGLISH = """This agreement is made between the parties on the date first written above. Nothing in this
document shall be taken to limit the rights of any person who has not signed it, and the
members of the board may not change any of its terms without the consent of both sides."""

FRENCH = """Le présent règlement entre en vigueur le jour de sa publication. Les autorités compétentes
prennent toutes les mesures nécessaires pour assurer son application dans les délais prévus, et
le ministre chargé des finances en présente le bilan à la fin de chaque année."""

GERMAN = """Die Bestimmungen dieser Vereinbarung gelten für alle Beteiligten und treten am ersten Tag des
folgenden Monats in Kraft, soweit nicht im Einzelfall etwas anderes schriftlich bestimmt ist."""


def test_a_letter_is_restored() -> None:
    text, _ = restore(LETTER)
    assert "Ủy ban nhân dân tỉnh về việc" in text
    assert "tổ chức phong trào thi đua, Liên đoàn Lao động (LĐLĐ) tỉnh đã chỉ đạo các cấp Công đoàn" in text
    assert "số 45/QĐ-UBND ngày 12/3/2021" in text
    assert "88/KH-LĐLĐ" in text
    assert "so với cùng kỳ năm trước" in text
    assert text.startswith("ỦY BAN NHÂN DÂN HUYỆN")
    assert "BÁO CÁO" in text


def test_edits_explain_themselves() -> None:
    text, edits = restore(LETTER)
    assert apply(LETTER, edits) == text
    assert undo(text, edits) == LETTER
    assert all(edit.rung == "restore" and edit.confidence is not None for edit in edits)
    assert any(edit.runner_up and edit.runner_up != edit.after for edit in edits)


def test_restoring_again_changes_nothing() -> None:
    once, _ = restore(LETTER)
    assert restore(once) == (once, ())


def test_figures_stay() -> None:
    assert re.findall(r"\d{2,}", restore(LETTER)[0]) == re.findall(r"\d{2,}", LETTER)


@pytest.mark.parametrize("text", [CLEAN, ENGLISH, FRENCH, GERMAN, "", "\n\n \n", "12.345,6\n7/8", "Hello"])
def test_what_is_right_comes_back_as_it_was(text: str) -> None:
    assert restore(text) == (text, ())


def test_blocks_are_judged_one_by_one() -> None:
    mixed = "\n\n".join([CLEAN, LETTER, ENGLISH])
    text, _ = restore(mixed)
    assert text.startswith(CLEAN)
    assert text.endswith(ENGLISH)
    assert "thi đua, Liên đoàn Lao động" in text


def test_words_run_together_are_parted() -> None:
    text, edits = restore(LETTER.replace("chi dao cac", "chi daocac"))
    assert "chỉ đạo các cấp" in text
    assert undo(text, edits) == LETTER.replace("chi dao cac", "chi daocac")


@pytest.mark.parametrize(
    "word", ["QH13", "16h", "00h00’", "5a", "H5N1", "100ha", "20kV", "m2", "12h30", "6m", "COVID19"]
)
def test_figures_with_letters_are_locked(word: str) -> None:
    assert is_code(word)
    assert word in restore(LETTER.replace("ngay 12/3/2021", f"{word}"))[0]


@pytest.mark.parametrize("word", ["c6", "v6i", "T6ng", "1a", "x3", "d6ng", "S6"])
def test_figures_inside_words_are_letters(word: str) -> None:
    assert not is_code(word)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_survives(text: str) -> None:
    restored, edits = restore(text)
    assert apply(text, edits) == restored
    assert undo(restored, edits) == text


WORDS = st.sampled_from(
    LETTER.split() + CLEAN.split() + ENGLISH.split() + ["\n\n", "\n", "6", "2023", "1.200", "df‘mg"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_figures_never_change_and_restoring_is_idempotent(text: str) -> None:
    restored, edits = restore(text)
    assert [e for e in edits if e.changes and e.before.strip().isdigit()] == []
    assert re.findall(r"(?<!\S)[\d./]+(?!\S)", restored) == re.findall(r"(?<!\S)[\d./]+(?!\S)", text)
    again, more = restore(restored)
    assert again == restored
    assert not any(edit.changes for edit in more)
