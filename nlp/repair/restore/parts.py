"""A written syllable as onset and rime, letters as they stand (case and tone kept): the units of the channel."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from nlp.repair.phonology import split_tone

_ONSETS = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
_VOWELS = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=65536)
def parts(syllable: str) -> tuple[str, str]:
    """Onset and rime; a word of another shape has an empty rime or onset.

    >>> parts("Nghiệp"), parts("gì"), parts("GIÁO"), parts("Ứng"), parts("quyền")
    (('Ngh', 'iệp'), ('g', 'ì'), ('GI', 'ÁO'), ('', 'Ứng'), ('qu', 'yền'))
    """
    plain = split_tone(unicodedata.normalize("NFC", syllable).lower())[0]
    for onset in _ONSETS:
        if plain.startswith(onset) and plain[len(onset) : len(onset) + 1] in _VOWELS:
            return syllable[: len(onset)], syllable[len(onset) :]
    return "", syllable


def cased(syllable: str, case: str) -> str:
    """A lower-case syllable in a case: l, T or U.

    >>> cased("đoàn", "T"), cased("đoàn", "U")
    ('Đoàn', 'ĐOÀN')
    """
    if case == "l":
        return syllable
    return syllable.upper() if case == "U" else syllable[:1].upper() + syllable[1:]
