"""Ruling lines, placed images and text operators of a PDF page, through the forms that hold them.

All functions take pdfium handles and must run under ``PDFIUM_LOCK``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pypdfium2.raw as pdfium_c

from extract.pdf.layer import PlacedImage, Rulings
from extract.pdf.words import Handle, ToPage
from records.place import Box

#: a, b, c, d, e, f of x' = a x + c y + e, y' = b x + d y + f.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 6  # forms within forms; a form may hold itself
_MAX_OBJECTS = 50_000  # a drawn map has millions; what a text page needs is among the first
_THIN = 3.0  # points: a filled rectangle this thin is a ruling line
_LONG = 12.0  # points: a stroke shorter than this is no ruling line
_PATH, _IMAGE, _TEXT, _FORM = (
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)


@dataclass(slots=True)
class Inventory:
    """What the objects of one page came to; filled while they are walked through."""

    across: int = 0
    down: int = 0
    text_objects: int = 0
    images: list[PlacedImage] | None = None

    @property
    def rulings(self) -> Rulings:
        """The count of ruling lines."""
        return Rulings(self.across, self.down)


def inventory(page: Handle, to_page: ToPage) -> Inventory:
    """Count a page's ruling lines and text operators and list its images."""
    found = Inventory(images=[])
    for seen, (item, kind, matrix) in enumerate(_page_objects(page)):
        if seen >= _MAX_OBJECTS:
            break
        if kind == _TEXT:
            found.text_objects += 1
        elif kind == _PATH:
            _count_lines(item, _placed(item, matrix), found)
        elif kind == _IMAGE:
            _add_image(item, to_page(*_placed(item, matrix)), found)
    return found


def _page_objects(page: Handle) -> Iterator[tuple[Handle, int, Matrix]]:
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _with_inner(pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0)


def _with_inner(item: Handle, matrix: Matrix, depth: int) -> Iterator[tuple[Handle, int, Matrix]]:
    """An object, or for a form what it holds, with the matrix of the forms around it."""
    kind = pdfium_c.FPDFPageObj_GetType(item)
    if kind != _FORM:
        yield item, kind, matrix
    elif depth < _MAX_DEPTH:
        inner = _multiply(_matrix(item), matrix)
        for index in range(max(0, pdfium_c.FPDFFormObj_CountObjects(item))):
            yield from _with_inner(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _matrix(item: Handle) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return _IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _placed(item: Handle, matrix: Matrix) -> Box:
    """Left, bottom, right, top of an object in the page's space."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if matrix == _IDENTITY:
        return x0, y0, x1, y1
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(xs), min(ys), max(xs), max(ys)


def _count_lines(item: Handle, bounds: Box, found: Inventory) -> None:
    """Add a path's straight lines: thin ones by their direction, others by their segments, half and half."""
    wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if high <= _THIN:
        found.across += wide >= _LONG
    elif wide <= _THIN:
        found.down += high >= _LONG
    elif wide >= _LONG and high >= _LONG:
        segments = max(0, pdfium_c.FPDFPath_CountSegments(item))
        found.across += segments // 2
        found.down += segments // 2


def _add_image(item: Handle, box: Box, found: Inventory) -> None:
    columns, rows = ctypes.c_uint(), ctypes.c_uint()
    if pdfium_c.FPDFImageObj_GetImagePixelSize(item, columns, rows) and found.images is not None:
        found.images.append(PlacedImage(box, columns.value, rows.value))
