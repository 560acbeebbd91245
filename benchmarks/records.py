"""How well records are extracted from generated documents, by kind of record and by condition.

    python -m benchmarks.records [--count 200] [--conditions clean scans wrong wrong-text] [--folder DIR]

Makes ``count`` documents for each condition, their layouts in turn, reads each folder by the main job and compares the
archive with the gold. ``clean``: text, Markdown, Word, born-digital PDF and the encodings of the time before Unicode;
``scans``: grey, one-bit and colour at 300 dpi, light wear; ``wrong``: scans with a text layer read in the wrong
language; ``wrong-text``: that layer alone, which only restoration can mend. With ``--folder`` what was made
stays and is not made again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pypdfium2

from corpora.generate.compose import make_document
from corpora.generate.write import LAYOUTS, write, write_gold
from measure.command import Report, compare
from measure.load import gold_records, predicted_records

ROOT = Path(__file__).resolve().parents[1]
CONDITIONS: dict[str, tuple[str, ...]] = {
    "clean": ("txt", "md", "docx", "pdf", "txt-tcvn3", "txt-vni", "legacy-tcvn3", "legacy-vni"),
    "scans": ("scan", "scan-bw", "scan-rgb", "tiff-bw"),
    "wrong": ("wrong-ocr",),
    "wrong-text": ("wrong-ocr",),
}
_KINDS = ("quotas", "counts", "amounts", "initiatives", "tables", "citations", "dates")
Job = tuple[str, int, int, Path]


def make(job: Job) -> None:
    """Write one document of a condition with its gold; does nothing where both are there."""
    condition, number, seed, folder = job
    layouts = CONDITIONS[condition]
    layout = layouts[number % len(layouts)]
    doc = make_document(seed + number)
    suffix = ".txt" if condition == "wrong-text" else LAYOUTS[layout]
    path, gold = folder / "documents" / f"{number:04}{suffix}", folder / "gold" / f"{number:04}.json"
    if path.exists() and gold.exists():
        return
    write(doc, layout, path)
    if condition == "wrong-text":
        path.write_text(_layer(path.read_bytes()), encoding="utf-8")
    write_gold(doc, gold, [path.name], "md" if layout == "md" else "txt")


def _layer(pdf: bytes) -> str:
    """The text layer of a PDF, a line a line."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join(text.replace("\r\n", "\n") for text in texts)


def measure(condition: str, count: int, seed: int, jobs: int, folder: Path) -> Report:
    """Make and read the documents of a condition; returns the scores."""
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(make, [(condition, number, seed, folder) for number in range(count)]))
    archive = folder / "archive"
    command = [sys.executable, str(ROOT / "__main__.py"), "run", str(folder / "documents"), "--archive", str(archive)]
    subprocess.run([*command, "-j", str(jobs), "-q"], check=True, stdout=subprocess.DEVNULL)
    found = predicted_records(archive)
    return compare(found, gold_records(folder / "gold", found))


def row(condition: str, report: Report) -> str:
    """A line of the table: F1 on values and, in brackets, in full."""
    cells = [f"{report.kinds[kind].f1:.3f} ({report.kinds[kind].f1_full:.3f})" for kind in _KINDS]
    return "| " + " | ".join([condition, str(report.documents), *cells]) + " |"


def main(argv: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.records", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="documents of each condition")
    parser.add_argument("--seed", type=int, default=30_000)
    parser.add_argument("--conditions", nargs="*", choices=tuple(CONDITIONS), default=tuple(CONDITIONS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where documents and archives are kept")
    parser.add_argument("--misses", type=Path, help="file that every miss is written to")
    given = parser.parse_args(argv)
    print("| condition | documents | " + " | ".join(_KINDS) + " |")
    print("|" + "---|" * (len(_KINDS) + 2))
    misses: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for condition in given.conditions:
            report = measure(
                condition, given.count, given.seed, given.jobs, (given.folder or Path(scratch)) / condition
            )
            print(row(condition, report), flush=True)
            misses += [f"{condition} {line}" for score in report.kinds.values() for line in score.misses]
    if given.misses:
        given.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
