"""The command line tells how it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("run", "scan", "repair", "audit", "export", "query", "search", "review", "evaluate", "doctor")


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = call(command, "--help")
    assert done.returncode == 0
    assert f"Example: doichieu {command}" in " ".join(done.stdout.split())


def test_help_names_every_command() -> None:
    listed = call("--help").stdout
    assert all(f"  {command} " in listed for command in COMMANDS)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"doichieu {command}" in readme for command in COMMANDS)


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv=['doichieu','--help'];"
        "import cli\ntry: cli.start()\nexcept SystemExit: pass\n"
        "heavy={'spacy','pandas','cv2','sqlalchemy','pdfplumber','pypdfium2','numpy','pydantic'}&set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("arguments", [("nonsense",), ("run",), ("run", "x", "--archive", "o", "--mode", "never"), ()])
def test_wrong_use_ends_with_1(arguments: tuple[str, ...]) -> None:
    assert call(*arguments).returncode == 1


def test_version() -> None:
    assert call("--version").stdout.startswith("doichieu 0.")


def test_doctor_says_what_is_there() -> None:
    done = call("doctor")
    assert done.returncode == 0
    assert "ok       Tesseract data 'vie'" in done.stdout
    missing = call("doctor", "-l", "xyz")
    assert missing.returncode == 3
    assert "tesseract-ocr-xyz" in missing.stdout
