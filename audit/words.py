"""Words that the audit compares: folded names, hedges by what they allow."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MORE = frozenset({"hon", "tren", "qua", "vuot", "hon ca", "khong chi"})
AT_LEAST = frozenset(
    {"tu", "khong duoi", "it nhat", "toi thieu", "tro len", "tu ... tro len", "tu … tro len", "khong it hon", "dat tu"}
)
LESS = frozenset({"gan", "duoi", "chua den", "chua day", "ngot", "gan dat"})
AT_MOST = frozenset({"khong qua", "toi da", "khong vuot qua", "nhieu nhat", "den"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents, runs of anything but letters and digits one blank.

    >>> fold("LĐLĐ huyện  Sìn Hồ")
    'ldld huyen sin ho'
    """
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+|[.…]{3}|…", letters))


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The folded words of a name."""
    return frozenset(fold(text).split())
