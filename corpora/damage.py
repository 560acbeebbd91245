"""Ways in which a text layer loses Vietnamese letters, for training and for measuring the verdict."""

from __future__ import annotations

import unicodedata
from random import Random

GAPS = ("", "?", "\ufffd", "□", " ")


def lose_letters(text: str, rng: Random) -> str:
    """The text as a layer without half its letters: fonts whose toned letters have no Unicode value.

    Which letters are lost is drawn once a text: those beyond Latin-1, all beyond ASCII, or a draw for each letter; what
    stands for them is drawn too (nothing, "?", a box, a space).
    """
    kind, gap = rng.choice(("extended", "all", "drawn")), rng.choice(GAPS + ("",) * 4)
    letters = sorted({char for char in text if ord(char) > 0x7F and char.isalpha()})
    table = {ord(char): gap for char in letters}
    if kind == "extended":
        table = {code: gap for code in table if code >= 0x100}
    if kind == "drawn":
        table = {code: gap if rng.random() < 0.6 else _base(chr(code)) for code in table}
    return unicodedata.normalize("NFC", text).translate(table)


def _base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return {"đ": "d", "Đ": "D"}.get(base, base)


def shift_glyphs(text: str, rng: Random) -> str:
    """The text as glyph numbers read as characters: ASCII moved by 29, other letters onto codes drawn at random."""
    table: dict[int, str] = {code: chr(code - 29) for code in range(61, 127)}
    for char in sorted(set(text)):
        if ord(char) > 0x7F:
            table[ord(char)] = chr(rng.randrange(0xA1, 0x250))
    return text.translate(table)


def swap_letters(text: str, rng: Random) -> str:
    """The text with a wrong font map: every letter stands for another, drawn once a text."""
    letters = sorted({char for char in text if char.isalpha()})
    mixed = letters.copy()
    rng.shuffle(mixed)
    return text.translate({ord(old): new for old, new in zip(letters, mixed, strict=True)})
