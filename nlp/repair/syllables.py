"""The syllables of Vietnamese with their counts, read once, on first use (some 10 ms).

Both placements of the tone mark (hòa, hoà) are listed. Words are looked up in NFC; case does not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from nlp.repair.tables import read_rows

_STRIP = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d", ord("Ð"): "D"} | dict.fromkeys(range(0x300, 0x370))


@lru_cache(maxsize=1)
def counts() -> Mapping[str, int]:
    """Syllable (lower case, NFC) to the number of times it was seen in the training text."""
    return MappingProxyType({syllable: int(count) for syllable, count in read_rows("syllables.tsv")})


@lru_cache(maxsize=1)
def bare() -> frozenset[str]:
    """The syllables without accents (đ as d): "cong", "hoa", "duoc"."""
    return frozenset(map(strip_accents, counts()))


def is_syllable(word: str) -> bool:
    """True when the word is one Vietnamese syllable.

    >>> is_syllable("Nghiệp"), is_syllable("thuỷ"), is_syllable("thủy"), is_syllable("sdang")
    (True, True, True, False)
    """
    return word.lower() in counts()


def strip_accents(text: str) -> str:
    """The text without its accents, đ as d.

    >>> strip_accents("Độc lập")
    'Doc lap'
    """
    return unicodedata.normalize("NFD", text).translate(_STRIP)
