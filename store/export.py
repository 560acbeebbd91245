"""Records as files for other programs: one file a kind, in the columns of ``docs/records.md``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import Column, ColumnElement, Float, Integer, Select, Table, func, select

from records.errors import UsageError
from store.archive import Archive
from store.cells import csv_cell, excel_cell, json_value, parquet_cell
from store.columns import Exact
from store.files import replacing
from store.reviewed import with_decisions
from store.schema import KINDS, decisions, findings

Rows = Iterator[Mapping[str, object]]


class Change(Protocol):
    """What reviewers decided, applied to rows."""

    @property
    def whole(self) -> bool:
        """Whether every figure that it puts in is a whole number."""

    def __call__(self, table: Table, row: Mapping[str, object]) -> Mapping[str, object]:
        """The row as it is with the decisions."""


#: Rows of one sheet below its head; Excel has 1,048,576 rows.
SHEET_ROWS = 1_048_575
_CHUNK = 1000
_PLACE = ("page", "line", "start", "end", "box", "text", "raw", "confidence")


def columns_of(table: Table) -> list[Column[object]]:
    """The columns of an export: the document, then what the row says, then its place; row ids are left out."""
    if table.name in ("documents", "pages", "decisions"):
        return [column for column in table.columns if column.name != "id" or table.name == "documents"]
    said = [c for c in table.columns if c.name not in ("id", "document", *_PLACE)]
    return [table.c.document, *said, *(table.c[name] for name in _PLACE)]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: an archive, and with ``change`` what reviewers decided."""

    archive: Archive
    change: Change | None = None

    def query(self, table: Table) -> Select[*tuple[object, ...]]:
        """The rows of a table in their order; findings with their decisions where these are applied."""
        query = select(*columns_of(table)).order_by(*table.primary_key.columns)
        return with_decisions(query) if self.change is not None and table is findings else query

    def columns(self, table: Table) -> list[ColumnElement[object]]:
        """The columns of these rows."""
        return list(self.query(table).selected_columns)

    @property
    def keeps_whole(self) -> bool:
        """Whether a column of whole figures stays one."""
        return self.change is None or self.change.whole

    def rows(self, table: Table) -> Rows:
        """The rows, some at a time."""
        rows = self.archive.select(self.query(table), chunk=_CHUNK)
        return rows if self.change is None else map(partial(self.change, table), rows)


def export(archive: Archive, format: str, to: Path, change: Change | None = None) -> list[Path]:
    """Write every kind of records as a file below ``to`` (made if absent); returns the files, in the order of kinds.

    With ``change`` the rows are as reviewers decided, findings have their decision, and the decisions are a file more.
    ``format`` is one of :data:`FORMATS`. Each file is replaced whole or not at all. jsonl, csv and parquet are written
    row by row, so that their size does not matter; xlsx is held in memory a kind. Raises UsageError or FileAccess.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}", f"Give one of {', '.join(FORMATS)}.")
    written = []
    source = Source(archive, change)
    for table in (*KINDS.values(), *([decisions] if change is not None else [])):
        path = to / f"{table.name}.{format}"
        with replacing(path) as part:
            FORMATS[format](source, table, part)
        written.append(path)
    return written


def _jsonl(source: Source, table: Table, to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="\n") as stream:
        for row in source.rows(table):
            line = {name: json_value(value) for name, value in row.items()}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def _csv(source: Source, table: Table, to: Path) -> None:
    # The mark at the start tells Excel that the file is UTF-8.
    with to.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.name for column in source.columns(table)])
        for row in source.rows(table):
            writer.writerow([csv_cell(value) for value in row.values()])


def _parquet(source: Source, table: Table, to: Path) -> None:
    # lazy: a heavy library that only this format needs
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = source.columns(table)
    schema = pa.schema([(column.name, pa.type_for_alias(_arrow(source, column))) for column in columns])
    with pq.ParquetWriter(to, schema) as writer:
        for rows in _chunks(source.rows(table), 10 * _CHUNK):
            cells = [{name: parquet_cell(value) for name, value in row.items()} for row in rows]
            writer.write_table(pa.Table.from_pylist(cells, schema=schema))


def _arrow(source: Source, column: ColumnElement[object]) -> str:
    """Name of a column's type in Arrow: figures are whole numbers where all of them are; lists are JSON in text."""
    if isinstance(column.type, Exact):
        return "int64" if source.keeps_whole and _all_whole(source.archive, column) else "float64"
    if isinstance(column.type, Integer):
        return "int64"
    return "float64" if isinstance(column.type, Float) else "string"


def _all_whole(archive: Archive, column: ColumnElement[object]) -> bool:
    with archive.reading() as connection:
        broken = select(func.count()).where(column != func.round(column))
        return connection.scalar(broken) == 0


def _xlsx(source: Source, table: Table, to: Path) -> None:
    # lazy: a heavy library that only this format needs
    import pandas as pd

    # Nothing in a document may become a formula or a link when the workbook is opened.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    names = [column.name for column in source.columns(table)]
    with pd.ExcelWriter(to, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for number, rows in enumerate(_chunks(source.rows(table), SHEET_ROWS, empty=True), 1):
            sheet = table.name if number == 1 else f"{table.name} {number}"
            cells = [[excel_cell(value) for value in row.values()] for row in rows]
            frame = pd.DataFrame(cells, columns=names, dtype=object)
            frame.to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 0))
            book.sheets[sheet].set_column(0, len(names) - 1, 18)
            book.sheets[sheet].autofilter(0, 0, len(rows), len(names) - 1)


def _chunks(rows: Rows, size: int, *, empty: bool = False) -> Iterator[list[Mapping[str, object]]]:
    """Rows by lists of ``size``; with ``empty`` at least one list."""
    chunk: list[Mapping[str, object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk, empty = [], False
    if chunk or empty:
        yield chunk


#: The formats by name, which is also the suffix of their files.
FORMATS: dict[str, Callable[[Source, Table, Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
