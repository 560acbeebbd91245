"""An archive: the folder of a run and its database of records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, Select, Table, func, insert, select, update

from records.document import Document, Failure, FileCard
from records.facts import Facts
from store import schema
from store.connect import make_folder, open_engine
from store.failing import explained
from store.ledger import (
    Stat,
    State,
    Tried,
    forget_facts,
    give_path,
    now,
    put_document,
    put_failures,
    put_file,
    settings_of_copies,
    stat_of,
)
from store.link import Linked, link
from store.lock import RunLock
from store.migrations import LATEST, check_version, migrate, version_of
from store.rows import FACT_TABLES, detail_rows, document_row, facts_of, path_text


class Archive:
    """The records of a folder; use :meth:`open`, as a context manager.

    Every method may raise FileAccess (full disk, damaged or read-only database), with a reason and the next step.
    """

    def __init__(self, folder: Path, engine: Engine, name: str) -> None:
        self.folder = folder
        self.name = name
        self._engine = engine

    @classmethod
    def open(cls, folder: Path, url: str | None = None, *, read_only: bool = False) -> Archive:
        """Open an archive; to write, its folder and tables are made.

        ``url`` names the database of the records where it is not ``folder/records.sqlite``. A run that writes holds the
        archive with :meth:`locked`; reading needs no hold and goes on meanwhile. Raises ArchiveBusy (the tables must be
        brought to a newer version, and another run holds them), FileAccess, BadConfiguration or MissingProgram.
        """
        if not read_only:
            make_folder(folder)
        engine, name = open_engine(folder, url, read_only=read_only)
        archive = cls(folder, engine, name)
        try:
            with archive.reading() as connection:
                version = version_of(connection)
            check_version(version, name)
            if version < LATEST and read_only:
                cls.open(folder, url).close()
            elif version < LATEST:
                with archive.locked(), explained(name):
                    migrate(engine, name)
        except BaseException:
            archive.close()
            raise
        return archive

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the archive for a run; raises ArchiveBusy naming the process that holds it, and since when."""
        lock = RunLock(self.folder)
        lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

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

    def save(self, document: Document, settings_key: str, stat: Stat | None = None) -> None:
        """Store a document in one transaction, in place of what was known of it and of what its path held before.

        ``stat`` is the file's state *before* it was read, so that a change meanwhile is seen by the next run; without
        it the file is asked now.
        """
        path, key = path_text(document.card.path), document.id
        state: State = "partial" if document.failures else "done"
        tried = Tried(path, state, settings_key, stat or stat_of(document.card.path), document.card.sha256, key)
        with self.writing() as connection:
            forget_facts(connection, key)
            put_document(connection, document_row(document))
            for table, rows in detail_rows(document).items():
                if rows:
                    connection.execute(insert(table), rows)
            give_path(connection, key, path)
            put_failures(connection, path, document.failures, key)
            put_file(connection, tried, document.failures[0] if document.failures else None)
            settings_of_copies(connection, key, settings_key)

    def fail(self, failure: Failure, settings_key: str, stat: Stat | None = None) -> None:
        """Note a file that gave no record; the record of an earlier good reading, if any, is kept."""
        path = path_text(failure.path)
        with self.writing() as connection:
            put_failures(connection, path, (failure,), None)
            held = connection.scalar(select(schema.files.c.document).where(schema.files.c.path == path))
            stat = stat or stat_of(Path(failure.path))
            put_file(connection, Tried(path, "failed", settings_key, stat, failure.sha256, held), failure)

    def add_path(self, card: FileCard, stat: Stat | None = None) -> str:
        """Note another file with the bytes of a stored document; returns the document's id.

        Its state and settings are those of the copy that was read. Raises LookupError where there is none.
        """
        path, files = path_text(card.path), schema.files.c
        twin = select(files.state, files.settings_key).where(files.document == card.id, files.sha256 == card.sha256)
        with self.writing() as connection:
            copy = connection.execute(twin.where(files.state != "failed").order_by(files.path)).first()
            if copy is None:
                raise LookupError(f"no document with the bytes of {card.path}")
            give_path(connection, card.id, path)
            put_failures(connection, path, (), None)
            tried = Tried(path, copy.state, copy.settings_key, stat or stat_of(card.path), card.sha256, card.id)
            put_file(connection, tried)
        return card.id

    def resolve(self) -> Linked:
        """Find the documents that are cited, and numbers by which others cite; to be called after a run."""
        with self.writing() as connection:
            return link(connection)

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

    def failed_paths(self) -> set[str]:
        """Paths (absolute, as :func:`store.rows.path_text` writes them) of the files that failed, whole or in part."""
        files = schema.files.c
        with self.reading() as connection:
            return set(connection.scalars(select(files.path).where(files.state != "done")))

    # --- reading -----------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
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
        with self.reading() as connection:
            rows = [_of_document(connection, table, document) for table in FACT_TABLES]
        return facts_of(*rows)

    def rows(self, table: Table, *, chunk: int = 1000) -> Iterator[Mapping[str, object]]:
        """Every row of a table in the order of its key, ``chunk`` at a time."""
        query = select(table).order_by(*table.primary_key.columns)
        yield from self.select(query, chunk=chunk)

    def select(self, query: Select[*tuple[object, ...]], *, chunk: int = 1000) -> Iterator[Mapping[str, object]]:
        """Rows of a query, ``chunk`` at a time."""
        with self.reading() as connection:
            for row in connection.execute(query, execution_options={"yield_per": chunk}).mappings():
                yield dict(row)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _of_document(connection: Connection, table: Table, document: str) -> list[dict[str, object]]:
    query = select(table).where(table.c.document == document).order_by(table.c.id)
    return [{**row} for row in connection.execute(query).mappings()]
