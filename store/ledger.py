"""What a run writes about files, paths and failures; every function works inside the transaction of its caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from records.document import Failure
from store import schema
from store.places import Row

State = Literal["done", "partial", "failed"]


class Stat(Protocol):
    """What decides whether a file is the one that was read: os.stat_result has it."""

    @property
    def st_size(self) -> int:
        """Size in bytes."""

    @property
    def st_mtime_ns(self) -> int:
        """Time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A file that was tried: its path as stored, what came of it, and what it was then."""

    path: str
    state: State
    settings_key: str
    stat: Stat | None
    sha256: str | None
    document: str | None


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def forget_facts(connection: Connection, key: str) -> None:
    """Delete every row of a document but its own and its paths, which stay for other documents' sake.

    Of its series the rows stay until the audit has seen that they changed.
    """
    kept = {"document_paths", "files", "failures", *(table.name for table in schema.OF_SERIES)}
    for table in schema.METADATA.sorted_tables:
        if table.name not in kept and "document" in table.c:
            connection.execute(delete(table).where(table.c.document == key))
    audited = schema.audited
    connection.execute(update(audited).where(audited.c.document == key).values(version=""))


def _put(connection: Connection, table: Table, row: Row, *, key: str) -> None:
    changed = connection.execute(update(table).where(table.c[key] == row[key]).values(row))
    if changed.rowcount == 0:
        connection.execute(insert(table).values(row))


def put_document(connection: Connection, row: Row) -> None:
    """Insert or update; the first path of a document stays its path."""
    documents = schema.documents.c
    first = connection.scalar(select(documents.path).where(documents.id == row["id"]))
    _put(connection, schema.documents, row if first is None else row | {"path": first}, key="id")


def give_path(connection: Connection, key: str, path: str) -> None:
    """Make ``path`` a path of the document and of no other: a file that changed no longer holds its old document."""
    paths = schema.document_paths
    held = set(connection.scalars(select(paths.c.document).where(paths.c.path == path)))
    if key not in held:
        connection.execute(insert(paths).values(document=key, path=path))
    for other in held - {key}:
        connection.execute(delete(paths).where((paths.c.path == path) & (paths.c.document == other)))
        _settle_path(connection, other)


def _settle_path(connection: Connection, key: str) -> None:
    """After a path was taken from a document: another one becomes its path; without any it is forgotten."""
    left = select(func.min(schema.document_paths.c.path)).where(schema.document_paths.c.document == key)
    path, documents = connection.scalar(left), schema.documents
    if path is None:
        connection.execute(delete(documents).where(documents.c.id == key))
    else:
        connection.execute(update(documents).where(documents.c.id == key).values(path=path))


def put_failures(connection: Connection, path: str, failures: tuple[Failure, ...], document: str | None) -> None:
    """The rows of quarantine of a file, in place of those of its earlier tries."""
    connection.execute(delete(schema.failures).where(schema.failures.c.path == path))
    for failure in failures:
        row: Row = {
            "path": path,
            "document": document,
            "page": failure.page,
            "stage": failure.stage,
            "reason": failure.reason,
            "advice": failure.advice,
            "exit_code": failure.exit_code,
        }
        connection.execute(insert(schema.failures).values(row))


def settings_of_copies(connection: Connection, document: str, settings_key: str) -> None:
    """Every copy of a document's bytes has the one record, and so the settings that it was made with."""
    files = schema.files
    connection.execute(update(files).where(files.c.document == document).values(settings_key=settings_key))


def stat_of(path: Path) -> Stat | None:
    """A file's state now; None where it cannot be asked."""
    try:
        return path.stat()
    except OSError:
        return None


def put_file(connection: Connection, tried: Tried, failure: Failure | None = None) -> None:
    """Note what came of a file that was tried."""
    files, stat = schema.files.c, tried.stat
    before = connection.scalar(select(files.attempts).where(files.path == tried.path)) or 0
    row: Row = {
        "path": tried.path,
        "sha256": tried.sha256,
        "size": None if stat is None else stat.st_size,
        "mtime_ns": None if stat is None else stat.st_mtime_ns,
        "document": tried.document,
        "state": tried.state,
        "settings_key": tried.settings_key,
        "stage": None if failure is None else failure.stage,
        "reason": None if failure is None else failure.reason,
        "advice": None if failure is None else failure.advice,
        "exit_code": None if failure is None else failure.exit_code,
        "attempts": before + 1,
        "finished_at": now(),
    }
    _put(connection, schema.files, row, key="path")
