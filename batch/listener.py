"""Who is told how a run goes on: a progress bar, plain lines, or nobody."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@dataclass(slots=True)
class Tally:
    """Counts of a run so far; ``failures`` counts by stage."""

    read: int = 0
    partial: int = 0
    same_bytes: int = 0
    skipped: int = 0
    failed: int = 0
    pages: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    exit_codes: set[int] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def ended(self) -> int:
        """Documents that came to an end, good or bad."""
        return self.read + self.same_bytes + self.failed

    def rate(self) -> str:
        """Documents a second, and failures by stage, for a line of progress."""
        speed = f"{self.ended / max(self.seconds, 0.001):.2f} documents/s"
        failures = ", ".join(f"{stage} {count}" for stage, count in sorted(self.failures.items()))
        return f"{speed}, failures: {failures or 'none'}"


class Listener(Protocol):
    """What a run tells."""

    def start(self, total: int, tally: Tally) -> None:
        """The run begins with ``total`` files to read."""

    def finished(self, path: Path, outcome: str, tally: Tally) -> None:
        """A file came to its end."""


class Silent:
    """Tells nobody."""

    def start(self, total: int, tally: Tally) -> None:
        """Nothing."""

    def finished(self, path: Path, outcome: str, tally: Tally) -> None:
        """Nothing."""


class Lines:
    """A plain line every ten seconds (and one a file when verbose), for logs and pipes."""

    def __init__(self, console: Console, verbose: bool = False, every: float = 10.0) -> None:
        self._console = console
        self._verbose = verbose
        self._every = every
        self._total = 0
        self._last = time.monotonic()

    def start(self, total: int, tally: Tally) -> None:
        """Remember the total."""
        self._total = total

    def finished(self, path: Path, outcome: str, tally: Tally) -> None:
        """Print the file when verbose, and a line of progress when it is time."""
        if self._verbose:
            self._console.print(f"{outcome}: {path}", highlight=False, markup=False, soft_wrap=True)
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            left = (self._total - tally.ended) * tally.seconds / max(tally.ended, 1)
            self._console.print(
                f"{tally.ended}/{self._total}, {tally.rate()}, about {left:.0f} s left",
                highlight=False, markup=False, soft_wrap=True,
            )  # fmt: skip


class Bar:
    """A progress bar with documents/s, time left and failures by stage; use as a context manager."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[rate]}"), console=console, transient=True,
        )  # fmt: skip
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._progress.stop()

    def start(self, total: int, tally: Tally) -> None:
        """Draw an empty bar."""
        self._task = self._progress.add_task("reading", total=total, rate="")

    def finished(self, path: Path, outcome: str, tally: Tally) -> None:
        """Move it on."""
        if self._task is not None:
            self._progress.update(self._task, completed=tally.ended, rate=tally.rate())
