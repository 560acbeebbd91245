"""A printed numeral read once more by itself, from a cut-out of its page: what the image says of a doubted figure.

The page as a whole is read for words; a numeral alone, enlarged, and with nothing but digits and separators to choose
from, is another witness. It changes nothing: the caller sets it beside the first reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from extract.image.pictures import image_raster
from extract.image.raster import Pixels, Raster, pdf_raster
from extract.ocr.engine import OcrWord
from extract.ocr.slots import OcrSlots
from extract.ocr.tesseract import Tesseract
from extract.pdf.opening import PDFIUM_LOCK, open_pdf
from records.document import FileCard, Kind, Limits
from records.dossier import Reread
from records.errors import BadDocument, PageFailed
from records.page import DocumentText
from records.place import Box, Place
from records.settings import ReadSettings

_NUMERAL = re.compile(r"\d[\d.,]*")
#: Room around a numeral, in heights of its box, and how much larger the readings see it.
ROOM, SCALES = 0.35, (2.0, 3.0)
#: Figures of one document that are read again at most.
MOST = 40

ReadNumeral = Callable[[Pixels, float], Sequence[OcrWord]]


def read_again(
    card: FileCard, text: DocumentText, settings: ReadSettings, places: Sequence[Place]
) -> tuple[Reread, ...]:
    """Another reading of the numeral of each place of a document's text; what cannot be read again is left out.

    A reading counts where two sizes of the cut-out agree; its confidence is the lower of the two.
    """
    if card.kind not in (Kind.PDF, Kind.IMAGE):
        return ()
    numerals = dict.fromkeys(numeral for place in places for numeral in _numeral(text, place))
    boxed = sorted(numerals, key=lambda place: place.page)[:MOST]
    slots = OcrSlots(Path(settings.slots), settings.threads) if settings.slots else None
    engine = Tesseract(settings.scratch, slots)
    read = partial(engine.numeral, language=settings.language, timeout=settings.page_timeout)
    found: list[Reread] = []
    for number, group in groupby(boxed, key=lambda place: place.page):
        try:
            raster = _raster(card, number, settings.limits)
        except (BadDocument, PageFailed):
            continue
        found += (again for place in group if (again := _one(raster, place, read)) is not None)
    return tuple(found)


def _numeral(text: DocumentText, place: Place) -> Iterator[Place]:
    """The longest numeral of a place, where it has a box."""
    found = max(_NUMERAL.finditer(text.text, place.start, place.end), key=lambda match: len(match[0]), default=None)
    if found is not None and (own := text.place(*found.span())).box is not None:
        yield own


def _raster(card: FileCard, number: int, limits: Limits) -> Raster:
    if card.kind is Kind.IMAGE:
        return image_raster(card.path, number - 1, limits)
    opened = open_pdf(card.path)
    try:
        return pdf_raster(opened.document, number, PDFIUM_LOCK, limits)
    finally:
        opened.close()


def _one(raster: Raster, place: Place, read: ReadNumeral) -> Reread | None:
    cut = _cut(raster, place.box) if place.box is not None else None
    if cut is None or cut.size == 0:
        return None
    try:
        readings = list(_readings(cut, raster.dpi, read))
    except PageFailed:
        return None
    texts = {text for text, _ in readings}
    if len(texts) != 1 or not any(char.isdecimal() for char in readings[0][0]):
        return None
    return Reread(place.start, place.end, readings[0][0], min(confidence for _, confidence in readings))


def _readings(cut: Pixels, dpi: float, read: ReadNumeral) -> Iterator[tuple[str, float]]:
    for scale in SCALES:
        larger = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        words = read(np.asarray(larger, dtype=np.uint8), dpi * scale)
        yield "".join(word.text for word in words).strip(".,"), min((word.confidence for word in words), default=0.0)


def _cut(raster: Raster, box: Box) -> Pixels:
    """The print in a box of the page, with some room, as grey pixels on white; red print (seals) is left out."""
    rows, columns = raster.pixels.shape[:2]
    x0, y0, x1, y1 = raster.box
    across, down = columns / (x1 - x0), rows / (y1 - y0)
    room = ROOM * (box[3] - box[1])
    left, right = ((value - x0) * across for value in (box[0] - room, box[2] + room))
    top, bottom = ((value - y0) * down for value in (box[1] - room, box[3] + room))
    part = raster.pixels[max(0, int(top)) : max(0, int(bottom)), max(0, int(left)) : max(0, int(right))]
    grey = part if part.ndim == 2 else part[:, :, 0]
    border = partial(cv2.copyMakeBorder, borderType=cv2.BORDER_CONSTANT, value=(255.0,))
    return grey if grey.size == 0 else np.asarray(border(grey, 10, 10, 10, 10), dtype=np.uint8)
