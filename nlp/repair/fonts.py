"""What a font's name tells: which legacy encoding its glyphs follow, and whether it draws capitals on small letters.

Names are a hint: newer programs write Unicode text in ``.VnTime`` too, so the text itself decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.repair.tables import read_rows

_SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF subset tag
_STYLE = re.compile(r"([,-]?(Bold|Italic|Regular|Roman|Oblique|MT))+$")


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str, bool]]:
    rows = read_rows("legacy_fonts.tsv")
    return [(re.compile(pattern), encoding, capitals == "yes") for pattern, encoding, capitals in rows]


@lru_cache(maxsize=4096)
def font_encoding(font: str) -> tuple[str | None, bool]:
    """Encoding that the font's name promises (None: none), and True for a font of capitals (.VnTimeH).

    >>> font_encoding("ABCDEF+.VnTimeH,Bold"), font_encoding("VNI-Times"), font_encoding("Times New Roman")
    (('tcvn3', True), ('vni', False), (None, False))
    """
    name = _STYLE.sub("", _SUBSET.sub("", font.strip()))
    for pattern, encoding, capitals in _patterns():
        if pattern.fullmatch(name):
            return encoding, capitals
    return None, False


def draws_capitals(fonts: Iterable[str]) -> bool:
    """True when there are fonts and every one of them draws capitals on small letters."""
    found = [font_encoding(font)[1] for font in fonts]
    return bool(found) and all(found)
