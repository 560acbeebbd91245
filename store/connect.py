"""Engines: the embedded SQLite file of an archive, or the database that ``--store`` names."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from records.errors import FileAccess
from store.columns import storable
from store.failing import explained

#: Milliseconds to wait for another writer before the archive counts as held.
BUSY_TIMEOUT = 10_000
FILE_NAME = "records.sqlite"


def dumps(value: object) -> str:
    """JSON with Vietnamese letters as they are, fit for every database.

    >>> dumps(["Sở Y tế", 1])
    '["Sở Y tế",1]'
    """
    return json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":"))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(name)): _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def open_engine(folder: Path, url: str | None, *, read_only: bool) -> tuple[Engine, str]:
    """The engine of an archive and its name for messages (without a password).

    Raises FileAccess, BadConfiguration or MissingProgram.
    """
    if url is None:
        path = folder / FILE_NAME
        if read_only and not path.is_file():
            raise FileAccess(f"no archive at {folder}: {FILE_NAME} is missing", "Make it with 'doichieu run'.")
        return _sqlite(_file_url(path, read_only=read_only), read_only=read_only), str(path)
    with explained(url):
        address = _with_driver(make_url(url))
    name = address.render_as_string(hide_password=True)
    with explained(name):
        if address.get_backend_name() == "sqlite":
            return _sqlite(address, read_only=read_only), name
        return create_engine(address, json_serializer=dumps, pool_pre_ping=True), name


def make_folder(folder: Path) -> None:
    """Make an archive's folder; raises FileAccess where it cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileAccess(f"the archive {folder} cannot be made: {error.strerror}") from error
    if not _writable(folder):
        raise FileAccess(f"the archive {folder} cannot be written: permission denied")


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _with_driver(address: URL) -> URL:
    """postgresql:// and postgres:// mean the driver that the project lists, unless another one is named."""
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _file_url(path: Path, *, read_only: bool) -> URL:
    query = {"uri": "true", "mode": "ro" if read_only else "rwc"}
    # In a folder that may not be written SQLite cannot make the shared memory file of its WAL; where no run can have
    # the database open it may be read as one that never changes.
    if read_only and not _writable(path.parent) and not _has_wal(path):
        query["immutable"] = "1"
    return URL.create("sqlite", database=path.absolute().as_uri(), query=query)


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.is_file() and wal.stat().st_size > 0


def _sqlite(address: URL, *, read_only: bool) -> Engine:
    engine = create_engine(address, json_serializer=dumps, connect_args={"timeout": BUSY_TIMEOUT / 1000})

    @event.listens_for(engine, "connect")
    def settle(raw: object, _: ConnectionPoolEntry) -> None:
        _settle(cast(sqlite3.Connection, raw), read_only=read_only)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: a transaction that read first could not wait for another writer.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _settle(raw: sqlite3.Connection, *, read_only: bool) -> None:
    """WAL, so that reading goes on while a run writes.

    synchronous is NORMAL: with WAL a crash of the program loses nothing and a power cut never damages the file; it can
    only take back the last documents, which the next run reads again. FULL would pay a flush to disk a document for
    what costs one more reading.
    """
    raw.isolation_level = None  # transactions are begun by the event above, so that tables too are made in one
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    raw.execute("PRAGMA query_only = ON" if read_only else "PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = NORMAL")
