"""Rows of an answer as a table for a terminal, as CSV or as JSON; figures stay as the database gives them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from store.query import Answer, Value

#: What would move the cursor, ring, or turn the line around: a document's text is not to be trusted in a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Text fit for a terminal: control characters are blanks.

    >>> safe("a\\x1b[31mb\\nc")
    'a [31mb c'
    """
    return _CONTROL.sub(" ", text)


def plain(value: Value) -> str:
    """A value as text; figures with every digit they have, and no exponent.

    >>> plain(Decimal("1E+3")), plain(35.7), plain(None), plain(17660000000), plain(b"\\xff")
    ('1000', '35.7', '', '17660000000', 'ff')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def as_csv(answer: Answer) -> Iterator[str]:
    """Lines of CSV, the first with the columns; nothing is empty."""
    yield _csv_line(answer.columns)
    for row in answer.rows:
        yield _csv_line([plain(value) for value in row])


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def as_json(answer: Answer) -> Iterator[str]:
    """Lines of one JSON array, an object a row."""
    before = "["
    for row in answer.rows:
        pairs = zip(answer.columns, row, strict=True)
        fields = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {_json(value)}" for name, value in pairs)
        yield f"{before}{{{fields}}}"
        before = ","
    yield "]" if before == "," else "[]"


def _json(value: Value) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, Decimal) or (isinstance(value, float) and not math.isfinite(value)):
        return "null"
    return json.dumps(value.hex() if isinstance(value, bytes) else value, ensure_ascii=False)


_Cells = list[list[tuple[str, bool]]]


def write_table(answer: Answer, width: int | None, write: Callable[[str], None]) -> int:
    """A table, as wide as the terminal or (None) as it needs; returns the number of rows.

    A cell that is too long goes on in the next line, and where even the words of the columns do not fit side by side,
    each row becomes a block of lines: nothing is cut off, least of all digits.
    """
    rows = [[(safe(plain(value)), isinstance(value, int | float | Decimal)) for value in row] for row in answer.rows]
    names = [safe(name) for name in answer.columns]
    widest = [max(map(len, [name, *(row[at][0] for row in rows)])) for at, name in enumerate(names)]
    least = [_least([row[at] for row in rows], name) for at, name in enumerate(names)]
    edges = 3 * len(names) + 2
    lines = _grid(names, rows, least, width or max(sum(widest) + edges, 20))
    figures = {cell for row in rows for cell, is_figure in row if is_figure}
    narrow = width is not None and sum(least) + edges > width
    text = "\n".join(lines)
    if narrow or not all(figure in text for figure in figures):
        lines = _blocks(names, rows)
    for line in lines:
        write(line)
    return len(rows)


def _least(cells: list[tuple[str, bool]], name: str) -> int:
    """Width below which a column cannot be read: its figures whole, of its words the longest up to a line's quarter."""
    words = max((len(word) for cell, is_figure in cells if not is_figure for word in cell.split()), default=0)
    figures = max((len(cell) for cell, is_figure in cells if is_figure), default=0)
    return max(len(name), min(words, 20), figures)


def _grid(names: list[str], rows: _Cells, least: list[int], width: int) -> list[str]:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, name in enumerate(names):
        side: Literal["right", "left"] = "right" if any(row[at][1] for row in rows) else "left"
        longest = max(map(len, [name, *(row[at][0] for row in rows)]))
        wraps = longest > least[at]  # rich narrows any column that it may wrap, also below its least width
        table.add_column(Text(name), justify=side, min_width=least[at], overflow="fold", no_wrap=not wraps)
    for row in rows:
        table.add_row(*(Text(cell) for cell, _ in row))
    buffer = io.StringIO()
    Console(file=buffer, width=width, color_system=None).print(table)
    return [line.rstrip() for line in buffer.getvalue().split("\n") if line.strip()]


def _blocks(names: list[str], rows: _Cells) -> list[str]:
    longest = max(map(len, names))
    lines = []
    for row in rows:
        lines.append("─" * (longest + 2))
        lines += [f"{name:<{longest}}  {cell}" for name, (cell, _) in zip(names, row, strict=True) if cell]
    return lines
