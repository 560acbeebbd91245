"""Ruling lines of a page's image, and the grids they make: what a person sees as a ruled table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from extract.image.raster import Pixels
from extract.image.shrink import shrunk
from extract.image.skew import Turn, skew, straighten
from extract.tables.grid import Grid, Stroke, grid_of
from records.place import Box

#: Lines are sought on a copy of this resolution, where a hairline still darkens its pixels.
SEEK_DPI = 150.0
#: Grey below which a pixel of that copy may be of a line.
LINE = 192
#: Least length of a line across and down, in points: longer than most strokes of letters.
ACROSS, DOWN = 24.0, 13.0
#: In points: gaps that are closed in a line across and down, its greatest thickness, how far lines of one border lie
#: apart.
GAP_ACROSS, GAP_DOWN, THICK, SLACK = 1.0, 1.5, 5.0, 3.0
#: A table is at least so wide and so high, in points.
LEAST = (70.0, 14.0)
#: Most strokes of a component that are looked at: more are a drawing.
MOST = 800


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What is ruled on a page: its grids from top to bottom, with boxes in the page's pixels.

    The page may lean: boxes are those of the level page, each moved to where its middle lies on the leaning one.
    lines: 255 where ruling lines are, on a copy of the page at about SEEK_DPI; None where there is no grid; slope: how
    far they rise or fall for each pixel along them.
    """

    grids: tuple[Grid, ...] = ()
    lines: Pixels | None = None
    slope: float = 0.0

    def without_lines(self, grey: Pixels) -> Pixels:
        """A copy of the page, white where its ruling lines were."""
        if self.lines is None:
            return grey
        rows, columns = grey.shape[:2]
        large = cv2.resize(self.lines, (columns, rows), interpolation=cv2.INTER_NEAREST)
        return np.asarray(cv2.bitwise_or(grey, large), np.uint8)

    def without_tables(self, grey: Pixels) -> Pixels:
        """A copy of the page, white where its tables were."""
        bare = self.without_lines(grey)
        for grid in self.grids:
            for cell in grid.cells:
                x0, y0, x1, y1 = cell.box
                across, down = self.slope * (y1 - y0) / 2, self.slope * (x1 - x0) / 2
                corners = (x0 - across, y0 - down, x1 + across, y1 + down)
                left, top, right, bottom = (max(0, round(value)) for value in corners)
                bare[top:bottom, left:right] = 255
        return bare


def ruled_grids(grey: Pixels, dpi: float) -> Ruling:
    """The grids of ruling lines of a cleaned grey page."""
    small = shrunk(grey, dpi, SEEK_DPI)
    scale = grey.shape[1] / small.shape[1]
    own = dpi / scale
    if not _down_mask(_dark(small), own).any():
        return Ruling()
    degrees = skew(small, own)
    level, turn = straighten(small, degrees) if degrees else (small, None)
    dark = _dark(level)
    across, down = _across_mask(dark, own), _down_mask(dark, own)
    found = [_scaled(grid, scale, turn) for grid in _grids(across, down, own / 72)]
    if not found:
        return Ruling()
    lines = np.asarray(cv2.bitwise_or(across, down), np.uint8)
    if turn is not None:
        size, back = (small.shape[1], small.shape[0]), cv2.invertAffineTransform(turn.matrix())
        lines = np.asarray(cv2.warpAffine(lines, back, size, flags=cv2.INTER_NEAREST), np.uint8)
    lines = np.asarray(cv2.dilate(_near(lines, found, scale), np.ones((3, 3), np.uint8)), np.uint8)
    slope = math.tan(math.radians(abs(degrees)))
    return Ruling(tuple(sorted(found, key=lambda grid: grid.box[1])), lines, slope)


