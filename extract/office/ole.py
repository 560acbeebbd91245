"""The directory of an OLE compound file (old Microsoft Office): which streams lie at its root, and how they begin.

Format: [MS-CFB], Compound File Binary File Format, sections 2.2 to 2.6. Only what is needed to tell a document's kind
is read; names of streams inside embedded objects do not count.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128  # bytes of a directory entry
_NOTHING = 0xFFFFFFFA  # sector and entry numbers from here on are marks
_FREE = 0xFFFFFFFF  # a sector that is not used
_MOST = 100_000  # sectors or entries looked at, so that a chain that bites its tail ends
_STORAGES = (1, 5)  # types of entries that hold others: a storage, the root
_WORD_ENCRYPTED = 0x0100  # fEncrypted of the flags of FibBase, [MS-DOC] 2.5.2
_EXCEL_FILEPASS = 0x002F  # record of an encrypted workbook, [MS-XLS] 2.4.117


@dataclass(frozen=True, slots=True)
class OleFile:
    """The entries at the root of an OLE file: name to (first sector, bytes)."""

    data: bytes
    sector: int
    fat: tuple[int, ...]
    root: dict[str, tuple[int, int]]

    @property
    def cut_short(self) -> bool:
        """True when the file ends before the last sector that it uses begins."""
        used = next((number for number in range(len(self.fat), 0, -1) if self.fat[number - 1] != _FREE), 0)
        return len(self.data) <= used * self.sector

    def head(self, name: str) -> bytes:
        """The first bytes of a stream that lies in sectors of its own: up to one sector of them."""
        start, _ = self.root[name]
        return _sector(self.data, self.sector, start)


def open_ole(path: Path) -> OleFile:
    """The file's root directory. Raises ValueError when it is no OLE file or its directory cannot be followed."""
    data = path.read_bytes()
    if not data.startswith(MAGIC) or len(data) < 512:
        raise ValueError("no OLE file")
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    if size not in (512, 4096):
        raise ValueError("an OLE file with sectors of an odd size")
    fat = tuple(_fat(data, size))
    directory = b"".join(_sector(data, size, number) for number in _chain(fat, _u32(data, 0x30)))
    return OleFile(data, size, fat, dict(_children(directory)))


def needs_password(path: Path) -> bool:
    """True for a Word or Excel file of 1997 to 2003 whose own flags say that it is encrypted."""
    try:
        ole = open_ole(path)
        if "EncryptedPackage" in ole.root or "EncryptedSummary" in ole.root:
            return True
        if "WordDocument" in ole.root:
            return bool(struct.unpack_from("<H", ole.head("WordDocument"), 0x0A)[0] & _WORD_ENCRYPTED)
        book = next((name for name in ("Workbook", "Book") if name in ole.root), None)
        return book is not None and _EXCEL_FILEPASS in _records(ole.head(book))
    except (ValueError, struct.error, OSError):
        return False


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _fat(data: bytes, size: int) -> Iterator[int]:
    """The table of sectors, its own sectors found by the list in the header and that list's further sectors."""
    numbers = list(struct.unpack_from("<109I", data, 0x4C))
    further = _u32(data, 0x44)
    for _ in range(_MOST):
        if further >= _NOTHING or not _sector(data, size, further):
            break
        *more, further = _words(_sector(data, size, further))
        numbers += more
    for number in numbers:
        if number < _NOTHING:
            yield from _words(_sector(data, size, number))


def _words(block: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _chain(fat: tuple[int, ...], number: int) -> Iterator[int]:
    for _ in range(_MOST):
        if number >= len(fat):
            return
        yield number
        number = fat[number]


def _children(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name and (first sector, bytes) of what lies directly below the root: a binary tree of entries."""
    if len(directory) < _ENTRY or directory[0x42] not in _STORAGES:
        raise ValueError("an OLE file without a root")
    todo, seen = [_u32(directory, 0x4C)], set[int]()
    while todo:
        number = todo.pop()
        at = number * _ENTRY
        if number in seen or at + _ENTRY > len(directory):
            continue
        seen.add(number)
        todo += [_u32(directory, at + 0x44), _u32(directory, at + 0x48)]
        length = max(0, min(64, struct.unpack_from("<H", directory, at + 0x40)[0]) - 2)
        name = directory[at : at + length].decode("utf-16-le", "replace")
        yield name, (_u32(directory, at + 0x74), _u32(directory, at + 0x78))


def _records(stream: bytes) -> Iterator[int]:
    """Types of the records at the beginning of an Excel stream."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind
        at += 4 + length
