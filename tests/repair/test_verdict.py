"""The verdict on pages of every kind; the same text, written for this test, in every state it may be found in."""

import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.damage import lose_letters, shift_glyphs, swap_letters
from nlp.repair.codec import WINDOWS, encodings
from nlp.repair.legacy import encode
from nlp.repair.profiles import kinds, score, trigrams
from nlp.repair.syllables import strip_accents
from nlp.repair.trial import try_encodings
from nlp.repair.verdict import judge
from records.page import Judgement, Verdict

PAGE = """BÁO CÁO
Kết quả phong trào trồng cây của tỉnh Hoà Vang năm 2019
Thực hiện kế hoạch của Uỷ ban nhân dân tỉnh, các xã đã trồng mới 1.250 ha rừng phòng hộ, đạt 104,2% chỉ tiêu được giao.
Trong đó huyện Mỹ Đức trồng 420 ha, huyện Đông Lĩnh 515 ha, còn lại là các thị trấn ven sông. Nhiều hộ gia đình đã
tự nguyện góp giống và ngày công, những cánh đồng bị nhiễm mặn được phủ xanh bằng cây đước và cây bần.
Tồn tại: một số đơn vị chậm nộp báo cáo; việc chăm sóc sau khi trồng ở hai xã chưa được quan tâm đúng mức."""
READ_AS_ENGLISH = """Két qua phong trao tréng cay cla tinh Hoa Vang nam 2019
Thuc hién ké hoach ctia Uy ban nhan dan tinh, cac xa da tréng mdi 1.250 ha rimg phong hd, dat 104,2% chi tiéu dugc giao.
Trong dé huyén My Dire tréng 420 ha, huyén Dong Linh 515 ha, con lai la cac thi tran ven séng. Nhiéu hé gia dinh da
tu nguyén gop giéng va ngay céng, nhimg canh déng bi nhiém man dugc phu xanh bang cay duéc va cay ban."""
READ_AS_FRENCH = """Cän cü Quyët dinh sô 12/2021/QD-UBND ngày 3/4/2021 cüa Üy ban nhân dân tinh vè viêc ban hành
Quy ché làm viêc; xét dè nghi cüa Giâm dôc So Nôi vu vè viêc kiên toàn tô chüc bô mây, Üy ban nhân dân huyên giao câc
phông chuyên môn phôi hop thuc hiên câc nhiêm vu sau dây, bâo câo
kêt quâ truéc ngày 20 häng thâng dê tông hop, theo dôi và dôn dôc."""
ENGLISH = """The committee met twice during the year and agreed that every household which had planted trees along
the river should receive seedlings for the next season. Three villages asked for more time, because the salt water
had not yet been drained from their fields, and the council granted them until the end of March to finish the
work they had begun."""
FRENCH = """Le comité s'est réuni deux fois au cours de l'année et il a décidé que chaque famille qui avait planté
des arbres le long du fleuve recevrait des jeunes plants pour la saison suivante. Trois villages ont demandé un délai,
parce que l'eau salée n'avait pas encore été évacuée de leurs champs, et le conseil leur a accordé jusqu'à la
fin du mois de mars."""


def shown(text: str, encoding: str) -> str:
    """The text as a text layer shows its legacy bytes."""
    return "".join(WINDOWS[code] for code in encode(text, encoding))


def test_clean_vietnamese() -> None:
    found = judge(PAGE)
    assert (found.verdict, found.language, found.encoding) == (Verdict.CLEAN, "vi", None)
    assert found.score is not None
    assert found.score > 0.95
    assert found.words > 100


@pytest.mark.parametrize("encoding", encodings())
def test_legacy_encodings_are_named(encoding: str) -> None:
    found = judge(shown(PAGE, encoding))
    assert (found.verdict, found.encoding) == (Verdict.LEGACY, encoding)
    assert found.score is not None
    assert found.score > 0.85


@pytest.mark.parametrize("sign", ["-", "\u2212", ""])
def test_tcvn3_whose_soft_hyphens_became_something_else(sign: str) -> None:
    found = judge(shown(PAGE, "tcvn3").replace("\xad", sign))
    assert (found.verdict, found.encoding) == (Verdict.LEGACY, "tcvn3")


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (FRENCH, "fr")])
def test_other_languages_are_clean(text: str, language: str) -> None:
    found = judge(text)
    assert (found.verdict, found.language) == (Verdict.CLEAN, language)


