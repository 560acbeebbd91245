"""Tables without lines: columns told by the strips that no word crosses, in points of the page or in characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.find.table_model import BLANK, Cell, RawTable, Row, cell_of, is_figure, is_frame, joined
from nlp.find.table_shape import heads_ordinals, is_headlike, is_ordinal, is_total
from records.page import DocumentText, Line
from records.place import union

_APART = re.compile(r"\s{2,}|\t")
#: Least space between two cells, in heights of the line; in characters it is two.
_GAP = 0.55
#: Lines of wrapped cells that may follow one another.
_MOST_WRAPPED = 3
#: In heights of a line: lines nearer than the first are of one row; rows differ from lines of a cell by the second.
_WITHIN, _ROOM = 0.12, 0.12
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
    is_figure: bool


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
        end = last.start + len(last.text)
        yield _Segment(words[first][1][0], box[2], offset + start, offset + end, is_figure(line.text[start:end]))
        first = index


def _by_spaces(item: _Placed) -> Iterator[_Segment]:
    offset, line = item
    start = 0
    for found in [*_APART.finditer(line.text), None]:
        end = found.start() if found else len(line.text)
        if line.text[start:end].strip():
            yield _Segment(start, end, offset + start, offset + end, is_figure(line.text[start:end].strip()))
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
        if len(columns) < 3 or any(_reach(segment, columns) != 1 for segment in level.segments):
            break
        if level.segments[0].x0 < columns[0][1] or not _near(block[-1], level):
            break
        block = [*block, level]
    yield block


def _reach(segment: _Segment, columns: Sequence[tuple[float, float]]) -> int:
    """How many columns a segment touches."""
    return sum(segment.x0 < x1 and x0 < segment.x1 for x0, x1 in columns)


def _near(above: _Level, level: _Level) -> bool:
    """True when a line stands no more than half a line below another, or right below it in a text."""
    return level.top - above.bottom < 0.5 * _height(level) if level.bottom > level.top else True


def _columns(block: Sequence[_Level]) -> list[tuple[float, float]]:
    """Left and right ends of what stands between strips free of words, seen over the lines of three cells or more.

    Lines with figures tell it best: names in a head reach far to both sides.
    """
    full = [level for level in block if len(level.segments) >= 3]
    figured = [level for level in full if sum(segment.is_figure for segment in level.segments) >= 2]
    shown = figured if len(figured) >= 3 else full
    spans = sorted((segment.x0, segment.x1) for level in shown for segment in level.segments)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _rows(text: DocumentText, block: Sequence[_Level], columns: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows, lines of one row put together."""
    cuts = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    lines = [_row(text, level, cuts) for level in block]
    if all(line[0].text for line in lines[1:]):
        return lines
    body = next((index for index, line in enumerate(lines) if _begins_body(line)), len(lines))
    boxed = all(level.bottom > level.top for level in block)
    if boxed:
        body = _top_of(block, body)
    groups = [list(range(body))] if body else []
    groups += _by_room(block, body) if boxed else _by_first_cell(lines, body)
    return [tuple(joined(cells) for cells in zip(*(lines[i] for i in group), strict=True)) for group in groups]


def _row(text: DocumentText, level: _Level, cuts: Sequence[float]) -> Row:
    """The cells of a line: each of its words by its middle, so that names too near to each other part as well."""
    spans: dict[int, tuple[int, int]] = {}
    for x0, x1, start, end in _words(level):
        column = bisect_right(cuts, (x0 + x1) / 2)
        first, _ = spans.get(column, (start, end))
        spans[column] = (first, end)
    return tuple(cell_of(text, *spans[column]) if column in spans else BLANK for column in range(len(cuts) + 1))


def _words(level: _Level) -> Iterator[tuple[float, float, int, int]]:
    """Words of a line with their boxes' ends; of a line without boxes its segments."""
    offset, line = level.item
    if level.bottom <= level.top:
        yield from ((segment.x0, segment.x1, segment.start, segment.end) for segment in level.segments)
        return
    for word in line.words:
        if word.box is not None:
            yield word.box[0], word.box[2], offset + word.start, offset + word.start + len(word.text)


def _top_of(block: Sequence[_Level], body: int) -> int:
    """The first line of the row that a line is of: wrapped cells may begin above the figures beside them."""
    while 0 < body < len(block) and block[body].top - block[body - 1].bottom < _WITHIN * _height(block[body]):
        body -= 1
    return body


def _height(level: _Level) -> float:
    return level.bottom - level.top


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
    groups: list[list[int]] = []
    rest = range(body, len(block))
    room = [max(0.0, block[b].top - block[a].bottom) for a, b in pairwise(rest)]
    height = max((_height(block[i]) for i in rest), default=0.0)
    least, most = min(room, default=0.0), max(room, default=0.0)
    split = (least + min(most, least + height)) / 2 if most - least > _ROOM * height else float("-inf")
    for index, space in zip(rest, [float("inf"), *room], strict=True):
        if groups and space <= split:
            groups[-1].append(index)
        else:
            groups.append([index])
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
