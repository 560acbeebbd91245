"""Words of a text layer in an old encoding, decoded run by run: a document mixes fonts, and each font its encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nlp.repair.fonts import draws_capitals, font_encoding
from nlp.repair.legacy import decode_text
from nlp.repair.mixed import decode_mixed
from records.page import Word

#: Letters that no legacy encoding shows for its bytes: a newer program wrote Unicode in a legacy font.
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


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
    """A run of words in one font: decoded together, for capitals are told by their neighbours, else one by one."""
    joined = " ".join(word.text for word in run)
    if sure and not _UNICODE.search(joined):
        texts = decode_text(joined, encoding, (font,)).split(" ")
    else:
        texts = decode_mixed(joined, encoding).split(" ")
        if draws_capitals((font,)):
            texts = [new if new == word.text else new.upper() for new, word in zip(texts, run, strict=False)]
    if len(texts) != len(run):
        texts = [decode_text(word.text, encoding, (font,) if font else ()) for word in run]
    return [replace(word, text=text) for word, text in zip(run, texts, strict=True)]
