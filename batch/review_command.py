"""``doichieu review``: the archive in the browser, until Ctrl-C."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from review.web.serve import serve
from store.archive import Archive


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked for. port 0 is any that is free; who is None for the name of the login."""

    port: int = 0
    browser: bool = True
    who: str | None = None
    quiet: bool = False


def review_command(
    folder: Path, url: str | None, asked: Asked, out: Callable[[str], None], err: Callable[[str], None]
) -> int:
    """Serve the review; the address goes to ``out``. Raises FileAccess where there is no archive, or no port."""
    Archive.open(folder, url, read_only=True).close()  # says so where there is none, and makes none
    with Archive.open(folder, url) as archive:

        def tell(address: str) -> None:
            out(address)
            if not asked.quiet:
                err("Open this address in a browser of this machine; Ctrl-C ends the review. Decisions are kept.")

        serve(archive, asked.port, asked.who or _login(), tell, browser=asked.browser)
    return 0


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name, as in some containers
        return "?"
