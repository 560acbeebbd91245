"""The search at scale: made pages straight into the store, then twenty queries, each the median of five runs.

    python -m benchmarks.search [--pages 100000] [--folder DIR]

Pages are made of syllables drawn by a law of frequency as in real text (Zipf), about 420 a page as on the pages of real
reports, with heads, a few records and their own numbers; a few pages hold a phrase that no other has. Filling is timed
with the index and, in a process of its own, without it. Seconds are of processor time, for other programs run beside.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import itertools
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from store import schema, search_index
from store.archive import Archive
from store.places import Row
from store.search import search

_PAGES_A_DOCUMENT = 5
_WORDS = 420
_CHUNK = 200
_LISTS = Path(__file__).resolve().parents[1] / "corpora" / "lists"
QUERIES = (
    "sang kien", "sáng kiến", '"người lao động"', '"nguoi lao dong"', "và", "của", "cua cac va", "doan", "đoàn", "đoan",
    "number:4711", "issuer:huyen số", "type:BC ke hoach", "author:diep", '"hang da thach anh"', "chưa -đã", "ngh*",
    "year:2021 sáng kiến", "cites:93/KH", "holder:phong subject:sang",
)  # fmt: skip


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the archive is made; a temporary folder if not given")
    parser.add_argument("--without", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        if asked.without:
            print(f"without the index: {fill(Path(folder), asked.pages, index=False)}", flush=True)
            return
        again = [
            sys.executable,
            "-m",
            "benchmarks.search",
            "--without",
            "--pages",
            str(asked.pages),
            "--folder",
            folder,
        ]
        subprocess.run(again, check=True)
        print(f"with the index:    {fill(Path(folder), asked.pages, index=True)}", flush=True)
        measure(Path(folder))


def fill(folder: Path, pages: int, *, index: bool) -> str:
    """Make an archive; tells the seconds and the size."""
    chance = random.Random(7)
    words = _Words(chance)
    with Archive.open(folder) as archive:
        if not index:
            with archive.writing() as connection:
                for searched, event in itertools.product(search_index.SEARCHED, ("added", "deleted", "changed")):
                    connection.exec_driver_sql(f"DROP TRIGGER {searched}_fts_{event}")
        seconds = 0.0
        for at in range(0, pages // _PAGES_A_DOCUMENT, _CHUNK):
            made = [_document(number, words, chance) for number in range(at, at + _CHUNK)]
            began = time.process_time()
            with archive.writing() as connection:
                for table in (schema.documents, schema.pages, schema.citations, schema.counts, schema.initiatives):
                    rows = [row for document in made for row in document[table.name]]
                    connection.execute(insert(table), rows)
            seconds += time.process_time() - began
    size = sum(file.stat().st_size for file in folder.glob("records.sqlite*"))
    for file in folder.glob("records.sqlite*") if not index else ():
        file.unlink()
    return f"{pages} pages in {seconds:.0f} s of processor time, {size / 1e6:.0f} MB"


def measure(folder: Path) -> None:
    """Print the sizes of the indexes and the time of each query."""
    with Archive.open(folder, read_only=True) as archive:
        with archive.reading() as connection:
            sizes = connection.exec_driver_sql(
                "SELECT CASE WHEN name LIKE '%\\_fts\\_%' ESCAPE '\\' THEN 'folded indexes' "
                "WHEN name LIKE 'pages\\_exact%' ESCAPE '\\' THEN 'pages_exact' ELSE 'tables' END, sum(pgsize) "
                "FROM dbstat GROUP BY 1 ORDER BY 1"
            ).all()
            letters = connection.exec_driver_sql("SELECT sum(length(CAST(text AS BLOB))) FROM pages").scalar_one()
        print(", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes), f"(text {letters / 1e6:.0f} MB)")
        print("| query | ms | slowest ms | pages that match |\n|---|---|---|---|")
        for query in QUERIES:
            taken = []
            for _ in range(5):
                began = time.process_time()
                found = search(archive, query)
                taken.append(1000 * (time.process_time() - began))
            there = found.totals.get("pages", sum(found.totals.values()))
            print(f"| `{query}` | {statistics.median(taken):.0f} | {max(taken):.0f} | {there} |", flush=True)
    print(f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, process {os.getpid()}")


class _Words:
    """Syllables by a law of frequency; the order of the list is that of their counts in real text."""

    def __init__(self, chance: random.Random) -> None:
        lines = (_LISTS / "syllables.tsv").read_text(encoding="utf-8").splitlines()
        self.words = [line.split("\t")[0] for line in lines[1:]]
        self._sums = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self._chance = chance

    def draw(self, number: int) -> list[str]:
        """Some words."""
        top = self._sums[-1]
        return [self.words[bisect.bisect(self._sums, self._chance.random() * top)] for _ in range(number)]


def _document(number: int, words: _Words, chance: random.Random) -> dict[str, list[Row]]:
    key = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    texts = [_text(number, page, words, chance) for page in range(_PAGES_A_DOCUMENT)]
    month = f"20{10 + number % 15}-{1 + number % 12:02}"
    head: Row = {
        "id": key, "path": f"/kho/{number}.pdf", "sha256": key, "kind": "pdf", "type": ("BC", "KH", "CV")[number % 3],
        "number": f"{number}/BC-LĐLĐ", "issuer": f"Liên đoàn Lao động huyện số {number % 200}",
        "issued_on": f"{month}-{1 + number % 28:02}", "title": " ".join(words.draw(12)), "pages": 5, "origin": "ocr",
    }  # fmt: skip
    place: Row = {"document": key, "page": 1, "line": 2, "start": 0, "end": 9, "text": "x", "raw": "x"}
    name = chance.choice(("Đàm Quý Điệp", "Lò Thị Mỵ", "Giàng A Tủa", "Vũ Văn Khải"))
    return {
        "documents": [head],
        "pages": [
            {"document": key, "page": at, "verdict": "clean", "origin": "ocr", "text": text, "raw": text,
             "words": _WORDS, "seconds": 0.0}
            for at, text in enumerate(texts, 1)
        ],
        "citations": [place | {"type": "KH", "number": f"{chance.randrange(2000)}/KH-LĐLĐ"} for _ in range(8)],
        "counts": [
            place | {"subject": "sáng kiến được công nhận", "holder": f"huyện Phong {at}", "value": at}
            for at in range(6)
        ],
        "initiatives": [place | {"title": " ".join(words.draw(8)), "author": name}] if number % 4 == 0 else [],
    }  # fmt: skip


def _text(number: int, page: int, words: _Words, chance: random.Random) -> str:
    drawn = words.draw(_WORDS)
    for phrase, times in (("sáng kiến", 0.3), ("người lao động", 0.1)):
        if chance.random() < times:
            drawn[chance.randrange(_WORDS)] = phrase
    if number % 4000 == 7 and page == 2:
        drawn[100] = "hang đá thạch anh"
    lines = [" ".join(drawn[at : at + 12]) for at in range(0, _WORDS, 12)]
    return "\n".join([f"Số: {number}/BC-LĐLĐ", *lines] if page == 0 else lines)


if __name__ == "__main__":
    main()
