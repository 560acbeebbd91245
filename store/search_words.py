"""Words as the search compares them: without case, accents or the stroke of đ, or exactly as typed.

The index is SQLite's FTS5 with its tokenizer ``unicode61`` (https://www.sqlite.org/fts5.html#unicode61_tokenizer): a
word is a run of letters, digits and private-use characters. Words are cut here in the same way, so that what the index
found is found again in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\ue000-\uf8ff])+")
_STROKE = str.maketrans("đĐð", "ddd")  # ð: what Tesseract and old fonts write for đ


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text and where it stands in it."""

    start: int
    end: int
    text: str

    @property
    def folded(self) -> str:
        """Without case and accents."""
        return fold(self.text)

    @property
    def exact(self) -> str:
        """Without case, composed."""
        return exact(self.text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, no accents, đ as d; characters that cannot be stored are left out.

    >>> fold("LĐLĐ"), fold("Sìn"), fold("KHOẺ")
    ('ldld', 'sin', 'khoe')
    """
    bare = unicodedata.normalize("NFD", word.lower().translate(_STROKE))
    return unicodedata.normalize("NFC", "".join(char for char in bare if not unicodedata.combining(char)))


@lru_cache(maxsize=65536)
def exact(word: str) -> str:
    """Lower case, composed; accents stay.

    >>> exact("Đoa\\u0300n")
    'đoàn'
    """
    return unicodedata.normalize("NFC", word).lower()


def is_accented(word: str) -> bool:
    """True where accents were typed, so that they are meant.

    >>> is_accented("đoan"), is_accented("doan")
    (True, False)
    """
    return fold(word) != exact(word)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with their places.

    >>> [token.text for token in tokens("Số: 93/KH-LĐLĐ, 1.200 sáng_kiến")]
    ['Số', '93', 'KH', 'LĐLĐ', '1', '200', 'sáng', 'kiến']
    """
    return (Token(found.start(), found.end(), found[0]) for found in _WORD.finditer(text))
