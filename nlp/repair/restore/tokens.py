"""Tokens of the language model: runs of letters in lower case, each run of figures as ``<num>``, sentences apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from nlp.repair.phonology import other_placement

UNKNOWN, START, END, NUMBER = range(4)
SPECIAL = ("<unk>", "<s>", "</s>", "<num>")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,/:-]+\d+)*")
_BREAK = re.compile(r"(?<=[.;:!?…])[\"”’)\]]*\s+")
_MARK = re.compile("[òóỏõọ][ae]|[ùúủũụ]y")
_SWAPPED = re.compile("o[àáảãạèéẻẽẹ]$|u[ỳýỷỹỵ]$")


@lru_cache(maxsize=65536)
def canonical(token: str) -> str:
    """Lower case NFC, the tone of open oa, oe, uy on the first vowel (hoà is hòa, uỷ is ủy).

    >>> canonical("HOÀ"), canonical("thuỷ"), canonical("Quý"), canonical("toàn")
    ('hòa', 'thủy', 'quý', 'toàn')
    """
    word = unicodedata.normalize("NFC", token.lower())
    return other_placement(word) if _SWAPPED.search(word) and not word.startswith("qu") else word


def sentences(text: str) -> Iterator[list[str]]:
    """The sentences of a clean paragraph as tokens; figures in a row count once.

    >>> list(sentences("Số 751/BC-LĐLĐ, ngày 06/9/2023. Về việc: hoà giải"))
    [['số', '<num>', 'bc', 'lđlđ', 'ngày', '<num>'], ['về', 'việc'], ['hòa', 'giải']]
    """
    for part in _BREAK.split(text):
        tokens: list[str] = []
        for found in _TOKEN.findall(part):
            if not found[0].isdigit():
                tokens.append(canonical(found))
            elif not tokens or tokens[-1] != "<num>":
                tokens.append("<num>")
        if tokens:
            yield tokens
