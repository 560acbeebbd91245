"""A raster made easy to read: red ink dropped, noise smoothed as far as there is any, light evened out.

The order matters: noise is smoothed before anything is divided or turned, for both spread it. Smoothing costs
accuracy on a page without noise, so the noise of the paper is measured first (``benchmarks/cleaning.py`` shows it).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extract.image.raster import Pixels, Raster
from extract.image.seal import print_level, without_seals
from extract.image.shrink import shrunk

#: The background is estimated on a copy of about this resolution, where strokes of text are a pixel wide.
BACKGROUND_DPI = 37.5
#: On that copy: the widest stroke or rule that is taken for ink, and the window that smooths what is left.
INK, WINDOW = 9, 15
#: A pixel darker than this on the evened page counts as ink.
DARK = 128
#: Noise of the paper (grey levels) from which smoothing pays, and the noise that a blur of one pixel takes away.
NOISY, PER_PIXEL = 18.0, 32.0
BLUR = (0.8, 2.5)
#: A bilevel page below this resolution shows its stairs to the engine; the blur that smooths them.
STAIRS_DPI, STAIRS = 250.0, 0.55
#: Print paler than DARK is brought to this grey, by at most this factor.
PRINT, MOST_GAIN = 40.0, 4.0
#: Blankness is judged on a copy of this resolution, where noise has averaged out: a point of this darkness is ink,
#: and less ink than this on the whole page (in square points; a digit has about ten) is dust.
BLANK_DPI, TRACE, DUST = 75.0, 24, 6.0

#: Finer scans are halved (or more) to about this: Tesseract is quicker on them and no worse.
FINE_DPI, ENOUGH_DPI = 450.0, 300.0

# One worker a core reads pages: threads of OpenCV's own would only fight with them.
cv2.setNumThreads(1)


def clean(raster: Raster) -> Raster:
    """The raster with grey pixels, black text on even white; one flat white where the page bears no ink.

    A scan of more than 450 dpi comes back with about 300.

    Of colour the red channel is taken: red seals and stamps vanish in it. A page that is mostly black is turned into
    its positive. A bilevel page without noise keeps its pixels: it has no light to even out.
    """
    raster = _not_too_fine(replace(raster, pixels=positive(red_channel(raster.pixels))))
    grey = raster.pixels
    smooth = without_noise(grey)
    if raster.bilevel and smooth is grey:
        return replace(raster, pixels=grey)
    even = even_light(smooth, raster.dpi)
    if is_blank(even, raster.dpi):
        return replace(raster, pixels=np.full_like(even, 255), bilevel=True)
    return replace(raster, pixels=without_seals(with_contrast(even, raster.dpi), raster.dpi), bilevel=False)


def red_channel(pixels: Pixels) -> Pixels:
    """The red channel of a colour image; a grey one as it is."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.extractChannel(pixels, 0), np.uint8)


def positive(grey: Pixels) -> Pixels:
    """Black on white, also from a negative (white on black, as from microfilm)."""
    return np.asarray(cv2.bitwise_not(grey), np.uint8) if np.median(grey[::8, ::8]) < DARK / 2 else grey


def noise(grey: Pixels) -> float:
    """Noise of the paper between the words, as the deviation in grey levels from a smoothed copy.

    Looked at in a band about the page's middle. Clean scans stay below 12, also one-bit ones; 0.0 where the band shows
    no paper.
    """
    rows = grey.shape[0]
    band = grey[rows // 3 : rows // 2]
    if band.size == 0:
        return 0.0
    smooth = cv2.GaussianBlur(band, (0, 0), 2.0)
    white = float(np.percentile(smooth[::4, ::4], 90))
    paper = cv2.erode(smooth, np.ones((13, 13), np.uint8)) > 0.7 * white
    rest = cv2.subtract(band, smooth, dtype=cv2.CV_16S)[paper]
    return float(rest.std()) if rest.size else 0.0


def without_noise(grey: Pixels) -> Pixels:
    """The page blurred as much as its noise asks for; the very same array where there is none to speak of."""
    rough = noise(grey)
    if rough < NOISY:
        return grey
    return softened(grey, min(max(rough / PER_PIXEL, BLUR[0]), BLUR[1]))


def softened(grey: Pixels, pixels: float = 1.0) -> Pixels:
    """The page under a Gaussian blur of so many pixels."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), pixels), np.uint8)


def smooth_edges(page: Raster) -> Raster:
    """What the engine is given of a cleaned page: a coarse bilevel one with its stairs smoothed, else as it is.

    Recognition errors of one-bit pages at 200 dpi fall by 3 to 16 %; at 300 dpi nothing is gained.
    """
    if not page.bilevel or page.dpi >= STAIRS_DPI:
        return page
    return replace(page, pixels=softened(page.pixels, STAIRS), bilevel=False)


def thickened(pixels: Pixels) -> Pixels:
    """Black on white with strokes a pixel thicker to each side, which closes the gaps of faint ones, and softened."""
    brush = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    return softened(np.asarray(cv2.erode(positive(red_channel(pixels)), brush), np.uint8), STAIRS)


def even_light(grey: Pixels, dpi: float) -> Pixels:
    """The page divided by its background, which a closing and a median find on a small copy."""
    small = shrunk(grey, dpi, BACKGROUND_DPI)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((INK, INK), np.uint8))
    paper = cv2.resize(cv2.medianBlur(paper, WINDOW), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, paper, scale=255), np.uint8)


def with_contrast(even: Pixels, dpi: float) -> Pixels:
    """An evened page of pale print with its print darkened; any other as it is."""
    dark = print_level(shrunk(even, dpi, 2 * BLANK_DPI)[::3, ::3])
    if dark < DARK:
        return even
    gain = min((255 - PRINT) / max(255 - dark, 1.0), MOST_GAIN)
    darker = np.clip(255 - (255 - np.arange(256, dtype=np.float32)) * gain, 0, 255)
    return np.asarray(cv2.LUT(even, darker.astype(np.uint8)), np.uint8)


def is_blank(even: Pixels, dpi: float) -> bool:
    """True when an evened page bears no more ink than dust; pale print counts as ink."""
    small = shrunk(even, dpi, BLANK_DPI)
    return float(np.count_nonzero(small < np.median(small[::4, ::4]) - TRACE)) * (72 / min(BLANK_DPI, dpi)) ** 2 < DUST


def ink_points(cleaned: Pixels, dpi: float) -> float:
    """Area of the ink of a cleaned page in square points."""
    return float(np.count_nonzero(cleaned < DARK)) * (72 / dpi) ** 2


def _not_too_fine(raster: Raster) -> Raster:
    """The raster, with fewer pixels where it has more than reading needs."""
    if raster.dpi <= FINE_DPI:
        return raster
    return replace(raster, pixels=shrunk(raster.pixels, raster.dpi, ENOUGH_DPI), dpi=ENOUGH_DPI, bilevel=False)
