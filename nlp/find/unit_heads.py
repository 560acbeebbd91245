"""Words that names of organisations begin with: companies, schools, offices, and parts of them (khoa, tổ, phòng)."""

from __future__ import annotations

import re
from functools import cache

from nlp.find.lists import rows
from nlp.find.phrasebook import either

#: A word of this kind goes on with a name; "Tổ trưởng" and "Phòng" alone are no units.
_GOES_ON = r"(?!\s+(?:[Tt]rưởng|[Pp]hó)(?![^\W_]))(?=\s+[^\W_]|\s*[.,;)\n-]|$)"


@cache
def _heads(strength: str) -> re.Pattern[str]:
    words = either(row["phrase"] for row in rows("unit_heads.tsv") if row["strength"] == strength)
    return re.compile(words + _GOES_ON)


def sure_heads() -> re.Pattern[str]:
    """Matches, in the plain text, a word that begins an organisation's name wherever it stands."""
    return _heads("strong")


def part_heads() -> re.Pattern[str]:
    """Matches a word that begins a part's name (khoa, tổ, phòng), which posts have in them too."""
    return _heads("weak")


def begins_unit(plain: str, at: int) -> bool:
    """True when an organisation's name, or that of a part with a capital behind it, begins at an offset."""
    if sure_heads().match(plain, at):
        return True
    part = part_heads().match(plain, at)
    return part is not None and plain[part.end() + 1 : part.end() + 2].isupper()
