"""Tables as figures: which cells are figures, which columns are totals, shares or row numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from audit.case import Case
from audit.figure import Figure, parse
from audit.words import fold
from records.facts import TableFact
from records.place import Place

_CELL = re.compile(r"\s*(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(%?)")
_NOTHING = frozenset({"", "-", "–", "—", "x", "…", "..."})
_SHARE = re.compile(r"%|\bty le\b|\bti le\b|\bphan tram\b|\bdat\b.*\bso voi\b")
_NUMBERING = re.compile(r"(?:tt|stt|so tt|so thu tu)\Z")
_NO_SUM = re.compile(
    r"\A(?:nam|nam sinh|nam ban hanh|ngay.*|thang.*|diem|tong diem|ma|tuoi)\Z"
    r"|\b(?:ma so|so hieu|don gia|xep hang|xep loai|binh quan|trung binh|ghi chu|he so|ty le|ti le)\b"
)
_TOTALS = re.compile(r"\b(?:tong so|tong cong|tong|cong)\b")
_ROMAN = re.compile(r"[IVX]+\.?\Z")


@dataclass(frozen=True)
class Grid:
    """A table with its figures by row and column; the total row, where there is one, is the last."""

    case: Case
    table: TableFact

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The body's rows and the total row."""
        rows = self.table.rows
        return (*rows, self.table.total_row) if self.table.total_row else rows

    @cached_property
    def figures(self) -> tuple[tuple[Figure | None, ...], ...]:
        """The figure of each cell; None for words and for what is not reported."""
        return tuple(
            tuple(self._figure(row, column, cell) for column, cell in enumerate(cells))
            for row, cells in enumerate(self.cells)
        )

    def _figure(self, row: int, column: int, cell: str) -> Figure | None:
        match = _CELL.match(cell)
        if match is None or not _is_figure(cell, match):
            return None
        value = parse(match[1])
        if value is None:
            return None
        place = self.place(row, column) or replace(self.table.place, text=cell)
        numeral = match[1]
        after = len(numeral.rpartition(",")[2]) if "," in numeral else 0
        share = bool(match[2]) or self.is_share(column)
        step = Fraction(1, int("1" + "0" * after)) if after or share else Fraction(0)
        spot = self.case.spot(place)
        found = Figure(value, numeral, spot, step, label=self.row_name(row), read=self.case.read(place))
        return self.case.witnessed(found)

    def place(self, row: int, column: int) -> Place | None:
        """The cell's own place; the table's, narrowed to nothing, where the reader gave none."""
        places = (*self.table.places, self.table.total_places) if self.table.total_places else self.table.places
        if row < len(places) and column < len(places[row]) and places[row][column] is not None:
            return places[row][column]
        # no cell has the same characters, so that each stays a figure of its own
        start = self.table.place.start + row * 1000 + column
        return replace(self.table.place, start=start, end=start, text=self.cells[row][column])

    def is_share(self, column: int) -> bool:
        """True for a column of percentages."""
        head = self.table.header[column]
        return "%" in head or _SHARE.search(fold(head)) is not None

    def is_numbering(self, column: int) -> bool:
        """True for the column of row numbers."""
        return _NUMBERING.match(fold(self.table.header[column])) is not None

    def adds_up(self, column: int) -> bool:
        """True for a column whose figures may be summed: no shares, years, row numbers, prices."""
        head = fold(self.table.header[column])
        return not (self.is_share(column) or self.is_numbering(column) or _NO_SUM.search(head))

    def is_total_column(self, column: int) -> bool:
        """True for a column that its head calls a total."""
        return _TOTALS.search(fold(self.table.header[column])) is not None

    def row_name(self, row: int) -> str:
        """The first cell of a row that is words."""
        return next((cell.strip() for cell in self.cells[row] if re.search(r"[^\W\d_]{2,}", cell)), f"{row + 1}")

    @cached_property
    def body(self) -> range:
        """Indexes of the rows that are not the total row."""
        return range(len(self.table.rows))

    @cached_property
    def total(self) -> int | None:
        """Index of the total row."""
        return len(self.table.rows) if self.table.total_row else None

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """Rows that head a group of rows below (numbered I, II, III, or A, B), where there are at least two."""
        if not any(self.is_numbering(column) for column in range(len(self.table.header))):
            return ()
        column = next(c for c in range(len(self.table.header)) if self.is_numbering(c))
        heads = tuple(r for r in self.body if _ROMAN.match(self.cells[r][column].strip()))
        return heads if heads and len(heads) < len(self.body) else ()

    def blanks(self, column: int) -> list[int]:
        """Rows of the body that report nothing in a column."""
        return [row for row in self.body if self.cells[row][column].strip().lower() in _NOTHING]


def _is_figure(cell: str, match: re.Match[str]) -> bool:
    """A numeral alone, or with a unit or a remark behind; not a date, a code or a range."""
    rest = cell[match.end() :].strip()
    return not rest or rest[0] in "(%*" or (len(rest.split()) <= 3 and rest[0].isalpha() and cell[match.end()] == " ")
