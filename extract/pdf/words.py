"""Words of a PDF page's text layer through pdfium's C interface, few calls a word.

All functions take pdfium handles and must run under ``PDFIUM_LOCK``.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable
from typing import TypeAlias

import pypdfium2.raw as pdfium_c

from records.page import Word
from records.place import Box, union

#: Corners in the file's own space (left, bottom, right, top) to a box from the top left of the page as displayed.
ToPage: TypeAlias = Callable[[float, float, float, float], Box]
#: What pdfium calls a handle; ctypes pointers have no narrower common type.
Handle: TypeAlias = object

_HYPHEN = "\x02\ufffe"  # pdfium's marks for a hyphen at a line's end; it drops the line break after it
_TOKEN = re.compile(rf"[^\s\x00-\x1f{_HYPHEN}]*[{_HYPHEN}]|[^\s\x00-\x1f{_HYPHEN}]+")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SUBSET = re.compile(r"[A-Z]{6}\+")
_TALLEST = 2.5  # a font's own idea of its height is not believed above this many times its size


def tidy(raw: str) -> str:
    """A token as text: NFC, ligatures spelled out, characters without width dropped.

    The soft hyphen stays: it is ư in TCVN3. Once decoded, what is left of it is taken away.

    >>> tidy("kê\\u0301\\u200bt"), tidy("\\ufb01le")
    ('kết', 'file')
    """
    text = unicodedata.normalize("NFC", raw)
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text.translate(_ZERO_WIDTH) or raw


def page_words(text_page: Handle, to_page: ToPage) -> list[Word]:
    """The words of a text page in the order of the file; tokens are what stands between white space."""
    text = _characters(text_page)
    fonts, boxes = _Fonts(text_page), _Boxes(text_page, to_page)
    words: list[Word] = []
    joined = False
    for found in _TOKEN.finditer(text):
        word = _word(found, boxes, fonts)
        if joined and _touch(words[-1], word):
            words[-1] = _glue(words[-1], word)
        else:
            words.append(word)
        joined = found[0][-1] in _HYPHEN
    return words


def _characters(text_page: Handle) -> str:
    """The page's characters, one for each of pdfium's indices (an unmapped glyph is U+FFFD)."""
    count = pdfium_c.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "replace")
    if len(text) == count and "\x00" not in text:
        return text
    return "".join(_character(pdfium_c.FPDFText_GetUnicode(text_page, index)) for index in range(count))


def _character(code: int) -> str:
    surrogate = 0xD800 <= code < 0xE000
    return chr(code) if 0 < code < 0x110000 and not surrogate else "\ufffd"


def _word(found: re.Match[str], boxes: _Boxes, fonts: _Fonts) -> Word:
    raw = found[0]
    if raw[-1] in _HYPHEN:
        raw = raw[:-1] + "-"
    font, size = fonts.of(found.start())
    box = boxes.around(found.start(), found.end() - 1, size)
    return Word(raw if raw.isascii() else tidy(raw), raw, 0, box, None, font, size)


class _Boxes:
    """Boxes of characters, in points of the page as displayed."""

    def __init__(self, text_page: Handle, to_page: ToPage) -> None:
        self._page = text_page
        self._to_page = to_page
        self._rect = pdfium_c.FS_RECTF()

    def around(self, first: int, last: int, size: float | None) -> Box:
        """The box around the first and the last character of a word, as tall as the font."""
        left, bottom, right, top = self._corners(first, size)
        if last != first:
            left2, bottom2, right2, top2 = self._corners(last, size)
            left, bottom, right, top = min(left, left2), min(bottom, bottom2), max(right, right2), max(top, top2)
        return self._to_page(left, bottom, right, top)

    def _corners(self, index: int, size: float | None) -> tuple[float, float, float, float]:
        rect = self._rect
        pdfium_c.FPDFText_GetLooseCharBox(self._page, index, rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        height = abs(top - bottom)
        if height and not (size and height > _TALLEST * size and abs(right - left) < height):
            return left, bottom, right, top
        return self._tight(index)

    def _tight(self, index: int) -> tuple[float, float, float, float]:
        """The corners around the ink, for fonts whose ascent and descent cannot be believed."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium_c.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value


def _touch(left: Word, right: Word) -> bool:
    """True when a hyphen was no line's end after all: the next token goes on right behind it."""
    if left.box is None or right.box is None:
        return False
    height = left.box[3] - left.box[1]
    level = abs(left.box[1] - right.box[1]) < height / 2
    return level and abs(right.box[0] - left.box[2]) < 0.2 * height


def _glue(left: Word, right: Word) -> Word:
    boxes = [box for box in (left.box, right.box) if box is not None]
    return Word(left.text + right.text, left.raw + right.raw, box=union(boxes), font=left.font, size=left.size)


class _Fonts:
    """Font name and size of a character, looked up once for each text object of a page."""

    def __init__(self, text_page: Handle) -> None:
        self._page = text_page
        self._known: dict[int, tuple[str | None, float | None]] = {}

    def of(self, index: int) -> tuple[str | None, float | None]:
        """Font name (without the subset's prefix) and size in points; None where pdfium made the character up."""
        item = pdfium_c.FPDFText_GetTextObject(self._page, index)
        address = ctypes.cast(item, ctypes.c_void_p).value
        if address is None:
            return None, None
        if address not in self._known:
            self._known[address] = _font_name(item), _font_size(item)
        return self._known[address]


def _font_name(item: Handle) -> str | None:
    font = pdfium_c.FPDFTextObj_GetFont(item)
    length = pdfium_c.FPDFFont_GetBaseFontName(font, None, 0)
    if length <= 1:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"), count=1) or None


def _font_size(item: Handle) -> float | None:
    size, matrix = ctypes.c_float(), pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFTextObj_GetFontSize(item, size) or not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return None
    scaled: float = abs(size.value) * (matrix.c**2 + matrix.d**2) ** 0.5
    return round(scaled, 2)
