"""The main job end to end: records, second runs, twins, text files, the files it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.support import doichieu, environment, letter, picture, quarantine, rows


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in (7, 8):
        (folder / f"{number}.txt").write_text(letter(number), encoding="utf-8")
    return folder


def test_a_run_leaves_an_archive(shelf: Path, tmp_path: Path) -> None:
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out", "select number, issued_on, place_name, title from documents order by number")
    assert found[0] == ("7/KH-LĐLĐ", "2023-09-06", "Sông Mây", "Tổ chức hội nghị lần thứ 7")
    cited = rows(tmp_path / "out", "select type, number, issued_on, line, text from citations")
    assert [row[:4] for row in cited] == [("HD", "7/HD-TLĐ", "2023-08-02", 10)] * 2
    for name in ("report.html", "run.jsonl", "quarantine.csv"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    stages = [json.loads(line)["stage"] for line in (tmp_path / "out" / "run.jsonl").read_text().splitlines()]
    assert {"read", "find", "store"} <= set(stages)
    assert quarantine(tmp_path / "out") == []


def test_a_second_run_does_nothing(shelf: Path, tmp_path: Path) -> None:
    doichieu("run", shelf, "--archive", tmp_path / "out")
    before = rows(tmp_path / "out", "select * from files")
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert "0 documents read" in done.stdout
    assert "2 already done" in done.stdout
    assert rows(tmp_path / "out", "select * from files") == before


def test_the_same_bytes_are_one_document_with_two_paths(shelf: Path, tmp_path: Path) -> None:
    (shelf / "copy.txt").write_bytes((shelf / "7.txt").read_bytes())
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert "1 with bytes already known" in done.stdout
    assert len(rows(tmp_path / "out", "select id from documents")) == 2
    assert len(rows(tmp_path / "out", "select path from document_paths")) == 3


def test_a_changed_file_is_read_again(shelf: Path, tmp_path: Path) -> None:
    doichieu("run", shelf, "--archive", tmp_path / "out")
    (shelf / "7.txt").write_text(letter(9), encoding="utf-8")
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert "1 documents read" in done.stdout
    numbers = rows(tmp_path / "out", "select number from documents order by number")
    assert numbers == [("8/KH-LĐLĐ",), ("9/KH-LĐLĐ",)]


def test_a_picture_is_read(tmp_path: Path) -> None:
    picture(tmp_path / "scan.png", letter(12))
    done = doichieu("run", tmp_path / "scan.png", "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "out", "select number, issued_on, origin from documents") == [
        ("12/KH-LĐLĐ", "2023-09-06", "ocr")
    ]
    (box,) = rows(tmp_path / "out", "select box from citations")[0]
    x0, y0, x1, y1 = json.loads(str(box))
    assert 0 < x0 < x1 < 596
    assert 0 < y0 < y1 < 843


def test_scan_writes_nothing_and_tells_each_page(shelf: Path) -> None:
    before = sorted(shelf.rglob("*"))
    done = doichieu("scan", shelf, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["action"] for row in told if row["page"] == 1] == ["keep the text"] * 2
    assert sorted(shelf.rglob("*")) == before


def test_export_gives_a_file_a_kind(shelf: Path, tmp_path: Path) -> None:
    doichieu("run", shelf, "--archive", tmp_path / "out")
    done = doichieu("export", tmp_path / "out", "--format", "jsonl", "--to", tmp_path / "tables")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "tables" / "citations.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["number"] == "7/HD-TLĐ"
    assert doichieu("export", tmp_path / "none", "--to", tmp_path / "t").returncode == 5


def test_settings_file_environment_flags(shelf: Path, tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('page_timeout = "soon"\n')
    done = doichieu("run", shelf, "--archive", tmp_path / "o", env=environment(DOICHIEU_CONFIG=str(config)))
    assert done.returncode == 9
    assert "page_timeout" in done.stderr
    config.write_text("no_such = 1\n")
    done = doichieu("run", shelf, "--archive", tmp_path / "o", env=environment(DOICHIEU_CONFIG=str(config)))
    assert done.returncode == 9
    assert "no_such" in done.stderr
    config.write_text('mode = "nonsense"\n')
    env = environment(DOICHIEU_CONFIG=str(config), DOICHIEU_MODE="keep")
    assert doichieu("run", shelf, "--archive", tmp_path / "o", env=env).returncode == 0
    assert doichieu("run", shelf, "--archive", tmp_path / "o", "-j", "0.5").returncode == 1


def test_a_path_that_is_not_there_makes_no_archive(tmp_path: Path) -> None:
    done = doichieu("run", tmp_path / "none", "--archive", tmp_path / "out")
    assert done.returncode == 5
    assert "no such file" in done.stderr
    assert not (tmp_path / "out").exists()
