"""Legacy encodings: the whole alphabet there and back, case, context, and what must not change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.repair.codec import codec, encodings
from nlp.repair.fonts import font_encoding
from nlp.repair.legacy import decode_bytes, decode_text, encode
from nlp.repair.mixed import decode_mixed, detect_bytes

SMALL = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
SENTENCE = (
    "Năm 2004, Sở Thuỷ sản tỉnh Hoà Vang cấp 1.250 giấy phép (tăng 12,5%) cho các hộ nuôi trồng ở huyện Mỹ Đức; "
    "những hộ chưa được cấp đã gửi đơn kiến nghị. Uỷ ban nhân dân xã sẽ xử lý trước ngày 15/3/2005 và báo cáo kết quả."
)


def as_layer(text: str, encoding: str) -> str:
    """The text as a text layer shows its legacy bytes."""
    return encode(text, encoding).decode("latin-1")


@pytest.mark.parametrize("encoding", encodings())
def test_small_letters_there_and_back(encoding: str) -> None:
    text = "x".join(SMALL) + "x"
    assert decode_bytes(encode(text, encoding), encoding) == text


@pytest.mark.parametrize("encoding", sorted(set(encodings()) - {"bkhcm1"}))
def test_capitals_there_and_back(encoding: str) -> None:
    text = "X".join(SMALL.upper()) + "X"
    assert decode_bytes(encode(text, encoding), encoding) == text


def test_bkhcm1_reads_the_commoner_of_two_capitals_on_one_code() -> None:
    assert decode_bytes(encode("MỤC LỊCH", "bkhcm1"), "bkhcm1") == "MỤC LỊCH"
    assert encode("Ặ", "bkhcm1") == encode("Ụ", "bkhcm1")


@pytest.mark.parametrize("encoding", encodings())
def test_sentence_there_and_back(encoding: str) -> None:
    assert decode_bytes(encode(SENTENCE, encoding), encoding) == SENTENCE


def test_a_capital_alone_on_a_shared_code_stays_small() -> None:
    assert decode_bytes(encode("Ở xã. Ông Ổn", "tcvn3"), "tcvn3") == "ở xã. Ông ổn"


@pytest.mark.parametrize("encoding", sorted(set(encodings()) - {"viqr"}))
def test_encoding_is_detected(encoding: str) -> None:
    assert detect_bytes(encode(SENTENCE, encoding)) in {encoding, "utf-8"}


def test_windows_1258_is_read_as_python_writes_it() -> None:
    assert decode_bytes(
        "Đà Nẵng là thành phố".replace("ẵ", "ă\u0303").replace("ố", "ô\u0301").encode("cp1258"), "cp1258"
    ) == ("Đà Nẵng là thành phố")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("t\u2212íng", "tướng"),
        ("h-íng dÉn", "hướng dẫn"),
        ("tr\u03bcn", "tràn"),
        ("tr\u00ad\u00eang", "trường"),
        ("tr\u00eang häc", "trường học"),
        ("l\u2219nh ®¹o", "lãnh đạo"),
        ("thùc hiÖn 2001-2005", "thực hiện 2001-2005"),
        ("v¨n ho¸-x· héi", "văn hoá-xã hội"),
    ],
)
def test_signs_that_stand_for_tcvn3_bytes(raw: str, text: str) -> None:
    assert decode_text(raw, "tcvn3") == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("B¸O C¸O", "BÁO CÁO"),
        ("TæNG C¤NG TY Vµ Së", "TỔNG CÔNG TY VÀ SỞ"),
        ("Së Tµi chÝnh", "Sở Tài chính"),
        ("ë x· ¸i", "ở xã ái"),
        ("Sè: 12/Q§-UB", "Số: 12/QĐ-UB"),
        ("Tæ 5 - X· LÖ", "Tổ 5 - Xã Lệ"),
    ],
)
def test_capitals_of_tcvn3_by_their_neighbours(raw: str, text: str) -> None:
    assert decode_text(raw, "tcvn3") == text


def test_capitals_of_tcvn3_by_font() -> None:
    assert decode_text("quyÕt ®Þnh", "tcvn3", ["ABCDEF+.VnTimeH,Bold"]) == "QUYẾT ĐỊNH"
    assert decode_text("quyÕt ®Þnh", "tcvn3", [".VnTime"]) == "quyết định"
    assert font_encoding("GHIJKL+VnArialHBold") == ("tcvn3", True)


@pytest.mark.parametrize(
    ("raw", "text"), [("thó y", "thĩ y"), ("BAÛN", "BẢN"), ("Aùn", "Án"), ("tröôøng hoïc", "trường học")]
)
def test_vni_marks_follow_their_vowel(raw: str, text: str) -> None:
    assert decode_text(raw, "vni") == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Ho^.i ddo^`ng xa~.", "Hội đồng xã."),
        ("Su+. vie^.c na`y la` thu+?", "Sự việc này là thử"),
        ("o+? dda^u? Kho^ng.", "ở đâu? Không."),
        ("thu+ gu+?i an.binh@so.vn", "thư gửi an.binh@so.vn"),
    ],
)
def test_viqr_marks_and_punctuation(raw: str, text: str) -> None:
    assert decode_text(raw, "viqr") == text


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps", "viqr", "cp1258"])
def test_only_legacy_spans_of_a_mixed_text_change(encoding: str) -> None:
    head, kept = (
        "Nghị quyết về phát triển thuỷ sản",
        "le café, E = mc2, https://so.vn/a?b~c, ban.tin@so-thuysan.vn, 1.250",
    )
    text = f"{head}\n{as_layer(SENTENCE, encoding)}\n{kept}"
    done = decode_mixed(text, encoding).split("\n")
    assert (done[0], done[2]) == (head, kept)
    assert done[1].lower() == SENTENCE.lower()


@pytest.mark.parametrize("encoding", encodings())
def test_clean_text_is_left_by_the_mixed_decoder(encoding: str) -> None:
    assert decode_mixed(SENTENCE, encoding) == SENTENCE


def test_unknown_encoding_is_named() -> None:
    with pytest.raises(LookupError, match="tcvn9"):
        codec("tcvn9")
    with pytest.raises(LookupError):
        decode_bytes(b"", "tcvn9")


@given(st.text(), st.sampled_from(encodings()))
def test_any_text_survives_with_its_digits(text: str, encoding: str) -> None:
    digits = [char for char in text if char in "0123456789"]
    for done in (decode_text(text, encoding), decode_mixed(text, encoding)):
        assert [char for char in done if char in "0123456789"] == digits


@given(st.binary(), st.sampled_from(encodings()))
def test_any_bytes_survive(data: bytes, encoding: str) -> None:
    assert isinstance(decode_bytes(data, encoding), str)
    assert detect_bytes(data) is None or isinstance(detect_bytes(data), str)
