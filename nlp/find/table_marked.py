"""Tables in text: cells parted by tabs, or by the bars of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from nlp.find.table_loose import in_columns, loose_lines, spread
from nlp.find.table_model import BLANK, Cell, RawTable, Row, cell_of, is_frame
from nlp.find.table_shape import heads_ordinals, is_headlike, is_ordinal, is_total
from records.page import DocumentText, Line

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*\Z")
_Placed = tuple[int, Line]


def marked_tables(text: DocumentText, page: int, lines: Sequence[_Placed]) -> Iterator[RawTable]:
    """The tables in lines (with their offsets) that follow one another and have tabs, or bars, in them."""
    for mark, block in _blocks(lines):
        ruled = mark == "|" and any(_RULE.match(line.text) for _, line in block)
        kept = [(offset, line) for offset, line in block if not (mark == "|" and _RULE.match(line.text))]
        split = in_columns(text, kept, _bars) if mark == "|" else [_tabs(text, item) for item in kept]
        table = _table(split, ruled)
        if table:
            start, end = kept[0][0], kept[-1][0] + len(kept[-1][1].text)
            yield RawTable("marked", page, table, start, end)


def _blocks(lines: Sequence[_Placed]) -> Iterator[tuple[str, list[_Placed]]]:
    """Runs of lines with one mark; a blank line ends a run."""
    block: list[_Placed] = []
    mark = ""
    loose = loose_lines([line.text for _, line in lines])
    for index, (offset, line) in enumerate(lines):
        own = _mark(line.text) or ("|" if mark == "|" and (" | " in line.text or index in loose) else "")
        if block and own != mark:
            yield mark, block
            block = []
        if own:
            block.append((offset, line))
        mark = own
    if block:
        yield mark, block


def _mark(line: str) -> str:
    if "|" in line and (line.lstrip().startswith("|") or line.count("|") >= 2 or _RULE.match(line)):
        return "|"
    return "\t" if "\t" in line.strip("\n") and line.strip() else ""


def _bars(text: DocumentText, item: _Placed) -> list[Cell]:
    """The cells between bars; those at the ends of the line are no borders of cells."""
    offset, line = item
    if "|" not in line.text:
        return [cell_of(text, offset, offset + len(line.text))]
    edges = [found.start() for found in _BAR.finditer(line.text)]
    first = line.text[: edges[0]].strip() == ""
    last = line.text[edges[-1] + 1 :].strip() == "" and len(edges) > 1
    starts = [edge + 1 for edge in edges] if first else [0, *(edge + 1 for edge in edges)]
    ends = [*edges, len(line.text)][1 if first else 0 :]
    if last:
        starts, ends = starts[:-1], ends[:-1]
    return [cell_of(text, offset + a, offset + b) for a, b in zip(starts, ends, strict=True)]


def _tabs(text: DocumentText, item: _Placed) -> list[Cell]:
    offset, line = item
    cells: list[Cell] = []
    start = 0
    for part in line.text.split("\t"):
        cells.append(cell_of(text, offset + start, offset + start + len(part)))
        start += len(part) + 1
    return cells


def _table(split: list[list[Cell]], ruled: bool) -> tuple[Row, ...] | None:
    """The rows of one width, or None where the lines are no table: a letterhead, a list, a form."""
    counts = Counter(len(cells) for cells in split if sum(bool(cell.text) for cell in cells) > 1)
    if not counts:
        return None
    width = max(counts, key=lambda count: (counts[count], count))
    while split and not any(cell.text for cell in split[-1]):
        split = split[:-1]
    rows = _even(split, width)
    if len(rows) < 2 or width < 2 or is_frame(rows) or _is_form(rows):
        return None
    if ruled:
        return tuple(rows)
    return tuple(rows) if is_headlike(rows[0]) and _is_filled(rows, width) else None


def _even(split: list[list[Cell]], width: int) -> list[Row]:
    """Rows of one width: what is missing is blank at the right, or right of a name that stands for several cells."""
    rows: list[Row] = []
    for cells in split:
        missing = [BLANK] * (width - len(cells))
        extra = cells[width:]
        if len(cells) < width and is_total(tuple(cells)) and cells[-1].is_figure:
            rows.append((cells[0], *missing, *cells[1:]))
        elif any(cell.text for cell in extra):
            return []
        else:
            rows.append((*cells[:width], *missing))
    return _group_heads(rows, split, width)


def _group_heads(rows: list[Row], split: list[list[Cell]], width: int) -> list[Row]:
    """The rows, with the names of groups in a first row of too few cells put over the columns that they are of."""
    if len(split) < 3 or len(split[0]) >= width:
        return rows
    upper, lower = split[0], split[1]
    if len(lower) == width and upper[0].text == lower[0].text:
        return [_over_named(upper, lower), *rows[1:]]
    known = spread(split, width)
    if known is None:
        return rows
    own, each = known
    over = [cell for group in upper[own:] for cell in (group, *[BLANK] * (each - 1))]
    return [(*upper[:own], *over), (*[BLANK] * own, *lower), *rows[2:]]


def _over_named(upper: list[Cell], lower: list[Cell]) -> Row:
    """The first row where the second one repeats what both share; names in between are groups of as many cells each."""
    shared = {cell.text for cell in upper} & {cell.text for cell in lower}
    placed: list[Cell] = []
    rest = list(upper)
    for is_shared, run in groupby(lower, key=lambda cell: cell.text in shared):
        own = list(run)
        if is_shared:
            placed += own
            rest = rest[len(own) :]
            continue
        groups = list(takewhile(lambda cell: cell.text not in shared, rest))
        rest = rest[len(groups) :]
        each = max(1, len(own) // max(1, len(groups)))
        spread = [cell for group in groups for cell in (group, *[BLANK] * (each - 1))][: len(own)]
        placed += [*spread, *[BLANK] * (len(own) - len(spread))]
    return tuple(placed)


def _is_form(rows: list[Row]) -> bool:
    """True when many cells end in a colon or in dots to be filled in."""
    texts = [cell.text for row in rows for cell in row if cell.text]
    return sum(text.endswith((":", "...", "…")) for text in texts) >= 0.25 * len(texts)


def _is_filled(rows: list[Row], width: int) -> bool:
    """True when the rows are those of a table: most cells of two columns or more have something in them."""
    body = rows[1:]
    if width == 2:
        pairs = sum(bool(row[0].text and row[1].text) for row in body)
        figures = sum(row[1].is_figure for row in body)
        numbered = heads_ordinals((rows[0][0].text, rows[0][1].text)) and sum(is_ordinal(row[0].text) for row in body)
        return len(body) >= 2 and pairs >= 0.8 * len(body) and (figures >= 0.6 * len(body) or bool(numbered))
    return sum(sum(bool(cell.text) for cell in row) >= 2 for row in body) >= 0.6 * len(body)
