"""``doichieu run``: the run as a user sees it, from the lock on the archive to the summary."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from rich.console import Console

from batch.audit import audit_across
from batch.listener import Bar, Lines, Listener, Silent, Tally
from batch.run import Run, RunSettings, default_jobs
from batch.summary import print_summary
from batch.walk import check_there
from config import Config, read_settings
from records.errors import EncryptedDocument, MissingProgram, NothingRead, ProgramFailed
from review.report import FILE_NAME, write_report
from store import quarantine
from store.archive import Archive
from store.runlog import RunLog

#: Page images on their way and lock files; beside the records, so that a killed run's leftovers are found and removed.
SCRATCH = ".scratch"


@dataclass(frozen=True, slots=True)
class Told:
    """How much a user is told: quiet, a line a file, a progress bar where there is a terminal."""

    quiet: bool = False
    verbose: bool = False
    bar: bool = True


def run_command(paths: list[Path], archive: Path, config: Config, only_failed: bool, told: Told) -> int:
    """Run, print a summary on stdout and everything else on stderr; returns the exit code.

    Raises ArchiveBusy when another run holds the archive, FileAccess when it cannot be written.
    """
    check_there(paths)  # before an archive is made for nothing
    console = Console(stderr=True)
    with Archive.open(archive, config.store) as opened, opened.locked(), _scratch(archive) as scratch:
        settings = _settings(config, archive, only_failed, scratch)
        with RunLog(archive / "run.jsonl") as log, _terminated_like_ctrl_c():
            try:
                with _listener(console, told) as listener:
                    tally = Run(opened, settings, listener, log).over(paths)
                opened.resolve()
                audit_across(opened)
            finally:  # whatever happened, what is stored is also told
                quarantine.write(opened, archive / "quarantine.csv")
        write_report(opened, archive / FILE_NAME, config.lang)
        if not told.quiet:
            print_summary(opened, archive, tally)
    return _exit_code(tally)


def _settings(config: Config, archive: Path, only_failed: bool, scratch: Path) -> RunSettings:
    jobs = config.jobs or default_jobs()
    read = replace(read_settings(config), threads=jobs, slots=str(scratch / "slots"), scratch=str(scratch))
    return RunSettings(archive, read, config.store, jobs, config.worker_memory, only_failed)


@contextmanager
def _listener(console: Console, told: Told) -> Iterator[Listener]:
    if told.quiet:
        yield Silent()
    elif told.verbose or not told.bar or not sys.stderr.isatty():
        yield Lines(console, told.verbose)
    else:
        with Bar(console) as bar:
            yield bar


@contextmanager
def _scratch(archive: Path) -> Iterator[Path]:
    """A private folder inside the archive; what an earlier run that was killed left there goes first."""
    folder = archive / SCRATCH
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "slots").mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _terminated_like_ctrl_c() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: workers stopped, quarantine written, exit code 130."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit_code(tally: Tally) -> int:
    """0 when anything was read or there was nothing to do; else what kept everything from being read."""
    if MissingProgram.exit_code in tally.exit_codes:
        return MissingProgram.exit_code
    if tally.read or tally.same_bytes or tally.skipped or (not tally.failed and tally.ended):
        return 0
    for code in (EncryptedDocument.exit_code, ProgramFailed.exit_code):
        if tally.exit_codes == {code}:
            return code
    return NothingRead.exit_code
