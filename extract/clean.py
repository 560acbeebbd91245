"""A raster made easy to read: red ink dropped, noise smoothed, uneven light evened out.

The order matters: noise is smoothed before anything is divided or turned, for both spread it.
"""

from __future__ import annotations

import cv2
import numpy as np

from extract.raster import Pixels, Raster

#: The background is estimated on a copy of about this resolution, where strokes of text are a pixel wide.
BACKGROUND_DPI = 37.5
#: On that copy: the widest stroke or rule that is taken for ink, and the window that smooths what is left.
INK, WINDOW = 9, 15
#: A row of text is dark; a pixel darker than this on the evened page counts as ink.
DARK = 128
#: Less ink than this on the whole page (in square points) is dust.
BLANK_POINTS = 6.0

# One worker a core reads pages: threads of OpenCV's own would only fight with them.
cv2.setNumThreads(1)


def clean(raster: Raster) -> Pixels:
    """Grey pixels, (rows, columns) uint8, black text on even white.

    Of colour the red channel is taken: red seals and stamps vanish in it. A page that is mostly black is turned into
    its negative. A bilevel page has no light to even out and loses detail to smoothing, so it keeps its pixels.
    """
    grey = positive(red_channel(raster.pixels))
    if raster.bilevel:
        return without_specks(grey) if is_speckled(grey) else grey
    return even_light(np.asarray(cv2.medianBlur(grey, 3), np.uint8), raster.dpi)


def red_channel(pixels: Pixels) -> Pixels:
    """The red channel of a colour image; a grey one as it is."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.extractChannel(pixels, 0), np.uint8)


def positive(grey: Pixels) -> Pixels:
    """Black on white, also from a negative (white on black, as from microfilm)."""
    return np.asarray(cv2.bitwise_not(grey), np.uint8) if np.median(grey[::8, ::8]) < DARK / 2 else grey


def even_light(grey: Pixels, dpi: float) -> Pixels:
    """The page divided by its background, which a closing and a median find on a small copy."""
    factor = min(1.0, BACKGROUND_DPI / dpi)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((INK, INK), np.uint8))
    paper = cv2.resize(cv2.medianBlur(paper, WINDOW), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, paper, scale=255), np.uint8)


def is_speckled(grey: Pixels) -> bool:
    """True where a bilevel page is sprinkled with single black or white pixels (salt and pepper).

    Text changes little under a 3 × 3 median; single pixels all vanish. A band across the page's middle is looked at.
    """
    rows = grey.shape[0]
    band = grey[rows // 3 : rows // 3 * 2]
    changed = cv2.countNonZero(cv2.absdiff(band, cv2.medianBlur(band, 3)))
    return changed > SPECKLED * band.size


#: Share of pixels that a median changes on a page sprinkled with specks; on real scans it is below a third of this.
SPECKLED = 0.02


def without_specks(grey: Pixels) -> Pixels:
    """The page without single pixels."""
    return np.asarray(cv2.medianBlur(grey, 3), np.uint8)


def is_blank(cleaned: Pixels, dpi: float) -> bool:
    """True when a cleaned page bears no more ink than dust."""
    return ink_points(cleaned, dpi) < BLANK_POINTS


def ink_points(cleaned: Pixels, dpi: float) -> float:
    """Area of the ink of a cleaned page in square points."""
    return float(np.count_nonzero(cleaned < DARK)) * (72 / dpi) ** 2
