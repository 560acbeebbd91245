"""quarantine.csv, run.jsonl and the page that explains the records."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.document import Failure
from records.errors import FileAccess
from store import dictionary, quarantine, runlog
from store.archive import Archive
from store.files import replacing
from store.runlog import RunLog

ROOT = Path(__file__).parents[2]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_quarantine_names_files_and_pages(either: Archive, document, stamp, tmp_path: Path) -> None:
    to = tmp_path / "quarantine.csv"
    assert quarantine.write(either, to) == 0
    assert to.read_text("utf-8").splitlines() == ["file,stage,reason,what to do,page"]
    either.save(document(failures=(Failure("/kho/a.pdf", "ocr", "quá, lâu", "wait", page=3),)), "s", stamp)
    either.fail(Failure("/kho/b.pdf", "triage", "cut short\nat 3", "get it again"), "s", stamp)
    assert quarantine.write(either, to) == 2
    assert [tuple(row.values()) for row in read_csv(to)] == [
        ("/kho/a.pdf", "ocr", "quá, lâu", "wait", "3"),
        ("/kho/b.pdf", "triage", "cut short\nat 3", "get it again", ""),
    ]
    either.save(document(), "s", stamp)
    assert quarantine.write(either, to) == 1


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(FileAccess, match="No space left"), replacing(path) as part:
        part.write_text("ne")
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.csv"]


def test_the_log_is_appended_and_read(tmp_path: Path, document) -> None:
    path = tmp_path / "run.jsonl"
    with RunLog(path) as log:
        log.write(Path("/kho/á.pdf"), document().card, "ocr", "ok", 1.23456)
    with RunLog(path) as log:
        log.write(Path("/kho/b.pdf"), None, "triage", "failed", reason="zero bytes")
    first, second = runlog.read(path)
    assert (first["file"], first["sha256"], first["seconds"]) == ("/kho/á.pdf", document().card.sha256, 1.2346)
    assert (second["stage"], second["outcome"], second["reason"]) == ("triage", "failed", "zero bytes")


@given(st.integers(0, 400))
def test_a_log_cut_anywhere_is_readable_and_goes_on(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("log") / "run.jsonl"
    with RunLog(path) as log:
        for number in range(3):
            log.write(Path(f"/kho/đơn {number}.pdf"), None, "triage", "ok")
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    with RunLog(path) as log:
        log.write(Path("/kho/last.pdf"), None, "triage", "ok")
    kept = [entry["file"] for entry in runlog.read(path)]
    lines = whole[:cut].count(b"\n") + (cut < len(whole) and whole[cut : cut + 1] == b"\n")
    assert kept == [f"/kho/đơn {number}.pdf" for number in range(lines)] + ["/kho/last.pdf"]


def test_a_log_in_no_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(FileAccess, match="cannot be written"):
        RunLog(tmp_path / "nothing" / "run.jsonl")


def test_the_page_of_records_is_up_to_date() -> None:
    page = (ROOT / "docs" / "records.md").read_text("utf-8")
    assert page == dictionary.render(), "run: python -m store.dictionary docs/records.md"
