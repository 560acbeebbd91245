"""A text file as pages of lines: the file's own lines with the file's own numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from records.document import FileCard
from records.errors import FileAccess
from records.page import Line, Word

#: Decodes bytes from an encoding that Python has no codec for ("tcvn3", "vni"...): (data, encoding) to text.
Decoder = Callable[[bytes, str], str]

_CODECS = frozenset({"utf-8", "utf-16-le", "utf-16-be", "cp1258", "latin-1"})
_LINE_END = re.compile(r"\r\n|\n|\r")
_TOKEN = re.compile(r"\S+")


def read_text(card: FileCard, decode: Decoder | None = None) -> tuple[tuple[Line, ...], ...]:
    """The pages of a text file (form feeds part them), each a tuple of its lines, blank ones included.

    Line numbers are the file's, 1-based, and go on over the pages. A line's text is the file's, tabs and spaces kept,
    with each token in NFC; its words are what stands between white space. Bytes in an encoding without a codec go to
    ``decode``; without it they become the characters of the same numbers (Latin-1), from which they can be had back.
    Raises FileAccess when the file cannot be read.
    """
    try:
        data = card.path.read_bytes()
    except OSError as error:
        raise FileAccess(f"{card.path.name} cannot be read: {error.strerror or error}") from error
    return split_pages(_decoded(data, card.encoding or "utf-8", decode))


def split_pages(text: str) -> tuple[tuple[Line, ...], ...]:
    """Lines of a text by its form feeds; a form feed at the very end opens no page.

    >>> [[(line.number, line.text) for line in page] for page in split_pages("a\\nb\\n\\fc")]
    [[(1, 'a'), (2, 'b')], [(3, 'c')]]
    """
    pages: list[tuple[Line, ...]] = []
    number = 1
    for part in text.removesuffix("\f").split("\f"):
        pieces = _LINE_END.split(part)
        shown = pieces[:-1] if len(pieces) > 1 and not pieces[-1] else pieces
        pages.append(tuple(line_of(number + index, piece) for index, piece in enumerate(shown)))
        number += len(pieces) - 1
    return tuple(pages)


def line_of(number: int, text: str) -> Line:
    """A line with its words found.

    >>> line = line_of(3, "a\\tBa\\u0301o")
    >>> line.text, line.words[1].start, len(line.words[1].raw)
    ('a\\tBáo', 2, 4)
    """
    parts, words = [], []
    offset = 0
    for token, white in _pieces(text):
        if token:
            composed = token if token.isascii() else unicodedata.normalize("NFC", token)
            words.append(Word(composed, token, offset))
            parts.append(composed)
            offset += len(composed)
        parts.append(white)
        offset += len(white)
    return Line(number, "".join(parts), tuple(words))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each token with the white space behind it; first what stands before the first token."""
    last = 0
    token = ""
    for found in _TOKEN.finditer(text):
        yield token, text[last : found.start()]
        token, last = found[0], found.end()
    yield token, text[last:]


def _decoded(data: bytes, encoding: str, decode: Decoder | None) -> str:
    if encoding in _CODECS:
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    return decode(data, encoding) if decode is not None else data.decode("latin-1")
