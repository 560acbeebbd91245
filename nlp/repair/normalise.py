"""Characters made normal: NFC, tone marks in order, Đ, letters of other scripts that pose as Latin, invisible signs.

For text that is Unicode already: decode legacy text first, for there U+00AD is the letter ư. Clean text comes back the
same, digits never change, and normal text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from nlp.repair.syllables import counts
from nlp.repair.tables import read_rows
from records.edit import Edit

RUNG: Final = "normalise"
_QUALITY = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the vowel
_TONE = "\u0300\u0301\u0303\u0309\u0323"
_SPACES = "\u00a0\u2000-\u200a\u202f"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_JOINERS = re.compile(r"(?<=[A-Za-zÀ-ɏ\u0300-\u052fḀ-ỿ])[\u200c\u200d]+(?=[A-Za-zÀ-ɏ\u0300-\u052fḀ-ỿ])")
_SUSPECT = re.compile(rf"[{_SPACES}{_INVISIBLE}\u200c\u200d\u0370-\u03ff\u0400-\u052fÐðƉɖ]")
_CLUSTER = re.compile(rf"([aeiouyAEIOUY])([{_QUALITY}{_TONE}]{{2,}})")
_CLEAN = dict.fromkeys(map(ord, _INVISIBLE)) | dict.fromkeys((0xA0, 0x202F, *range(0x2000, 0x200B)), " ")
_RUN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_ETH = re.compile(r"[ÐðƉɖ]")
_BARRED = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_UNSEEN = re.compile(rf"[{_INVISIBLE}\u200c\u200d]")
_DECOMPOSED = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][\u0300-\u0323]")
_TOKEN = re.compile(r"(?!\A\ufeff)\S+|(?<=\A\ufeff)\S+")


def normalise(text: str) -> str:
    """The text with its characters made normal.

    >>> normalise("Ðảng viên, k\u0435\u0301 hoa\u0323ch\u00a0nội\u200b bô\u0323")
    'Đảng viên, ké hoạch nội bộ'
    >>> normalise("tie\u0301\u0302ng") == "tiếng", normalise("12\u00a0µm, Δt, við")
    (True, '12 µm, Δt, við')
    """
    if not _SUSPECT.search(text):
        return compose(text)
    seen = _JOINERS.sub("", compose(text.translate(_CLEAN)))
    return compose(_RUN.sub(_letters, compose(seen)))


def normalise_word(raw: str) -> str:
    """A word of a page with its characters made normal; spaces within stay single characters.

    >>> normalise_word("QÐ-UBND")
    'QĐ-UBND'
    """
    return normalise(raw)


def normal_edits(text: str) -> Iterator[Edit]:
    """The edits that make a text's words normal; spaces of every kind stay, and so do marks that are right elsewhere.

    A sign that cannot be seen (soft hyphen, zero-width space) goes only from words of Vietnamese, U+FEFF at the start
    stays; letters of other scripts become Latin where that makes syllables.

    >>> [edit.after for edit in normal_edits("Ðảng bộ inter­national 5 %")]
    ['Đảng', 'bộ']
    """
    if text.isascii() or (compose(text) == text and not _SUSPECT.search(text)):
        return
    for found in _TOKEN.finditer(text):
        token = found[0]
        if not token.isascii() and (normal := normalise(token)) != token and _is_safe(token, normal):
            yield Edit(found.start(), found.end(), token, normal, RUNG)


def _is_safe(token: str, normal: str) -> bool:
    """Whether a change is of Vietnamese, or of nothing but the order of marks."""
    if _DECOMPOSED.search(token) and compose(token) == normal:
        return True
    if _UNSEEN.search(token) or _OTHER.search(token):
        words = _RUN.findall(normal.lower())
        marked = bool(_OTHER.search(token)) or not normal.isascii()
        return marked and bool(words) and all(word in counts() for word in words)
    return len(token) > 1 and _ETH.search(token) is not None  # a lone Ð may be the letter itself, named


def compose(text: str) -> str:
    """NFC, after setting a vowel's own mark before its tone: e + acute + circumflex is not equal to ế in Unicode."""
    if unicodedata.is_normalized("NFC", text) and not _has_marks(text):
        return text
    return unicodedata.normalize("NFC", _CLUSTER.sub(_ordered, unicodedata.normalize("NFD", text)))


def _has_marks(text: str) -> bool:
    return not text.isascii() and any(mark in text for mark in _QUALITY + _TONE)


def _ordered(found: re.Match[str]) -> str:
    return found[1] + "".join(sorted(found[2], key=lambda mark: mark not in _QUALITY))


@lru_cache(maxsize=1)
def _lookalikes() -> Mapping[int, str]:
    return {ord(letter): latin for letter, latin, _ in read_rows("lookalikes.tsv")}


def _letters(found: re.Match[str]) -> str:
    """A run of letters with Đ for Ð, and Latin letters for those that look like them among Latin ones."""
    run = found[0]
    if _OTHER.search(run) and _LATIN.search(run):
        latin = run.translate(_lookalikes())
        run = run if _OTHER.search(latin) else compose(latin)
    if _ETH.search(run):
        barred = run.translate(_BARRED)
        run = barred if _is_barred(barred) else run
    return run


def _is_barred(word: str) -> bool:
    """Ð stands for Đ among capitals, as a capital first, and in syllables; else it may be Icelandic or phonetic."""
    return word.isupper() or word[0] == "Đ" or unicodedata.normalize("NFC", word.lower()) in counts()
