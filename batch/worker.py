"""What runs inside a worker process: one file examined, one document read; nothing here touches the store.

``pipeline`` is heavy and imported inside the functions: the parent, which only names them, starts without it, and a
worker is forked from a server that has it already.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import sys
from pathlib import Path

from records.document import Document, FileCard, Limits
from records.settings import ReadSettings

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def prepare(memory: int) -> None:
    """Make a fresh worker process well-behaved.

    Ctrl-C is the parent's matter; the address space is bounded to ``memory`` bytes, so that a file that blows up
    raises MemoryError here instead of taking the machine down; on Linux the worker ends with its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    collect_rarely()


def collect_rarely() -> None:
    """Spare the collector of cycles the libraries, which stay, and the many small words of a page, which have none."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def examine(path: Path, limits: Limits) -> FileCard:
    """Triage of one file; raises BadDocument or FileAccess."""
    import pipeline

    return pipeline.examine(path, limits)


def read(card: FileCard, settings: ReadSettings) -> Document:
    """One document's whole journey; raises BadDocument when no page of it could be read."""
    import pipeline

    return pipeline.journey(card, settings)
