"""An archive: the folder of a run and its database of records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, Select, Table, func, insert, select, update

from records.document import Document, Failure
from records.facts import Facts
from store import schema
from store.connect import open_engine
from store.failing import explained
from store.ledger import (
    Stat,
    State,
    Tried,
    forget_facts,
    forget_failures,
    give_path,
    now,
    put_document,
    put_failure,
    put_file,
)
from store.lock import RunLock
from store.migrations import LATEST, check_version, migrate, version_of
from store.rows import detail_rows, document_row, facts_of, path_text


class Archive:
    """The records of a folder; use :meth:`open`, as a context manager.

    Every method may raise FileAccess (full disk, damaged or read-only database), with a reason and the next step.
    """

    def __init__(self, folder: Path, engine: Engine, name: str, lock: RunLock | None) -> None:
        self.folder = folder
        self.name = name
        self._engine = engine
        self._lock = lock

    @classmethod
    def open(cls, folder: Path, url: str | None = None, *, read_only: bool = False) -> Archive:
        """Open an archive; to write, its folder and tables are made and it is held against other runs.

        ``url`` names the database of the records where it is not ``folder/records.sqlite``. Reading needs no hold and
        goes on while a run writes. Raises ArchiveBusy, FileAccess, BadConfiguration or MissingProgram.
        """
        lock = None if read_only else RunLock(folder)
        if lock is not None:
            lock.acquire()
        try:
            engine, name = open_engine(folder, url, read_only=read_only)
            archive = cls(folder, engine, name, lock)
            archive._settle(url)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return archive

    def _settle(self, url: str | None) -> None:
        """Bring the tables to the newest version; a reader does so only where no run holds the archive."""
        try:
            with explained(self.name):
                if self._lock is not None:
                    migrate(self._engine, self.name)
                    return
                with self._engine.connect() as connection:
                    version = version_of(connection)
                check_version(version, self.name)
            if version < LATEST:
                Archive.open(self.folder, url).close()
        except BaseException:
            self._engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and let the next run in."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the records."""
        with explained(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction: all of it is kept, or nothing."""
        engine = self._engine.execution_options(writes=True)
        with explained(self.name), engine.begin() as connection:
            yield connection

    # --- what a run writes -------------------------------------------------------------------------------------------

    def save(self, document: Document, settings_key: str, stat: Stat) -> None:
        """Store a document in one transaction, in place of what was known of it and of what its path held before.

        ``stat`` is the file's state *before* it was read, so that a change meanwhile is seen by the next run.
        """
        path, key = path_text(document.card.path), document.id
        with self.writing() as connection:
            forget_facts(connection, key)
            put_document(connection, document_row(document))
            for table, rows in detail_rows(document).items():
                if rows:
                    connection.execute(insert(table), rows)
            give_path(connection, key, path)
            forget_failures(connection, path)
            for failure in document.failures:
                put_failure(connection, failure, path, key)
            state: State = "partial" if document.failures else "done"
            worst = document.failures[0] if document.failures else None
            put_file(connection, Tried(path, state, settings_key, stat, document.card.sha256, key), worst)

    def fail(self, failure: Failure, settings_key: str, stat: Stat | None = None) -> None:
        """Note a file that gave no record; the record of an earlier good reading, if any, is kept."""
        path = path_text(failure.path)
        with self.writing() as connection:
            forget_failures(connection, path)
            put_failure(connection, failure, path, None)
            held = connection.scalar(select(schema.files.c.document).where(schema.files.c.path == path))
            put_file(connection, Tried(path, "failed", settings_key, stat, failure.sha256, held), failure)

    def add_path(self, path: Path, sha256: str, settings_key: str, stat: Stat) -> str:
        """Note another file with the bytes of a stored document (see :meth:`known`); returns the document's id."""
        text = path_text(path)
        with self.writing() as connection:
            document = select(schema.documents.c.id).where(schema.documents.c.sha256 == sha256)
            key = str(connection.execute(document).scalar_one())
            give_path(connection, key, text)
            forget_failures(connection, text)
            put_file(connection, Tried(text, "done", settings_key, stat, sha256, key))
        return key

    def start_run(self, settings_key: str) -> int:
        """Note that a run starts; returns its id."""
        row = {"started_at": now(), "settings_key": settings_key, "pid": os.getpid()}
        with self.writing() as connection:
            return int(connection.execute(insert(schema.runs).values(row).returning(schema.runs.c.id)).scalar_one())

    def end_run(self, run: int, outcome: str) -> None:
        """Note how a run ended."""
        with self.writing() as connection:
            ended = update(schema.runs).where(schema.runs.c.id == run)
            connection.execute(ended.values(finished_at=now(), outcome=outcome))

    # --- what decides what a run skips -------------------------------------------------------------------------------

    def state_of(self, path: Path, stat: Stat, settings_key: str) -> State | None:
        """State of a file that was tried as it is now and with these settings; None for any other."""
        files = schema.files.c
        same = (files.size == stat.st_size) & (files.mtime_ns == stat.st_mtime_ns)
        query = select(files.state).where(files.path == path_text(path), files.settings_key == settings_key, same)
        with self.reading() as connection:
            return connection.scalar(query)

    def is_done(self, path: Path, stat: Stat, settings_key: str) -> bool:
        """True where the file, unchanged, has a record made with these settings, though pages of it may have failed."""
        return self.state_of(path, stat, settings_key) in ("done", "partial")

    def known(self, sha256: str, settings_key: str) -> str | None:
        """Id of the document with these bytes if it was read without failure with these settings."""
        files = schema.files.c
        wanted = (files.sha256 == sha256) & (files.settings_key == settings_key) & (files.state == "done")
        with self.reading() as connection:
            return connection.scalar(select(files.document).where(wanted).limit(1))

    def failed_paths(self) -> list[str]:
        """Paths of the files that failed, whole or in part, in order: what ``--only-failed`` tries again."""
        files = schema.files.c
        query = select(files.path).where(files.state != "done").order_by(files.path)
        with self.reading() as connection:
            return list(connection.scalars(query))

    # --- reading -----------------------------------------------------------------------------------------------------

    def totals(self) -> dict[str, int]:
        """Number of rows of each kind of records."""
        with self.reading() as connection:
            return {kind: _count(connection, table) for kind, table in schema.KINDS.items()}

    def tally(self, column: str, table: Table) -> dict[str, int]:
        """How often each value occurs in a column, most often first: files by state, pages by verdict."""
        value, times = table.c[column], func.count()
        query = select(value, times).group_by(value).order_by(times.desc(), value)
        with self.reading() as connection:
            return {str(name): number for name, number in connection.execute(query)}

    def facts(self, document: str) -> Facts:
        """The facts of a document as they were saved."""
        tables = (schema.head_fields, schema.citations, schema.dates)
        with self.reading() as connection:
            head_fields, citations, dates = (_of_document(connection, table, document) for table in tables)
        return facts_of(head_fields, citations, dates)

    def rows(self, table: Table, *, chunk: int = 1000) -> Iterator[Mapping[str, object]]:
        """Every row of a table in the order of its key, ``chunk`` at a time."""
        query = select(table).order_by(*table.primary_key.columns)
        yield from self.select(query, chunk=chunk)

    def select(self, query: Select[*tuple[object, ...]], *, chunk: int = 1000) -> Iterator[Mapping[str, object]]:
        """Rows of a query, ``chunk`` at a time."""
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=chunk).execute(query).mappings():
                yield dict(row)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _of_document(connection: Connection, table: Table, document: str) -> list[dict[str, object]]:
    query = select(table).where(table.c.document == document).order_by(table.c.id)
    return [{**row} for row in connection.execute(query).mappings()]
