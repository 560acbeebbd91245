"""The samples kept in ``corpora/samples``: papers of one office that cite one another, each another kind of file."""

from __future__ import annotations

from pathlib import Path

from corpora.generate.compose import make_series
from corpora.generate.model import Doc
from corpora.generate.words import rows
from corpora.generate.write import content, write, write_gold

SEED = 343
BROKEN = "hong.pdf"
FOLDER = Path(__file__).parent.parent / "samples"
GOLD = Path(__file__).parent.parent / "gold"


def documents() -> list[Doc]:
    """The sample documents in the order of samples.tsv."""
    return make_series(SEED, [row["key"] for row in rows("samples.tsv")], "union-province", "initiatives")


def write_samples(folder: Path = FOLDER, gold_folder: Path = GOLD) -> list[Path]:
    """Write every sample and its gold, and one file cut short; returns the samples' paths.

    Needs Tesseract with English for the sample that was read in the wrong language.
    """
    written: list[Path] = []
    for row, doc in zip(rows("samples.tsv"), documents(), strict=True):
        path = folder / row["file"]
        written.append(
            write(doc, row["layout"], path, row["level"], int(row["dpi"]), handwritten=bool(row["handwritten"]))
        )
        write_gold(doc, gold_folder / f"{path.stem}.json", [path.name])
    cut = content(documents()[0], "pdf")[:2000]
    (folder / BROKEN).write_bytes(cut)
    return [*written, folder / BROKEN]
