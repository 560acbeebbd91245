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


def write_table(answer: Answer, width: int | None, write: Callable[[str], None]) -> int:
    """A table, as wide as the terminal or (None) as it needs; returns the number of rows.

    A cell that is too long goes on in the next line: nothing is cut off, least of all digits.
    """
    rows = [[(plain(value), isinstance(value, int | float | Decimal)) for value in row] for row in answer.rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, name in enumerate(answer.columns):
        figures = [cell for row in rows for cell, is_figure in row[at : at + 1] if is_figure]
        longest = max(map(len, figures), default=0)
        side: Literal["right", "left"] = "right" if figures else "left"
        table.add_column(Text(safe(name)), justify=side, min_width=longest, overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell, _ in row))
    needed = sum(max([len(name), *(len(row[at][0]) for row in rows)]) + 3 for at, name in enumerate(answer.columns))
    buffer = io.StringIO()
    Console(file=buffer, width=width or max(needed, 20), color_system=None).print(table)
    for line in buffer.getvalue().strip("\n").split("\n"):
        if line.strip():
            write(line.rstrip())
    return len(rows)
