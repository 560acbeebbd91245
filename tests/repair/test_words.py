"""Words of a page decoded: by their fonts where these tell, else where decoding gains."""

from nlp.repair.words import decode_words
from records.page import Word


def words(text: str, font: str | None = None) -> list[Word]:
    """The words of a line in one font."""
    return [Word(word, word, font=font) for word in text.split(" ")]


def texts(found: list[Word]) -> str:
    """Their texts as a line."""
    return " ".join(word.text for word in found)


def test_each_font_has_its_encoding() -> None:
    page = [*words("Quyeát ñònh", "VNI-Times"), *words("cña tØnh", ".VnTime"), *words("b¸o c¸o", "AAAAAA+.VnTimeH")]
    page += words("Số 5/QĐ, café", "TimesNewRoman")
    assert texts(decode_words(page, "vni")) == "Quyết định của tỉnh BÁO CÁO Số 5/QĐ, café"


def test_without_fonts_only_what_gains_is_decoded() -> None:
    page = words("CỘNG HÒA XÃ HỘI C¨n cø b¸o c¸o cña c¸c x·, ban.tin@so.vn 1.250 ha")
    assert texts(decode_words(page, "tcvn3")) == "CỘNG HÒA XÃ HỘI Căn cứ báo cáo của các xã, ban.tin@so.vn 1.250 ha"


def test_raw_stays_and_words_stay_as_many() -> None:
    page = words("Sè: 12/Q§-UB ngµy 5 th¸ng 3")
    done = decode_words(page, "tcvn3")
    assert [word.raw for word in done] == [word.raw for word in page]
    assert texts(done) == "Số: 12/QĐ-UB ngày 5 tháng 3"


def test_unicode_in_a_legacy_font_stays() -> None:
    words = [Word(text, text, font=".VnTime") for text in ("Báo", "cáo", "tổng", "kết")]
    assert [word.text for word in decode_words(words, "tcvn3")] == ["Báo", "cáo", "tổng", "kết"]
