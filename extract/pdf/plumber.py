"""Ruled tables of a PDF page, and a second reading of its words, both by pdfplumber.

pdfplumber reads about twenty pages a second, so it is asked only for pages that draw a grid, or whose text pdfium
could not decode. It keeps every object of a page until told to drop them.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from records.page import RuledTable, Word
from records.place import Box

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table

_log = logging.getLogger(__name__)
_MAX_EDGES = 20_000  # crossings are compared pair by pair: a drawing would take minutes


class Plumber:
    """A PDF opened by pdfplumber on first use. Safe to share between threads: calls take turns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: PDF | None = None
        self._lock = Lock()

    def tables(self, number: int) -> tuple[RuledTable, ...]:
        """The ruled tables of page ``number`` (1-based), top to bottom; none where pdfplumber fails."""
        try:
            with self._lock, self._page(number) as page:
                if len(page.edges) > _MAX_EDGES:
                    return ()
                found = [_table(table, _origin(page)) for table in page.find_tables()]
        except Exception as error:  # noqa: BLE001 - pdfminer raises whatever a broken object leads it to
            _log.warning("%s: no tables from page %d: %s", self._path.name, number, error)
            return ()
        return tuple(
            sorted(
                (table for table in found if table is not None), key=lambda table: table.box[1] if table.box else 0.0
            )
        )

    def words(self, number: int) -> tuple[Word, ...]:
        """The words of page ``number`` with their fonts; none where pdfplumber fails."""
        try:
            with self._lock, self._page(number) as page:
                origin = _origin(page)
                return tuple(_word(found, origin) for found in page.extract_words(extra_attrs=["fontname", "size"]))
        except Exception as error:  # noqa: BLE001 - as above
            _log.warning("%s: no words from page %d: %s", self._path.name, number, error)
            return ()

    def close(self) -> None:
        """Close the file."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    @contextmanager
    def _page(self, number: int) -> Iterator[PlumberPage]:
        """The page, whose objects are dropped afterwards."""
        if self._pdf is None:
            import pdfplumber  # lazy: takes a third of a second

            self._pdf = pdfplumber.open(self._path)
        page = self._pdf.pages[number - 1]
        try:
            yield page
        finally:
            page.close()


def _origin(page: PlumberPage) -> tuple[float, float]:
    """Top left of what is displayed, in pdfplumber's own space."""
    return float(page.cropbox[0]), float(page.cropbox[1])


def _shifted(x0: float, y0: float, x1: float, y1: float, origin: tuple[float, float]) -> Box:
    return float(x0) - origin[0], float(y0) - origin[1], float(x1) - origin[0], float(y1) - origin[1]


def _table(table: Table, origin: tuple[float, float]) -> RuledTable | None:
    """The table's cells in NFC, white space run together; None for a single cell or a grid without a word."""
    rows = tuple(tuple(_cell(cell) for cell in row) for row in table.extract())
    if sum(len(row) for row in rows) < 2 or not any(cell for row in rows for cell in row):
        return None
    boxes = tuple(tuple(_shifted(*cell, origin) if cell else None for cell in row.cells) for row in table.rows)
    return RuledTable(_shifted(*table.bbox, origin), rows, boxes=boxes)


def _cell(text: str | None) -> str:
    return unicodedata.normalize("NFC", " ".join((text or "").split()))


def _word(found: dict[str, object], origin: tuple[float, float]) -> Word:
    """pdfplumber's word as ours."""
    raw = str(found["text"])
    x0, top, x1, bottom = (float(str(found[key])) for key in ("x0", "top", "x1", "bottom"))
    font = str(found["fontname"]).partition("+")[2] or str(found["fontname"])
    size = float(str(found["size"]))
    return Word(unicodedata.normalize("NFC", raw), raw, box=_shifted(x0, top, x1, bottom, origin), font=font, size=size)
