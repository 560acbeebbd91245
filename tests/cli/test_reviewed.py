"""``--reviewed``: an export and an audit as reviewers decided; without it nothing differs."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from store import schema
from store.archive import Archive
from store.decisions import Wish, decide, standing

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    "UBND TỈNH AN PHÚ\nSỞ DU LỊCH\nSố: 45/KH-SDL\nAn Phú, ngày 12 tháng 8 năm 2022\n\nKẾ HOẠCH\nĐẩy mạnh sáng kiến\n\n"
    "Toàn ngành có 1.410 sáng kiến (số sáng kiến hợp lệ là 1.350; số sáng kiến đang xem xét là 43; số sáng kiến không "
    "hợp lệ là 12).\n\nCác đơn vị gửi báo cáo về Sở trước ngày 30/7/2022.\n"
)


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewed")
    (folder / "in").mkdir()
    (folder / "in" / "report.txt").write_text(REPORT, encoding="utf-8")
    assert call("run", folder / "in", "--archive", folder / "out", "-j", 1, "-q").returncode == 0
    return folder


def figures(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "counts.jsonl").read_text("utf-8") + (folder / "quotas.jsonl").read_text("utf-8")
    return [json.loads(line) for line in lines.splitlines()]


def decide_on(shelf: Path, rule: str, wish: Wish) -> None:
    with Archive.open(shelf / "out") as archive:
        c = schema.findings.c
        with archive.reading() as connection:
            key = str(connection.scalar(select(c.key).where(c.rule == rule, c.verdict == "fails")))
            seen = standing(connection, key)
        assert seen is not None
        texts = [spot.place.text for spot in seen.finding.places]
        decide(archive, key, seen.stamp, replace(wish, target=texts.index("43") if wish.new else None))


def test_decisions_are_applied_and_only_where_asked(shelf: Path) -> None:
    before = call("audit", shelf / "out", "--format", "json", "-q")
    failing = {row["rule"] for row in map(json.loads, before.stdout.splitlines()) if row["verdict"] == "fails"}
    assert failing >= {"sum-of-parts", "deadline-order"}
    decide_on(shelf, "sum-of-parts", Wish("correct", "Lan", "ảnh mờ", None, "48"))
    decide_on(shelf, "deadline-order", Wish("reject", "Lan"))
    after = call("audit", shelf / "out", "--reviewed", "--format", "json")
    rows = [json.loads(line) for line in after.stdout.splitlines()]
    assert after.returncode == 0
    assert {row["verdict"] for row in rows if row["rule"] == "sum-of-parts"} == {"holds"}
    (late,) = [row for row in rows if row["rule"] == "deadline-order" and row["verdict"] == "fails"]
    assert (late["decision"]["state"], late["decision"]["who"]) == ("rejected", "Lan")
    assert "1 failures settled by reviewers" in after.stderr
    assert "deadline-order" not in call("audit", shelf / "out", "--reviewed").stdout
    assert call("audit", shelf / "out", "--format", "json", "-q").stdout == before.stdout


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "xlsx"])
def test_an_export_has_the_figures_as_reviewed(shelf: Path, format: str) -> None:
    done = call("export", shelf / "out", "--reviewed", "--format", format, "--to", shelf / format)
    assert done.returncode == 0, done.stderr
    assert f"decisions.{format}" in done.stdout
    if format == "jsonl":
        assert 43 not in [row["value"] for row in figures(shelf / "jsonl")]
        (row,) = [row for row in figures(shelf / "jsonl") if row["value"] == 48]
        assert ("48" in str(row["text"]), "43" in str(row["raw"])) == (True, True)
        found = [json.loads(line) for line in (shelf / "jsonl" / "findings.jsonl").read_text("utf-8").splitlines()]
        assert {row["rule"]: row["decision"] for row in found if row["decision"]} == {
            "sum-of-parts": "corrected",
            "deadline-order": "rejected",
        }
        (reason,) = [row["decision_note"] for row in found if row["decided_reading"] == "48"]
        assert reason == "ảnh mờ"
    if format == "csv":
        with (shelf / "csv" / "decisions.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert (rows[0]["who"], rows[0]["old"], rows[0]["new"]) == ("Lan", "43", "48")


def test_a_plain_export_is_as_it_was_read(shelf: Path) -> None:
    assert call("export", shelf / "out", "--to", shelf / "plain").returncode == 0
    assert 43 in [row["value"] for row in figures(shelf / "plain")]
    assert not (shelf / "plain" / "decisions.jsonl").exists()
