"""The committed samples are what their command makes, small, and told of in the README."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from corpora.generate.gold import gold
from corpora.generate.samples import BROKEN, FOLDER, GOLD, documents
from corpora.generate.words import rows
from corpora.generate.write import content

ROOT = Path(__file__).parents[2]


def test_samples_are_small_and_complete() -> None:
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {row["file"] for row in rows("samples.tsv")} | {BROKEN}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


def test_readme_tells_of_every_sample() -> None:
    readme = (ROOT / "corpora" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in readme for path in FOLDER.iterdir())


def test_gold_is_what_the_generator_gives() -> None:
    for row, doc in zip(rows("samples.tsv"), documents(), strict=True):
        record = json.loads((GOLD / f"{Path(row['file']).stem}.json").read_text(encoding="utf-8"))
        assert record["source_file"] == row["file"]
        assert {key: record[key] for key in gold(doc)} == gold(doc)


@pytest.mark.parametrize("file", ["BC_bao_cao.txt", "KH_ke_hoach.pdf", "HD_huong_dan.docx"])
def test_committed_bytes_are_made_by_the_command(file: str) -> None:
    row, doc = next(
        (row, doc) for row, doc in zip(rows("samples.tsv"), documents(), strict=True) if row["file"] == file
    )
    made = content(doc, row["layout"], row["level"], int(row["dpi"]), handwritten=bool(row["handwritten"]))
    assert made == (FOLDER / file).read_bytes()


def test_samples_cite_one_another() -> None:
    docs = documents()
    own = {doc.ref.number: doc.ref.key for doc in docs}
    cited: set[str] = set()
    for doc in docs:
        found = gold(doc)["citations"]
        assert isinstance(found, list)
        for row in found:
            assert isinstance(row, dict)
            if row["number"] in own and own[str(row["number"])] != doc.ref.key:
                cited.add(own[str(row["number"])])
    assert {"plan", "guide", "letter", "submission"} <= cited


def test_broken_sample_is_broken() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(FOLDER / BROKEN)
