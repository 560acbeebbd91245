"""The process from which workers are forked: it loads the heavy libraries once, while the parent opens the archive."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_PRELOAD = ["batch.preload"]


def start_server() -> None:
    """Start the server process now and go on; it loads what workers need at the same time. Harmless when it runs."""
    forkserver.set_forkserver_preload(_PRELOAD)
    forkserver.ensure_running()


def context() -> ForkServerContext:
    """How workers are started."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(_PRELOAD)
    return found
