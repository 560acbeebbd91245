"""Tables without lines: columns told by the strips that no word crosses, in points of the page or in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.find.table_model import BLANK, Cell, RawTable, Row, cell_of, is_frame, joined
from nlp.find.table_shape import heads_ordinals, is_headlike, is_ordinal, is_total
from records.page import DocumentText, Line
from records.place import union

_APART = re.compile(r"\s{2,}|\t")
#: Least space between two cells: in heights of the line, and in characters.
_GAP, _GAP_CHARS = 0.9, 2.0
#: Lines of wrapped cells that may follow one another.
_MOST_WRAPPED = 3
#: Share of the rows' cells that must be figures in one column, and of the rows that must have most cells.
_FIGURES, _FULL = 0.6, 0.6
_Placed = tuple[int, Line]


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of a line that stand together: where they lie (points or characters), and their characters."""

    x0: float
    x1: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Level:
    """A line of segments; top and bottom are 0.0 where the line has no boxes."""

    item: _Placed
    segments: tuple[_Segment, ...]
    top: float = 0.0
    bottom: float = 0.0


def aligned_tables(text: DocumentText, page: int, lines: Sequence[_Placed]) -> Iterator[RawTable]:
    """The tables in lines (with their offsets) of a page that are set by the place of their words alone."""
    for block in _blocks([_level(item) for item in lines]):
        columns = _columns(block)
        if len(columns) < 3:
            continue
        rows = _rows(text, block, columns)
        if _is_table(rows):
            first, last = block[0].item, block[-1].item
            boxes = [level.item[1].box for level in block]
            box = union([box for box in boxes if box is not None])
            yield RawTable("aligned", page, tuple(rows), first[0], last[0] + len(last[1].text), box)


def _level(item: _Placed) -> _Level:
    line = item[1]
    box = line.box if line.words and line.words[0].box else None
    return _Level(item, tuple(_by_boxes(item)), box[1], box[3]) if box else _Level(item, tuple(_by_spaces(item)))


def _by_boxes(item: _Placed) -> Iterator[_Segment]:
    offset, line = item
    words = [(word, word.box) for word in line.words if word.box is not None]
    first = 0
    for index in range(1, len(words) + 1):
        box = words[index - 1][1]
        if index < len(words) and words[index][1][0] - box[2] < _GAP * (box[3] - box[1]):
            continue
        start, last = words[first][0].start, words[index - 1][0]
        yield _Segment(words[first][1][0], box[2], offset + start, offset + last.start + len(last.text))
        first = index


def _by_spaces(item: _Placed) -> Iterator[_Segment]:
    offset, line = item
    start = 0
    for found in [*_APART.finditer(line.text), None]:
        end = found.start() if found else len(line.text)
        if line.text[start:end].strip():
            yield _Segment(start, end, offset + start, offset + end)
        start = found.end() if found else end


def _blocks(levels: Sequence[_Level]) -> Iterator[list[_Level]]:
    """Runs of lines of three cells or more, with the lines between them that may be wrapped cells."""
    block: list[_Level] = []
    waiting: list[_Level] = []
    for level in levels:
        if len(level.segments) >= 3:
            block += [*waiting, level] if block or len(waiting) < 2 else [level]
            waiting = []
        elif level.segments and len(waiting) < _MOST_WRAPPED and (block or len(level.segments) == 2):
            waiting.append(level)
        else:
            yield from _closed(block, waiting)
            block, waiting = [], []
    yield from _closed(block, waiting)


def _closed(block: list[_Level], waiting: list[_Level]) -> Iterator[list[_Level]]:
    """The block, with the last wrapped cells where they lie within its columns."""
    if sum(len(level.segments) >= 3 for level in block) < 3:
        return
    columns = _columns(block)
    for level in waiting:
        if not all(_home(segment, columns) is not None for segment in level.segments) or not columns:
            break
        if len(level.segments) < 2 and level.segments[0].x0 < columns[0][1]:
            break
        block = [*block, level]
    yield block


