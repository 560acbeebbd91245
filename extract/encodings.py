"""Which encoding the bytes of a text file are in.

Unicode comes first, for it checks itself. Which eight-bit encoding of Vietnamese other bytes are in is told by a
function that the caller lends.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

#: Names the eight-bit encoding of bytes; None where nothing explains them.
EightBit = Callable[[bytes], str | None]
_CHECKED = frozenset({"utf-8", "utf-8-sig", "utf-16", "ascii"})  # what :func:`detect` has ruled out by itself
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 200_000  # bytes that are enough to judge by
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b\x02\x05\x06"))  # VISCII has letters at 2, 5, 6, 14, 19, 1E
_MAX_CONTROLS = 0.005
_MAX_BROKEN = 0.05  # share of the letters beyond ASCII that may be out of place in a UTF-8 file


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by name ("utf-8", "utf-16-le", "cp1258", "tcvn3", "vni"..., "latin-1" when unknown), and a note."""

    name: str
    note: str | None = None


def detect(data: bytes, eight_bit: EightBit | None = None) -> Encoding | None:
    """The encoding of a text, or None when the bytes are no text.

    eight_bit is asked for bytes that are not Unicode.

    >>> detect("Báo cáo tổng kết".encode("utf-16-le"))
    Encoding(name='utf-16-le', note=None)
    >>> detect(bytes(range(256))) is None
    True
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    wide = _without_mark(data)
    if wide is not None:
        return Encoding(wide)
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MAX_CONTROLS * len(sample):
        return None
    return _utf8(data) or _eight_bit(sample, eight_bit)


def _marked(body: bytes, name: str) -> Encoding:
    """An encoding that a byte order mark names, with a note when the bytes do not keep to it."""
    try:
        body.decode(name)
    except UnicodeDecodeError as error:
        return Encoding(name, f"bytes that are not {name} from byte {error.start} on")
    return Encoding(name)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows by its zero bytes: those of spaces and plain letters lie on one side."""
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if max(odd, even) < 0.2 or max(odd, even) < 3 * min(odd, even):  # U+0300 has a zero on the other side
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: 2 * pairs].decode(name, "replace")
    strange = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") for char in text if char not in "\t\n\r\f")
    return name if strange + text.count("\ufffd") <= 0.01 * len(text) else None


def _utf8(data: bytes) -> Encoding | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken, beyond = text.count("\ufffd"), sum(char > "\x7f" for char in text)
        if broken < _MAX_BROKEN * beyond:
            return Encoding("utf-8", f"{broken} places are not UTF-8")
        return None
    return Encoding("utf-8")


def _eight_bit(sample: bytes, name_of: EightBit | None) -> Encoding:
    """The encoding that the given function names, or "latin-1" with a note."""
    name = name_of(sample) if name_of else None
    if name is None or name in _CHECKED:
        return Encoding("latin-1", "eight-bit text in no known Vietnamese encoding")
    return Encoding(name)
