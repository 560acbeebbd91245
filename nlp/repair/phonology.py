"""The shape of a Vietnamese syllable: onset, rime, tone, and the two ways of placing the tone mark.

Letters are NFC and lower case throughout. Tone marks combine as U+0300 (huyền), U+0301 (sắc), U+0303 (ngã),
U+0309 (hỏi) and U+0323 (nặng); the other marks (circumflex, breve, horn) belong to the vowel.
"""

from __future__ import annotations

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
ONSETS = (  # longest first
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
_SHAPE = re.compile(rf"({'|'.join(ONSETS)})?([aăâeêioôơuưy]+(?:ch|ng|nh|[cmnpt])?)")
_OPEN_PAIR = {"oa", "oe", "uy"}


def split_tone(syllable: str) -> tuple[str, str]:
    """The syllable without its tone mark, and the mark ("" for thanh ngang).

    >>> split_tone("huyện")[0]
    'huyên'
    """
    apart = unicodedata.normalize("NFD", syllable)
    tone = next((mark for mark in apart if mark in TONES), "")
    return unicodedata.normalize("NFC", apart.replace(tone, "", 1) if tone else apart), tone


def rime(syllable: str) -> tuple[str, str] | None:
    """Rime and tone mark (a class of syllables that rhyme), or None where the shape is not Vietnamese.

    >>> rime("nước") == rime("thước"), rime("usd"), rime("thang")
    (True, None, ('ang', ''))
    """
    plain, tone = split_tone(syllable)
    shape = _SHAPE.fullmatch(plain) or re.fullmatch("(g)(i)", plain)
    return (shape[2], tone) if shape else None


def other_placement(syllable: str) -> str:
    """The same syllable with the tone mark on the other vowel of open oa, oe, uy; itself where there is one way only.

    >>> other_placement("hòa"), other_placement("thuỷ"), other_placement("quý"), other_placement("toàn")
    ('hoà', 'thủy', 'quý', 'toàn')
    """
    plain, tone = split_tone(syllable)
    if not tone or plain[-2:] not in _OPEN_PAIR or plain.startswith("qu"):
        return syllable
    first, second = plain[:-1], plain[-1]
    old = unicodedata.normalize("NFC", first + tone + second)
    new = unicodedata.normalize("NFC", first + second + tone)
    return new if syllable == old else old
