"""A page as pixels: the image of a PDF page at its own resolution where the page is one image, else rendered.

pdfium is not safe to call from two threads at once: every call of it here is made under the lock that the caller
hands in. Files of images (TIFF, JPEG...) are in :mod:`extract.image.pictures`.
"""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from records.document import Limits
from records.errors import DamagedDocument, TooLarge
from records.place import Box, union

Pixels: TypeAlias = npt.NDArray[np.uint8]

RENDER_DPI = 300.0
#: A page is one image when the image covers this share of it.
COVERS = 0.85
#: Resolutions that a page made of images only is rendered at; outside, RENDER_DPI serves better.
OWN_DPI = (150.0, 400.0)
INVISIBLE = pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """One page's pixels, upright as the page is displayed.

    pixels: uint8 array, (rows, columns) grey or (rows, columns, 3) red, green, blue; dpi: pixels an inch, alike in
    both directions; width, height: the page in points; box: where the pixels lie on the page, in points from its top
    left; bilevel: every pixel is black or white; note: what a person should know about how it was made, or None.
    """

    pixels: Pixels
    dpi: float
    width: float
    height: float
    box: Box
    bilevel: bool = False
    note: str | None = None

    def to_page(self, box: Box) -> Box:
        """A box in pixels as a box in points of the page."""
        rows, columns = self.pixels.shape[:2]
        x0, y0, x1, y1 = self.box
        across, down = (x1 - x0) / columns, (y1 - y0) / rows
        return x0 + box[0] * across, y0 + box[1] * down, x0 + box[2] * across, y0 + box[3] * down


@dataclass(frozen=True, slots=True)
class _Placed:
    """An object of a PDF page: kind, corners in points from the page's bottom left as in the file, and its matrix."""

    item: pdfium.PdfObject
    matrix: tuple[float, float, float, float, float, float]
    bounds: Box
    seen: bool

    @property
    def is_image(self) -> bool:
        """True for an image object."""
        return bool(self.item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE)


def is_bilevel(pixels: Pixels) -> bool:
    """True when a sample of the pixels is all pure black or white."""
    sample = pixels[::5, ::3]
    return bool(((sample == 0) | (sample == 255)).all())


def square(pixels: Pixels, dpi_x: float, dpi_y: float) -> tuple[Pixels, float]:
    """Pixels made square by enlarging the coarser direction (fax pages have 204 by 98), with their resolution."""
    if max(dpi_x, dpi_y) < 1.1 * min(dpi_x, dpi_y):
        return pixels, (dpi_x + dpi_y) / 2
    dpi = max(dpi_x, dpi_y)
    rows, columns = pixels.shape[:2]
    size = (round(columns * dpi / dpi_x), round(rows * dpi / dpi_y))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8), dpi


def check_pixels(columns: int, rows: int, limits: Limits, what: str) -> None:
    """Raise TooLarge when an image is above the limit on pixels."""
    if columns * rows > limits.max_pixels:
        raise TooLarge(f"{what} has {columns} × {rows} pixels; the limit is {limits.max_pixels:,} pixels")


def pdf_raster(document: pdfium.PdfDocument, number: int, lock: Lock, limits: Limits) -> Raster:
    """The pixels of page ``number`` (1-based).

    A page that is one upright image with nothing visible beside it is taken at that image's own resolution, not
    resampled; a page of images only is rendered at their resolution; any other page at 300 dpi, less where the page
    is so large that it would pass ``limits.max_pixels``.

    Raises:
        TooLarge: the page holds an image above the limit on pixels.
        DamagedDocument: pdfium cannot load or render the page.
    """
    try:
        with lock, closing(document[number - 1]) as page:
            raster = _raster(page, number, limits)
    except pdfium.PdfiumError as error:
        raise DamagedDocument(f"page {number} cannot be rendered: {error}") from error
    return replace(raster, bilevel=is_bilevel(raster.pixels))


def _raster(page: pdfium.PdfPage, number: int, limits: Limits) -> Raster:
    placed = [_placed(item) for item in page.get_objects(max_depth=6)]
    images = [p for p in placed if p.is_image]
    for image in images:
        columns, rows = image.item.get_px_size()
        check_pixels(columns, rows, limits, f"an image of page {number}")
    single = _single_image(page, placed)
    raster = _native(page, single) if single is not None else None
    return raster or _rendered(page, _render_dpi(page, placed), limits)


def _placed(item: pdfium.PdfObject) -> _Placed:
    """The object with its matrix and bounds on the page, through the forms that hold it."""
    matrix, container = item.get_matrix(), item.container
    left, bottom, right, top = item.get_bounds()
    while container is not None:
        outer = container.get_matrix()
        matrix = matrix.multiply(outer)
        left, bottom, right, top = outer.on_rect(left, bottom, right, top)
        container = container.container
    hidden = item.type == pdfium_c.FPDF_PAGEOBJ_FORM or (
        item.type == pdfium_c.FPDF_PAGEOBJ_TEXT and pdfium_c.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE
    )
    return _Placed(item, matrix.get(), (left, bottom, right, top), not hidden)


