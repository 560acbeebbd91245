"""Where the lists lie and how they are read: TSV with a header line, no quoting."""

from __future__ import annotations

from pathlib import Path

LISTS = Path(__file__).resolve().parents[2] / "corpora" / "lists"


def read_rows(name: str) -> list[list[str]]:
    """The rows of a list below its header line.

    Raises:
        FileNotFoundError: the list is missing from the installation.
    """
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]
