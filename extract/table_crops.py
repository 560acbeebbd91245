"""The print of a ruled table's cells, cut out line by line and laid out anew so that an engine reads it well.

Between ruling lines an engine loses lone figures and reads borders as letters. A figure by itself is read badly too,
for nothing shows how tall its line is. So what stands on one level of a table's row is put on one line, a little
apart, without any border: read like running text, figures come out as well as in prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.grid import Grid, GridCell
from extract.raster import Pixels
from records.place import Box

#: Grey below which a pixel is print.
DARK = 128
#: In points: what is left out along a border, the least height of a line of print, the most room between a letter and
#: its accent, how far middles of lines on one level lie apart.
INSET, LEAST, ACCENT, LEVEL = 0.8, 4.0, 3.0, 3.0
#: Less print in a cell is dust (square points; a stop has about two, a hyphen three).
DUST = 0.7
#: In points: room between the pieces of one line, and between lines.
APART, BETWEEN = 6.0, 9.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of print in a cell, its box in pixels of the page, and the number of the page's level it stands on."""

    grid: int
    cell: GridCell
    box: tuple[int, int, int, int]
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Pieces laid out: the image, and where each piece lies in it (box in its pixels)."""

    pixels: Pixels
    pieces: tuple[tuple[Piece, Box], ...]

    def piece_at(self, x: float, y: float, room: float) -> tuple[Piece, Box] | None:
        """The piece nearest in its line to a point; None where the point is more than ``room`` off."""
        level = [(piece, box) for piece, box in self.pieces if box[1] - room <= y <= box[3] + room]
        near = min(level, key=lambda item: max(item[1][0] - x, x - item[1][2]), default=None)
        return near if near and max(near[1][0] - x, x - near[1][2]) <= room else None


def pieces_of(erased: Pixels, dpi: float, grids: Sequence[Grid]) -> list[Piece]:
    """The lines of print in the cells, in order; ``erased`` is the page without its ruling lines."""
    found: list[Piece] = []
    level = 0
    for number, grid in enumerate(grids):
        for row in range(grid.rows):
            boxes = [(cell, box) for cell in grid.cells if cell.row == row for box in _lines(erased, dpi, cell)]
            for group in _levels(boxes, LEVEL * dpi / 72):
                found += [Piece(number, cell, box, level) for cell, box in group]
                level += 1
    return found


def _lines(erased: Pixels, dpi: float, cell: GridCell) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of a cell's lines of print."""
    point = dpi / 72
    inset = INSET * point
    rows, columns = erased.shape[:2]
    left, top = max(0, round(cell.box[0] + inset)), max(0, round(cell.box[1] + inset))
    right, bottom = min(columns, round(cell.box[2] - inset)), min(rows, round(cell.box[3] - inset))
    if right <= left or bottom <= top:
        return
    dark = _without_specks(erased[top:bottom, left:right] < DARK, point)
    if np.count_nonzero(dark) < DUST * point**2:
        return
    for first, last in _bands(np.asarray(dark.any(axis=1)), point):
        across = np.nonzero(dark[first:last].any(axis=0))[0]
        yield left + int(across[0]), top + first, left + int(across[-1]) + 1, top + last


def _without_specks(dark: npt.NDArray[np.bool_], point: float) -> npt.NDArray[np.bool_]:
    """The print without specks smaller than any stop."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= 0.35 * point**2
    large[0] = False
    return np.asarray(large[labels], np.bool_) if count > 1 else dark


def _bands(inked: npt.NDArray[np.bool_], point: float) -> list[tuple[int, int]]:
    """Runs of rows with print; accents, dots and bits go with the line they are nearest to."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.view(np.int8), [0]))))
    runs = [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
    bands: list[tuple[int, int]] = []
    for first, last in runs:
        low = bool(bands) and min(last - first, bands[-1][1] - bands[-1][0]) < LEAST * point
        if low and first - bands[-1][1] < ACCENT * point:
            bands[-1] = (bands[-1][0], last)
        else:
            bands.append((first, last))
    return bands


_Found = tuple[GridCell, tuple[int, int, int, int]]


def _levels(boxes: Sequence[_Found], near: float) -> list[list[_Found]]:
    """Lines of a table's row by the level they stand on, each level from left to right."""
    levels: list[list[_Found]] = []
    for item in sorted(boxes, key=lambda item: item[1][1] + item[1][3]):
        cell, (_, top, _, bottom) = item
        for level in levels:
            _, (_, its_top, _, its_bottom) = level[0]
            beside = all(other is not cell for other, _ in level)
            if beside and abs(top + bottom - its_top - its_bottom) < 2 * near:
                level.append(item)
                break
        else:
            levels.append([item])
    return [sorted(level, key=lambda item: item[1][0]) for level in levels]


def sheet_of(erased: Pixels, dpi: float, pieces: Sequence[Piece]) -> Sheet:
    """The pieces on a white sheet, those of one level on one line, as they lie to one another in height."""
    point = dpi / 72
    apart, between = round(APART * point), round(BETWEEN * point)
    levels: dict[int, list[Piece]] = {}
    for piece in pieces:
        levels.setdefault(piece.level, []).append(piece)
    placed: list[tuple[Piece, tuple[int, int, int, int]]] = []
    y = 2 * between
    for level in levels.values():
        top = min(piece.box[1] for piece in level)
        x = 2 * between
        for piece in level:
            x0, y0, x1, y1 = piece.box
            placed.append((piece, (x, y + y0 - top, x + x1 - x0, y + y1 - top)))
            x += x1 - x0 + apart
        y += max(piece.box[3] for piece in level) - top + between
    width = max((box[2] for _, box in placed), default=0) + 2 * between
    pixels = np.full((y + between, width), 255, np.uint8)
    for piece, (x0, y0, x1, y1) in placed:
        left, top, right, bottom = piece.box
        pixels[y0:y1, x0:x1] = erased[top:bottom, left:right]
    return Sheet(pixels, tuple((piece, (float(a), float(b), float(c), float(d))) for piece, (a, b, c, d) in placed))
