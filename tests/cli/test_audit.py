"""``doichieu audit``: what it prints, how it ends, and what it says of an archive that is none."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = (
    "UBND TỈNH AN PHÚ\nSố: 17/KH-UBND\nAn Phú, ngày 03 tháng 02 năm 2022\n\nKẾ HOẠCH\nPhát triển du lịch\n\n"
    "Ủy ban nhân dân tỉnh An Phú ban hành kế hoạch như sau.\n"
)
REPORT = (
    "UBND TỈNH AN PHÚ\nSỞ DU LỊCH\nSố: 45/BC-SDL\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Thực hiện Kế hoạch số 17/KH-UBND ngày {date} của Ủy ban nhân dân tỉnh An Phú, Sở báo cáo như sau.\n"
)


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of two documents that contradict each other."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "in").mkdir()
    (folder / "in" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "in" / "report.txt").write_text(REPORT.format(date="08/02/2022"), encoding="utf-8")
    done = call("run", folder / "in", "--archive", folder / "out", "-j", 1)
    assert done.returncode == 0, done.stderr
    assert "1 fail (1 errors, 0 warnings, 0 notes)" in done.stdout
    return folder


def test_text_names_file_page_line_level_and_rule(shelf: Path) -> None:
    done = call("audit", shelf / "out", "--lang", "en")
    assert done.returncode == 10
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{shelf / 'in' / 'report.txt'}:1:9: error 17/KH-UBND: cited as 8/2/2022")
    assert line.endswith("(citation-agrees)")
    assert "1 failed (1 errors, 0 warnings, 0 notes)" in done.stderr


def test_fail_on_decides_the_exit_code(shelf: Path) -> None:
    assert call("audit", shelf / "out", "--fail-on", "never", "-q").returncode == 0
    assert call("audit", shelf / "out", "--fail-on", "warning", "-q").returncode == 10


def test_json_has_every_check_with_its_place(shelf: Path) -> None:
    done = call("audit", shelf / "out", "--format", "json", "--fail-on", "never", "-q")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["verdict"] for row in rows} >= {"holds", "fails"}
    assert rows[0]["rule"] == "citation-agrees"
    assert rows[0]["expected"] == "3/2/2022"
    assert rows[0]["scope"] == "series"
    assert len(rows[0]["places"]) == 2
    assert done.stderr == ""


def test_again_gives_the_same_findings(shelf: Path) -> None:
    before = call("audit", shelf / "out", "--format", "json").stdout
    assert call("audit", shelf / "out", "--format", "json", "--again").stdout == before


def test_a_changed_file_is_audited_by_the_next_run(shelf: Path) -> None:
    (shelf / "in" / "report.txt").write_text(REPORT.format(date="03/02/2022"), encoding="utf-8")
    assert call("run", shelf / "in", "--archive", shelf / "out", "-j", 1).returncode == 0
    done = call("audit", shelf / "out")
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_no_archive_is_told_clearly(tmp_path: Path) -> None:
    absent = call("audit", tmp_path / "nowhere")
    assert absent.returncode == 5
    assert "no archive at" in absent.stderr
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "records.sqlite").write_text("nonsense" * 200, encoding="utf-8")
    other = call("audit", tmp_path)
    assert other.returncode == 5
    assert "is not a database" in other.stderr


def test_an_archive_of_an_older_schema_is_brought_up(shelf: Path, tmp_path: Path) -> None:
    copy = tmp_path / "records.sqlite"
    source = sqlite3.connect(shelf / "out" / "records.sqlite")
    target = sqlite3.connect(copy)
    source.backup(target)
    target.executescript(
        "DROP TABLE series_rows; DROP TABLE series_touched; DROP TABLE audited; DELETE FROM schema_versions WHERE "
        "version >= 6; DELETE FROM findings WHERE series IS NOT NULL"
    )
    target.close()
    source.close()
    done = call("audit", tmp_path, "--all", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    assert "citation-agrees" in done.stdout
