"""What a file is, by its bytes and never by its suffix: kind, identity, pages, limits."""

from __future__ import annotations

import hashlib
import stat
import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from extract.encodings import EightBit, detect
from extract.kinds import HEADER_WINDOW, IMAGE_FORMATS, known_name, refuse, sniff
from extract.office.word import check_size
from extract.pdf.opening import open_pdf
from records.document import FileCard, Kind, Limits
from records.errors import DamagedDocument, DoichieuError, FileAccess, TooLarge, UnsupportedKind

# Pillow's own guard warns at one fixed size and raises at another; here the limit of the settings holds instead.
Image.MAX_IMAGE_PIXELS = None
# Odd tags of a TIFF or JPEG are no news to anybody who keeps an archive.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_ZIPPED = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS, Kind.ODP})
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "tcvn3": "TCVN3", "vni": "VNI"}


def triage(path: Path, limits: Limits, eight_bit: EightBit | None = None) -> FileCard:
    """Find out what a file is without decoding any page of it; ``eight_bit`` names encodings older than Unicode.

    Raises:
        FileAccess: it is not there, or may not be read, or is a link that leads nowhere.
        UnsupportedKind: a folder, a device, or bytes of no kind that is read here (named where known).
        TooLarge: above a limit on bytes, pages or pixels; EncryptedDocument: it needs a password.
        DamagedDocument: empty, cut short or broken beyond recovery.
    """
    try:
        size = _regular_size(path)
        if size > limits.max_bytes:
            raise TooLarge(f"{path.name} has {size:,} bytes; the limit is {limits.max_bytes:,} bytes")
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return _card(path, sha256, size, limits, eight_bit)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError in some versions of pathlib
        raise FileAccess(f"{path.name} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _regular_size(path: Path) -> int:
    """Bytes of a regular file."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnsupportedKind(f"{path.name} is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnsupportedKind(f"{path.name} is a pipe, a socket or a device, not a file")
    if not status.st_size:
        raise DamagedDocument(f"{path.name} is empty (0 bytes)", "Get the file again from its source.")
    return status.st_size


def _card(path: Path, sha256: str, size: int, limits: Limits, eight_bit: EightBit | None) -> FileCard:
    head, tail = _ends(path, size)
    sniffed = sniff(path, head, tail)
    if sniffed.kind is Kind.PDF:
        pages, note = _pdf_pages(path)
        _check_pages(path, pages, limits)
        return FileCard(path, sha256, size, Kind.PDF, "PDF", pages, note=note)
    if sniffed.kind is Kind.IMAGE:
        name, pages = _image_pages(path, limits)
        return FileCard(path, sha256, size, Kind.IMAGE, name, pages)
    if sniffed.kind is not None:
        if sniffed.kind in _ZIPPED:
            check_size(path, limits)
        return FileCard(path, sha256, size, sniffed.kind, sniffed.format, note=sniffed.note)
    return _text_card(path, sha256, size, head, eight_bit)


def _ends(path: Path, size: int) -> tuple[bytes, bytes]:
    with path.open("rb") as stream:
        head = stream.read(64 * HEADER_WINDOW)
        stream.seek(max(0, size - 2 * HEADER_WINDOW))
        return head, stream.read()


def _text_card(path: Path, sha256: str, size: int, head: bytes, eight_bit: EightBit | None) -> FileCard:
    encoding = detect(head, eight_bit)
    if encoding is not None and size > len(head):
        encoding = detect(path.read_bytes(), eight_bit)
    if encoding is None or (encoding.name == "latin-1" and known_name(head)):
        raise refuse(path, head)
    name = _NAMES.get(encoding.name, encoding.name)
    return FileCard(path, sha256, size, Kind.TEXT, f"{name} text", encoding=encoding.name, note=encoding.note)


def _pdf_pages(path: Path) -> tuple[int, str | None]:
    opened = open_pdf(path)
    try:
        note = "the file is broken; a rebuilt copy is read" if opened.recovered else None
        return len(opened.document), note
    finally:
        opened.close()


def _check_pages(path: Path, pages: int, limits: Limits) -> None:
    if pages > limits.max_pages:
        raise TooLarge(f"{path.name} has {pages:,} pages; the limit is {limits.max_pages:,} pages")


def _image_pages(path: Path, limits: Limits) -> tuple[str, int]:
    """Format and frames of an image from its headers; every frame is held against the limit on pixels."""
    try:
        with path.open("rb") as stream, Image.open(stream, formats=IMAGE_FORMATS) as picture:
            name = "JPEG" if picture.format == "MPO" else str(picture.format)
            _check_pixels(path, picture, limits)
            pages = 1 if name == "JPEG" else int(getattr(picture, "n_frames", 1))
            _check_pages(path, pages, limits)
            for frame in range(1, pages if name == "TIFF" else 1):
                picture.seek(frame)
                _check_pixels(path, picture, limits)
            return name, pages
    except (DoichieuError, FileNotFoundError, PermissionError):
        raise
    except UnidentifiedImageError as error:
        raise DamagedDocument(f"{path.name}: the image's header is broken") from error
    except Exception as error:  # Pillow raises what its decoders run into: SyntaxError, struct.error, TypeError...
        reason = (str(error) or type(error).__name__).replace(str(path), path.name)
        raise DamagedDocument(f"{path.name}: the image cannot be read: {reason}") from error


def _check_pixels(path: Path, picture: Image.Image, limits: Limits) -> None:
    columns, rows = picture.size
    if columns * rows > limits.max_pixels:
        raise TooLarge(
            f"{path.name} has {columns} × {rows} pixels ({columns * rows:,}); the limit is {limits.max_pixels:,} pixels"
        )
