"""The whole ladder on text: what becomes Vietnamese, what stays, and the laws of its edits."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.repair.codec import WINDOWS, encodings
from nlp.repair.ladder import repair_bytes, repair_text
from nlp.repair.legacy import encode
from nlp.repair.names import alternatives, find_names
from records.edit import apply, undo

CLEAN = """ỦY BAN NHÂN DÂN TỈNH SÔNG MÂY
Số: 45/BC-UBND    Sông Mây, ngày 06 tháng 9 năm 2023

Ban Thường vụ Liên đoàn Lao động (LĐLĐ) tỉnh đã chỉ đạo các cấp Công đoàn triển khai thực hiện
Chương trình, vận động 1.200 đoàn viên, đạt 35,7% so với cùng kỳ; xem trang www.vi-du.vn hoặc
viết cho a.be@so.vn trước ngày 15/10/2023. Kinh phí 17 tỷ 660 triệu đồng từ ngân sách tỉnh."""

READ = """UY BAN NHAN DAN HUYEN PHU LOC
S6: 215/BC-UBND

Thuc hién Quyét dinh sé 45/QD-UBND ngay 12/3/2021 cua Uy ban nhan dan tinh vé viéc
t6 chtfc phong trao thi dua, Lién doan Lao dong tinh da chi dao cac cép Cong doan trién khai
thuc hién, dat 1.204 y kién, ting 15,7% so v6i cung ky nam truéc; Ban Thuong vu LDLD tinh ban
hanh Ké hoach s6 88/KH-LPLD va phdi hop véi cac co quan, giao dong chi Pham Van Liéu phu trach."""

ENGLISH = """This agreement is made between the parties on the date first written above. Nothing in this
document shall be taken to limit the rights of any person who has not signed it; see %(name)s, [a?b],
C++, "don't", café, naïve and https://example.org/a?b=1 for the 3 remaining cases."""

FRENCH = """Le présent règlement entre en vigueur le jour de sa publication : « où que ce soit ». Les autorités
compétentes prennent toutes les mesures nécessaires là où elles le jugent utile, dès le 1er août 2004, et
le ministre chargé des finances en présente le bilan à la fin de chaque année."""

LEGACY = [name for name in encodings() if name not in ("viqr", "utf8-as-cp1252")]


@pytest.mark.parametrize("text", [CLEAN, ENGLISH, FRENCH, "", "\n\n \n", "12.345,6\n7/8", "Hello", f"\ufeff{CLEAN}"])
def test_what_is_right_comes_back_as_it_was(text: str) -> None:
    assert repair_text(text) == (text, ())
    assert repair_text(text.replace("\n", "\r\n")) == (text.replace("\n", "\r\n"), ())


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_encoding_is_decoded_from_text_and_from_bytes(encoding: str) -> None:
    data = encode(CLEAN, encoding)
    raw, repaired, edits = repair_bytes(data, encoding)
    assert repaired == CLEAN
    assert apply(raw, edits) == repaired
    assert undo(repaired, edits) == raw
    assert repair_text(raw)[0] == CLEAN


@pytest.mark.parametrize("broken", [CLEAN.encode().decode("cp1252", "replace"), unicodedata.normalize("NFD", CLEAN)])
def test_unicode_that_was_broken_is_made_whole(broken: str) -> None:
    repaired, edits = repair_text(broken)
    assert undo(repaired, edits) == broken
    assert "Liên đoàn Lao động" in repaired
    assert "1.200 đoàn viên, đạt 35,7%" in repaired


def test_a_paragraph_in_an_old_encoding_is_found_among_others() -> None:
    old = encode(CLEAN, "tcvn3").decode("cp1252", "replace").replace("\ufffd", "\xad")
    vni = "BAÙO CAÙO keát quaû thöïc hieän nhieäm vuï naêm 2003 cuûa UÛy ban nhaân daân huyeän, ñaït 12% keá hoaïch"
    text = "\n\n".join([CLEAN, old, ENGLISH, READ, FRENCH, vni])
    repaired, edits = repair_text(text)
    assert repaired.startswith(f"{CLEAN}\n\n{CLEAN}\n\n{ENGLISH}\n\n")
    assert f"\n\n{FRENCH}\n\n" in repaired
    assert "phong trào thi đua, Liên đoàn Lao động tỉnh" in repaired
    assert repaired.endswith("huyện, đạt 12% kế hoạch")
    assert undo(repaired, edits) == text
    assert {"decode", "restore", "number"} <= {edit.rung for edit in edits}


def test_a_reading_in_the_wrong_language_is_restored() -> None:
    repaired, edits = repair_text(READ)
    assert repaired.count("\n") == READ.count("\n")
    assert "số 88/KH-LĐLĐ và phối hợp với các cơ quan" in repaired
    assert "45/QĐ-UBND ngày 12/3/2021" in repaired
    numbers = {edit.before: edit.after for edit in edits if edit.rung == "number"}
    assert numbers["88/KH-LPLD"] == "88/KH-LĐLĐ"
    assert repair_text(repaired)[0] == repaired


def test_names_of_persons_carry_their_alternatives() -> None:
    _, edits = repair_text(READ)
    (name,) = (edit for edit in edits if edit.before == "Liéu")
    assert {name.after, *(name.runner_up or "").split(" / ")} >= {"Liễu", "Liệu", "Liêu"}
    assert [alternatives("Liễu")[0], alternatives("Xyz")] == ["Liệu", []]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("đồng chí Nguyễn Thị Ánh Tuyết, Chủ tịch", ["Nguyễn Thị Ánh Tuyết"]),
        ("KT. CHỦ TỊCH\nLÊ VĂN HÙNG\n", ["LÊ VĂN HÙNG"]),
        ("huyện Lê Lợi, xã Đinh Bộ", []),
        ("Đoàn Chủ tịch và Hồ sơ của bà Trần Hòa.", ["Trần Hòa"]),
    ],
)
def test_names_begin_with_a_family_name_and_places_are_none(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_names(text)] == names


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_survives(text: str) -> None:
    repaired, edits = repair_text(text)
    assert apply(text, edits) == repaired
    assert undo(repaired, edits) == text


OLD = "".join(WINDOWS[code] for code in encode(CLEAN, "tcvn3"))
VNI = "".join(WINDOWS[code] for code in encode(CLEAN, "vni"))
LINES = st.sampled_from([line for text in (CLEAN, READ, ENGLISH, FRENCH, OLD, VNI) for line in text.split("\n")])
WORDS = st.sampled_from(
    [*(READ + OLD + ENGLISH).split(), "6", "2023", "1.200", "Ðảng", "bo\u0323\u0302", "\u00ad", "\n"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=8).map("\n".join) | st.lists(WORDS, max_size=30).map(" ".join))
def test_repairing_twice_is_repairing_once_and_figures_stay(text: str) -> None:
    repaired, edits = repair_text(text)
    assert undo(repaired, edits) == text
    assert repair_text(repaired)[0] == repaired
    figures = re.compile(r"(?<!\S)[\d.,/%]+(?!\S)")
    assert figures.findall(repaired) == figures.findall(text)
    assert repaired.count("\n") == text.count("\n")
