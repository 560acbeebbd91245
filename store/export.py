"""Records as files for other programs: one file a kind, in the columns of ``docs/records.md``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Column, Float, Integer, Table, func, select

from records.errors import UsageError
from store.archive import Archive
from store.cells import csv_cell, excel_cell, json_value, parquet_cell
from store.columns import Exact
from store.files import replacing
from store.schema import KINDS

Rows = Iterator[Mapping[str, object]]

#: Rows of one sheet below its head; Excel has 1,048,576 rows.
SHEET_ROWS = 1_048_575
_CHUNK = 1000
_PLACE = ("page", "line", "start", "end", "box", "text", "raw", "confidence")


def columns_of(table: Table) -> list[Column[object]]:
    """The columns of an export: the document, then what the row says, then its place; row ids are left out."""
    if table.name in ("documents", "pages"):
        return list(table.columns)
    said = [c for c in table.columns if c.name not in ("id", "document", *_PLACE)]
    return [table.c.document, *said, *(table.c[name] for name in _PLACE)]


def export(archive: Archive, format: str, to: Path) -> list[Path]:
    """Write every kind of records as a file below ``to`` (made if absent); returns the files, in the order of kinds.

    ``format`` is one of :data:`FORMATS`. Each file is replaced whole or not at all. jsonl, csv and parquet are written
    row by row, so that their size does not matter; xlsx is held in memory a kind. Raises UsageError or FileAccess.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}", f"Give one of {', '.join(FORMATS)}.")
    written = []
    for kind, table in KINDS.items():
        path = to / f"{kind}.{format}"
        with replacing(path) as part:
            FORMATS[format](archive, table, part)
        written.append(path)
    return written


def _rows(archive: Archive, table: Table) -> Rows:
    query = select(*columns_of(table)).order_by(*table.primary_key.columns)
    return archive.select(query, chunk=_CHUNK)


def _jsonl(archive: Archive, table: Table, to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="\n") as stream:
        for row in _rows(archive, table):
            line = {name: json_value(value) for name, value in row.items()}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def _csv(archive: Archive, table: Table, to: Path) -> None:
    # The mark at the start tells Excel that the file is UTF-8.
    with to.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.name for column in columns_of(table)])
        for row in _rows(archive, table):
            writer.writerow([csv_cell(value) for value in row.values()])


def _parquet(archive: Archive, table: Table, to: Path) -> None:
    # lazy: a heavy library that only this format needs
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = columns_of(table)
    schema = pa.schema([(column.name, pa.type_for_alias(_arrow(archive, column))) for column in columns])
    with pq.ParquetWriter(to, schema) as writer:
        for rows in _chunks(_rows(archive, table), 10 * _CHUNK):
            cells = [{name: parquet_cell(value) for name, value in row.items()} for row in rows]
            writer.write_table(pa.Table.from_pylist(cells, schema=schema))


def _arrow(archive: Archive, column: Column[object]) -> str:
    """Name of a column's type in Arrow: figures are whole numbers where all of them are; lists are JSON in text."""
    if isinstance(column.type, Exact):
        return "int64" if _all_whole(archive, column) else "float64"
    if isinstance(column.type, Integer):
        return "int64"
    return "float64" if isinstance(column.type, Float) else "string"


def _all_whole(archive: Archive, column: Column[object]) -> bool:
    with archive.reading() as connection:
        broken = select(func.count()).where(column != func.round(column))
        return connection.scalar(broken) == 0


def _xlsx(archive: Archive, table: Table, to: Path) -> None:
    # lazy: a heavy library that only this format needs
    import pandas as pd

    # Nothing in a document may become a formula or a link when the workbook is opened.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    names = [column.name for column in columns_of(table)]
    with pd.ExcelWriter(to, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for number, rows in enumerate(_chunks(_rows(archive, table), SHEET_ROWS, empty=True), 1):
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
FORMATS: dict[str, Callable[[Archive, Table, Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
