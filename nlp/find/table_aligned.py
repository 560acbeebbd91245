"""Tables without lines: columns told by the strips that no word crosses, in points of the page or in characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.find.table_levels import Level, Placed, Segment, level_of, words_of
from nlp.find.table_model import BLANK, Cell, RawTable, Row, cell_of, is_frame, joined
from nlp.find.table_shape import heads_ordinals, is_headlike, is_ordinal, is_total
from records.page import DocumentText
from records.place import union

#: Lines of wrapped cells that may follow one another; more of them on a page with boxes, where each shows to be narrow:
#: its pieces less wide than this share of the lines of three cells.
_MOST_WRAPPED, _MOST_NARROW, _NARROW = 6, 16, 0.45
#: In heights of a line: lines nearer than the first are of one row; rows differ from lines of a cell by the second.
_WITHIN, _ROOM = 0.12, 0.12
#: Share of the rows' cells that must be figures in one column, and of the rows that must have most cells.
_FIGURES, _FULL = 0.6, 0.6


def aligned_tables(text: DocumentText, page: int, lines: Sequence[Placed]) -> Iterator[RawTable]:
    """The tables in lines (with their offsets) of a page that are set by the place of their words alone.

    The rows at the top of a page may be the rest of a table: they are given without a head.
    """
    for block in _blocks([level_of(item) for item in lines]):
        columns = _columns(block)
        if len(columns) < 3:
            continue
        rows = _rows(text, block, columns)
        rest = block[0].item is lines[0] and _is_rest(rows)
        if rest or _is_table(rows):
            first, last = block[0].item, block[-1].item
            boxes = [level.item[1].box for level in block]
            box = union([box for box in boxes if box is not None])
            end = last[0] + len(last[1].text)
            yield RawTable("aligned", page, tuple(rows), first[0], end, box, headless=rest)


def _blocks(levels: Sequence[Level]) -> Iterator[list[Level]]:
    """Runs of lines of three cells or more, with the lines between and around them that may be wrapped cells."""
    index = 0
    while index < len(levels):
        if len(levels[index].segments) < 3:
            index += 1
            continue
        last, waiting = index, 0
        for other in range(index + 1, len(levels)):
            full = len(levels[other].segments) >= 3
            waiting = 0 if full else waiting + 1
            most = _MOST_NARROW if _is_narrow(levels[other], levels[last]) else _MOST_WRAPPED
            if not levels[other].segments or waiting > most:
                break
            last = other if full else last
        yield from _closed(
            list(levels[index : last + 1]),
            levels[max(0, index - _MOST_WRAPPED) : index],
            levels[last + 1 : last + 1 + _MOST_NARROW],
        )
        index = last + 1


def _is_narrow(level: Level, full: Level) -> bool:
    """True for a line on a page with boxes whose pieces are all much less wide than a line of the table."""
    wide = full.segments[-1].x1 - full.segments[0].x0
    return level.bottom > level.top and all(s.x1 - s.x0 < _NARROW * wide for s in level.segments)


def _closed(block: list[Level], above: Sequence[Level], below: Sequence[Level]) -> Iterator[list[Level]]:
    """The block, with lines above and below it that are parts of its first and last row."""
    columns = _columns(block)
    if sum(len(level.segments) >= 3 for level in block) < 3 or len(columns) < 3:
        return
    for level in reversed(above):
        beside = _are_groups(level, block[0], columns) or level.bottom > block[0].top > 0
        if not beside and (not _near(level, block[0]) or not _is_part(level, columns, 2)):
            break
        block = [level, *block]
    for level in below:
        if not _near(block[-1], level) or not _is_part(level, columns, 3) or level.segments[0].x0 < columns[0][1]:
            break
        block = [*block, level]
    yield block


def _is_part(level: Level, columns: Sequence[tuple[float, float]], several: int) -> bool:
    """True when a line may be of a row: it has ``several`` segments, or each of them lies within one column."""
    inside = all(_reach(segment, columns) == 1 for segment in level.segments)
    return bool(level.segments) and (inside or len(level.segments) >= several)


def _are_groups(level: Level, below: Level, columns: Sequence[tuple[float, float]]) -> bool:
    """True for names that stand over two columns or more each, a line or less above the head's next line."""
    near = below.top > 0 and below.top - level.bottom < level.height
    cuts = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    over = [any(_crosses(segment, cut) for cut in cuts) for segment in level.segments]
    return near and len(over) > 1 and all(over)


