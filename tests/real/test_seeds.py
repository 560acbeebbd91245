"""The main job on real reports that lie beside the checkout, against records made by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="needs ../shared/seeds and ../shared/gold")


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "out"
    done = call("run", SHARED / "seeds", "--archive", out)
    assert done.returncode == 0, done.stderr
    assert "5 documents read" in done.stdout
    return out


def test_heads_citations_and_dates_agree_with_gold(archive: Path) -> None:
    report = json.loads(call("evaluate", archive, SHARED / "gold", "--format", "json").stdout)
    assert report["documents"] == 3
    assert report["absent"] == []
    assert report["head"]["right"] == report["head"]["fields"], report["head"]["misses"]
    assert report["kinds"]["citations"]["f1"] == 1.0, report["kinds"]["citations"]["misses"]
    assert report["kinds"]["dates"]["f1"] >= 0.97, report["kinds"]["dates"]["misses"]


def test_other_documents_do_not_fall_behind(tmp_path: Path) -> None:
    """Kinds of documents the grammar was not made on; the floors are a little below what was measured."""
    gold = ROOT / "tests" / "gold"
    done = call("run", SHARED / "data" / "dev_docs", *(SHARED / "seeds").glob("004*"), "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    report = json.loads(call("evaluate", tmp_path / "out", gold, "--format", "json").stdout)
    assert report["absent"] == []
    assert report["kinds"]["citations"]["f1"] >= 0.9, report["kinds"]["citations"]["misses"]
    assert report["kinds"]["dates"]["f1"] >= 0.9, report["kinds"]["dates"]["misses"]
