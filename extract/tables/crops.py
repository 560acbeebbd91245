"""The print of a ruled table's cells, cut out line by line and laid out anew so that an engine reads it well.

Between ruling lines an engine loses lone figures and reads borders as letters. A figure by itself is read badly too,
for nothing shows how tall its line is. So what stands on one level of a table's row is put on one line, a little
apart, without any border: read like running text, figures come out as well as in prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extract.image.raster import Pixels
from extract.tables.grid import Grid, GridCell
from records.place import Box

#: Grey below which a pixel is print.
DARK = 128
#: In points: what is left out along a border, the least height of a line of print, the most room between a letter and
#: its accent, how far middles of lines on one level lie apart.
INSET, LEAST, ACCENT, LEVEL = 0.8, 4.0, 3.0, 3.0
#: In points: what is cut out around a line of print.
ROUND = 1.0
#: Less print in a cell is dust (square points; a stop has about two, a hyphen three).
DUST = 0.7
#: A dash by itself, in points: least and greatest width, greatest height.
DASH = (2.0, 12.0, 2.2)
#: In points: room between the pieces of one line, and between lines.
APART, BETWEEN = 6.0, 9.0
#: A piece narrower than this, in points, is a figure or a short word that needs others beside it to be read well.
LONE = 70.0


#: x0, y0, x1, y1 in whole pixels.
PixelBox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of print in a cell, its box in pixels of the page, and the number of the page's level it stands on.

    room is its box and what is cut out with it: small parts of accents are taken for specks.
    """

    grid: int
    cell: GridCell
    box: PixelBox
    level: int
    room: PixelBox

    def is_dash(self, dpi: float) -> bool:
        """True when all there is in it is a stroke across, too wide for a stop and too thin for a figure."""
        point = dpi / 72
        wide, high = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return DASH[0] * point <= wide <= DASH[1] * point and high <= min(DASH[2] * point, wide / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Pieces laid out: the image, and where each piece lies in it (box in its pixels)."""

    pixels: Pixels
    pieces: tuple[tuple[Piece, Box], ...]

    def pieces_under(self, word: Box) -> list[Piece]:
        """The pieces that a word lies over, by half their width at least."""
        x0, y0, x1, y1 = word
        middle = (y0 + y1) / 2
        level = [(piece, box) for piece, box in self.pieces if box[1] <= middle <= box[3]]
        return [piece for piece, box in level if min(x1, box[2]) - max(x0, box[0]) >= (box[2] - box[0]) / 2]

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
                found += [Piece(number, cell, box, level, room) for cell, (box, room) in group]
                level += 1
    return found


def _lines(erased: Pixels, dpi: float, cell: GridCell) -> Iterator[tuple[PixelBox, PixelBox]]:
    """Boxes of a cell's lines of print, each with the room that is cut out for it."""
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
    bands = _bands(np.asarray(dark.any(axis=1)), point)
    ends = [0, *((above[1] + below[0]) // 2 for above, below in pairwise(bands)), bottom - top]
    edge = round(ROUND * point)
    for (first, last), (highest, lowest) in zip(bands, pairwise(ends), strict=True):
        across = np.nonzero(dark[first:last].any(axis=0))[0]
        x0, x1 = left + int(across[0]), left + int(across[-1]) + 1
        room = (
            max(left, x0 - edge),
            top + max(highest, first - edge),
            min(right, x1 + edge),
            top + min(lowest, last + edge),
        )
        yield (x0, top + first, x1, top + last), room


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


_Found = tuple[GridCell, tuple[PixelBox, PixelBox]]


def _levels(boxes: Sequence[_Found], near: float) -> list[list[_Found]]:
    """Lines of a table's row by the level they stand on, each level from left to right."""
    levels: list[list[_Found]] = []
    for item in sorted(boxes, key=lambda item: item[1][0][1] + item[1][0][3]):
        cell, ((_, top, _, bottom), _) = item
        for level in levels:
            _, ((_, its_top, _, its_bottom), _) = level[0]
            beside = all(other is not cell for other, _ in level)
            if beside and abs(top + bottom - its_top - its_bottom) < 2 * near:
                level.append(item)
                break
        else:
            levels.append([item])
    return [sorted(level, key=lambda item: item[1][0][0]) for level in levels]


def sheet_of(erased: Pixels, dpi: float, pieces: Sequence[Piece]) -> Sheet:
    """The pieces on a white sheet, those of one level on one line, as they lie to one another in height."""
    levels: dict[int, list[Piece]] = {}
    for piece in pieces:
        levels.setdefault(piece.level, []).append(piece)
    return _laid(erased, dpi, [[(piece, piece.box[1]) for piece in level] for level in levels.values()])


def sheet_of_lone(erased: Pixels, dpi: float, pieces: Sequence[Piece], guides: Sequence[Piece]) -> Sheet:
    """The pieces on a white sheet, a line each; short ones behind a guide, a piece of words, of their own level or any.

    A guide shows the engine how tall the line is, and no other figure stands near enough to be read into this one.
    """
    of_level = {guide.level: guide for guide in guides}
    lines = []
    for piece in pieces:
        line = [(piece, base(erased, piece.box))]
        if guides and piece.box[2] - piece.box[0] < LONE * dpi / 72:
            guide = of_level.get(piece.level, guides[0])
            line.insert(0, (guide, line[0][1] if guide.level == piece.level else base(erased, guide.box)))
        lines.append(line)
    return _laid(erased, dpi, lines)


def base(erased: Pixels, box: PixelBox) -> int:
    """The row that the letters of a line of print stand on: below it only some reach down.

    >>> page = np.full((20, 40), 255, np.uint8)
    >>> page[5:12, 2:38:2], page[12:16, 10] = 0, 0
    >>> base(page, (2, 5, 38, 16))
    12
    """
    x0, y0, x1, y1 = box
    if x1 - x0 < 1.3 * (y1 - y0):
        return y1  # a figure or two, some of which are thin at their foot
    ink = np.count_nonzero(erased[y0:y1, x0:x1] < DARK, axis=1)
    return y0 + int(np.flatnonzero(ink >= 0.35 * ink.max())[-1]) + 1


def _laid(erased: Pixels, dpi: float, lines: Sequence[Sequence[tuple[Piece, int]]]) -> Sheet:
    """Lines of pieces, each with the height of the page that comes to lie on one line."""
    point = dpi / 72
    apart, between = round(APART * point), round(BETWEEN * point)
    placed: list[tuple[Piece, PixelBox]] = []
    y = 2 * between
    for line in lines:
        top = min(piece.box[1] - level for piece, level in line)
        x = 2 * between
        for piece, level in line:
            x0, y0, x1, y1 = piece.box
            placed.append((piece, (x, y + y0 - level - top, x + x1 - x0, y + y1 - level - top)))
            x += x1 - x0 + apart
        y += max(piece.box[3] - level for piece, level in line) - top + between
    width = max((box[2] for _, box in placed), default=0) + 2 * between
    pixels = np.full((y + between, width), 255, np.uint8)
    for piece, (x, y, _, _) in placed:
        left, top, right, bottom = piece.room
        across, down = x - piece.box[0], y - piece.box[1]
        place = pixels[top + down : bottom + down, left + across : right + across]
        np.minimum(place, erased[top:bottom, left:right], out=place)
    return Sheet(pixels, tuple((piece, (float(a), float(b), float(c), float(d))) for piece, (a, b, c, d) in placed))
