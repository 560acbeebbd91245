"""Real scans that lie beside the checkout: stamps over names, numbers and days written by hand."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCANS = ROOT.parent / "shared" / "data" / "scans_dev"
pytestmark = pytest.mark.skipif(not SCANS.is_dir(), reason="needs ../shared/data/scans_dev")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str | None]]:
    out = tmp_path_factory.mktemp("scans") / "out"
    command = [sys.executable, str(ROOT / "__main__.py"), "run", str(SCANS), "--archive", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    connection = sqlite3.connect(out / "records.sqlite")
    connection.row_factory = sqlite3.Row
    rows = connection.execute("select * from documents where kind = 'pdf'").fetchall()
    connection.close()
    return {Path(row["path"]).name: dict(row) for row in rows}


def test_every_file_gives_a_record(documents: dict[str, dict[str, str | None]]) -> None:
    assert set(documents) == {path.name for path in SCANS.glob("*.pdf")}


def test_no_wrong_number_is_given_as_sure(documents: dict[str, dict[str, str | None]]) -> None:
    with (SCANS / "numbers.tsv").open(encoding="utf-8", newline="") as opened:
        real = {row["file"]: row["number_from_filename"] for row in csv.DictReader(opened, delimiter="\t")}
    given = {name: str(row["number"]).split("/")[0] for name, row in documents.items() if row["number"]}
    wrong = {name: number for name, number in given.items() if name in real and int(number) != int(real[name])}
    assert not wrong


def test_type_agrees_with_the_file_names(documents: dict[str, dict[str, str | None]]) -> None:
    codes = {"kh": "KH", "tb": "TB", "gm": "GM"}
    told = {name: next((codes[p] for p in name.lower().split("_") if p in codes), None) for name in documents}
    expected = {name: code for name, code in told.items() if code}
    right = [name for name, code in expected.items() if documents[name]["type"] == code]
    assert len(right) >= 0.95 * len(expected), {n: documents[n]["type"] for n in expected if n not in right}


def test_issuer_and_month_are_read(documents: dict[str, dict[str, str | None]]) -> None:
    dated = [name for name, row in documents.items() if row["issued_on"]]
    issued = [name for name, row in documents.items() if row["issuer"]]
    assert len(dated) >= 0.95 * len(documents), set(documents) - set(dated)
    assert len(issued) >= 0.95 * len(documents), set(documents) - set(issued)
