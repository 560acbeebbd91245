"""Letter profiles: how well a word fits Vietnamese, English, French, a wrong-language reading, and so on.

A profile gives the likelihood of each run of three letters within words; a word's score in a kind is the sum of the
logarithms over its runs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.repair.tables import LISTS, read_rows

_TOKEN = re.compile(r"[^\s!-&(-/:-@\[-`{-~“”–—…•]+")
_QUOTES = "'’‘´"
_DIGIT = re.compile(r"\d")
NOISE = -1050  # what a run scores in no language at all, in hundredths of a nat


def tokens(text: str) -> list[str]:
    """The text's words in lower case: what stands between spaces and ASCII punctuation and holds a letter.

    Digits within a word are shown as 0; numbers are left out; odd signs stay, for they tell something.

    >>> tokens("Số 12/KH-UBND: c6 phé‘in, (d’une)")
    ['số', 'kh', 'ubnd', 'c0', 'phé‘in', 'd’une']
    """
    found = _TOKEN.findall(_DIGIT.sub("0", text.lower()))
    return [word for token in found if (word := token.strip(_QUOTES)).strip("0")]


def trigrams(word: str) -> list[str]:
    """Its runs of three letters, with a space for either end."""
    padded = f" {word} "
    return [padded[at : at + 3] for at in range(len(padded) - 2)] or [padded]


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """The kinds that there are profiles for, in the order of the scores; the last is "noise"."""
    with (LISTS / "verdict_profiles.tsv").open(encoding="utf-8") as file:
        return (*file.readline().rstrip("\n").split("\t")[1:], "noise")


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[int, ...]]:
    return {run: (*map(int, scores), NOISE) for run, *scores in read_rows("verdict_profiles.tsv")}


@lru_cache(maxsize=65536)
def score(word: str) -> tuple[int, ...]:
    """Hundredths of a nat in each kind, for a word as ``tokens`` gives it."""
    table = _table()
    unseen = table["*"]
    return tuple(map(sum, zip(*(table.get(run, unseen) for run in trigrams(word)), strict=True)))
