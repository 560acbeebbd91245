"""The library of named queries: a file each in ``named_queries``, with its title in Vietnamese and English."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from records.errors import UsageError


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that is kept: its titles and its SQL, which SQLite and PostgreSQL both know."""

    name: str
    vi: str
    en: str
    sql: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Every named query, by name."""
    files = sorted(Path(__file__).with_name("named_queries").glob("*.sql"))
    return {file.stem: _read(file) for file in files}


def _read(file: Path) -> NamedQuery:
    vi, en, sql = file.read_text(encoding="utf-8").split("\n", 2)
    return NamedQuery(file.stem, vi.removeprefix("-- vi: "), en.removeprefix("-- en: "), sql.strip())


def named(name: str) -> NamedQuery:
    """The query of a name; raises UsageError, with the nearest name, where there is none."""
    if name in named_queries():
        return named_queries()[name]
    near = difflib.get_close_matches(name, named_queries(), 1)
    hint = f" (there is {near[0]})" if near else ""
    raise UsageError(f"no query of the name {name}{hint}", "Names: doichieu query --list")
