"""Grids of ruling lines: lines across and down become cells, merged ones told by the borders that are missing.

Coordinates are whatever the lines come in (pixels here); nothing in this module looks at an image.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from records.place import Box

#: A border is there when lines cover this share of it.
COVERED = 0.6
#: Lines along one row border must have this share of the longest one's length, those of a column border that share:
#: less is a stray stroke. (A head's lower row may be parted in a few columns only, a column reaches over most rows.)
STRAY_ROW, STRAY_COLUMN = 0.12, 0.25


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: where it lies (y of one across, x of one down), and from where to where it runs."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """From start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its first row and column, over how many of each it reaches, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box, how many rows and columns it has, its cells row by row."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def grid_of(across: Sequence[Stroke], down: Sequence[Stroke], slack: float) -> Grid | None:
    """The grid that the lines of one table make, or None where they make fewer than two columns, or one row of two.

    slack is how far lines of one border may lie apart, and how far an end may fall short of a crossing. A side left
    open (no line down at the left or right end) is closed where the lines across end.
    """
    ys = _places(across, slack, STRAY_ROW)
    if len(ys) < 2:
        return None
    left, right = min(line.start for line in across), max(line.end for line in across)
    ends = [Stroke(x, ys[0], ys[-1]) for x in (left, right) if all(abs(line.at - x) > 2 * slack for line in down)]
    down = [*down, *ends]
    xs = _places(down, slack, STRAY_COLUMN)
    if len(xs) < 3 or len(xs) + len(ys) < 6:
        return None
    cells = _Net(across, down, xs, ys, slack).cells()
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, tuple(cells))


def _places(lines: Sequence[Stroke], slack: float, stray: float) -> list[float]:
    """Where lines lie, those of one border put together; strays left out."""
    groups: list[list[Stroke]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][-1].at <= slack:
            groups[-1].append(line)
        else:
            groups.append([line])
    sums = [sum(line.length for line in group) for group in groups]
    most = max(sums, default=0.0)
    return [
        sum(line.at * line.length for line in group) / length
        for group, length in zip(groups, sums, strict=True)
        if length >= stray * most
    ]


@dataclass(frozen=True, slots=True)
class _Net:
    """Lines and the places (x and y) where they lie."""

    across: Sequence[Stroke]
    down: Sequence[Stroke]
    xs: Sequence[float]
    ys: Sequence[float]
    slack: float

    def cells(self) -> list[GridCell]:
        """Each cell grown right and down over missing borders, as far as it stays a rectangle of free places."""
        taken: set[tuple[int, int]] = set()
        cells: list[GridCell] = []
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                if (row, column) in taken:
                    continue
                wide = self._width(row, column, taken)
                high = self._height(row, column, wide)
                taken |= {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
                box = (self.xs[column], self.ys[row], self.xs[column + wide], self.ys[row + high])
                cells.append(GridCell(row, column, high, wide, box))
        return cells

    def _width(self, row: int, column: int, taken: set[tuple[int, int]]) -> int:
        wide = 1
        while column + wide < len(self.xs) - 1 and (row, column + wide) not in taken:
            if self._covered(self.down, self.xs[column + wide], self.ys[row], self.ys[row + 1]):
                break
            wide += 1
        return wide

    def _height(self, row: int, column: int, wide: int) -> int:
        high = 1
        edges = list(pairwise(self.xs[column : column + wide + 1]))
        inside = self.xs[column + 1 : column + wide]
        while row + high < len(self.ys) - 1:
            below, next_below = self.ys[row + high], self.ys[row + high + 1]
            closed = any(self._covered(self.across, below, left, right) for left, right in edges)
            if closed or any(self._covered(self.down, x, below, next_below) for x in inside):
                break
            high += 1
        return high

    def _covered(self, lines: Sequence[Stroke], at: float, start: float, end: float) -> bool:
        """True when lines run along ``at`` over enough of the way from start to end."""
        near = [line for line in lines if abs(line.at - at) <= self.slack]
        pieces = sorted((max(start, line.start), min(end, line.end)) for line in near)
        reached, total = start, 0.0
        for first, last in pieces:
            total += max(0.0, last - max(first, reached))
            reached = max(reached, last)
        return total >= COVERED * (end - start)
