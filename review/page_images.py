"""A page as a picture to look at: of moderate resolution, upright as it was read, in points from its top left."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from extract.image.pictures import image_raster
from extract.image.raster import check_pixels
from extract.pdf.opening import PDFIUM_LOCK, open_pdf
from records.document import Kind, Limits
from records.errors import DamagedDocument
from records.place import Box

#: Print of 13 points is read without effort at this resolution, and an A4 page takes 6.5 MB.
DPI = 150.0
#: Pixels of a page picture; a larger sheet is drawn at a lower resolution.
MOST_PIXELS = 9_000_000


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page in red, green and blue; scale: pixels a point, alike in both directions."""

    picture: Image.Image
    scale: float

    def to_pixels(self, box: Box) -> tuple[int, int, int, int]:
        """A box in points as whole pixels of the picture, within it; at least one pixel wide and high."""
        wide, high = self.picture.size
        x0, y0, x1, y1 = (value * self.scale for value in box)
        left, top = min(max(int(x0), 0), wide - 1), min(max(int(y0), 0), high - 1)
        return left, top, max(left + 1, min(wide, round(x1))), max(top + 1, min(high, round(y1)))


def page_image(path: Path, kind: Kind, number: int, turns: int, limits: Limits) -> PageImage:
    """Page ``number`` (1-based) of a PDF or of a file of images, turned clockwise by quarter ``turns``.

    Raises BadDocument (encrypted, damaged, too large) or FileAccess.
    """
    image = _pdf_page(path, number, limits) if kind is Kind.PDF else _frame(path, number, limits)
    if turns % 4 == 0:
        return image
    return PageImage(image.picture.rotate(-90 * turns, expand=True), image.scale)


def _scale(width: float, height: float) -> float:
    """Pixels a point for a page of this size in points."""
    return float(min(DPI / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5))


def _pdf_page(path: Path, number: int, limits: Limits) -> PageImage:
    opened = open_pdf(path)
    try:
        with PDFIUM_LOCK, closing(opened.document[number - 1]) as page:
            _check_images(page, number, limits)
            scale = _scale(*page.get_size())
            return PageImage(page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB"), scale)
    except (pdfium.PdfiumError, IndexError) as error:
        raise DamagedDocument(f"page {number} cannot be rendered: {error}") from error
    finally:
        opened.close()


def _check_images(page: pdfium.PdfPage, number: int, limits: Limits) -> None:
    """Refuse a page whose images would not fit before any is decoded."""
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=6):
        columns, rows = item.get_px_size()
        check_pixels(columns, rows, limits, f"an image of page {number}")


def _frame(path: Path, number: int, limits: Limits) -> PageImage:
    raster = image_raster(path, number - 1, limits)
    scale = min(_scale(raster.width, raster.height), raster.dpi / 72)
    size = max(1, round(raster.width * scale)), max(1, round(raster.height * scale))
    picture = Image.fromarray(raster.pixels).convert("RGB")
    return PageImage(picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0), scale)
