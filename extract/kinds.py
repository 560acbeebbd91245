"""What kind of file some bytes are: known formats by their first bytes, everything else named for the refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import puremagic

from records.document import Kind
from records.errors import DamagedDocument, EncryptedDocument, UnsupportedKind

#: A PDF's header may stand anywhere in the first 1024 bytes (Adobe's implementation note 13 to PDF 1.7).
HEADER_WINDOW = 1024
#: Image formats that Pillow is asked to try, so that an odd file never reaches another decoder.
IMAGE_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000", "PPM")

_IMAGE_STARTS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams of an OLE file (names are UTF-16) and what a file with them is.
_OLE_STREAMS = {
    "WordDocument": "Word 97-2003 document (.doc)",
    "Workbook": "Excel 97-2003 workbook (.xls)",
    "Book": "Excel 5 workbook (.xls)",
    "PowerPoint Document": "PowerPoint 97-2003 presentation (.ppt)",
}
#: Members of a zip file that tell what it is.
_ZIP_MEMBERS = {
    "xl/workbook.xml": "Excel workbook (.xlsx)",
    "xl/workbook.bin": "Excel binary workbook (.xlsb)",
    "ppt/presentation.xml": "PowerPoint presentation (.pptx)",
}
_TEXT_STARTS = {b"{\\rtf": "rich text (.rtf)", b"%!PS": "PostScript"}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A guess from the bytes: kind None means "text or nothing known"; ``format`` names it where it is certain."""

    kind: Kind | None
    format: str = ""


def sniff(path: Path, head: bytes, tail: bytes) -> Sniffed:
    """The kind of a file from its first bytes (1024 or more) and its last ones.

    Raises UnsupportedKind naming the format, EncryptedDocument for a Word file with a password, DamagedDocument for
    a zip file that cannot be read.
    """
    if head.startswith(_IMAGE_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Sniffed(Kind.IMAGE)
    if _is_pdf(head, tail):
        return Sniffed(Kind.PDF, "PDF")
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(path)
    if head.startswith(_OLE):
        raise _ole_refusal(path)
    for start, name in _TEXT_STARTS.items():
        if head.startswith(start):
            raise UnsupportedKind(f"{path.name} is {name}")
    return Sniffed(None)


def refuse(path: Path, head: bytes) -> UnsupportedKind:
    """The error for bytes of no kind that is read, naming them where they are known to anybody."""
    name = known_name(head)
    return UnsupportedKind(f"{path.name} is {name}" if name else f"{path.name} is no PDF, image, .docx or text")


def known_name(head: bytes) -> str | None:
    """What puremagic calls bytes that begin like this, or None."""
    try:
        return next((str(found.name) for found in puremagic.magic_string(head) if found.name), None)
    except (puremagic.PureError, ValueError):
        return None


def _is_pdf(head: bytes, tail: bytes) -> bool:
    """True for a header at the start, or further on when the file also ends or goes on like a PDF."""
    offset = head[:HEADER_WINDOW].find(b"%PDF-")
    return offset == 0 or (offset > 0 and (b"startxref" in tail or b"%%EOF" in tail or b" obj" in head[offset:]))


def _sniff_zip(path: Path) -> Sniffed:
    try:
        with ZipFile(path) as archive:
            members = set(archive.namelist())
            mimetype = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in members else ""
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise DamagedDocument(f"{path.name}: a zip file (.docx?) that cannot be read: {error}") from error
    if "word/document.xml" in members:
        return Sniffed(Kind.DOCX, "Word document")
    for member, name in _ZIP_MEMBERS.items():
        if member in members:
            raise UnsupportedKind(f"{path.name} is an {name}")
    if mimetype:
        raise UnsupportedKind(f"{path.name} is {_open_document(mimetype)}")
    raise UnsupportedKind(f"{path.name} is a zip archive")


def _open_document(mimetype: str) -> str:
    kind = mimetype.rpartition(".")[2].strip()
    return f"OpenDocument {kind} (.odt and the like)" if "opendocument" in mimetype else mimetype.strip()


def _ole_refusal(path: Path) -> UnsupportedKind | EncryptedDocument:
    """The error for an OLE file, by the names of its streams."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedDocument(f"{path.name} is an Office file that needs a password")
    for stream, name in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return UnsupportedKind(f"{path.name} is a {name}")
    return UnsupportedKind(f"{path.name} is an OLE file (old Microsoft Office?)")