def _reach(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """How many columns a segment touches."""
    return sum(segment.x0 < x1 and x0 < segment.x1 for x0, x1 in columns)


def _near(above: Level, level: Level) -> bool:
    """True when a line stands no more than half a line below another, or right below it in a text."""
    return level.top - above.bottom < 0.5 * level.height if level.bottom > level.top else True


def _columns(block: Sequence[Level]) -> list[tuple[float, float]]:
    """Left and right ends of what stands between strips free of words, seen over the lines of three cells or more.

    Lines with figures tell it best: names in a head reach far to both sides.
    """
    full = [level for level in block if len(level.segments) >= 3]
    figured = [level for level in full if sum(segment.is_figure for segment in level.segments) >= 2]
    shown = figured if len(figured) >= 3 else full
    columns = _merged([(segment.x0, segment.x1) for level in shown for segment in level.segments])
    beside = [(s.x0, s.x1) for level in full for s in level.segments if _reach(s, columns) == 0]
    return _never_apart(sorted([*columns, *_merged(beside)]), full)


def _never_apart(columns: list[tuple[float, float]], full: Sequence[Level]) -> list[tuple[float, float]]:
    """The columns, two neighbours as one where no line has two pieces in them: names left, figures right."""
    kept: list[tuple[float, float]] = []
    for column in columns:
        if kept and not any(_parted(level, kept[-1], column) for level in full):
            kept[-1] = (kept[-1][0], column[1])
        else:
            kept.append(column)
    return kept


def _parted(level: Level, left: tuple[float, float], right: tuple[float, float]) -> bool:
    """True when one segment of the line lies in the left column only and another in the right one only."""
    reach = [(_reach(segment, [left]), _reach(segment, [right])) for segment in level.segments]
    return (1, 0) in reach and (0, 1) in reach


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that overlap, as one."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _rows(text: DocumentText, block: Sequence[Level], columns: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows, lines of one row put together."""
    cuts = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    lines = [_row(text, level, cuts) for level in block]
    if all(line[0].text for line in lines):
        return lines
    body = next((index for index, line in enumerate(lines) if _begins_body(line)), len(lines))
    boxed = all(level.bottom > level.top for level in block)
    if boxed:
        body = _top_of(block, body)
    groups = _by_room(block, lines, body) if boxed else _by_first_cell(lines, body)
    rows = [tuple(joined(cells) for cells in zip(*(lines[i] for i in group), strict=True)) for group in groups]
    above = groups[0][0] if groups else body
    return [_head(text, block[:above], columns, cuts), *rows] if body else rows


def _head(
    text: DocumentText, levels: Sequence[Level], columns: Sequence[tuple[float, float]], cuts: Sequence[float]
) -> Row:
    """The head as one row: a name that stands over two columns or more goes before the names below it."""
    groups: list[list[Cell]] = [[] for _ in columns]
    own: list[list[Cell]] = [[] for _ in columns]
    for level in levels:
        for segment in level.segments:
            under = _under(segment, columns, cuts)
            cell = cell_of(text, segment.start, segment.end)
            for column in under:
                (own if len(under) == 1 else groups)[column].append(cell)
    return tuple(_with_group(joined(group), joined(cells)) for group, cells in zip(groups, own, strict=True))


def _with_group(group: Cell, cell: Cell) -> Cell:
    return Cell(f"{group.text} - {cell.text}", cell.place) if group.text and cell.text else cell if cell.text else group


def _under(segment: Segment, columns: Sequence[tuple[float, float]], cuts: Sequence[float]) -> list[int]:
    """The columns that a name in the head stands over: the one its middle is in, or those about a cut in its middle."""
    middle, wide = (segment.x0 + segment.x1) / 2, segment.x1 - segment.x0
    column = bisect_right(cuts, middle)
    near = [index for index, cut in enumerate(cuts) if abs(cut - middle) < 0.2 * wide and _crosses(segment, cut)]
    if near:
        return [near[0], near[0] + 1]
    over = [index for index, (x0, x1) in enumerate(columns) if segment.x0 < (x0 + x1) / 2 < segment.x1]
    return over if len(over) > 1 else [column]


def _crosses(segment: Segment, cut: float) -> bool:
    return segment.x0 < cut < segment.x1


def _row(text: DocumentText, level: Level, cuts: Sequence[float]) -> Row:
    """The cells of a line: each of its words by its middle, so that names too near to each other part as well."""
    spans: dict[int, tuple[int, int]] = {}
    for x0, x1, start, end in words_of(level):
        column = bisect_right(cuts, (x0 + x1) / 2)
        first, _ = spans.get(column, (start, end))
        spans[column] = (first, end)
    return tuple(cell_of(text, *spans[column]) if column in spans else BLANK for column in range(len(cuts) + 1))


def _top_of(block: Sequence[Level], body: int) -> int:
    """The first line of the row that a line is of: wrapped cells may begin above the figures beside them."""
    while 0 < body < len(block) and block[body].top - block[body - 1].bottom < _WITHIN * block[body].height:
        body -= 1
    return body


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


def _by_room(block: Sequence[Level], lines: Sequence[Row], body: int) -> list[list[int]]:
    """Lines of a page: rows have more room between them than the lines of one cell.

    How much more, the row numbers tell: of all steps between the rooms there are, the one that leaves one number to
    most rows, else the widest. Lines above the body's first one that are no farther off are of its row too.
    """
    gaps = [max(0.0, below.top - above.bottom) for above, below in pairwise(block)]
    rest, room = range(body, len(block)), gaps[body:]
    steps = sorted(room)
    least = _ROOM * max((block[i].height for i in rest), default=0.0)
    jumps = [(right - left, left) for left, right in pairwise(steps) if right - left > least]
    ways = [(_parted_by(rest, room, at), wide, at) for wide, at in jumps if at <= steps[-1 - len(steps) // 4]]
    if not ways:
        return [[index] for index in rest]
    groups, _, split = max(ways, key=lambda way: (_numbered(way[0], lines), way[1]))
    while groups[0][0] > 1 and gaps[groups[0][0] - 1] <= split:
        groups[0].insert(0, groups[0][0] - 1)
    return groups


def _parted_by(rest: Sequence[int], room: Sequence[float], split: float) -> list[list[int]]:
    """The lines in groups, those with more room than ``split`` between them apart."""
    groups: list[list[int]] = []
    for index, space in zip(rest, [float("inf"), *room], strict=True):
        if groups and space <= split:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _numbered(groups: Sequence[Sequence[int]], lines: Sequence[Row]) -> int:
    """Groups with one line that has a row's number, or is a total, less all others."""
    begin = [sum(is_ordinal(lines[index][0].text) or is_total(lines[index]) for index in group) for group in groups]
    return sum(1 if number == 1 else -1 for number in begin)


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


def _is_rest(rows: list[Row]) -> bool:
    """True for rows of which most have a number, a total perhaps, and a column of figures."""
    if len(rows) < 2 or is_frame(rows):
        return False
    numbered = sum(is_ordinal(row[0].text) or is_total(row) for row in rows)
    measured = any(_is_measured([row[column] for row in rows]) for column in range(1, len(rows[0])))
    return is_ordinal(rows[0][0].text) and numbered >= 0.8 * len(rows) and measured


def _is_measured(cells: list[Cell]) -> bool:
    printed = [cell for cell in cells if cell.text]
    return len(printed) * 2 >= len(cells) and sum(cell.is_figure for cell in printed) >= _FIGURES * len(printed)