def _near(lines: Pixels, grids: Sequence[Grid], scale: float) -> Pixels:
    """The lines without strokes that lie farther inside a cell than a line of its border can."""
    kept = lines.copy()
    for grid in grids:
        for cell in grid.cells:
            x0, y0, x1, y1 = cell.box
            room = max(3.0, 0.02 * max(x1 - x0, y1 - y0) / scale)
            left, top = round(x0 / scale + room), round(y0 / scale + room)
            right, bottom = round(x1 / scale - room), round(y1 / scale - room)
            kept[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = 0
    return kept


def _dark(small: Pixels) -> Pixels:
    return np.asarray(cv2.threshold(small, LINE, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _across_mask(dark: Pixels, dpi: float) -> Pixels:
    """255 where lines across are; made a pixel thicker, for a line that leans steps from row to row."""
    return _opened(cv2.dilate(dark, np.ones((3, 1), np.uint8)), (1, _odd(GAP_ACROSS, dpi)), (1, _odd(ACROSS, dpi)))


def _down_mask(dark: Pixels, dpi: float) -> Pixels:
    """255 where lines down are."""
    return _opened(cv2.dilate(dark, np.ones((1, 3), np.uint8)), (_odd(GAP_DOWN, dpi), 1), (_odd(DOWN, dpi), 1))


def _odd(points: float, dpi: float) -> int:
    return round(points * dpi / 72) // 2 * 2 + 1


def _opened(mask: npt.NDArray[np.generic], gap: tuple[int, int], length: tuple[int, int]) -> Pixels:
    closed = cv2.morphologyEx(np.asarray(mask, np.uint8), cv2.MORPH_CLOSE, np.ones(gap, np.uint8))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(length, np.uint8)), np.uint8)


def _grids(across: Pixels, down: Pixels, point: float) -> list[Grid]:
    """A grid for each set of lines that hang together; point is the pixels of one."""
    both = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    count, found, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    labels = np.asarray(found, np.int32)
    large = [n for n in range(1, count) if stats[n][2] >= LEAST[0] * point and stats[n][3] >= LEAST[1] * point]
    if not large:
        return []
    rows, columns = _strokes(across, labels, point, 0), _strokes(down, labels, point, 1)
    grids = []
    for number in large:
        kept = _anchored(rows.get(number, []), columns.get(number, []), SLACK * point)
        if kept is not None:
            grids.append(grid_of(*kept, SLACK * point))
    return [grid for grid in grids if grid is not None]


def _strokes(mask: Pixels, labels: npt.NDArray[np.int32], point: float, axis: int) -> dict[int, list[Stroke]]:
    """The strokes of a mask by the component they are of; blobs too thick for a line are left out."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: dict[int, list[Stroke]] = {}
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        start, length, thick = (x, width, height) if axis == 0 else (y, height, width)
        if thick > max(THICK * point, length / 50):
            continue
        middle_x, middle_y = (float(value) for value in middles[number])
        home = int(labels[_inside(mask, x, y, width, height)])
        stroke = Stroke((middle_y, middle_x)[axis] + 0.5, start, start + length)
        found.setdefault(home, []).append(stroke)
    return found


def _inside(mask: Pixels, x: int, y: int, width: int, height: int) -> tuple[int, int]:
    """A pixel of the stroke whose box this is."""
    down, across = np.nonzero(mask[y : y + min(height, 8), x : x + min(width, 8)])
    if not len(down):
        down, across = np.nonzero(mask[y : y + height, x : x + width])
    return y + int(down[0]), x + int(across[0])


def _anchored(rows: list[Stroke], columns: list[Stroke], slack: float) -> tuple[list[Stroke], list[Stroke]] | None:
    """The lines that end at lines of the other direction, or where most do; strokes of letters end anywhere."""
    if len(rows) + len(columns) > MOST:
        return None
    while rows and columns:
        left, right = min(line.start for line in rows), max(line.end for line in rows)
        top, bottom = min(line.start for line in columns), max(line.end for line in columns)
        kept_rows = [line for line in rows if _ends_well(line, columns, (left, right), slack)]
        kept_columns = [line for line in columns if _ends_well(line, kept_rows, (top, bottom), slack)]
        if len(kept_rows) == len(rows) and len(kept_columns) == len(columns):
            return rows, columns
        rows, columns = kept_rows, kept_columns
    return None


def _ends_well(line: Stroke, others: Sequence[Stroke], frame: tuple[float, float], slack: float) -> bool:
    def anchored(end: float, edge: float) -> bool:
        if abs(end - edge) <= slack:
            return True
        near = (other for other in others if abs(other.at - end) <= slack)
        return any(other.start - slack <= line.at <= other.end + slack for other in near)

    return anchored(line.start, frame[0]) and anchored(line.end, frame[1])


def _scaled(grid: Grid, scale: float, turn: Turn | None) -> Grid:
    """The grid with its boxes in pixels of the page as it came."""

    def back(box: Box) -> Box:
        x0, y0, x1, y1 = turn.back(box) if turn else box
        return x0 * scale, y0 * scale, x1 * scale, y1 * scale

    moved: Callable[[Box], Box] = back
    cells = tuple(replace(cell, box=moved(cell.box)) for cell in grid.cells)
    return replace(grid, box=moved(grid.box), cells=cells)
