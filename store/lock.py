"""One run at a time on an archive: a lock file, and beside it who holds it."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from records.errors import ArchiveBusy, FileAccess

LOCK_NAME = ".lock"
HOLDER_NAME = ".lock.json"


class RunLock:
    """Held from :meth:`acquire` to :meth:`release`; the system frees it when the process dies, however it dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Take the lock and write down who holds it; raises ArchiveBusy naming the holder, or FileAccess."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            holder = {"pid": os.getpid(), "host": socket.gethostname(), "started_at": _now()}
            (self._folder / HOLDER_NAME).write_text(json.dumps(holder), encoding="utf-8")
        except Timeout as error:
            raise ArchiveBusy(f"another run holds the archive {self._folder}{self._holder()}") from error
        except OSError as error:
            self._lock.release()
            raise FileAccess(f"the archive {self._folder} cannot be written: {error.strerror or error}") from error

    def release(self) -> None:
        """Let the next run in; harmless where the lock is not held."""
        if self._lock.is_locked:
            (self._folder / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        """Words for a message; empty where the holder has not written itself down yet."""
        try:
            holder = json.loads((self._folder / HOLDER_NAME).read_text(encoding="utf-8"))
            return f" (process {holder['pid']} on {holder['host']}, since {holder['started_at']})"
        except (OSError, ValueError, KeyError):
            return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
