"""Phrases by kind, from the lists that name a kind for each, as patterns for folded text or with accents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from nlp.find.lists import rows
from nlp.find.view import fold


def either(phrases: Iterable[str]) -> str:
    """A pattern for whole words that matches any of the phrases, longest first; a blank matches any room.

    >>> re.fullmatch(either(["giải", "giải pháp"]), "giải   pháp") is not None
    True
    """
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    words = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return rf"(?<![^\W_])(?:{words})(?![^\W_])"


@cache
def phrases(name: str, *kinds: str) -> dict[str, str]:
    """Folded phrase -> kind, of a list; of two kinds the first listed wins. Without ``kinds`` all of them."""
    found: dict[str, str] = {}
    for row in rows(name):
        if not kinds or row["kind"] in kinds:
            found.setdefault(fold(row["phrase"]), row["kind"])
    return found


@cache
def spelled(name: str, kind: str) -> re.Pattern[str]:
    """Matches, in the plain text, any phrase of a kind with its accents: "khi" is not "khí"."""
    return re.compile(either(row["phrase"] for row in rows(name) if row["kind"] == kind), re.IGNORECASE)


@cache
def pattern(name: str, *kinds: str) -> re.Pattern[str]:
    """Matches, in folded text, any phrase of the kinds."""
    return re.compile(either(phrases(name, *kinds)))


def kind_of(name: str, printed: str, *kinds: str) -> str:
    """The kind of a phrase that :func:`pattern` matched."""
    return phrases(name, *kinds)[" ".join(printed.split())]
