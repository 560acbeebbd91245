"""SQL of a user over the records: reading only, within limits of time and rows.

SQLite: the file is opened with ``mode=ro`` and ``query_only``, and an authorizer (https://www.sqlite.org/c3ref/set_authorizer.html)
lets through what reads; no other file is attached, nothing is loaded. PostgreSQL: a transaction that is READ ONLY with
``statement_timeout``, and one command sent as a prepared statement, which cannot carry a second one.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, cast

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from records.errors import DoichieuError, UsageError
from store.archive import Archive
from store.failing import explained

#: A value that a database gives.
Value = str | int | float | Decimal | bytes | None | list[object] | dict[str, object]
#: Longest text or blob that a query may make, in bytes.
_LONGEST = 200_000_000
_STEPS = 20_000
_READS = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip
#: Pragmas that only tell something; data_version is what FTS5 asks for itself.
_PRAGMAS = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "data_version", "function_list", "collation_list", "compile_options",
}  # fmt: skip
_ADVICE = (
    'Tables and columns: docs/records.md, or "SELECT name, sql FROM sqlite_master". '
    "Queries to start from: doichieu query --list"
)
_ONLY_READING = "only reading is allowed here: SELECT, WITH, VALUES, EXPLAIN"


class _Cursor(Protocol):
    @property
    def description(self) -> Sequence[Sequence[object]] | None: ...

    def fetchmany(self, size: int = ..., /) -> list[tuple[Value, ...]]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a query may take in all; rows at most, None for every one."""

    seconds: float = 60.0
    rows: int | None = None


@dataclass(slots=True)
class Answer:
    """The columns, and the rows as they are asked for; ``cut`` is true at the end where there were more rows."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Value, ...]]
    cut: bool = False


@contextmanager
def ask(archive: Archive, sql: str, limits: Limits | None = None) -> Iterator[Answer]:
    """Answer a query; rows are read while the context is open.

    Raises UsageError for wrong SQL, for anything but reading, and where the time is over; FileAccess and its like as
    :class:`store.archive.Archive` does.
    """
    limits = limits or Limits()
    if not sql.strip().strip(";").strip():
        raise UsageError("no SQL to ask", _ADVICE)
    if not _is_text(sql):
        raise UsageError("the query holds bytes that are no text", _ADVICE)
    with archive.reading() as connection, _told(connection, archive.name, limits):
        if connection.dialect.name == "sqlite":
            cursor = _sqlite(connection, sql, limits)
        else:
            cursor = _postgres(connection, sql, limits)
        if cursor.description is None:
            raise UsageError(f"that is no query: {_ONLY_READING}", _ADVICE)
        answer = Answer(_names(cursor.description), iter(()))
        answer.rows = _rows(cursor, limits, answer)
        yield answer


def _is_text(sql: str) -> bool:
    return "\x00" not in sql and not any("\ud800" <= char <= "\udfff" for char in sql)


def _sqlite(connection: Connection, sql: str, limits: Limits) -> _Cursor:
    raw = cast(sqlite3.Connection, connection.connection.driver_connection)
    deadline = time.monotonic() + limits.seconds
    raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    raw.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    raw.set_authorizer(_authorize)
    return cast(_Cursor, raw.execute(sql))


def _authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in _PRAGMAS else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        return sqlite3.SQLITE_OK  # how FTS5 declares its columns; a real update of that table SQLite itself refuses
    if action == sqlite3.SQLITE_FUNCTION and second == "load_extension":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


class _PreparedCursor(_Cursor, Protocol):
    def execute(self, sql: str, /, *, prepare: bool) -> object: ...


def _postgres(connection: Connection, sql: str, limits: Limits) -> _Cursor:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, int(1000 * limits.seconds))}")
    cursor = cast(_PreparedCursor, connection.connection.cursor())
    cursor.execute(sql.strip().rstrip(";"), prepare=True)
    return cursor


def _names(description: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Names of the columns; a second one of a name gets a number, so that no column hides another."""
    names: list[str] = []
    for column in description:
        name, number = str(column[0]), 2
        while name in names:
            name, number = f"{column[0]}_{number}", number + 1
        names.append(name)
    return tuple(names)


def _rows(cursor: _Cursor, limits: Limits, answer: Answer) -> Iterator[tuple[Value, ...]]:
    given = 0
    while some := cursor.fetchmany(500):
        for row in some:
            if limits.rows is not None and given >= limits.rows:
                answer.cut = True
                return
            given += 1
            yield row


@contextmanager
def _told(connection: Connection, target: str, limits: Limits) -> Iterator[None]:
    """Errors of the query as UsageError, errors of the database as the store tells them."""
    try:
        with explained(target):
            yield
    except sqlite3.Error as error:
        raise _meaning(error, connection, target, limits) from error
    except DBAPIError as error:
        raise _meaning(error.orig or error, connection, target, limits) from error
    except Exception as error:
        if not hasattr(error, "sqlstate"):  # what psycopg raises has one
            raise
        raise _meaning(error, connection, target, limits) from error
    finally:
        _unbind(connection)


def _meaning(error: BaseException, connection: Connection, target: str, limits: Limits) -> DoichieuError:
    said = str(error).strip().partition("\n")[0]
    state = getattr(error, "sqlstate", None)
    if said == "interrupted" or state == "57014":
        return UsageError(f"the query took longer than {limits.seconds:g} s", "Give it more: --timeout S.")
    if "not authori" in said or "authorization" in said or "may not be modified" in said or state in ("25006", "42501"):
        return UsageError(f"{said}: {_ONLY_READING}", _ADVICE)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY):
        with explained(target):
            raise DBAPIError.instance("", {}, cast(Exception, error), sqlite3.Error)
    return UsageError(f"the query is wrong: {said}{_likely(said, connection)}", _ADVICE)


def _likely(said: str, connection: Connection) -> str:
    """A table of nearly that name, where it is the name that is wrong."""
    found = re.search(r'no such table: (?:main\.)?(\w+)|relation "(\w+)" does not exist', said)
    if found is None or connection.dialect.name != "sqlite":
        return ""
    _unbind(connection)
    looked = inspect(connection)
    near = difflib.get_close_matches(found[1] or found[2], [*looked.get_table_names(), *looked.get_view_names()], 1)
    return f" (there is {near[0]})" if near else ""


def _unbind(connection: Connection) -> None:
    """Give a connection to SQLite back as it was."""
    if connection.dialect.name == "sqlite" and not connection.invalidated:
        raw = cast(sqlite3.Connection, connection.connection.driver_connection)
        raw.set_authorizer(None)
        raw.set_progress_handler(None, 0)
