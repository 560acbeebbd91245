"""VIQR, Vietnamese in ASCII: marks follow their vowel (Vie^.t), and may as well be punctuation (ta.).

A mark at the end of a word is read as a tone where the syllable with it is the likelier one at that place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.repair.codec import codec
from nlp.repair.syllables import counts

_WORD = re.compile(r"(?<![^\s\"“‘'(\[{/,;:-])[A-Za-z][A-Za-z'`^~?.+*(\\’´]*")
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_SLIPS = str.maketrans("’´", "''")
_STOPS = ".?'"
# share of final marks that is punctuation: before a capital or a line's end, elsewhere
_IS_STOP = {".": (0.3, 0.005), "?": (0.02, 0.001), "'": (0.01, 0.003)}


def decode_viqr(text: str) -> str:
    """VIQR text as Vietnamese; addresses of the web and e-mail stay.

    >>> decode_viqr("Co^.ng ho`a xa~ ho^.i, ddo^.c la^.p. Tu+. do; a@ba.vn")
    'Cộng hòa xã hội, độc lập. Tự do; a@ba.vn'
    """
    kept = [(found.start(), found.end()) for found in ADDRESS.finditer(text)]
    parts, at = [], 0
    for start, end in [*kept, (len(text), len(text))]:
        parts += [_decode_part(text[at:start]), text[start:end]]
        at = end
    return "".join(parts)


def _decode_part(text: str) -> str:
    return _WORD.sub(_decode_word, text)


def _decode_word(found: re.Match[str]) -> str:
    written = found[0]
    decoded = _letters(written)
    if written[-1] not in _STOPS or decoded[-1] == written[-1]:
        return decoded
    return _with_stop(found, written, decoded)


@lru_cache(maxsize=16384)
def _letters(written: str) -> str:
    return codec("viqr").decode(written.translate(_SLIPS)).replace("\\", "")


def _with_stop(found: re.Match[str], written: str, decoded: str) -> str:
    """The word with its last mark as a tone, or as punctuation."""
    stopped = _letters(written[:-1])
    known = counts()
    if decoded.lower() not in known and stopped.lower() in known:
        return stopped + written[-1]
    after = found.string[found.end() : found.end() + 2]
    if after and not after[0].isspace():
        return decoded
    at_end, elsewhere = _IS_STOP[written[-1]]
    prior = elsewhere if after[1:].islower() else at_end
    toned = known.get(decoded.lower(), 0) * (1 - prior)
    return decoded if toned >= known.get(stopped.lower(), 0) * prior else stopped + written[-1]
