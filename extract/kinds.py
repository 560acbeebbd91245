"""What kind of file some bytes are: known formats by their first bytes, everything else named for the refusal."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import puremagic

from extract.office.ole import MAGIC, open_ole
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


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A guess from the bytes: kind None means "text or nothing known"; ``format`` names it where it is certain.

    note says what is wrong with a file that is read all the same.
    """

    kind: Kind | None
    format: str = ""
    note: str | None = None


#: Streams at the root of an OLE file, in the order that settles what it is.
_OLE_STREAMS = {
    "WordDocument": Sniffed(Kind.DOC, "Word 97-2003 document"),
    "Workbook": Sniffed(Kind.XLS, "Excel 97-2003 workbook"),
    "Book": Sniffed(Kind.XLS, "Excel 5 workbook"),
    "PowerPoint Document": Sniffed(Kind.PPT, "PowerPoint 97-2003 presentation"),
}
_ENCRYPTED = "EncryptedPackage"  # a modern Office file with a password, wrapped
#: Members of a zip file that tell what it is.
_ZIP_MEMBERS = {
    "word/document.xml": Sniffed(Kind.DOCX, "Word document"),
    "xl/workbook.xml": Sniffed(Kind.XLSX, "Excel workbook"),
    "ppt/presentation.xml": Sniffed(Kind.PPTX, "PowerPoint presentation"),
}
_OPEN_DOCUMENT = {"text": Kind.ODT, "spreadsheet": Kind.ODS, "presentation": Kind.ODP}


def sniff(path: Path, head: bytes, tail: bytes) -> Sniffed:
    """The kind of a file from its first bytes (1024 or more) and its last ones.

    Raises UnsupportedKind naming the format, EncryptedDocument for a modern Office file with a password,
    DamagedDocument for a zip or OLE file that cannot be read.
    """
    if head.startswith(_IMAGE_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Sniffed(Kind.IMAGE)
    if _is_pdf(head, tail):
        return Sniffed(Kind.PDF, "PDF")
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(path)
    if head.startswith(MAGIC):
        return _sniff_ole(path)
    if head.lstrip(b"\r\n\t ").startswith(b"{\\rtf"):
        return Sniffed(Kind.RTF, "rich text")
    if head.startswith(b"%!PS"):
        raise UnsupportedKind(f"{path.name} is PostScript")
    return Sniffed(None)


def refuse(path: Path, head: bytes) -> UnsupportedKind:
    """The error for bytes of no kind that is read, naming them where they are known to anybody."""
    name = known_name(head)
    return UnsupportedKind(f"{path.name} is {name}" if name else f"{path.name} is no PDF, image, Office file or text")


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
    for member, found in _ZIP_MEMBERS.items():
        if member in members:
            return found
    if "xl/workbook.bin" in members:
        raise UnsupportedKind(f"{path.name} is an Excel binary workbook (.xlsb)")
    if mimetype:
        return _open_document(path, mimetype.strip())
    raise UnsupportedKind(f"{path.name} is a zip archive")


def _open_document(path: Path, mimetype: str) -> Sniffed:
    """By the type that an OpenDocument file states first; templates are read like what they are templates of."""
    name = mimetype.rpartition(".")[2].removesuffix("-template")
    if "opendocument" in mimetype and name in _OPEN_DOCUMENT:
        return Sniffed(_OPEN_DOCUMENT[name], f"OpenDocument {name}")
    raise UnsupportedKind(f"{path.name} is {f'OpenDocument {name}' if 'opendocument' in mimetype else mimetype}")


def _sniff_ole(path: Path) -> Sniffed:
    """An OLE file by the names of the streams at its root."""
    try:
        ole = open_ole(path)
    except (ValueError, struct.error) as error:
        if _ENCRYPTED.encode("utf-16-le") in path.read_bytes():
            raise _encrypted(path) from error
        raise DamagedDocument(f"{path.name}: an old Office file whose directory cannot be read: {error}") from error
    if _ENCRYPTED in ole.root:
        raise _encrypted(path)
    found = next((found for stream, found in _OLE_STREAMS.items() if stream in ole.root), None)
    if found is None:
        raise UnsupportedKind(f"{path.name} is an OLE file that is no Word, Excel or PowerPoint document")
    return replace(found, note="the file is cut short; what is left of it is read") if ole.cut_short else found


def _encrypted(path: Path) -> EncryptedDocument:
    return EncryptedDocument(f"{path.name} is an Office file that needs a password")
