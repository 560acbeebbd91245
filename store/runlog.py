"""``run.jsonl``: a line per document and stage, appended as it happens."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict

from records.document import FileCard
from records.errors import FileAccess
from store.rows import path_text


class Entry(TypedDict):
    """A line of the log; seconds is the time the stage took."""

    file: str
    sha256: str | None
    stage: str
    outcome: str
    seconds: float
    reason: str | None


class RunLog:
    """Appends lines; each is handed to the system at once and whole, so that a kill cuts at most the last one."""

    def __init__(self, path: Path) -> None:
        """Open the log, or make it; a line that a killed run left unfinished is closed. Raises FileAccess."""
        self._path = path
        try:
            self._stream = path.open("ab", buffering=0)
            if _ends_inside_a_line(path):
                self._stream.write(b"\n")
        except OSError as error:
            raise FileAccess(f"{path} cannot be written: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the log."""
        self._stream.close()

    def write(
        self,
        file: Path,
        card: FileCard | None,
        stage: str,
        outcome: str,
        seconds: float = 0.0,
        *,
        reason: str | None = None,
    ) -> None:
        """Append a line; raises FileAccess where it cannot be written."""
        sha256 = None if card is None else card.sha256
        entry = Entry(
            file=path_text(file), sha256=sha256, stage=stage, outcome=outcome, seconds=round(seconds, 4), reason=reason
        )
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        try:
            self._stream.write(line)
        except OSError as error:
            raise FileAccess(f"{self._path} cannot be written: {error.strerror}") from error


def read(path: Path) -> Iterator[Entry]:
    """The whole lines of a log; what a kill cut is left out."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            try:
                entry: Entry = json.loads(line)
            except ValueError:
                continue
            yield entry


def _ends_inside_a_line(path: Path) -> bool:
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"
