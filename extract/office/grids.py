"""Tables of a spreadsheet's sheet: rows of bordered cells, or where nothing has a border, blocks of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.office.styled import Styled
from records.page import Line, RuledTable

_LEAST = 2  # rows and columns of a table
_BLANK = 3  # blank rows that a ruled table may hold between two rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds text, or has a border; column counts from 0."""

    column: int
    text: Styled
    bordered: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet by its number (1-based), with the cells that hold text or have a border."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text."""
        return tuple(cell for cell in self.cells if cell.text.text)

    @property
    def text(self) -> Styled:
        """The texts of its cells, parted by tabs."""
        return Styled.joined("\t", (cell.text for cell in self.filled))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table among a page's lines: for each row the number of its line, and the columns of that line's cells."""

    width: int
    rows: tuple[tuple[int, tuple[int, ...]], ...]

    def table(self, lines: Iterable[Line]) -> RuledTable:
        """The table, its cells cut from the page's lines at their tabs."""
        texts = {line.number: line.text.split("\t") for line in lines}
        rows = tuple(self._row(texts[number], columns) for number, columns in self.rows)
        return RuledTable(None, rows, (self.rows[0][0], self.rows[-1][0]))

    def _row(self, cells: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
        found = dict(zip(columns, cells, strict=True))
        return tuple(found.get(column, "") for column in range(self.width))


def grids(rows: Sequence[SheetRow]) -> tuple[Grid, ...]:
    """The tables of a sheet, top to bottom, at least two rows of two columns each.

    Rows with two bordered cells or more make a table as long as they follow each other; on a sheet without borders,
    rows with two filled cells or more do.
    """
    ruled = any(_is_ruled(row) for row in rows)
    tabled = [row for row in rows if (_is_ruled(row) if ruled else len(row.filled) >= _LEAST)]
    blocks = _blocks(tabled, 1 + _BLANK * ruled)
    return tuple(grid for block in blocks if (grid := _grid(block)) is not None)


def _is_ruled(row: SheetRow) -> bool:
    return sum(cell.bordered for cell in row.cells) >= _LEAST


def _blocks(rows: Sequence[SheetRow], step: int) -> Iterator[list[SheetRow]]:
    """Runs of rows whose numbers lie at most ``step`` apart."""
    block: list[SheetRow] = []
    for row in rows:
        if block and row.number - block[-1].number > step:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _grid(block: Sequence[SheetRow]) -> Grid | None:
    columns = sorted({cell.column for row in block for cell in row.filled})
    if len(block) < _LEAST or len(columns) < _LEAST:
        return None
    place = {column: index for index, column in enumerate(columns)}
    rows = tuple((row.number, tuple(place[cell.column] for cell in row.filled)) for row in block)
    return Grid(len(columns), rows)