def _columns(block: Sequence[_Level]) -> list[tuple[float, float]]:
    """Left and right ends of what stands between strips free of words, seen over the lines of three cells or more."""
    full = [level for level in block if len(level.segments) >= 3]
    spans = sorted((segment.x0, segment.x1) for level in full for segment in level.segments)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _home(segment: _Segment, columns: Sequence[tuple[float, float]]) -> int | None:
    """The one column that a segment lies in; None where it reaches over several, or lies outside."""
    over = [index for index, (x0, x1) in enumerate(columns) if segment.x0 < x1 and x0 < segment.x1]
    return over[0] if len(over) == 1 else None


def _rows(text: DocumentText, block: Sequence[_Level], columns: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows, lines of one row put together."""
    lines = [_row(text, level, columns) for level in block]
    if all(line[0].text for line in lines[1:]):
        return lines
    body = next((index for index, line in enumerate(lines) if _begins_body(line)), len(lines))
    groups = [list(range(body))] if body else []
    boxed = all(level.bottom > level.top for level in block)
    groups += _by_room(block, body) if boxed else _by_first_cell(lines, body)
    return [tuple(joined(cells) for cells in zip(*(lines[i] for i in group), strict=True)) for group in groups]


def _row(text: DocumentText, level: _Level, columns: Sequence[tuple[float, float]]) -> Row:
    cells: list[Cell] = [BLANK] * len(columns)
    for segment in level.segments:
        near = min(range(len(columns)), key=lambda index: _distance(segment, columns[index]))
        cells[near] = joined([cells[near], cell_of(text, segment.start, segment.end)])
    return tuple(cells)


def _distance(segment: _Segment, column: tuple[float, float]) -> tuple[float, float]:
    """How far a segment is from a column: none where they overlap, then by their left ends."""
    return max(0.0, column[0] - segment.x1, segment.x0 - column[1]), abs(segment.x0 - column[0])


def _begins_body(row: Row) -> bool:
    return is_ordinal(row[0].text) or sum(cell.is_figure for cell in row[1:]) > 0


def _by_first_cell(lines: Sequence[Row], body: int) -> list[list[int]]:
    """Lines of text: one without a first cell and without a figure goes on with the row above."""
    groups: list[list[int]] = []
    for index in range(body, len(lines)):
        line = lines[index]
        wraps = not line[0].text and not any(cell.is_figure for cell in line) and not is_total(line)
        if groups and wraps:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _by_room(block: Sequence[_Level], body: int) -> list[list[int]]:
    """Lines of a page: rows have more room between them than the lines of one cell."""
    rest = range(body, len(block))
    room = [block[b].top - block[a].bottom for a, b in pairwise(rest)]
    least, most = min(room, default=0.0), max(room, default=0.0)
    height = max((block[i].bottom - block[i].top for i in rest), default=0.0)
    split = (least + most) / 2 if most - least > 0.12 * height else float("-inf")
    groups: list[list[int]] = [[i] for i in rest[:1]]
    for index, space in zip(rest[1:], room, strict=True):
        if space > split:
            groups.append([index])
        else:
            groups[-1].append(index)
    return groups


def _is_table(rows: list[Row]) -> bool:
    """True when there is a head, most rows have most of their cells, and a column counts or measures something."""
    if len(rows) < 3 or is_frame(rows) or not is_headlike(rows[0]):
        return False
    header, body = tuple(cell.text for cell in rows[0]), rows[1:]
    width = len(header)
    if sum(bool(text) for text in header) < width:
        return False
    full = sum(sum(bool(cell.text) for cell in row) >= (width + 1) / 2 for row in body)
    numbered = heads_ordinals(header) and sum(is_ordinal(row[0].text) for row in body) >= _FULL * len(body)
    measured = any(_is_measured([row[column] for row in body]) for column in range(1, width))
    return full >= _FULL * len(body) and (numbered or measured)


def _is_measured(cells: list[Cell]) -> bool:
    printed = [cell for cell in cells if cell.text]
    return len(printed) * 2 >= len(cells) and sum(cell.is_figure for cell in printed) >= _FIGURES * len(printed)
