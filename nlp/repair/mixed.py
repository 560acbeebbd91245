"""Text of which only a part is in a legacy encoding, and files whose encoding has to be found out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.repair.codec import WINDOWS, codec
from nlp.repair.legacy import decode_text
from nlp.repair.profiles import kinds, score, tokens
from nlp.repair.trial import MODERN, UNKNOWN, try_encodings, weigh
from nlp.repair.viqr import ADDRESS, decode_viqr

SWITCH = 5.0  # nats that a change between decoding and leaving costs: more than a word alone can pay twice
KEEP = -4.0  # a word that loses so much stays, whatever stands around it
_AMBIGUOUS = 2.0  # what a word may weigh that is a syllable both ways
_MARKED = 3.0  # nats that marks between ASCII letters speak for VIQR
_LIMIT = 8.0  # what one word may weigh at most
_WORD = re.compile(r"[^ \t\r\n]+")
_TYPOGRAPHIC = re.compile(r"[!-@\[-`{-~“”‘’–—…•«»]*[“”‘’–—…•«»][!-@\[-`{-~“”‘’–—…•«»]*")
_HEAD = 20_000  # characters looked at to find a file's encoding
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode_mixed(text: str, encoding: str) -> str:
    """Decodes the spans that become more Vietnamese by it; the rest comes back as it is.

    Addresses of the web and e-mail, Unicode Vietnamese and other languages stay; digits are never touched.

    >>> decode_mixed("Céng hoµ x· héi chñ nghÜa ViÖt Nam: Nghị quyết số 5, café, a.be@so.vn", "tcvn3")
    'Cộng hoà xã hội chủ nghĩa Việt Nam: Nghị quyết số 5, café, a.be@so.vn'
    """
    words = list(_WORD.finditer(text))
    gains = [_gain(word[0], encoding) for word in words]
    chosen = [state and gain > KEEP for state, gain in zip(_runs(gains), gains, strict=True)]
    parts, at = [], 0
    for start, end in _spans(words, chosen):
        parts += [text[at:start], decode_text(text[start:end], encoding)]
        at = end
    return "".join([*parts, text[at:]])


@lru_cache(maxsize=65536)
def _gain(word: str, encoding: str) -> float:
    """Nats that decoding the word gains: of syllables, or where neither is one, of letter profiles."""
    if ADDRESS.search(word) or MODERN.search(word) or _TYPOGRAPHIC.fullmatch(word):
        return -_LIMIT
    decoded = decode_viqr(word) if encoding == "viqr" else codec(encoding).decode(word)
    if decoded == word or (word.isascii() and encoding != "viqr"):
        return 0.0
    before, after = weigh(word), weigh(decoded)
    if before == after == UNKNOWN:
        return max(-_LIMIT, min(_LIMIT, _fit(decoded, ("vi",)) - _fit(word, ("vi", "en", "fr"))))
    most = _LIMIT if before == UNKNOWN or encoding == "viqr" else _AMBIGUOUS
    return max(-_LIMIT, min(most, after - before + (_MARKED if encoding == "viqr" else 0.0)))


def _fit(word: str, languages: Sequence[str]) -> float:
    names = kinds()
    totals = [sum(column) for column in zip(*map(score, tokens(word)), strict=True)]
    return max(totals[names.index(name)] for name in languages) / 100 if totals else 0.0


def _runs(gains: Sequence[float]) -> list[bool]:
    """True where a word lies in a run to decode: the likeliest course of two states (Viterbi)."""
    keep, decode = 0.0, 0.0
    steps: list[tuple[bool, bool]] = []
    for gain in gains:
        steps.append((decode - SWITCH > keep, decode >= keep - SWITCH))
        keep, decode = max(keep, decode - SWITCH), max(decode, keep - SWITCH) + gain
    states, state = [], decode > keep
    for from_keep, from_decode in reversed(steps):
        states.append(state)
        state = from_decode if state else from_keep
    return states[::-1]


def _spans(words: Sequence[re.Match[str]], chosen: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of chosen words."""
    start = end = -1
    for word, take in zip(words, chosen, strict=True):
        if take:
            start, end = (word.start() if start < 0 else start), word.end()
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def detect_bytes(data: bytes) -> str | None:
    """The encoding of a text file's bytes, as decode_bytes takes it; None where nothing explains them.

    >>> detect_bytes("Kế hoạch năm".encode()), detect_bytes(b"plain"), detect_bytes("Việt".encode("utf-16"))
    ('utf-8', 'ascii', 'utf-16')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    text = codecs.charmap_decode(data[:_HEAD], "strict", WINDOWS)[0]
    if data.isascii():
        return try_encodings(text).encoding or "ascii"
    if _is_utf8(data):
        return "utf-8"
    trial = try_encodings(text)
    if trial.encoding and trial.fixed + trial.both > trial.kept:
        return trial.encoding
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
