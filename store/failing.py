"""What a database's errors mean to a person: each becomes an error of the project with the next step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from records.errors import ArchiveBusy, BadConfiguration, DoichieuError, FileAccess, MissingProgram

#: SQLite's primary result code -> class, reason, next step ({0} is the archive's database).
#: https://www.sqlite.org/rescode.html
_SQLITE: dict[int, tuple[type[DoichieuError] | None, str, str]] = {
    sqlite3.SQLITE_FULL: (
        FileAccess,
        "the disk that holds {0} is full",
        "Free some space and run again: finished documents are kept, the others are read then.",
    ),
    sqlite3.SQLITE_READONLY: (
        FileAccess,
        "{0} cannot be written: the file or its folder is read-only",
        "Allow writing to the folder and the file, or choose another --archive.",
    ),
    sqlite3.SQLITE_PERM: (FileAccess, "{0} may not be opened", "Check who owns the file and its permissions."),
    sqlite3.SQLITE_CANTOPEN: (
        FileAccess,
        "{0} cannot be opened",
        "Check that the folder exists and that you may read and write it.",
    ),
    sqlite3.SQLITE_IOERR: (
        FileAccess,
        "the disk failed while {0} was read or written",
        "Check the disk and its free space, then run again: finished documents are kept.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        FileAccess,
        "{0} is damaged",
        "Put back a copy of it, or move it away and run again: the documents themselves are untouched.",
    ),
    sqlite3.SQLITE_NOTADB: (
        FileAccess,
        "{0} is not a database of records",
        "Choose another --archive, or move the file away and run again.",
    ),
    sqlite3.SQLITE_BUSY: (ArchiveBusy, "{0} is held by another program", ArchiveBusy.advice),
    sqlite3.SQLITE_LOCKED: (ArchiveBusy, "{0} is held by another program", ArchiveBusy.advice),
}


@contextmanager
def explained(target: str) -> Iterator[None]:
    """Turn what goes wrong with the database ``target`` into a DoichieuError; errors of the program itself pass."""
    try:
        yield
    except DBAPIError as error:
        meaning = _explain(error, target)
        if meaning is None:
            raise
        raise meaning from error
    except NoSuchModuleError as error:
        raise BadConfiguration(f"no such kind of database: {target}", "Use postgresql://… or sqlite:///…") from error
    except ArgumentError as error:
        raise BadConfiguration(f"not the address of a database: {target}", "Give --store postgresql://…") from error
    except ModuleNotFoundError as error:
        raise MissingProgram(
            f"the Python library {error.name} is needed for {target}", f"Install it: pip install {error.name}"
        ) from error


def _explain(error: DBAPIError, target: str) -> DoichieuError | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        kind, reason, advice = _SQLITE.get(code & 0xFF, (None, "", ""))
        return None if kind is None else kind(reason.format(target), advice)
    if isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error):
        first_line = str(error.orig).strip().partition("\n")[0]
        return FileAccess(f"{target}: {first_line}", "Check that the database server runs and lets you in.")
    return None
