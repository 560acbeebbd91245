"""A table as it stands in the document, before head, totals and parts on other pages are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from nlp.find.lists import rows
from nlp.find.view import fold, squeeze
from records.page import DocumentText
from records.place import Box, Place

_FIGURE = re.compile(r"[-+(]?\d[\d.,\s]*(?:[/x-]\d+)?\s*%?\)?\Z")
_MARKUP = re.compile(r"\*\*|__|<br\s*/?>|\\(?=[|*_])")


def is_figure(text: str) -> bool:
    """True for one figure and nothing else: "1.200", "35,7", "(5)", "12/15", "85%"."""
    return bool(_FIGURE.match(text))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, white space run together, and where it stands; a blank cell has no place."""

    text: str = ""
    place: Place | None = None

    @property
    def is_figure(self) -> bool:
        """True when the cell holds one figure and nothing else."""
        return is_figure(self.text)


Row = tuple[Cell, ...]
BLANK = Cell()


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of as many cells each. owners: for each place (row, column) the place where its cell begins, another one
    only within a merged cell; () where no cell is merged.

    kind: ruled (by lines), marked (by tabs or bars), aligned (by the place on the line). start, end: characters of the
    document from the table's first line to its last; box: on its page, where it has boxes. headless: rows alone, the
    rest of a table of the page before if anything.
    """

    kind: Literal["ruled", "marked", "aligned"]
    page: int
    rows: tuple[Row, ...]
    start: int
    end: int
    box: Box | None = None
    owners: tuple[tuple[tuple[int, int], ...], ...] = ()
    headless: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """Where the cell begins that a place belongs to."""
        return self.owners[row][column] if self.owners else (row, column)

    def without(self, first: int) -> RawTable:
        """The table without its first rows, none of whose cells reaches further down."""
        owners = tuple(tuple((r - first, c) for r, c in row) for row in self.owners[first:])
        return replace(self, rows=self.rows[first:], owners=owners)


def cell_of(text: DocumentText, start: int, end: int) -> Cell:
    """The cell that the characters from start to end are, marks of Markdown left out."""
    words = text.text[start:end]
    stripped = words.strip()
    if not stripped:
        return BLANK
    first = start + words.index(stripped)
    return Cell(squeeze(_MARKUP.sub(" ", stripped)), text.place(first, first + len(stripped)))


def joined(cells: Iterable[Cell]) -> Cell:
    """Parts of one cell from top to bottom as one; its place is the first part's."""
    parts = [cell for cell in cells if cell.text]
    if len(parts) < 2:
        return parts[0] if parts else BLANK
    return Cell(" ".join(part.text for part in parts), parts[0].place)


@cache
def cues(kind: str) -> tuple[str, ...]:
    """The folded cues of a kind in ``table_words.tsv``, longest first."""
    return tuple(sorted((fold(row["cue"]) for row in rows("table_words.tsv") if row["kind"] == kind), key=len)[::-1])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues(kind))) + r")(?!\w)")


def holds_cue(line: str, kind: str) -> bool:
    """True when a cue of the kind stands in the line as whole words."""
    return bool(_pattern(kind).search(fold(line)))


def begins_with_cue(line: str, kind: str) -> bool:
    """True when the line begins with a cue of the kind."""
    return bool(_pattern(kind).match(fold(line).lstrip(" *#(\"'“”-")))


def is_frame(rows_: Sequence[Row]) -> bool:
    """True for the head or foot of a document that is set as a table."""
    return any(holds_cue(cell.text, "frame") for row in rows_ for cell in row if cell.text)
