"""Small copies of a page, for whatever is judged on the page as a whole."""

from __future__ import annotations

import cv2
import numpy as np

from extract.image.raster import Pixels

#: A copy within this share of the wanted resolution is near enough.
NEAR = 0.02


def shrunk(grey: Pixels, dpi: float, wanted: float) -> Pixels:
    """A copy of about the wanted resolution, each pixel the mean of those it stands for; never enlarged.

    Halved as often as possible first (an odd last row or column is left out): that is some forty times as quick as
    one step by an uneven factor.
    """
    while dpi / 2 >= wanted * (1 - NEAR) and min(grey.shape) >= 4:
        rows, columns = grey.shape[0] // 2, grey.shape[1] // 2
        even = grey[: 2 * rows, : 2 * columns]
        grey = np.asarray(cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        dpi /= 2
    factor = wanted / dpi
    if factor >= 1 - NEAR:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
