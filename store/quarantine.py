"""``quarantine.csv``: every file and page that could not be read, why, and what to do."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from store.archive import Archive
from store.files import replacing
from store.schema import failures

HEADER = ("file", "stage", "reason", "what to do", "page")


def rows(archive: Archive) -> Iterator[tuple[object, ...]]:
    """The rows below :data:`HEADER`, by file and page; page is None where the whole file failed."""
    c = failures.c
    for row in archive.select(select(c.path, c.stage, c.reason, c.advice, c.page).order_by(c.path, c.page, c.id)):
        yield tuple(row.values())


def write(archive: Archive, to: Path) -> int:
    """Write the file anew, whole or not at all; returns the number of rows. Raises FileAccess."""
    number = 0
    with replacing(to) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number, row in enumerate(rows(archive), 1):  # noqa: B007 (the last number is their count)
            writer.writerow(row)
    return number
