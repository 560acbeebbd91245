"""Entry of ``doichieu`` and ``python -m doichieu``: puts this folder on the path, then calls the command line."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line; rooms are imported by their short names, as for a script in this folder."""
    folder = str(Path(__file__).resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    from cli import start

    start()


if __name__ == "__main__":
    main()
