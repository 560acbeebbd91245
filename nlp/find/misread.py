"""Digits that are words: what a reader of the wrong language makes of "là" (12), "đó" (46), "số" (56).

Restoration never changes a digit, so the word stays a number in the text; it is no figure.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.find.lists import rows
from nlp.find.quantities import Quantity
from nlp.find.view import View

_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")


@cache
def _misread() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Digits that stand for a word anywhere, and (word before, digits) that do together."""
    listed = rows("misread_words.tsv")
    alone = frozenset(row["read"] for row in listed if not row["before"])
    return alone, frozenset((row["before"], row["read"]) for row in listed if row["before"])


def is_misread_word(view: View, quantity: Quantity) -> bool:
    """True for digits of the list that count nothing: by the word before, or no unit follows but a name at most."""
    alone, pairs = _misread()
    printed = view.plain[quantity.start : quantity.end]
    before = _WORD_BEFORE.search(view.plain, max(0, quantity.start - 12), quantity.start)
    if before and (before[1].lower(), printed) in pairs:
        return True
    counts = quantity.unit is not None and not view.plain[quantity.unit.start].isupper()
    return printed in alone and not counts and quantity.hedge is None