def test_wrong_language_reading() -> None:
    found = judge(READ_AS_ENGLISH)
    assert (found.verdict, found.language) == (Verdict.WRONG_LANGUAGE, "vi")


def test_a_reading_in_french_has_its_letters() -> None:
    found = judge(READ_AS_FRENCH)
    assert (found.verdict, found.language) == (Verdict.WRONG_LANGUAGE, "vi")
    assert found.reason != judge(lose_letters(PAGE, Random(1))).reason


def test_what_decoding_does_not_explain_is_no_legacy_text() -> None:
    """Five words that happen to become syllables in an old encoding, among many that stay misread."""
    misread = """Công tâc xây dung, quy hoach và quân lÿ dô thi cüa thành phô: cân cü chi tiêu nêu trên, các so, ban,
ngành và Üy ban nhân dân câc huyên, thi xâ tô chüc ra soât, bâo câo kêt quâ truéc ngày 20 hàng thâng; xêt khen thuông câ
nhân, tâp thê cô thành tich, dông thoi phê binh noi châm trê, không dê xây ra tinh trang lâng phi, tiêu cuc."""
    assert try_encodings(misread).fixed >= 5
    assert judge(misread).verdict == Verdict.WRONG_LANGUAGE


def test_stripped_accents_are_to_be_read_again() -> None:
    found = judge(strip_accents(PAGE))
    assert (found.verdict, found.language, found.reason) == (Verdict.WRONG_LANGUAGE, "vi-ascii", "no accents")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("damage", [lose_letters, shift_glyphs, swap_letters])
def test_damaged_letters_are_garbage(damage: Callable[[str, Random], str], seed: int) -> None:
    assert judge(damage(PAGE, Random(seed))).verdict == Verdict.GARBAGE


@pytest.mark.parametrize("sign", ["(cid:31)", "\ufffd", "\ue012"])
def test_signs_without_meaning_are_garbage(sign: str) -> None:
    assert judge("".join(sign if char in "aănôeiư" else char for char in PAGE)).verdict == Verdict.GARBAGE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Verdict.EMPTY),
        (" \n\f", Verdict.EMPTY),
        ("1.250 420 515\n104,2 98,7 - 12", Verdict.ABSTAINED),
        ("TT ha %\n" + "1.250 420 515 98 100\n" * 9, Verdict.ABSTAINED),
        ("PL 02/BM", Verdict.ABSTAINED),
        ("全体会议通过了决议并公布执行", Verdict.ABSTAINED),
    ],
)
def test_too_little_to_tell(text: str, verdict: Verdict) -> None:
    assert judge(text).verdict == verdict


def test_larger_share_decides_a_mixed_page_and_the_smaller_is_named() -> None:
    heads = PAGE + "\n" + PAGE
    assert judge(shown(heads, "vni") + "\n" + PAGE).encoding == "vni"
    assert judge(shown(heads, "vni") + "\n" + PAGE).verdict == Verdict.LEGACY
    mostly_clean = judge(heads + "\n" + shown(PAGE, "tcvn3"))
    assert (mostly_clean.verdict, mostly_clean.encoding) == (Verdict.CLEAN, "tcvn3")


def test_font_names_do_not_overrule_clean_text() -> None:
    assert judge(PAGE, [".VnTime", "VNI-Times"]).verdict == Verdict.CLEAN


def test_font_names_help_where_words_are_few() -> None:
    assert try_encodings("xã ñöôïc", ["VNI-Times"]).encoding == "vni"


def test_decomposed_unicode_is_clean() -> None:
    assert judge(unicodedata.normalize("NFD", PAGE)).verdict == Verdict.CLEAN


@given(st.text())
def test_any_text_gets_a_judgement(text: str) -> None:
    found = judge(text)
    assert isinstance(found, Judgement)
    assert found.score is None or 0 <= found.score <= 1


@given(st.text(min_size=1, max_size=12))
def test_every_word_has_a_score_in_every_kind(word: str) -> None:
    assert len(score(word)) == len(kinds())
    assert len(trigrams(word)) >= 1


def test_a_line_in_a_legacy_font_is_enough() -> None:
    line = "Sè: 12/Q§-UB"
    assert judge(line).verdict == Verdict.ABSTAINED
    found = judge(line, ["ABCDEF+.VnTime"])
    assert (found.verdict, found.encoding) == (Verdict.LEGACY, "tcvn3")
    assert judge("Số: 12/QĐ-UB", [".VnTime"]).verdict != Verdict.LEGACY
