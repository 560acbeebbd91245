"""Error rates of a text against gold: by grapheme cluster (CER) and by word (WER), both in NFC."""

from __future__ import annotations

import unicodedata

import regex
from rapidfuzz.distance import Levenshtein

_CLUSTER = regex.compile(r"\X")


def clusters(text: str) -> list[str]:
    """Grapheme clusters of a text in NFC, runs of white space as one space.

    >>> len(clusters("Số  5")) == 4
    True
    """
    found: list[str] = _CLUSTER.findall(" ".join(unicodedata.normalize("NFC", text).split()))
    return found


def words(text: str) -> list[str]:
    """Words of a text in NFC, cut at white space."""
    return unicodedata.normalize("NFC", text).split()


def error_rate(predicted: list[str], gold: list[str]) -> float:
    """Edit distance over the length of gold; 0 for two empty texts, 1 where only gold is empty.

    >>> round(error_rate(list("abd"), list("abc")), 3)
    0.333
    """
    if not gold:
        return float(bool(predicted))
    return Levenshtein.distance(predicted, gold) / len(gold)


def cer(predicted: str, gold: str) -> float:
    """Character error rate over grapheme clusters."""
    return error_rate(clusters(predicted), clusters(gold))


def wer(predicted: str, gold: str) -> float:
    """Word error rate."""
    return error_rate(words(predicted), words(gold))
