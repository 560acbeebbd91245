"""Tables that are ruled on the page: the words of the page's lines, put into the cells their middles lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from nlp.find.table_model import BLANK, Cell, RawTable, Row, cell_of
from nlp.find.view import squeeze
from records.facts import Cells
from records.page import DocumentText, Line, Origin, Page, RuledTable, Word
from records.place import Box, Place, union

#: A word with its line and the line's offset in the document.
_Spot = tuple[int, Line, Word]
#: Points from a border to a point that is surely inside the cell.
_EDGE = 3.0


def ruled_tables(text: DocumentText, page: Page, lines: list[tuple[int, Line]]) -> Iterator[RawTable]:
    """The ruled tables of a page that have two columns; ``lines`` are the page's with their offsets.

    One of a single row may be the end of a table of the page before.
    """
    for table in page.tables:
        if max(len(row) for row in table.rows) < 2:
            continue
        if table.lines is not None:
            yield _of_lines(text, page, table, lines)
        elif table.box is not None:
            yield _of_boxes(text, page, table, table.box, lines)


def _of_boxes(text: DocumentText, page: Page, table: RuledTable, box: Box, lines: list[tuple[int, Line]]) -> RawTable:
    """The table whose words lie in its cells' boxes."""
    width = max(len(row) for row in table.rows)
    inside = _inside(box, lines)
    start, end = _span(inside, lines)
    cells = _placed(table, inside) if table.boxes else {}
    trusted = page.origin is not Origin.TEXT_LAYER
    rows = tuple(
        tuple(_cell(text, read, cells.get((r, c), []), trusted) for c, read in enumerate(_padded(row, width)))
        for r, row in enumerate(table.rows)
    )
    return RawTable("ruled", page.number, rows, start, end, box, _owners(table))


def _of_lines(text: DocumentText, page: Page, table: RuledTable, lines: list[tuple[int, Line]]) -> RawTable:
    """The table of a file without page images: its rows are lines, its cells their parts between tabs."""
    first, last = table.lines or (1, 0)
    own = [(offset, line) for offset, line in lines if first <= line.number <= last and line.text.strip()]
    width = max(len(row) for row in table.rows)
    places = own if len(own) == len(table.rows) else [None] * len(table.rows)
    rows = tuple(_line_row(text, _padded(row, width), place) for row, place in zip(table.rows, places, strict=True))
    start, end = (own[0][0], own[-1][0] + len(own[-1][1].text)) if own else _span([], lines)
    return RawTable("ruled", page.number, rows, start, end)


def _line_row(text: DocumentText, row: Cells, place: tuple[int, Line] | None) -> Row:
    """A row's cells; each has its place where the line has as many parts as the row has filled cells."""
    offset, parts = (place[0], place[1].text.split("\t")) if place else (0, [])
    filled = [column for column, cell in enumerate(row) if cell]
    found = {column: Cell(row[column]) for column in filled}
    if len(parts) == len(filled):
        for column, part in zip(filled, parts, strict=True):
            found[column] = cell_of(text, offset, offset + len(part))
            offset += len(part) + 1
    return tuple(found.get(column, BLANK) for column in range(len(row)))


def _padded(row: Cells, width: int) -> Cells:
    return row + ("",) * (width - len(row))


def _owners(table: RuledTable) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each place where its cell begins, by the boxes; () where no cell is merged."""
    if all(box is not None for row in table.boxes for box in row):
        return ()
    cells = [(r, c, box) for r, row in enumerate(table.boxes) for c, box in enumerate(row) if box is not None]

    def owner(row: int, column: int) -> tuple[int, int]:
        # on a page that leans, only cells near by tell where a row and a column begin
        x = min(((abs(r - row), box[0]) for r, c, box in cells if c == column), default=(0, 0.0))[1] + _EDGE
        y = min(((abs(c - column), box[1]) for r, c, box in cells if r == row), default=(0, 0.0))[1] + _EDGE
        around = ((r, c) for r, c, box in cells if r <= row and c <= column and x < box[2] and y < box[3])
        return max(around, key=lambda place: (place[0] == row, place[1] == column, place), default=(row, column))

    return tuple(
        tuple((r, c) if box is not None else owner(r, c) for c, box in enumerate(row))
        for r, row in enumerate(table.boxes)
    )


def _inside(box: Box, lines: list[tuple[int, Line]]) -> list[_Spot]:
    return [
        (offset, line, word)
        for offset, line in lines
        for word in line.words
        if word.box is not None and _holds(box, word.box)
    ]


def _holds(cell: Box, word: Box) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _span(inside: list[_Spot], lines: list[tuple[int, Line]]) -> tuple[int, int]:
    """Characters of the table's lines; an empty span at the page's start where it has no word with a box."""
    if not inside:
        start = lines[0][0] if lines else 0
        return start, start
    return min(offset for offset, _, _ in inside), max(offset + len(line.text) for offset, line, _ in inside)


def _placed(table: RuledTable, inside: list[_Spot]) -> dict[tuple[int, int], list[_Spot]]:
    """The words of each cell in the order of reading."""
    boxes = [(r, c, box) for r, row in enumerate(table.boxes) for c, box in enumerate(row) if box is not None]
    cells: dict[tuple[int, int], list[_Spot]] = defaultdict(list)
    for spot in inside:
        if spot[2].box is None:
            continue
        home = next(((r, c) for r, c, box in boxes if _holds(box, spot[2].box)), None)
        if home is not None:
            cells[home].append(spot)
    return cells


def _cell(text: DocumentText, read: str, spots: list[_Spot], trusted: bool) -> Cell:
    """The cell of the page's words; not ``trusted``: of what the file has in it where a word reaches over it."""
    if not spots:
        return Cell(read) if read and not trusted else BLANK
    words = squeeze(" ".join(word.text for _, _, word in spots))
    if not trusted and len(words.replace(" ", "")) != len(read.replace(" ", "")):
        words = read
    return Cell(words, _place(text, spots)) if words else BLANK


def _place(text: DocumentText, spots: list[_Spot]) -> Place:
    """Characters and line of the cell's first line, box and confidence of all its words."""
    offset, line, first = spots[0]
    last = [word for other, _, word in spots if other == offset][-1]
    start, end = offset + first.start, offset + last.start + len(last.text)
    known = [word.confidence for _, _, word in spots if word.confidence is not None]
    _, page, _ = text.line_at(offset)
    return replace(
        Place(page, line.number, start, end, text.text[start:end], " ".join(word.raw for _, _, word in spots)),
        box=union([word.box for _, _, word in spots if word.box is not None]),
        confidence=min(known) if known else None,
    )
