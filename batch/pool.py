"""Worker processes that may crash, hang or run out of memory without taking anything else with them."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from batch import worker
from batch.server import context
from records.errors import BadDocument, DoichieuError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Died:
    """The worker that had the task ended without an answer (a crash, or killed)."""

    signal: int


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A task's end: its label, and what it returned or how it failed."""

    label: T
    result: object = None
    error: DoichieuError | Died | None = None


def _error_of(error: BaseException, timeout: float) -> DoichieuError | Died:
    if isinstance(error, ProcessExpired):
        return Died(-error.exitcode if (error.exitcode or 0) < 0 else 0)
    if isinstance(error, TimeoutError):
        return BadDocument(f"no answer within {timeout:.0f} s; the worker was stopped", "Raise --page-timeout.")
    if isinstance(error, MemoryError):
        return BadDocument("it needs more memory than a worker may use", "Raise worker_memory in doichieu.toml.")
    if isinstance(error, DoichieuError):
        return error
    return BadDocument(f"unexpected error: {type(error).__name__}: {error}", "Report it with the file, if you can.")


class Pool(Generic[T]):
    """A process a core. ``submit`` gives a task a label; ``next`` waits for any task to end.

    Workers are started from a server process that has loaded the heavy libraries once, so that a worker that had to
    be killed is replaced quickly.
    """

    def __init__(self, jobs: int, memory: int) -> None:
        # Recycled after 500 tasks: parsers written in C leak a little on damaged files.
        self._pool = ProcessPool(jobs, max_tasks=500, initializer=worker.prepare, initargs=(memory,), context=context())
        self._ended: queue.SimpleQueue[Done[T]] = queue.SimpleQueue()
        self._open = 0

    def __enter__(self) -> Pool[T]:
        """Return the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Let the workers end; at once when an error or Ctrl-C passes through."""
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    @property
    def open(self) -> int:
        """How many tasks have been submitted and not yet handed back."""
        return self._open

    def submit(self, label: T, function: Callable[..., object], *args: object, timeout: float) -> None:
        """Queue a call; it is stopped ``timeout`` seconds after a worker began it."""
        future = self._pool.schedule(function, args=args, timeout=timeout)
        self._open += 1
        future.add_done_callback(lambda ended: self._ended.put(self._outcome(label, ended, timeout)))

    def _outcome(self, label: T, future: Future[object], timeout: float) -> Done[T]:
        try:
            return Done(label, result=future.result())
        except CancelledError:
            return Done(label, error=BadDocument("the run was interrupted"))
        except Exception as error:  # noqa: BLE001  (whatever a worker raised becomes a row, not a crash)
            return Done(label, error=_error_of(error, timeout))

    def next(self) -> Done[T]:
        """The next task that ended, in the order of their ends; waits for one, and lets Ctrl-C through."""
        while True:
            try:
                ended = self._ended.get(timeout=0.2)
            except queue.Empty:
                continue
            self._open -= 1
            return ended
