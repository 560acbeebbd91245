"""A PDF as pages of words: the fast reading of text layers; tables are asked for page by page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pypdfium2.raw as pdfium_c

from extract.pdf.layer import LayerPage
from extract.pdf.objects import inventory
from extract.pdf.opening import PDFIUM_LOCK, OpenPdf, open_pdf
from extract.pdf.plumber import Plumber
from extract.pdf.words import Handle, ToPage, page_words
from records.errors import DamagedDocument
from records.page import RuledTable
from records.place import Box


class PdfSource:
    """An open PDF. Safe to share between threads: calls of pdfium take turns.

    Raises on opening: EncryptedDocument, DamagedDocument, FileAccess. ``scratch`` is a folder for the rebuilt copy of
    a broken file (None: the system's temporary folder). Page numbers are 1-based; a number outside raises IndexError.
    """

    def __init__(self, path: Path, scratch: Path | None = None) -> None:
        self._open: OpenPdf = open_pdf(path, scratch)
        self.name = path.name
        self.lock = PDFIUM_LOCK
        self.document = self._open.document
        self.pages: int = len(self.document)
        self._plumber = Plumber(self._open.path)

    @property
    def path(self) -> Path:
        """The file that is read: the one given, or its rebuilt copy."""
        return self._open.path

    @property
    def recovered(self) -> bool:
        """True when the file was broken and a rebuilt copy is read."""
        return self._open.recovered

    def text_layer(self, number: int) -> LayerPage:
        """Words, fonts, ruling lines and images of a page; invisible text counts as text.

        Where pdfium finds no word although the page has text operators, pdfplumber's reading is taken.
        Raises DamagedDocument when the page cannot be loaded.
        """
        self._check(number)
        with self.lock:
            page = pdfium_c.FPDF_LoadPage(self.document.raw, number - 1)
            if not page:
                raise DamagedDocument(f"{self.name}: page {number} cannot be loaded")
            try:
                layer = _layer(page, number)
            finally:
                pdfium_c.FPDF_ClosePage(page)
        if layer.text_objects and not layer.words:
            words = self._plumber.words(number)
            layer = replace(layer, words=words, fonts=tuple(sorted({w.font for w in words if w.font})))
        return layer

    def tables(self, number: int) -> tuple[RuledTable, ...]:
        """The ruled tables of a page (slow: ask only where ``LayerPage.rulings.make_table``)."""
        self._check(number)
        return self._plumber.tables(number)

    def close(self) -> None:
        """Close the file; its rebuilt copy is removed."""
        self._plumber.close()
        self._open.close()

    def __enter__(self) -> PdfSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, number: int) -> None:
        if not 1 <= number <= self.pages:
            raise IndexError(f"{self.name} has pages 1 to {self.pages}, not {number}")


def _layer(page: Handle, number: int) -> LayerPage:
    to_page, rotation = _transform(page)
    text_page = pdfium_c.FPDFText_LoadPage(page)
    try:
        words = page_words(text_page, to_page) if text_page else []
    finally:
        if text_page:
            pdfium_c.FPDFText_ClosePage(text_page)
    found = inventory(page, to_page)
    return LayerPage(
        number,
        tuple(words),
        float(pdfium_c.FPDF_GetPageWidthF(page)),
        float(pdfium_c.FPDF_GetPageHeightF(page)),
        rotation,
        tuple(sorted({word.font for word in words if word.font})),
        found.rulings,
        tuple(found.images or ()),
        found.text_objects,
    )


def _transform(page: Handle) -> tuple[ToPage, int]:
    """From the file's space to points from the top left of the crop box, turned as displayed; and the turn."""
    frame = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, frame)
    left, bottom, right, top = frame.left, frame.bottom, frame.right, frame.top

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three(x0: float, y0: float, x1: float, y1: float) -> Box:
        return top - y1, right - x1, top - y0, right - x0

    turn = int(pdfium_c.FPDFPage_GetRotation(page)) % 4
    return (upright, quarter, half, three)[turn], 90 * turn
