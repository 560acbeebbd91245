"""The example scripts run on a small archive, and on an empty one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text

from store.archive import Archive
from tests.store.shelf import PLAN, REPORT

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "ask_archive.py"


@pytest.mark.parametrize("empty", [False, True])
def test_three_questions_and_two_plots(tmp_path: Path, empty: bool) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        if not empty:
            archive.save(REPORT, "k")
            archive.save(PLAN, "k")
            archive.resolve()
            with archive.writing() as connection:
                connection.execute(text("UPDATE quotas SET subject = (SELECT subject FROM counts)"))
                connection.execute(text("UPDATE initiatives SET benefit_vnd = 17660000000, benefit_per = 'năm'"))
    command = [sys.executable, str(SCRIPT), str(tmp_path / "archive"), "--plots", str(tmp_path / "plots")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    if not empty:
        assert "1 of 1 targets with a result were reached" in done.stdout
        assert "0 documents; 1 of 1 citations have theirs" in done.stdout
        assert "per năm: 17660000000 đồng in 1" in done.stdout
    for name in ("targets.png", "checks.png"):
        with Image.open(tmp_path / "plots" / name) as plot:
            assert plot.size[0] == 1080
