"""Trial decoding: which legacy encoding, if any, turns a text's odd words into Vietnamese syllables."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.repair.codec import codec, encodings
from nlp.repair.fonts import font_encoding
from nlp.repair.profiles import tokens
from nlp.repair.syllables import counts
from nlp.repair.viqr import decode_viqr

SAMPLE = 120  # odd words tried, spread over the text; more do not change the outcome
UNKNOWN = -20.0  # nats for a word that is no syllable
COMMON = -12.5  # nats above which a word speaks for an encoding: chance makes rare syllables, seldom common ones
_FONT_BONUS = 2.0  # nats a word for the encoding that a font's name promises
_BLANK = re.compile(r"[ \t\r\n]+")
_ODD = re.compile(r"[^\x00-\x7f“”‘’–—…•]")
MODERN = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")  # no legacy byte shows as one of these
_VIQR = re.compile(r"[aeouyAEOUY][\^(+*][`'?~.]?|[aeiouyAEIOUY][`'~](?=[a-z\s])|[aeiouy][?.](?=[a-z])|\b[dD][dD]")


@dataclass(frozen=True, slots=True)
class Trial:
    """The best decoding of the odd words (those beyond ASCII) of a text, against leaving them.

    odd: how many of the text's words are odd; tried: those tried. Of these ``fixed`` are syllables only decoded,
    ``kept`` only as they are, ``both`` either way. encoding is None where leaving them all is best.
    """

    encoding: str | None
    odd: int
    tried: int
    kept: int
    fixed: int
    both: int = 0


@lru_cache(maxsize=32768)
def weigh(word: str) -> float:
    """Mean logarithm of the likelihood of the syllables in a word; UNKNOWN where it holds none.

    >>> weigh("nước") > weigh("khoẻn") >= UNKNOWN, weigh("xyz/") == UNKNOWN
    (True, True)
    """
    parts = tokens(word)
    return sum(map(_likelihood, parts)) / len(parts) if parts else UNKNOWN


def _likelihood(syllable: str) -> float:
    count = counts().get(syllable)
    return math.log(count / _total()) if count else UNKNOWN


@lru_cache(maxsize=1)
def _total() -> int:
    return sum(counts().values())


def odd_words(text: str) -> list[str]:
    """Its words that hold more than ASCII and typographic signs."""
    return [word for word in _BLANK.split(text) if not word.isascii() and _ODD.search(word)]


def looks_viqr(text: str) -> bool:
    """True where vowels carry ASCII marks often enough to try VIQR."""
    head = text[:2000]
    return len(_VIQR.findall(head)) * 8 > len(head.split())


def try_encodings(text: str, fonts: Sequence[str] = ()) -> Trial:
    """Decodes the odd words in every encoding and weighs what comes of it."""
    if looks_viqr(text):
        return _try_viqr(text)
    odd = odd_words(text)
    sample = odd[:: len(odd) // SAMPLE + 1]
    raw = [weigh(word) for word in sample]
    joined = "\n".join("" if MODERN.search(word) else word for word in sample)
    promised = {font_encoding(font)[0] for font in fonts}
    best, trial = 0.0, Trial(None, len(odd), len(sample), sum(map(_known, raw)), 0)
    for encoding in encodings() if sample else ():
        gains, kept, fixed, both = _compare(raw, codec(encoding).decode(joined).split("\n"))
        gains += _FONT_BONUS * len(sample) * (encoding in promised)
        if gains > best and fixed:
            best, trial = gains, Trial(encoding, len(odd), len(sample), kept, fixed, both)
    return trial


def _known(weight: float) -> bool:
    return weight > COMMON


def _compare(raw: Sequence[float], decoded: Sequence[str]) -> tuple[float, int, int, int]:
    """Nats gained by decoding where it is better; words kept, fixed, and syllables either way."""
    gains, kept, fixed, both = 0.0, 0, 0, 0
    for before, word in zip(raw, decoded, strict=True):
        after = weigh(word)
        gains += max(0.0, after - before)
        if _known(before) and _known(after):
            both += 1
        else:
            kept += _known(before)
            fixed += _known(after)
    return gains, kept, fixed, both


def _try_viqr(text: str) -> Trial:
    """VIQR writes in ASCII: every word of the head is tried."""
    words = text[:2000].split()
    marked = [word for word in words if _VIQR.search(word)]
    fixed = sum(_known(weigh(decode_viqr(word))) for word in marked)
    return Trial("viqr" if fixed else None, len(marked), len(marked), 0, fixed)
