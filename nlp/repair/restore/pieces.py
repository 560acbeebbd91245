"""Cutting read text into pieces: runs that may be one misread word, between spaces and sure punctuation.

A piece keeps the odd signs that stand for misread letters ("st’" is "sử", "k¥" is "kỹ"); quotes, brackets, slashes,
hyphens, dots and commas part pieces. A piece of digits only is a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_PIECE = re.compile(r"[^\s/\-–—−.,;:!?()\[\]“”\"…+=*%_|<>«»„•·{}~\\]+")
_END = re.compile(r"[.;:!?…][\"”’)\]]*\s|\n[ \t\r\f]*\n")
_TONES = dict.fromkeys([0x300, 0x301, 0x303, 0x309, 0x323, 0x302, 0x306, 0x31B])
_LATIN = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d", ord("Ð"): "D"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text with its place; ``opens`` where a sentence begins with it."""

    start: int
    text: str
    opens: bool

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.text)

    @property
    def figure(self) -> bool:
        """Whether it has no letter and a digit: it is locked."""
        return is_figure(self.text)


def is_figure(word: str) -> bool:
    """Whether a word has a digit and neither a letter nor a sign that only a misread letter leaves behind.

    One digit after a dollar sign may be such a word (Sở); more of them are money.

    >>> is_figure("46"), is_figure("c6"), is_figure("¢6"), is_figure("00’"), is_figure("$6"), is_figure("$60")
    (True, False, False, True, False, True)
    """
    if not any(map(str.isdigit, word)) or (len(word) == 2 and word[0] == "$"):
        return False
    return not any(char.isalpha() or char in "¢€¥&@©®" for char in word)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text in order.

    >>> [p.text for p in pieces("S6: 751/BC-LPLD (st’ dung)")]
    ['S6', '751', 'BC', 'LPLD', 'st’', 'dung']
    """
    last = 0
    for found in _PIECE.finditer(text):
        start, word = found.start(), found.group()
        bare = word.lstrip("‘’'`")
        start += len(word) - len(bare)
        if bare:
            yield Piece(start, bare, last == 0 or _END.search(text, last, start) is not None)
            last = found.end()


def skeleton(word: str) -> str:
    """Lower case without the accents of Vietnamese, đ as d.

    >>> skeleton("Đường")
    'duong'
    """
    return unicodedata.normalize("NFD", word.translate(_LATIN)).translate(_TONES).lower()


def case_of(word: str) -> str:
    """l, T or U: lower, first letter capital, all capital (one letter: T); x without letters.

    >>> [case_of(w) for w in ("và", "Và", "VÀ", "Y", "12", "CTr")]
    ['l', 'T', 'U', 'T', 'x', 'U']
    """
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return "x"
    capitals = sum(map(str.isupper, letters))
    if capitals * 2 > len(letters) and len(letters) > 1:
        return "U"
    return "T" if letters[0].isupper() else "l"


@lru_cache(maxsize=65536)
def gap_kind(gap: str) -> int:
    """What stands between two pieces: 0 spaces, 1 the end of a sentence, 2 a comma, 3 a slash, 4 a dash, 5 a blank
    line, 6 brackets or quotes, 7 anything else.

    >>> [gap_kind(gap) for gap in (" ", ". ", ", ", "/", "-", "\\n\\n", " (", "%")]
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    if gap.count("\n") > 1:
        return 5
    if gap[-1:].isspace() and any(char in gap for char in ".!?:;…"):
        return 1
    if not gap.strip():
        return 0
    signs = (",", "/", "-–—", '()[]“”"')
    return next((kind for kind, own in zip((2, 3, 4, 6), signs, strict=True) if any(c in gap for c in own)), 7)
