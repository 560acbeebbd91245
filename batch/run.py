"""A run: every file is examined, read by a worker, and stored in one transaction; what fails is quarantined."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from batch import worker
from batch.listener import Listener, Tally
from batch.pool import Died, Done, Pool
from batch.walk import files_below
from records.document import Document, Failure, FileCard
from records.errors import BadDocument, DoichieuError
from records.settings import ReadSettings
from store.archive import Archive
from store.runlog import RunLog

#: Seconds that examining a file may take before its worker is stopped.
EXAMINE_TIMEOUT = 120.0
#: Seconds a document may take beside its pages.
DOCUMENT_TIMEOUT = 120.0
_DIED = "the worker process died while reading it ({how}), twice"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run is asked to do. jobs is the number of worker processes; worker_memory is bytes for each."""

    archive: Path
    read: ReadSettings = field(default_factory=ReadSettings)
    store_url: str | None = None
    jobs: int = 1
    worker_memory: int = 4_000_000_000
    only_failed: bool = False

    @property
    def key(self) -> str:
        """The settings that change what a document's record says; a document is read again when they change."""
        return f"{self.read.language}/{self.read.mode}"


@dataclass(frozen=True, slots=True)
class Task:
    """A file on its way: its path, its state before it was read, what triage found, how often a worker died over it."""

    path: Path
    stat: os.stat_result | None
    card: FileCard | None = None
    deaths: int = 0


class Run:
    """One run over an archive that is already open (and locked)."""

    def __init__(self, archive: Archive, settings: RunSettings, listener: Listener, log: RunLog) -> None:
        self._archive = archive
        self._settings = settings
        self._listener = listener
        self._log = log
        self._pool: Pool[Task]
        self._twins: dict[str, list[Task]] = {}  # files whose bytes are just being read under another name
        self.tally = Tally()

    def over(self, paths: list[Path]) -> Tally:
        """Read every file below ``paths`` that is not done yet; returns what came of them.

        Raises FileAccess when a path does not exist or the archive cannot be written (then the documents in flight
        are read again by the next run).
        """
        worker.collect_rarely()
        todo = list(self._todo(paths))
        self._listener.start(len(todo), self.tally)
        waiting = iter(todo)
        with Pool[Task](self._settings.jobs, self._settings.worker_memory) as self._pool:
            self._feed(waiting)
            while self._pool.open:
                self._take(self._pool.next())
                self._feed(waiting)
        return self.tally

    def _todo(self, paths: list[Path]) -> Iterator[Task]:
        wanted = self._archive.failed_paths() if self._settings.only_failed else None
        for found in files_below(paths, skip=self._settings.archive):
            if isinstance(found, Failure):
                self._quarantine(found, None)
                continue
            task = Task(found, _stat(found))
            if (wanted is not None and str(found) not in wanted) or (wanted is None and self._is_done(task)):
                self.tally.skipped += 1
            else:
                yield task

    def _is_done(self, task: Task) -> bool:
        return task.stat is not None and self._archive.is_done(task.path, task.stat, self._settings.key)

    def _feed(self, waiting: Iterator[Task]) -> None:
        """Keep a few tasks queued: enough that no worker waits, few enough that memory stays bounded."""
        while self._pool.open < 3 * self._settings.jobs:
            task = next(waiting, None)
            if task is None:
                return
            self._examine(task)

    def _examine(self, task: Task) -> None:
        self._pool.submit(task, worker.examine, task.path, self._settings.read.limits, timeout=EXAMINE_TIMEOUT)

    def _read(self, task: Task) -> None:
        if task.card is None:
            raise ValueError("a document is read after its triage")
        timeout = DOCUMENT_TIMEOUT + 3 * self._settings.read.page_timeout * task.card.pages
        self._pool.submit(task, worker.read, task.card, self._settings.read, timeout=timeout)

    def _take(self, done: Done[Task]) -> None:
        task = done.label
        if isinstance(done.result, FileCard):
            self._examined(replace(task, card=done.result))
        elif isinstance(done.result, Document):
            self._store(task, done.result)
        elif isinstance(done.error, Died) and task.deaths == 0:
            self._again(replace(task, deaths=1))
        else:
            self._failed(task, self._error(done.error))

    def _again(self, task: Task) -> None:
        """A dead worker may have been somebody else's doing (killed by hand, memory of the machine): try once more."""
        self._log.write(task.path, task.card, "read", "again", reason="the worker process died")
        if task.card is None:
            self._examine(task)
        else:
            self._read(task)

    @staticmethod
    def _error(error: DoichieuError | Died | None) -> DoichieuError:
        if isinstance(error, Died):
            how = f"signal {error.signal}" if error.signal else "no signal"
            return BadDocument(_DIED.format(how=how), "Look at the file; try it alone with -v.")
        return error or BadDocument("a worker answered with something that is no record")

    def _examined(self, task: Task) -> None:
        card = task.card
        assert card is not None
        if self._archive.known(card.sha256, self._settings.key):
            self._same_bytes(task, card)
        elif card.sha256 in self._twins:
            self._twins[card.sha256].append(task)
        else:
            self._twins[card.sha256] = []
            self._read(task)

    def _same_bytes(self, task: Task, card: FileCard) -> None:
        self._archive.add_path(replace(card, path=task.path), task.stat)
        self._log.write(task.path, card, "triage", "same bytes")
        self.tally.same_bytes += 1
        self._listener.finished(task.path, "same bytes", self.tally)

    def _store(self, task: Task, document: Document) -> None:
        began = time.perf_counter()
        self._archive.save(document, self._settings.key, task.stat)
        for stage, seconds in document.seconds.items():
            self._log.write(task.path, task.card, stage, "ok", seconds)
        for failure in document.failures:
            self.tally.failures[failure.stage] += 1
            self._log.write(task.path, task.card, failure.stage, "page failed", reason=failure.reason)
        self._log.write(task.path, task.card, "store", "ok", time.perf_counter() - began)
        self.tally.read += 1
        self.tally.pages += len(document.pages)
        self.tally.partial += bool(document.failures)
        self._listener.finished(task.path, "read", self.tally)
        for twin in self._twins.pop(document.card.sha256, []):
            self._same_bytes(twin, document.card)

    def _failed(self, task: Task, error: DoichieuError) -> None:
        stage = "triage" if task.card is None else getattr(error, "stage", "read")
        if task.card is not None and stage == "triage":
            stage = "read"
        sha256 = task.card.sha256 if task.card else None
        for one in [task, *(self._twins.pop(sha256, []) if sha256 else [])]:
            row = Failure(str(one.path), stage, error.reason, error.advice, sha256=sha256, exit_code=error.exit_code)
            self._quarantine(row, one.card, one.stat)
            self._listener.finished(one.path, "failed", self.tally)

    def _quarantine(self, failure: Failure, card: FileCard | None, stat: os.stat_result | None = None) -> None:
        self._archive.fail(failure, self._settings.key, stat)
        self._log.write(Path(failure.path), card, failure.stage, "failed", reason=failure.reason)
        self.tally.failed += 1
        self.tally.failures[failure.stage] += 1
        self.tally.exit_codes.add(failure.exit_code)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None  # triage will say what is wrong with it


def default_jobs() -> int:
    """A worker a core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
