"""Records as files for other programs: one file a kind, in the columns of ``docs/records.md``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Column, Table, func, select

from records.errors import UsageError
from store.archive import Archive
from store.cells import csv_cell, json_value, parquet_cell, whole_day
from store.data_dictionary import PACKAGE, Form, columns_of, field_type, package
from store.export_xlsx import chunks, write_workbook
from store.fields import is_day
from store.files import replacing
from store.schema import KINDS

Rows = Iterator[Mapping[str, object]]

_CHUNK = 1000


def export(archive: Archive, format: str, to: Path) -> list[Path]:
    """Write every kind of records as a file below ``to`` (made if absent); returns the files, in the order of kinds.

    Last of them, beside jsonl, csv and parquet, is the data dictionary, ``datapackage.json``; each workbook has it as
    a sheet. ``format`` is one of :data:`FORMATS`. Each file is replaced whole or not at all. jsonl, csv and parquet are
    written row by row, so that their size does not matter; xlsx is held in memory a kind. Raises UsageError or
    FileAccess.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}", f"Give one of {', '.join(FORMATS)}.")
    written = []
    for kind, table in KINDS.items():
        path = to / f"{kind}.{format}"
        with replacing(path) as part:
            FORMATS[format](archive, table, part)
        written.append(path)
    if format != "xlsx":
        written.append(to / PACKAGE)
        with replacing(written[-1]) as part:
            told = package(_form(archive, format), {kind: f"{kind}.{format}" for kind in KINDS})
            part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return written


def _form(archive: Archive, format: str) -> Form:
    """How a format writes figures and dates, as far as the records decide it."""
    return Form(format, lambda column: _all_whole(archive, column))


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

    form = _form(archive, "parquet")
    types = {
        name: pa.type_for_alias(_ARROW[field_type(column, form)])
        for column in columns_of(table)
        for name, column in form.written(column)
    }
    days = [column.name for column in columns_of(table) if is_day(column)]
    schema = pa.schema(list(types.items()))
    with pq.ParquetWriter(to, schema) as writer:
        for rows in chunks(_rows(archive, table), 10 * _CHUNK):
            cells = [
                {name: parquet_cell(value) for name, value in row.items()}
                | {form.twin(name): row[name] for name in days}
                | {name: whole_day(row[name]) for name in days}
                for row in rows
            ]
            writer.write_table(pa.Table.from_pylist(cells, schema=schema))


#: Arrow's types by those of the data dictionary; a timestamp is what pandas reads as a date.
_ARROW = {"string": "string", "integer": "int64", "number": "float64", "date": "timestamp[ms]"}


def _all_whole(archive: Archive, column: Column[object]) -> bool:
    with archive.reading() as connection:
        broken = select(func.count()).where(column != func.round(column))
        return connection.scalar(broken) == 0


def _xlsx(archive: Archive, table: Table, to: Path) -> None:
    write_workbook(table, _rows(archive, table), _form(archive, "xlsx"), to)


#: The formats by name, which is also the suffix of their files.
FORMATS: dict[str, Callable[[Archive, Table, Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
