"""The audit across documents at scale: made records straight into the store, then audited; one added, audited again.

    python -m benchmarks.audit_scale [--sizes 1000,10000,100000] [--folder DIR]

Every size runs in a process of its own, so that its peak memory is its own. Records are as of real archives: a
document of one of 400 bodies, 20 citations (a few laws that all cite, the rest the neighbours' plans), 12 counts, 3
quotas; one cited date in 500 and one count in 500 is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import delete, insert

from batch.audit import audit_across
from store import schema
from store.archive import Archive
from store.audit_rows import coverage
from store.places import Row

_CHUNK = 1000
_BODIES = 400
_LAWS = 300


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--folder", type=Path, help="where the archives are made; a temporary folder if not given")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        if asked.one:
            print(measure(Path(folder) / "archive", asked.one), flush=True)
            return
        print(
            "| documents | audit s | CPU s | CPU µs a document | peak RSS MB | after one more, s | findings (fails) |"
        )
        print("|---|---|---|---|---|---|---|", flush=True)
        for size in asked.sizes.split(","):
            again = ["--folder", folder]
            subprocess.run([sys.executable, "-m", "benchmarks.audit_scale", "--one", size, *again], check=True)


def measure(folder: Path, size: int) -> str:
    """A row of the table: the first audit, its peak memory, and the audit after one document more."""
    with Archive.open(folder) as archive:
        fill(archive, range(size))
        seconds, busy = _timed(archive)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        fill(archive, range(size, size + 1))
        again, _ = _timed(archive)
        covered = coverage(archive)
    total, failed = (
        sum(covered.findings.values()),
        covered.number("fails") - covered.number("fails", rules=["cited-missing"]),
    )
    each = 1e6 * busy / size
    return f"| {size} | {seconds:.1f} | {busy:.1f} | {each:.0f} | {peak:.0f} | {again:.2f} | {total} ({failed}) |"


def _timed(archive: Archive) -> tuple[float, float]:
    """Seconds by the clock, and seconds that the processor was at it (others may share the machine)."""
    began, busy = time.perf_counter(), time.process_time()
    audit_across(archive)
    return time.perf_counter() - began, time.process_time() - busy


def fill(archive: Archive, numbers: range) -> None:
    """Insert made documents with these numbers."""
    for start in range(numbers.start, numbers.stop, _CHUNK):
        some = range(start, min(start + _CHUNK, numbers.stop))
        with archive.writing() as connection:
            connection.execute(delete(schema.documents).where(schema.documents.c.id.in_([_id(n) for n in some])))
            connection.execute(insert(schema.documents), [_document(n) for n in some])
            connection.execute(insert(schema.citations), [row for n in some for row in _citations(n)])
            connection.execute(insert(schema.counts), [row for n in some for row in _counts(n)])
            connection.execute(insert(schema.quotas), [row for n in some for row in _quotas(n)])


def _id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:16]


def _body(number: int) -> str:
    return f"Liên đoàn Lao động huyện Tân {number % _BODIES}x"


def _number(number: int) -> tuple[str, str]:
    """Number and date of a document: of each body they rise with the date, year by year."""
    turn = number // _BODIES
    year, day = 2000 + turn // 250 % 25, turn % 250
    return f"{day + 1}/KH-LĐLĐ", f"{year}-{1 + day // 21:02}-{1 + day % 21:02}"


def _document(number: int) -> Row:
    name, issued = _number(number)
    return {
        "id": _id(number), "path": f"/kho/{number}.txt", "sha256": _id(number), "kind": "text", "type": "KH",
        "number": name, "issuer": _body(number), "parent_issuer": "Liên đoàn Lao động tỉnh An Phú",
        "place_name": "An Phú", "issued_on": issued, "title": f"Kế hoạch thứ {number}", "pages": 1, "origin": "text",
    }  # fmt: skip


def _place(number: int, at: int, text: str) -> Row:
    return {
        "document": _id(number), "page": 1, "line": at + 1, "start": 100 * at, "end": 100 * at + len(text),
        "text": text, "raw": text, "box": None, "confidence": None,
    }  # fmt: skip


def _citations(number: int) -> Iterator[Row]:
    chance = random.Random(number)
    for at in range(20):
        if at < 8:
            law = chance.randrange(_LAWS)
            cited, issued, issuer = f"{law + 1}/2020/NĐ-CP", f"2020-{1 + law // 28:02}-{1 + law % 28:02}", "Chính phủ"
        else:
            other = max(0, number - chance.randrange(1, 5000))
            (cited, issued), issuer = _number(other), _body(other)
        wrong = chance.random() < 0.002
        issued = f"{issued[:8]}{28 if wrong else int(issued[8:]):02}"
        yield _place(number, at, cited) | {"type": "NĐ", "number": cited, "issued_on": issued, "issuer": issuer}


def _counts(number: int) -> Iterator[Row]:
    chance = random.Random(-number)
    year = _number(number)[1][:4]
    for at in range(12):
        subject = chance.randrange(100)
        value = 1000 + 37 * subject + number % _BODIES + (8 if chance.random() < 0.002 else 0)
        yield _place(number, 30 + at, f"{value:,}".replace(",", ".")) | {
            "subject": f"đoàn viên được thăm hỏi lần {subject}", "holder": _body(number), "value": value,
            "unit": "đoàn viên", "period": f"năm {year}", "qualifier": None, "percent": None, "value_max": None,
        }  # fmt: skip


def _quotas(number: int) -> Iterator[Row]:
    year = _number(number)[1][:4]
    for at in range(3):
        yield _place(number, 50 + at, "1.200") | {
            "subject": f"sáng kiến loại {at}", "holder": _body(number), "value": 1200, "unit": "sáng kiến",
            "period": f"năm {year}", "qualifier": None, "value_max": None,
        }  # fmt: skip


if __name__ == "__main__":
    main()
