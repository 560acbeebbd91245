"""Text files: encodings are named, lines and their numbers are the file's own."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.encodings import detect
from extract.textfile import line_of, read_text, split_pages
from extract.triage import triage
from nlp.repair.codec import encodings
from nlp.repair.legacy import decode_bytes, encode
from nlp.repair.mixed import detect_bytes
from records.document import Kind, Limits

PROSE = (
    "Liên đoàn Lao động tỉnh Hà Quảng báo cáo kết quả thực hiện chương trình thi đua năm 2022\n"
    "Các cấp công đoàn đã vận động đoàn viên đề xuất 1.200 sáng kiến, được công nhận 35,7%.\n"
)


def card_of(tmp_path: Path, data: bytes) -> tuple[str | None, str]:
    path = tmp_path / "report"
    path.write_bytes(data)
    card = triage(path, Limits(), detect_bytes)
    assert card.kind is Kind.TEXT
    return card.encoding, "\n".join(line.text for page in read_text(card) for line in page)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, codec: str, form: str) -> None:
    text = unicodedata.normalize("NFD" if form == "NFD" else "NFC", PROSE)
    encoding, read = card_of(tmp_path, text.encode(codec))
    assert encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(codec, codec)
    assert read + "\n" == PROSE


@pytest.mark.parametrize("encoding", sorted({*encodings()} - {"viqr", "cp1258", "utf8-as-cp1252"}))
def test_eight_bit_encodings_are_named_and_kept_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    data = encode(PROSE, encoding)
    found, read = card_of(tmp_path, data)
    assert found == encoding
    assert (read + "\n").encode("latin-1") == data
    assert decode_bytes(data, encoding) == PROSE


def test_windows_1258_is_decoded(tmp_path: Path) -> None:
    found, read = card_of(tmp_path, encode(PROSE, "cp1258"))
    assert found == "cp1258"
    assert read + "\n" == PROSE


def test_a_decoder_may_be_handed_in(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(encode("Báo cáo tổng kết\n", "tcvn3"))
    card = triage(path, Limits(), detect_bytes)
    ((line,),) = read_text(card, decode=lambda data, encoding: f"{encoding}: {len(data)} bytes\n")
    assert line.text == "tcvn3: 17 bytes"


def test_other_eight_bit_text_is_noted_and_binary_is_none() -> None:
    found = detect(
        "Été à la plage, où l'élève préféré a mangé; ça brûle l'âme du maître".encode("latin-1") * 3, detect_bytes
    )
    assert found is not None
    assert (found.name, found.note is not None) == ("latin-1", True)
    assert detect(b"\0\1\2\3\4" * 100) is None
    assert detect(bytes(range(256))) is None


def test_a_few_broken_bytes_do_not_make_a_file_another_encoding() -> None:
    found = detect(PROSE.encode() * 20 + b"\xff" + PROSE.encode() * 20)
    assert found is not None
    assert found.name == "utf-8"
    assert found.note == "1 places are not UTF-8"
    assert detect(b"\xff" + PROSE.encode(), detect_bytes) == found


def test_a_letter_cut_by_the_end_of_a_sample_is_not_broken(tmp_path: Path) -> None:
    encoding, read = card_of(tmp_path, ("a" + "ổ" * 100_000).encode())
    assert encoding == "utf-8"
    assert read == "a" + "ổ" * 100_000


def test_numbers_go_on_over_form_feeds_and_blank_lines_count() -> None:
    pages = split_pages("một\r\n\r\nba\n\fbốn\nnăm\fvẫn năm\n\f")
    assert [[(line.number, line.text) for line in page] for page in pages] == [
        [(1, "một"), (2, ""), (3, "ba")],
        [(4, "bốn"), (5, "năm")],
        [(5, "vẫn năm")],
    ]


@given(st.text(alphabet=st.sampled_from("aổÔ\u0301\u0323e \t\u00a05/-\x85"), max_size=40))
def test_words_lie_where_they_say_and_nothing_but_their_form_changes(text: str) -> None:
    line = line_of(1, text)
    for word in line.words:
        assert line.text[word.start : word.start + len(word.text)] == word.text
        assert word.text == unicodedata.normalize("NFC", word.raw)
    assert [word.raw for word in line.words] == text.split()
    assert unicodedata.normalize("NFC", line.text) == unicodedata.normalize("NFC", text)
    assert [c for c in line.text if c.isspace()] == [c for c in text if c.isspace()]
