"""At most so many runs of a program at once over all processes that share a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from records.errors import FileAccess

#: Seconds between two looks at slots that are all taken; short beside a page's reading.
PAUSE = 0.01


class OcrSlots:
    """``count`` slots, each a lock file in ``folder``; whoever holds one may run the program.

    The kernel frees a slot when its holder dies, however it dies. Threads of one process count like processes.
    """

    def __init__(self, folder: Path, count: int) -> None:
        if count < 1:
            raise ValueError(f"at least one slot is needed, got {count}")
        self._files = tuple(folder / f"slot-{number}.lock" for number in range(count))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileAccess(f"the folder of slots {folder} cannot be made: {error.strerror}") from error

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold a slot within the block; wait for one as long as it takes.

        Raises:
            FileAccess: the lock files cannot be made or locked.
        """
        lock = self._take()
        try:
            yield
        finally:
            lock.release()

    def _take(self) -> FileLock:
        while True:
            for file in self._files:
                lock = _taken(file)
                if lock is not None:
                    return lock
            time.sleep(PAUSE)


def _taken(file: Path) -> FileLock | None:
    """The lock on the file, or None where another holds it."""
    lock = FileLock(file)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    except OSError as error:
        raise FileAccess(f"the slot {file} cannot be locked: {error.strerror}") from error
    return lock
