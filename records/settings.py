"""Settings of a run, plain and frozen; where they come from (file, environment, flags) is the command line's matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from records.document import Limits

Mode = Literal["auto", "keep", "redo"]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How pages are read. page_timeout is in seconds for one reading of one page; threads bounds the pages of one
    document that are read at once; slots is a folder of lock files that bounds them over all processes, or None."""

    language: str = "vie"
    mode: Mode = "auto"
    page_timeout: float = 120.0
    threads: int = 1
    slots: str | None = None
    scratch: str | None = None
    limits: Limits = field(default_factory=Limits)
