"""Skew of a page: found by the sharpness of its rows of ink, undone by turning the page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.image.raster import Pixels
from extract.image.shrink import shrunk
from records.place import Box

#: Resolution of the copy that the angle is sought on.
SEEK_DPI = 60.0
#: Angles looked at, in degrees: first coarse over the whole reach, then fine about the best.
REACH, COARSE, FINE = 10.0, 0.5, 0.1
#: Below this the reading gains nothing, and turning costs sharpness.
WORTH = 1.5
#: The best angle must be this much sharper than none at all.
SURER = 1.15
DARK = 128


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of an image: degrees counterclockwise, and the sizes (columns, rows) before and after it."""

    degrees: float
    before: tuple[int, int]
    after: tuple[int, int]

    def matrix(self) -> npt.NDArray[np.float64]:
        """The affine map (2 × 3) from the image before to the image after."""
        (columns, rows), (wide, high) = self.before, self.after
        turn = np.asarray(cv2.getRotationMatrix2D((columns / 2, rows / 2), self.degrees, 1.0), np.float64)
        turn[:, 2] += (wide - columns) / 2, (high - rows) / 2
        return turn

    def back(self, box: Box) -> Box:
        """A box of the turned image as one of the same size on the image before, about the same point."""
        inverse = cv2.invertAffineTransform(self.matrix())
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        u, v = (float(value) for value in inverse @ np.array([x, y, 1.0]))
        columns, rows = self.before
        x0, y0, x1, y1 = u - across, v - down, u + across, v + down
        return min(max(x0, 0.0), columns), min(max(y0, 0.0), rows), min(max(x1, 0.0), columns), min(max(y1, 0.0), rows)


def skew(grey: Pixels, dpi: float) -> float:
    """Degrees by which to turn the page counterclockwise so that its lines lie level; 0.0 where that is unclear."""
    small = shrunk(grey, dpi, SEEK_DPI)
    dark = np.nonzero(small < DARK + 40)
    y, x = (axis.astype(np.float32) for axis in dark)
    if len(x) < 200:
        return 0.0
    coarse = np.arange(-REACH, REACH + COARSE / 2, COARSE)
    best = _sharpest(x, y, coarse)
    best = _sharpest(x, y, np.arange(best - COARSE, best + COARSE + FINE / 2, FINE))
    return best if _sharpness(x, y, best) > SURER * _sharpness(x, y, 0.0) else 0.0


def _sharpest(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], angles: npt.NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: _sharpness(x, y, float(angle))))


def _sharpness(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], degrees: float) -> float:
    """How much the ink a row differs from row to row once the page is turned by the angle."""
    rows = y - x * math.tan(math.radians(degrees))
    counts = np.bincount((rows - rows.min()).astype(np.intp)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def straighten(grey: Pixels, degrees: float) -> tuple[Pixels, Turn]:
    """The page turned counterclockwise on a white sheet large enough for all of it, and the turn that was made."""
    rows, columns = grey.shape[:2]
    sine, cosine = abs(math.sin(math.radians(degrees))), abs(math.cos(math.radians(degrees)))
    wide, high = math.ceil(columns * cosine + rows * sine), math.ceil(columns * sine + rows * cosine)
    turn = Turn(degrees, (columns, rows), (wide, high))
    turned = cv2.warpAffine(grey, turn.matrix(), (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255,))
    return np.asarray(turned, np.uint8), turn
