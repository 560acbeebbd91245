"""The review page over a large archive: how soon each page answers, and how much memory the server takes.

    python -m benchmarks.review [--size 10000] [--rounds 20] [--folder DIR]

Records are made straight into the store: per document 3 pages of 2,500 characters, 60 records, 39 edits, 12 checks of
which 4 fail; a fiftieth of these is decided. One document has a real PDF, so that pages are drawn too. Each address is
asked for in one process after a warm-up; the table gives the median and the slowest in milliseconds.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from records.finding import Finding, Spot
from records.place import Place
from review.web.app import make_app
from review.web.guard import new_key
from store import schema
from store.archive import Archive
from store.decisions import Wish, decide, standing
from store.finding_rows import finding_rows
from store.places import Row, place_row

_CHUNK = 500
_PAGES, _RECORDS, _EDITS, _LINES = 3, 20, 13, 50
_LINE = "Liên đoàn Lao động tỉnh báo cáo kết quả thực hiện"
_BASE = "http://127.0.0.1:8000"


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="where the archive is made; a temporary folder if not given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder, Archive.open(Path(folder) / "archive") as archive:
        began = time.perf_counter()
        fill(archive, asked.size, Path(folder) / "page.pdf")
        decided = _decide(archive, asked.size // 12)
        print(f"{asked.size} documents made in {time.perf_counter() - began:.0f} s, {decided} findings decided\n")
        measure(archive, asked.rounds)


def measure(archive: Archive, rounds: int) -> None:
    """Ask every kind of page and print what it took."""
    before = _memory()
    key = new_key(8000)
    with TestClient(make_app(archive, key, "benchmark"), base_url=_BASE, headers={"origin": _BASE}) as client:
        client.get(f"/?token={key.token}")
        print("| page | median ms | slowest ms |\n|---|---|---|")
        for name, paths in _addresses(archive, rounds).items():
            client.get(paths[0])
            times = [_timed(client, path) for path in paths]
            print(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |", flush=True)
    print(f"\npeak memory {_memory():.0f} MB, of which {before:.0f} MB before the first page")


def _addresses(archive: Archive, rounds: int) -> dict[str, list[str]]:
    chance = random.Random(7)
    with archive.reading() as connection:
        ids = list(connection.scalars(select(schema.documents.c.id).order_by(schema.documents.c.id)))
        c = schema.findings.c
        keys = list(connection.scalars(select(c.key).where(c.verdict == "fails").limit(5000)))
    return {
        "list": ["/"] * rounds,
        "list, last page": [f"/?page={len(ids) // 50}"] * rounds,
        "list, open first": ["/?work=open&order=open"] * rounds,
        "list, searched": [f"/?q=ke hoach thu {n}" for n in range(rounds)],
        "findings": ["/findings"] * rounds,
        "findings, searched": [f"/findings?q=cong lai {n}" for n in range(rounds)],
        "finding": [f"/f/{key}" for key in chance.sample(keys, rounds)],
        "document": [f"/d/{one}?page={1 + n % _PAGES}" for n, one in enumerate(chance.sample(ids, rounds))],
        "page image, drawn": [f"/d/{_id(0)}/picture?page={1 + n % 12}" for n in range(rounds)],
    }


def _timed(client: TestClient, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    spent = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return 1000 * spent


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(archive: Archive, size: int, pdf: Path) -> None:
    """Insert made documents; the first has a file."""
    _draw(pdf)
    for start in range(0, size, _CHUNK):
        some = range(start, min(start + _CHUNK, size))
        with archive.writing() as connection:
            connection.execute(insert(schema.documents), [_document(n, pdf) for n in some])
            connection.execute(
                insert(schema.document_paths), [{"document": _id(n), "path": _path(n, pdf)} for n in some]
            )
            for table, rows in ((schema.pages, _pages), (schema.judgements, _judged), (schema.edits, _edits)):
                connection.execute(insert(table), [row for n in some for row in rows(n)])
            connection.execute(insert(schema.counts), [row for n in some for row in _counts(n)])
            connection.execute(insert(schema.findings), [row for n in some for row in _findings(n)])


def _decide(archive: Archive, number: int) -> int:
    c = schema.findings.c
    with archive.reading() as connection:
        keys = list(connection.scalars(select(c.key).where(c.verdict == "fails").order_by(c.key).limit(number)))
    for key in keys:
        with archive.reading() as connection:
            seen = standing(connection, key)
        if seen is not None:
            decide(archive, key, seen.stamp, Wish("reject", "benchmark"))
    return len(keys)


def _draw(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in range(12):
        for line in range(_LINES):
            canvas.drawString(50, 800 - 15 * line, f"page {page} line {line} 1.775 = 715 + 1.000")
        canvas.showPage()
    canvas.save()


def _sha256(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def _id(number: int) -> str:
    return _sha256(number)[:16]


def _path(number: int, pdf: Path) -> str:
    return str(pdf) if number == 0 else f"/kho/{number % 40}/van-ban-{number}.pdf"


def _document(number: int, pdf: Path) -> Row:
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest() if number == 0 else _sha256(number)
    return {
        "id": _id(number), "path": _path(number, pdf), "sha256": sha256, "kind": "pdf",
        "type": ("KH", "BC")[number % 2],
        "number": f"{number % 900 + 1}/KH-LĐLĐ", "issuer": f"Liên đoàn Lao động huyện Tân {number % 400}",
        "issued_on": f"{2000 + number % 25}-0{1 + number % 9}-12", "title": f"Kế hoạch thứ {number} về thi đua",
        "pages": 12 if number == 0 else _PAGES, "origin": "ocr",
    }  # fmt: skip


def _pages(number: int) -> Iterator[Row]:
    text = "\n".join(f"{_LINE} {line}" for line in range(_LINES))
    for page in range(1, (12 if number == 0 else _PAGES) + 1):
        yield {
            "document": _id(number), "page": page, "verdict": "clean", "origin": "ocr", "text": text, "raw": text,
            "words": 550, "confidence": 0.93, "seconds": 1.0,
        }  # fmt: skip


def _judged(number: int) -> Iterator[Row]:
    for page in range(1, _PAGES + 1):
        yield {"document": _id(number), "page": page, "words": 550, "reason": "", "width": 595.0, "height": 842.0}


def _at(page: int, line: int, column: int, text: str) -> Place:
    width = len("\n".join(f"{_LINE} {row}" for row in range(_LINES))) + 1
    start = (page - 1) * width + line * (len(_LINE) + 3) + column
    box = (50.0 + 6 * column, 40.0 + 15 * line, 80.0 + 6 * column, 52.0 + 15 * line)
    return Place(page, line + 1, start, start + len(text), text, text, box, 0.9)


def _edits(number: int) -> Iterator[Row]:
    for page in range(1, _PAGES + 1):
        for edit in range(_EDITS):
            place = place_row(_at(page, 3 * edit, 5, "đoàn"))
            told: Row = {"before": "doan", "after": "đoàn", "rung": "mend", "confidence": 0.8, "unsure": 0}
            yield {n: place[n] for n in ("page", "line", "start", "end", "box")} | told | {"document": _id(number)}


def _counts(number: int) -> Iterator[Row]:
    for page in range(1, _PAGES + 1):
        for record in range(_RECORDS):
            yield place_row(_at(page, 2 * record, 30, "thực hiện")) | {
                "document": _id(number), "subject": "đoàn viên", "value": 1000 + record, "unit": "người",
            }  # fmt: skip


def _findings(number: int) -> Iterator[Row]:
    made = []
    for check in range(12):
        places = tuple(Spot(_id(number), _at(1 + check % _PAGES, 4 * part, 9, f"{check}{part}")) for part in range(4))
        verdict, level = ("fails", ("error", "warning", "note")[check % 3]) if check < 4 else ("holds", "note")
        said = f"{check}: {number} phần cộng lại được {number + 1}"
        made.append(Finding("sum-of-parts", level, verdict, said, places, "1", "2", message_en=said))  # type: ignore[arg-type]
    return (row | {"document": _id(number)} for row in finding_rows(made))


if __name__ == "__main__":
    main()
