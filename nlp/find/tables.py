"""Ruled tables of the pages as facts: parts on following pages joined, header and row of totals told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.find.view import fold
from records.facts import Cells, TableFact
from records.page import DocumentText, Page, RuledTable
from records.place import Box

_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong)\b")
_END, _START = 0.75, 0.25  # shares of a page's height between which a table breaks over two pages


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of one page, and whether it may go on from the page before or on the page after."""

    page: Page
    table: RuledTable

    @property
    def width(self) -> int:
        return max(len(row) for row in self.table.rows)

    def starts_page(self) -> bool:
        return self.table.box[1] < _START * (self.page.height or 1.0)

    def ends_page(self) -> bool:
        return self.table.box[3] > _END * (self.page.height or 1.0)


def find_tables(text: DocumentText) -> tuple[TableFact, ...]:
    """Every ruled table of at least two rows and two columns, in order.

    A table that reaches the foot of a page and one of as many columns at the head of the next are one; a repeated
    header is dropped. The first row is the header; a last row that begins with "Tổng" or "Cộng" is the row of totals.
    """
    parts = [_Part(page, table) for page in text.pages if page.lines for table in page.tables if _is_table(table)]
    return tuple(_fact(text, joined) for joined in _joined(parts))


def _is_table(table: RuledTable) -> bool:
    return len(table.rows) >= 2 and max(len(row) for row in table.rows) >= 2


def _joined(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    together: list[_Part] = []
    for part in parts:
        last = together[-1] if together else None
        if last and _goes_on(last, part):
            together.append(part)
            continue
        if together:
            yield together
        together = [part]
    if together:
        yield together


def _goes_on(last: _Part, part: _Part) -> bool:
    follows = part.page.number == last.page.number + 1 and part.width == last.width
    return follows and last.ends_page() and part.starts_page()


def _fact(text: DocumentText, parts: list[_Part]) -> TableFact:
    width = parts[0].width
    rows = [_padded(row, width) for row in parts[0].table.rows]
    header = rows.pop(0)
    for part in parts[1:]:
        more = [_padded(row, width) for row in part.table.rows]
        rows += more[1:] if more[0] == header else more
    total = rows.pop() if rows and _is_total(rows[-1]) else None
    start, end = _span(text, parts[0])
    place = replace(text.place(start, end), box=parts[0].table.box)
    return TableFact(header, tuple(rows), place, total)


def _padded(row: Cells, width: int) -> Cells:
    return row + ("",) * (width - len(row))


def _is_total(row: Cells) -> bool:
    first = next((cell for cell in row if cell.strip()), "")
    return bool(_TOTAL.match(fold(first).strip()))


def _span(text: DocumentText, part: _Part) -> tuple[int, int]:
    """Characters of the lines that lie inside the table's box; an empty span at the page's start where none does."""
    inside = [
        (offset, offset + len(line.text))
        for offset, page, line in text.lines()
        if page == part.page.number and line.box is not None and _within(line.box, part.table.box)
    ]
    if inside:
        return inside[0][0], inside[-1][1]
    start = next((offset for offset, page, _ in text.lines() if page == part.page.number), 0)
    return start, start


def _within(line: Box, table: Box) -> bool:
    middle_x, middle_y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return table[0] <= middle_x <= table[2] and table[1] <= middle_y <= table[3]
