"""Views made for people: each is a file of ``views_sql``, whose comments are its lines in the data dictionary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, text

_COLUMN = re.compile(r"\bAS (?P<name>\w+),? -- (?P<meaning>.+)$")


@dataclass(frozen=True, slots=True)
class View:
    """A view: its SELECT, and what it and its columns mean."""

    name: str
    meaning: str
    columns: dict[str, str]
    select: str


@cache
def views() -> tuple[View, ...]:
    """Every view, by name."""
    files = sorted(Path(__file__).with_name("views_sql").glob("*.sql"))
    return tuple(_read(file) for file in files)


def _read(file: Path) -> View:
    first, _, select = file.read_text(encoding="utf-8").partition("\n")
    found = (_COLUMN.search(line) for line in select.splitlines())
    columns = {match["name"]: match["meaning"] for match in found if match}
    return View(file.stem, first.removeprefix("-- "), columns, select)


def create(connection: Connection) -> None:
    """Make every view, in place of one with its name."""
    for view in views():
        select = view.select.replace(":", r"\:")  # none of its colons is a parameter
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))
        connection.execute(text(f"CREATE VIEW {view.name} AS\n{select}"))
