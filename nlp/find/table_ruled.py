"""Tables that are ruled on the page: the words of the page's lines, put into the cells their middles lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from nlp.find.table_model import BLANK, Cell, RawTable
from nlp.find.view import squeeze
from records.page import DocumentText, Line, Origin, Page, RuledTable, Word
from records.place import Box, Place, union

#: A word with its line and the line's offset in the document.
_Spot = tuple[int, Line, Word]
#: Points from a border to a point that is surely inside the cell.
_EDGE = 3.0


def ruled_tables(text: DocumentText, page: Page, lines: list[tuple[int, Line]]) -> Iterator[RawTable]:
    """The ruled tables of a page that have two rows and two columns; ``lines`` are the page's with their offsets."""
    for table in page.tables:
        width = max(len(row) for row in table.rows)
        if len(table.rows) < 2 or width < 2:
            continue
        inside = _inside(table.box, lines)
        start, end = _span(inside, lines)
        cells = _placed(table, inside) if table.boxes else {}
        trusted = page.origin is not Origin.TEXT_LAYER
        rows = tuple(
            tuple(_cell(text, table.rows[r][c] if c < len(table.rows[r]) else "", cells.get((r, c), []), trusted)
                  for c in range(width))
            for r in range(len(table.rows))
        )  # fmt: skip
        yield RawTable("ruled", page.number, rows, start, end, table.box, _owners(table))


def _owners(table: RuledTable) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each place where its cell begins, by the boxes; () where no cell is merged."""
    if all(box is not None for row in table.boxes for box in row):
        return ()
    cells = [(r, c, box) for r, row in enumerate(table.boxes) for c, box in enumerate(row) if box is not None]
    lefts = [min((box[0] for _, c, box in cells if c == column), default=0.0) for column in range(len(table.boxes[0]))]
    tops = [min((box[1] for r, _, box in cells if r == row), default=0.0) for row in range(len(table.boxes))]

    def owner(row: int, column: int) -> tuple[int, int]:
        x, y = lefts[column] + _EDGE, tops[row] + _EDGE
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