def _share(page: pdfium.PdfPage, bounds: Box) -> float:
    """Share of the page's area that the bounds cover."""
    left, bottom, right, top = page.get_bbox()
    wide = max(0.0, min(right, bounds[2]) - max(left, bounds[0]))
    high = max(0.0, min(top, bounds[3]) - max(bottom, bounds[1]))
    return float(wide * high / ((right - left) * (top - bottom) or 1.0))


def _inside(inner: Box, outer: Box, slack: float) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _single_image(page: pdfium.PdfPage, placed: list[_Placed]) -> _Placed | None:
    """The one image that is all there is to see on the page, upright or turned by a right angle; else None."""
    seen = [p for p in placed if p.seen]
    images = [p for p in seen if p.is_image]
    if len(images) != 1 or _share(page, images[0].bounds) < COVERS:
        return None
    image = images[0]
    before = seen[: seen.index(image)]
    if len(before) + 1 != len(seen) or not all(_inside(p.bounds, image.bounds, 1.0) for p in before):
        return None  # something is drawn over the image or beside it
    a, b, c, d, _, _ = image.matrix
    upright = max(abs(b), abs(c)) < 0.002 * max(abs(a), abs(d), 1e-9)
    turned = max(abs(a), abs(d)) < 0.002 * max(abs(b), abs(c), 1e-9)
    sticks_out = not _inside(image.bounds, page.get_bbox(), 0.01 * max(page.get_size()))
    return None if sticks_out or not (upright or turned) else image


def _native(page: pdfium.PdfPage, image: _Placed) -> Raster | None:
    """The image's own pixels, upright; None where they are not what the page shows (stencils, soft masks)."""
    info = image.item.get_metadata()
    if info.bits_per_pixel == 1 and info.colorspace == pdfium_c.FPDF_COLORSPACE_UNKNOWN:
        return None  # a stencil: its pixels are the mask, not the picture
    pixels = _array(image.item.get_bitmap())
    if pixels[::16, ::16].mean() < 128:
        return None  # more ink than paper: the picture may lie in a soft mask, which the bitmap leaves out
    turns = page.get_rotation() // 90
    pixels = np.ascontiguousarray(np.rot90(_upright(pixels, image.matrix), -turns))
    box = _displayed(page, image.bounds)
    rows, columns = pixels.shape[:2]
    pixels, dpi = square(pixels, columns / (box[2] - box[0]) * 72, rows / (box[3] - box[1]) * 72)
    return Raster(pixels, dpi, page.get_width(), page.get_height(), box)


def _array(bitmap: pdfium.PdfBitmap) -> Pixels:
    """A copy of the bitmap's pixels, grey or red-green-blue, for pdfium frees its own with the bitmap."""
    pixels = np.asarray(bitmap.to_numpy(), np.uint8)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return pixels.reshape(pixels.shape[:2]).copy()
    if bitmap.rev_byteorder:
        return pixels[:, :, :3].copy()
    return np.asarray(cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_BGR2RGB), np.uint8)


def _upright(pixels: Pixels, matrix: tuple[float, float, float, float, float, float]) -> Pixels:
    """Pixels as the matrix of the image lays them on the page: mirrored or turned by a right angle."""
    a, b, c, d, _, _ = matrix
    if abs(b) > abs(a):
        pixels = pixels.swapaxes(0, 1)
        a, d = -c, -b
    if a < 0:
        pixels = pixels[:, ::-1]
    return pixels[::-1] if d < 0 else pixels


def _displayed(page: pdfium.PdfPage, bounds: Box) -> Box:
    """Bounds from the bottom left as in the file, as a box from the top left of the page as displayed."""
    left, bottom, right, top = page.get_bbox()
    x0, y0, x1, y1 = bounds[0] - left, top - bounds[3], bounds[2] - left, top - bounds[1]
    width, height = right - left, top - bottom
    for _ in range(page.get_rotation() // 90):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1


def _render_dpi(page: pdfium.PdfPage, placed: list[_Placed]) -> float:
    """The images' own resolution for a page of images only, else 300."""
    seen = [p for p in placed if p.seen]
    images = [p for p in seen if p.is_image]
    around = union([p.bounds for p in images])
    if around is None or _share(page, around) < COVERS or any(_is_text(p) for p in seen):
        return RENDER_DPI
    dpi = max(_own_dpi(p) for p in images)
    return dpi if OWN_DPI[0] <= dpi <= OWN_DPI[1] else RENDER_DPI


def _is_text(placed: _Placed) -> bool:
    return bool(placed.item.type == pdfium_c.FPDF_PAGEOBJ_TEXT)


def _own_dpi(image: _Placed) -> float:
    columns: int = image.item.get_px_size()[0]
    return columns / max(math.hypot(image.matrix[0], image.matrix[1]), 1e-6) * 72


def _rendered(page: pdfium.PdfPage, dpi: float, limits: Limits) -> Raster:
    width, height = page.get_size()
    note = None
    most = (limits.max_pixels / max(width * height, 1.0)) ** 0.5 * 72
    if dpi > most:
        note = f"rendered at {most:.0f} dpi instead of {dpi:.0f}: the page measures {width:.0f} × {height:.0f} points"
        dpi = most
    pixels = _array(page.render(scale=dpi / 72, rev_byteorder=True))
    return Raster(pixels, dpi, width, height, (0.0, 0.0, width, height), note=note)
