"""Opening a PDF: with pdfium where it can, else through pikepdf, which rebuilds what a cut-off file has lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from records.errors import DamagedDocument, EncryptedDocument, FileAccess

#: pdfium keeps state between calls and may not be called from two threads at once, whatever document they work on.
PDFIUM_LOCK = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class OpenPdf:
    """An open document, the file it was opened from (a rebuilt copy when ``recovered``) and the copy's folder."""

    document: pdfium.PdfDocument
    path: Path
    recovered: bool = False
    folder: TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Close the document and drop the rebuilt copy."""
        with PDFIUM_LOCK:
            self.document.close()
        if self.folder is not None:
            self.folder.cleanup()


def open_pdf(path: Path, scratch: Path | None = None) -> OpenPdf:
    """Open a PDF; a file that pdfium refuses is rebuilt below ``scratch`` (None: the system's temporary folder).

    Raises EncryptedDocument when a password is needed to read, DamagedDocument when neither library finds a page,
    FileAccess when the file cannot be read.
    """
    document = _with_pdfium(path)
    if document is not None:
        return OpenPdf(document, path)
    folder = TemporaryDirectory(prefix="recovered-", dir=scratch, ignore_cleanup_errors=True)
    copy = Path(folder.name) / "recovered.pdf"
    try:
        _rebuild(path, copy)
        document = _with_pdfium(copy)
        if document is None:
            raise DamagedDocument(f"{path.name}: the PDF is broken beyond recovery")
    except BaseException:
        folder.cleanup()
        raise
    return OpenPdf(document, copy, recovered=True, folder=folder)


def _with_pdfium(path: Path) -> pdfium.PdfDocument | None:
    """The document with at least one page, or None when pdfium cannot make one of it."""
    with PDFIUM_LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
                raise EncryptedDocument(f"{path.name} needs a password") from error
            return None
        except OSError as error:
            raise FileAccess(f"{path.name} cannot be read: {error.strerror or error}") from error
        if len(document):
            return document
        document.close()
        return None


def _rebuild(path: Path, copy: Path) -> None:
    """Write a sound copy of a broken PDF."""
    try:
        with pikepdf.open(path) as broken:
            if not len(broken.pages):
                raise DamagedDocument(f"{path.name}: the PDF has no page")
            broken.save(copy)
    except pikepdf.PasswordError as error:
        raise EncryptedDocument(f"{path.name} needs a password") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise DamagedDocument(f"{path.name}: the PDF is broken beyond recovery ({_first_line(error)})") from error
    except OSError as error:
        raise FileAccess(f"{path.name} cannot be rebuilt: {error.strerror or error}") from error


def _first_line(error: Exception) -> str:
    """The gist of a library's message, without the path it begins with."""
    return (str(error).splitlines() or [type(error).__name__])[0].rpartition(": ")[2][:120]
