"""``doichieu query``: SQL over an archive, or one of the named queries, as a table, CSV or JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from batch.answer_format import as_csv, as_json, write_table
from records.errors import UsageError
from store.archive import Archive
from store.datasette import metadata
from store.named_queries import named, named_queries
from store.query import Answer, Limits, ask

Format = Literal["table", "csv", "json"]
Say = Callable[[str], None]
#: Rows of a table where --limit is not given; CSV and JSON have all.
TABLE_ROWS = 1000


@dataclass(frozen=True, slots=True)
class QueryAsked:
    """What a user asked for; limit None: the usual one of the format, 0: none."""

    sql: str | None = None
    name: str | None = None
    format: Format = "table"
    limit: int | None = None
    timeout: float = 60.0


def list_queries(out: Say) -> None:
    """Print the named queries with their titles."""
    width = max(map(len, named_queries()))
    for query in named_queries().values():
        out(f"{query.name:<{width}}  {query.vi}")
        out(f"{'':<{width}}  {query.en}")


def print_metadata(folder: Path, out: Say) -> None:
    """Print what Datasette shows beside the tables; raises FileAccess where there is no archive."""
    with Archive.open(folder, read_only=True):
        out(json.dumps(metadata(), ensure_ascii=False, indent=1))


def query_command(folder: Path, url: str | None, asked: QueryAsked, out: Say, err: Say) -> None:
    """Print the answer; raises UsageError for wrong SQL or a name that is not there, FileAccess, ..."""
    if (asked.sql is None) == (asked.name is None):
        raise UsageError("give either SQL or --name", "Example: doichieu query out/ --name quota-by-unit")
    sql = named(asked.name).sql if asked.name is not None else asked.sql or ""
    if sql == "-":
        sql = sys.stdin.read()
    usual = TABLE_ROWS if asked.format == "table" else None
    rows = usual if asked.limit is None else asked.limit or None
    with Archive.open(folder, url, read_only=True) as archive, ask(archive, sql, Limits(asked.timeout, rows)) as answer:
        _print(answer, asked.format, out, err)
        if answer.cut:
            err(f"only the first {rows} rows; all of them: --limit 0")


def _print(answer: Answer, format: Format, out: Say, err: Say) -> None:
    if format == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        number = write_table(answer, width, out)
        err(f"{number} row{'s' * (number != 1)}")
        return
    for line in as_csv(answer) if format == "csv" else as_json(answer):
        out(line)
