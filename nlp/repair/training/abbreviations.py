"""Abbreviations with their counts: capitals in running text, parts of document symbols, listed abbreviations."""

import re
from collections import Counter
from pathlib import Path

from nlp.repair.syllables import is_syllable
from nlp.repair.training.source import FILES, TYPES, UNION, column, split

_WORD = re.compile(r"[^\W\d_]+")
LEAST = 4
LONGEST = 9
LISTED = 30  # what a trade union's abbreviation counts for, rare as it is in the text


def capitals(text: str) -> list[str]:
    """Words mostly of capitals in a paragraph that is not all capitals.

    >>> capitals("UBND tỉnh và LĐLĐ tỉnh ký QĐi chung với TTg về Việt Nam")
    ['UBND', 'LĐLĐ', 'QĐi', 'TTg']
    """
    if sum(map(str.isupper, text)) * 2 > len(text):
        return []
    words = [word for word in _WORD.findall(text) if len(word) > 1 and not word[1:].islower()]
    return [word for word in words if sum(map(str.isupper, word)) * 2 >= len(word)]


def abbreviations(data: Path) -> list[tuple[str, int]]:
    """Abbreviations and counts, most frequent first."""
    counts: Counter[str] = Counter()
    for register in FILES:
        for text in split(data, register)[0]:
            counts.update(capitals(text))
    lists = data / "lists"
    symbols = lists / "kyhieu_counts.tsv"
    for value, count in zip(column(symbols, "value"), column(symbols, "count"), strict=True):
        counts.update({word: int(count) // 4 + 1 for word in _WORD.findall(value) if len(word) > 1})
    short = lists / "abbreviation_expansions.tsv"
    for value, count in zip(column(short, "abbr"), column(short, "count"), strict=True):
        counts.update({word: int(count) for word in _WORD.findall(value) if len(word) > 1})
    for value in [*UNION, *TYPES]:
        counts.update(dict.fromkeys(_WORD.findall(value), LISTED))
    kept = [(word, n) for word, n in counts.items() if n >= LEAST and len(word) <= LONGEST]
    own = {word for value in [*UNION, *TYPES] for word in _WORD.findall(value)}
    good = [(w, n) for w, n in kept if w in own or not is_syllable(w) or (len(w) == 2 and w.isascii())]
    return sorted(good, key=lambda row: (-row[1], row[0]))


def write(data: Path, path: Path) -> None:
    """Write the list as TSV without a header."""
    path.write_text("".join(f"{word}\t{count}\n" for word, count in abbreviations(data)), "utf-8")
