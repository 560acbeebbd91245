"""Words of a text layer in an old encoding, decoded run by run: a document mixes fonts, and each font its encoding."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nlp.repair.codec import WINDOWS, codec
from nlp.repair.fonts import draws_capitals, font_encoding
from nlp.repair.legacy import decode_text
from nlp.repair.mixed import decode_mixed
from nlp.repair.trial import COMMON, weigh
from records.page import Word

_BYTES = frozenset(WINDOWS) | {chr(code) for code in range(256)}
_STRAY = 0.03  # share of words in Unicode that a run in a legacy font may hold and still be taken for legacy text


def decode_words(words: Sequence[Word], encoding: str | None) -> list[Word]:
    """The words with their text decoded; raw stays as read.

    Words in a font that tells (``.VnTime``, ``VNI-Times``) are decoded by it, all others where they gain from it in
    ``encoding``: a cell may be set in Arial by mistake. None says that the text as a whole is in no old encoding: then
    what a font promises is decoded only where words gain from it.

    >>> [w.text for w in decode_words([Word("B¸o", "B¸o"), Word("c¸o", "c¸o"), Word("878/L§", "878/L§")], "tcvn3")]
    ['Báo', 'cáo', '878/LĐ']
    >>> two = [Word("b¸o", "b¸o", font=".VnTimeH"), Word("Số", "Số", font="TimesNewRoman")]
    >>> [w.text for w in decode_words(two, "tcvn3")]
    ['BÁO', 'Số']
    """
    decoded: list[Word] = []
    for font, run in groupby(words, key=lambda word: word.font):
        own = font_encoding(font)[0] if font else None
        name = own or encoding
        part = list(run)
        decoded += _decoded(part, name, font or "", own is not None and encoding is not None) if name else part
    return decoded


def _decoded(run: list[Word], encoding: str, font: str, sure: bool) -> list[Word]:
    """A run of words in one font. ``sure``: the font promises the encoding, and the text as a whole is in an old one.

    Words that hold other letters are looked at one by one; many of them show that the run mixes Unicode in.
    """
    texts = [word.text for word in run]
    old: Sequence[int] = range(len(run))
    if sure:
        texts = [text if _is_old(text, encoding) else _half_old(text, encoding) for text in texts]
        old = [index for index, word in enumerate(run) if _is_old(word.text, encoding)]
        kept = sum(text == word.text for text, word in zip(texts, run, strict=True)) - len(old)
        sure = kept <= _STRAY * len(run)
    for index, text in zip(old, _together([texts[index] for index in old], encoding, font, sure), strict=True):
        texts[index] = text
    return [replace(word, text=text) for word, text in zip(run, texts, strict=True)]


def _together(texts: Sequence[str], encoding: str, font: str, sure: bool) -> list[str]:
    """Words decoded together, for capitals are told by their neighbours; where that moves spaces, one by one."""
    joined = " ".join(texts)
    if sure:
        decoded = decode_text(joined, encoding, (font,)).split(" ")
    else:
        decoded = decode_mixed(joined, encoding).split(" ")
        if draws_capitals((font,)):
            decoded = [new if new == text else new.upper() for new, text in zip(decoded, texts, strict=False)]
    if len(decoded) == len(texts):
        return decoded
    return [decode_text(text, encoding, (font,) if font else ()) for text in texts]


def _is_old(text: str, encoding: str) -> bool:
    """True when every character may be a byte of an old encoding."""
    return text.isascii() or all(char in _BYTES or char in codec(encoding).letters for char in text)


def _half_old(text: str, encoding: str) -> str:
    """A word of which some letters are Unicode, or were read as Windows-1258, where decoding makes syllables of it.

    >>> _half_old("®ịnh", "tcvn3"), _half_old("chƠ", "tcvn3"), _half_old("đơn", "tcvn3")
    ('định', 'chế', 'đơn')
    """
    if weigh(text) > COMMON:
        return text
    options = (codec(encoding).decode(option) for option in (text, _as_bytes(text)))
    return next((option for option in options if weigh(option) > COMMON), text)


def _as_bytes(text: str) -> str:
    """Letters and marks of Windows-1258 as Windows-1252 shows their bytes: fonts say to be Vietnamese and are not."""
    shown = []
    for char in text:
        try:
            data = char.encode("cp1258")
        except UnicodeEncodeError:
            data = unicodedata.normalize("NFD", char).encode("cp1258", "ignore")
        shown.append("".join(WINDOWS[code] for code in data) or char)
    return "".join(shown)
