"""Tables of a document: ruled, marked (tabs, Markdown) and aligned ones, their parts on following pages joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from nlp.find.table_aligned import aligned_tables
from nlp.find.table_marked import marked_tables
from nlp.find.table_model import RawTable, Row, is_frame
from nlp.find.table_ruled import ruled_tables
from nlp.find.table_shape import (
    flat_head,
    head_rows,
    heads_ordinals,
    is_numbers,
    is_ordinal,
    is_title_row,
    is_total,
    without_wraps,
)
from nlp.find.table_title import title_above
from records.facts import Cells, TableFact
from records.page import DocumentText, Line, Page

_END, _START = 0.5, 0.4  # shares of a page's height between which a table breaks over two pages
_SAME = 85  # per cent of likeness: a head printed (and read) again
_SPACED = re.compile(r"\S(?: {2,}|\t).*\S(?: {2,}|\t)\S")
_Placed = tuple[int, Line]


def find_tables(text: DocumentText) -> tuple[TableFact, ...]:
    """Every table of at least a head, a row and two columns, in order.

    A table that ends a page and one of as many columns that begins the next are one; a repeated head is dropped. A
    last row (else a first one) that begins with "Tổng" or "Cộng" is the row of totals. Heads of several rows are
    flattened ("Sáng kiến - Hợp lệ"); rows that number the columns are left out; blanks and "-" stay as printed.
    """
    found = [table for page, lines in _pages(text) for table in _of_page(text, page, lines)]
    lines = list(text.lines())
    return tuple(fact for parts in _joined(found, text) if (fact := _fact(text, parts, lines)) is not None)


def _pages(text: DocumentText) -> Iterator[tuple[Page, list[_Placed]]]:
    by_number: dict[int, list[_Placed]] = {}
    for offset, number, line in text.lines():
        by_number.setdefault(number, []).append((offset, line))
    for page in text.pages:
        if page.lines:
            yield page, by_number[page.number]


def _of_page(text: DocumentText, page: Page, lines: list[_Placed]) -> list[RawTable]:
    """The tables of a page from its first line to its last."""
    found = [table for table in ruled_tables(text, page, lines) if not is_frame(table.rows)]
    rest = _outside(found, lines)
    if any("\t" in line.text or "|" in line.text for _, line in rest):
        found += marked_tables(text, page.number, rest)
        rest = _outside(found, rest)
    if page.width is not None or any(_SPACED.search(line.text) for _, line in rest):
        found += aligned_tables(text, page.number, rest)
    return sorted(found, key=lambda table: table.start)


def _outside(tables: Sequence[RawTable], lines: list[_Placed]) -> list[_Placed]:
    taken = [(table.start, table.end) for table in tables if table.end > table.start]
    return [item for item in lines if not any(start <= item[0] < end for start, end in taken)] if taken else lines


def _joined(tables: Sequence[RawTable], text: DocumentText) -> Iterator[list[RawTable]]:
    together: list[RawTable] = []
    for table in tables:
        if together and _goes_on(together[-1], table, text):
            together.append(table)
            continue
        if together:
            yield together
        together = [table]
    if together:
        yield together


def _goes_on(last: RawTable, table: RawTable, text: DocumentText) -> bool:
    """True when a table is the rest of the last one: on the next page, of one width, nothing printed between them."""
    if (table.page, table.width, table.kind) != (last.page + 1, last.width, last.kind):
        return False
    heights = {page.number: page.height for page in text.pages if page.number in (last.page, table.page)}
    before, after = heights[last.page], heights[table.page]
    if (
        last.box
        and table.box
        and before
        and after
        and not (last.box[3] > _END * before and table.box[1] < _START * after)
    ):
        return False
    between = text.text[last.end : table.start] if last.end > last.start and table.start > last.end else ""
    return not any(sign.isalpha() for sign in between) and not _has_own_head(last, table)


def _has_own_head(last: RawTable, table: RawTable) -> bool:
    """True when the later table begins with another head: row numbers are headed anew under other names."""
    one, two = _texts(last.rows[0]), _texts(table.rows[0])
    return not table.headless and heads_ordinals(two) and heads_ordinals(one) and not _alike(one, two)


def _texts(row: Row) -> Cells:
    return tuple(cell.text for cell in row)


def _alike(one: Cells, two: Cells) -> bool:
    return fuzz.ratio(" ".join(one).lower(), " ".join(two).lower()) >= _SAME


def _fact(text: DocumentText, parts: list[RawTable], lines: list[tuple[int, int, Line]]) -> TableFact | None:
    first, title = _titled(parts[0])
    if len(first.rows) < 2 or first.headless:
        return None
    count = head_rows(first)
    header = flat_head(first, count)
    rows = _body(first.rows[count:])
    for part in parts[1:]:
        rows += _body(part.rows[_repeated(first, part, count) :])
    rows = [row for row in without_wraps(rows, header) if any(cell.text for cell in row)]
    total = _total(rows)
    rows = [row for row in rows if row is not total]
    place = replace(text.place(parts[0].start, parts[0].end), box=parts[0].box)
    return TableFact(
        header,
        tuple(_texts(row) for row in rows),
        place,
        _texts(total) if total else None,
        title or title_above(_above(parts[0].start, lines)),
        tuple(tuple(cell.place for cell in row) for row in rows),
        tuple(cell.place for cell in total) if total else (),
    )


def _titled(table: RawTable) -> tuple[RawTable, str | None]:
    """The table without a first row that holds its title, and that title."""
    one_cell = len({table.owner(0, column) for column in range(table.width)}) == 1 and table.width > 1
    if len(table.rows) > 2 and (one_cell or is_title_row(table.rows[0])):
        return table.without(1), next((cell.text for cell in table.rows[0] if cell.text), None)
    return table, None


def _body(rows: Sequence[Row]) -> list[Row]:
    """The rows below a head, without the one that numbers the columns."""
    following = rows[1] if len(rows) > 1 else None
    return list(rows[1:] if rows and is_numbers(rows[0], following) else rows)


def _repeated(first: RawTable, part: RawTable, count: int) -> int:
    """How many rows of a later part repeat the head."""
    if len(part.rows) < count or is_ordinal(part.rows[0][0].text):
        return 0
    one, two = (tuple(text for row in table.rows[:count] for text in _texts(row)) for table in (first, part))
    return count if _alike(one, two) else 0


def _total(rows: list[Row]) -> Row | None:
    if rows and is_total(rows[-1]):
        return rows[-1]
    return rows[0] if len(rows) > 1 and is_total(rows[0]) else None


def _above(start: int, lines: list[tuple[int, int, Line]]) -> list[Line]:
    """The lines before a table, nearest last."""
    index = next((i for i, (offset, _, _) in enumerate(lines) if offset >= start), len(lines))
    return [line for _, _, line in lines[max(0, index - 14) : index]]
