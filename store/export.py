"""Records as files for other programs: one file a kind, in the columns of ``docs/records.md``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import Column, Table, func, select

from records.errors import UsageError
from store.archive import Archive
from store.cells import csv_cell, json_value, parquet_cell, whole_day
from store.data_dictionary import PACKAGE, Form, columns_of, field_type, package
from store.export_xlsx import chunks, write_workbook
from store.fields import is_day
from store.files import replacing
from store.reviewed import REVIEWED_FINDINGS, reviewed_findings
from store.schema import KINDS, decisions, findings

Rows = Iterator[Mapping[str, object]]

_CHUNK = 1000


class Change(Protocol):
    """What reviewers decided, applied to rows."""

    @property
    def whole(self) -> bool:
        """Whether every figure that it puts in is a whole number."""

    def __call__(self, table: Table, row: Mapping[str, object]) -> Mapping[str, object]:
        """The row as it is with the decisions; its names in their order."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: an archive, and with ``change`` what reviewers decided."""

    archive: Archive
    change: Change | None = None

    @property
    def tables(self) -> list[Table]:
        """The kinds; with what reviewers decided, findings have their decision, and the decisions are one more."""
        kinds = list(KINDS.values())
        if self.change is None:
            return kinds
        return [*(REVIEWED_FINDINGS if kind is findings else kind for kind in kinds), decisions]

    def form(self, format: str) -> Form:
        """How a format writes figures and dates, as far as the records decide it."""
        keeps = self.change is None or self.change.whole
        return Form(format, lambda column: keeps and _all_whole(self.archive, column))

    def rows(self, table: Table) -> Rows:
        """The rows of a table, some at a time."""
        if table is REVIEWED_FINDINGS:
            return self.archive.select(reviewed_findings(columns_of(table)), chunk=_CHUNK)
        query = select(*columns_of(table)).order_by(*table.primary_key.columns)
        rows = self.archive.select(query, chunk=_CHUNK)
        return rows if self.change is None else map(partial(self.change, table), rows)


def export(archive: Archive, format: str, to: Path, change: Change | None = None) -> list[Path]:
    """Write every kind of records as a file below ``to`` (made if absent); returns the files, in the order of kinds.

    With ``change`` the rows are as reviewers decided.
    Last of them, beside jsonl, csv and parquet, is the data dictionary, ``datapackage.json``; each workbook has it as
    a sheet. ``format`` is one of :data:`FORMATS`. Each file is replaced whole or not at all. jsonl, csv and parquet are
    written row by row, so that their size does not matter; xlsx is held in memory a kind. Raises UsageError or
    FileAccess.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}", f"Give one of {', '.join(FORMATS)}.")
    written = []
    source = Source(archive, change)
    for table in source.tables:
        path = to / f"{table.name}.{format}"
        with replacing(path) as part:
            FORMATS[format](source, table, part)
        written.append(path)
    if format != "xlsx":
        written.append(to / PACKAGE)
        with replacing(written[-1]) as part:
            told = package(source.form(format), {table: f"{table.name}.{format}" for table in source.tables})
            part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
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
        writer.writerow([column.name for column in columns_of(table)])
        for row in source.rows(table):
            writer.writerow([csv_cell(value) for value in row.values()])


def _parquet(source: Source, table: Table, to: Path) -> None:
    # lazy: a heavy library that only this format needs
    import pyarrow as pa
    import pyarrow.parquet as pq

    form = source.form("parquet")
    types = {
        name: pa.type_for_alias(_ARROW[field_type(column, form)])
        for column in columns_of(table)
        for name, column in form.written(column)
    }
    days = [column.name for column in columns_of(table) if is_day(column)]
    schema = pa.schema(list(types.items()))
    with pq.ParquetWriter(to, schema) as writer:
        for rows in chunks(source.rows(table), 10 * _CHUNK):
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


def _xlsx(source: Source, table: Table, to: Path) -> None:
    write_workbook(table, source.rows(table), source.form("xlsx"), to)


#: The formats by name, which is also the suffix of their files.
FORMATS: dict[str, Callable[[Source, Table, Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
