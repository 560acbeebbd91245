"""Words of a text layer in an old encoding, decoded run by run: a document mixes fonts, and each font its encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nlp.repair.fonts import font_encoding
from nlp.repair.legacy import decode_text
from nlp.repair.mixed import decode_mixed
from records.page import Word

#: Letters that no legacy encoding shows for its bytes: a newer program wrote Unicode in a legacy font.
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def decode_words(words: Sequence[Word], encoding: str) -> list[Word]:
    """The words with their text decoded; raw stays as read.

    Where fonts tell (``.VnTime``, ``VNI-Times``), only their words are decoded, each by its own font's encoding; where
    no font of the page tells, the words that gain from it are decoded in ``encoding``.

    >>> [w.text for w in decode_words([Word("B¸o", "B¸o"), Word("c¸o", "c¸o"), Word("878/L§", "878/L§")], "tcvn3")]
    ['Báo', 'cáo', '878/LĐ']
    >>> two = [Word("b¸o", "b¸o", font=".VnTimeH"), Word("Số", "Số", font="TimesNewRoman")]
    >>> [w.text for w in decode_words(two, "tcvn3")]
    ['BÁO', 'Số']
    """
    told = any(font_encoding(word.font)[0] for word in words if word.font)
    decoded: list[Word] = []
    for (font, fallback), run in groupby(words, key=lambda word: (word.font, not told)):
        own = font_encoding(font)[0] if font else None
        name = own or (encoding if fallback else None)
        part = list(run)
        decoded += _decoded(part, name, font) if name else part
    return decoded


def _decoded(run: list[Word], encoding: str, font: str | None) -> list[Word]:
    """A run of words in one font: decoded together, for capitals are told by their neighbours, else one by one."""
    joined = " ".join(word.text for word in run)
    told = font is not None and font_encoding(font)[0] is not None and not _UNICODE.search(joined)
    texts = (decode_text(joined, encoding, (font or "",)) if told else decode_mixed(joined, encoding)).split(" ")
    if len(texts) != len(run):
        texts = [decode_text(word.text, encoding, (font,) if font else ()) for word in run]
    return [replace(word, text=text) for word, text in zip(run, texts, strict=True)]
