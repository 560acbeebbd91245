"""The list of syllables: what is in it, and what must not be."""

import unicodedata

import pytest

from nlp.repair.phonology import other_placement, rime, split_tone
from nlp.repair.syllables import bare, counts, is_syllable, strip_accents
from nlp.repair.tables import LISTS, read_rows


@pytest.mark.parametrize(
    "word",
    [
        "nghiệp",
        "được",
        "đoàn",
        "quyết",
        "quý",
        "giếng",
        "gì",
        "khuya",
        "xoong",
        "uỷ",
        "ủy",
        "hoà",
        "hòa",
        "Thuở",
        "ĐIỀU",
        "Kạn",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["usd", "km", "duocj", "nghiệb", "hđnd", "tp", "việp", "q", "ơng", "chwong", "tridu", "kién’"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_both_placements_of_the_tone_are_listed() -> None:
    missing = [word for word in counts() if other_placement(word) not in counts()]
    assert missing == []


def test_list_is_lower_case_nfc_and_of_vietnamese_shape() -> None:
    for word, count in counts().items():
        assert unicodedata.is_normalized("NFC", word)
        assert word == word.lower()
        assert count > 0
        assert rime(word) is not None


def test_counts_are_those_of_running_text() -> None:
    ranked = list(counts())
    assert {"và", "của", "các"} <= set(ranked[:20])
    assert 6000 < len(ranked) < 8000
    assert {"cong", "duoc", "doan"} <= bare()


def test_tone_and_accents_come_apart() -> None:
    assert split_tone("thưởng") == ("thương", "\u0309")
    assert split_tone("công") == ("công", "")
    assert strip_accents("ĐƯỜNG Quỳnh") == "DUONG Quynh"


@pytest.mark.parametrize("name", ["syllables.tsv", "legacy_encodings.tsv", "verdict_profiles.tsv", "lookalikes.tsv"])
def test_lists_are_described_and_square(name: str) -> None:
    header = (LISTS / name).read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
    assert {len(row) for row in read_rows(name)} == {len(header)}
    assert f"## lists/{name}" in (LISTS.parent / "README.md").read_text(encoding="utf-8")
