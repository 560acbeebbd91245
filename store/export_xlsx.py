"""A kind of records as a workbook: typed cells, a frozen head, columns as wide as what is in them, the dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Table

from store.cells import excel_cell, excel_day
from store.data_dictionary import Form, columns_of, fields
from store.fields import is_day

if TYPE_CHECKING:
    import pandas as pd

Rows = Iterator[Mapping[str, object]]

#: Rows of one sheet below its head; Excel has 1,048,576 rows.
SHEET_ROWS = 1_048_575
#: Name of the sheet with the data dictionary, and its columns.
DICTIONARY = "dictionary"
_ABOUT = ("column", "type", "meaning")
#: Least and greatest width of a column, in characters, and the rows that are looked at for it.
_NARROW, _WIDE, _LOOKED_AT = 8, 60, 1000


def write_workbook(table: Table, rows: Rows, form: Form, to: Path) -> None:
    """Write the rows, and a sheet that says what their columns mean; more rows than a sheet holds go to the next."""
    # lazy: a heavy library that only this format needs
    import pandas as pd

    # Nothing in a document may become a formula or a link when the workbook is opened.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    columns = columns_of(table)
    with pd.ExcelWriter(to, engine="xlsxwriter", date_format="yyyy-mm-dd", engine_kwargs={"options": options}) as book:
        for number, chunk in enumerate(chunks(rows, SHEET_ROWS, empty=True), 1):
            cells = [[_cell(value, one) for value, one in zip(row.values(), columns, strict=True)] for row in chunk]
            _sheet(book, table.name if number == 1 else f"{table.name} {number}", [c.name for c in columns], cells)
        about = [[field["name"], field["type"], field["description"]] for field in fields(table, form)]
        _sheet(book, DICTIONARY, _ABOUT, about)


def _cell(value: object, column: Column[object]) -> object:
    return excel_day(value) if is_day(column) else excel_cell(value)


def _sheet(book: pd.ExcelWriter, name: str, head: Sequence[str], cells: Sequence[Sequence[object]]) -> None:
    import pandas as pd  # lazy, as above

    frame = pd.DataFrame([list(row) for row in cells], columns=list(head), dtype=object)
    frame.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
    sheet = book.sheets[name]
    for index, title in enumerate(head):
        longest = max((_length(row[index]) for row in islice(cells, _LOOKED_AT)), default=0)
        sheet.set_column(index, index, min(_WIDE, max(_NARROW, len(title) + 3, longest + 1)))
    sheet.autofilter(0, 0, len(cells), len(head) - 1)


def _length(value: object) -> int:
    """Characters of a cell as shown, of its longest line."""
    return 0 if value is None else max(map(len, str(value).split("\n")))


def chunks(rows: Rows, size: int, *, empty: bool = False) -> Iterator[list[Mapping[str, object]]]:
    """Rows by lists of ``size``; with ``empty`` at least one list."""
    chunk: list[Mapping[str, object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk, empty = [], False
    if chunk or empty:
        yield chunk
