"""A page with ruled tables is read in two parts: what stands beside the tables, and the cells by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from extract.image.clean import is_blank
from extract.image.raster import Pixels
from extract.ocr.engine import OcrEngine, OcrWord
from extract.tables.grid import Grid
from extract.tables.ruling_lines import ruled_grids
from extract.tables.words import read_tables
from records.page import RuledTable
from records.place import Box

#: A word's grid and its cell's row and column; None for a word beside the tables.
Home = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page with boxes in its pixels, its grids, and for each word where in them it belongs.

    homes is () where there is no grid.
    """

    words: list[OcrWord]
    grids: tuple[Grid, ...] = ()
    homes: tuple[Home, ...] = ()

    def moved(self, back: Callable[[Box], Box]) -> PageWords:
        """The same with every box as ``back`` gives it."""
        words = [replace(word, box=back(word.box)) for word in self.words]
        grids = tuple(
            replace(grid, box=back(grid.box), cells=tuple(replace(c, box=back(c.box)) for c in grid.cells))
            for grid in self.grids
        )
        return PageWords(words, grids, self.homes)


def read_page(
    pixels: Pixels, dpi: float, engine: OcrEngine, language: str, timeout: float, *, bilevel: bool, local: bool
) -> PageWords:
    """The words of a cleaned, level page and of its ruled tables. Raises what the engine raises."""
    read = partial(engine.read, language=language, timeout=timeout, local=local)
    ruling = ruled_grids(pixels, dpi)
    if not ruling.grids:
        return PageWords(read(pixels, dpi, bilevel=bilevel))
    bare = ruling.without_tables(pixels)
    words = [] if is_blank(bare, dpi) else read(bare, dpi, bilevel=bilevel)
    first_row = 1 + max((word.row for word in words), default=-1)
    found = read_tables(pixels, dpi, ruling, partial(read, block=True), first_row)
    homes: tuple[Home, ...] = (*(None for _ in words), *found.homes)
    return PageWords([*words, *found.words], ruling.grids, homes)


def ruled_tables(page: PageWords, to_points: Callable[[Box], Box]) -> tuple[RuledTable, ...]:
    """The tables as cells of text: what a merged cell covers is "" and has no box."""
    cells: list[dict[tuple[int, int], list[str]]] = [defaultdict(list) for _ in page.grids]
    for word, home in zip(page.words, page.homes, strict=bool(page.homes)):
        if home is not None:
            grid, row, column = home
            cells[grid][row, column].append(word.text)
    tables = (_table(grid, texts, to_points) for grid, texts in zip(page.grids, cells, strict=True))
    return tuple(table for table in tables if any(any(row) for row in table.rows))


def _table(grid: Grid, texts: dict[tuple[int, int], list[str]], to_points: Callable[[Box], Box]) -> RuledTable:
    boxes: list[list[Box | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        boxes[cell.row][cell.column] = to_points(cell.box)
    rows = tuple(tuple(" ".join(texts.get((r, c), [])) for c in range(grid.columns)) for r in range(grid.rows))
    return RuledTable(to_points(grid.box), rows, boxes=tuple(tuple(row) for row in boxes))
