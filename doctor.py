"""``doichieu doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.office.libreoffice import program as office_program
from records.errors import MissingProgram

_PACKAGES = (
    "pytesseract", "pdfplumber", "pypdfium2", "spacy", "underthesea", "pandas", "typer", "sqlalchemy",
    "opencv-python-headless", "pillow", "python-docx", "pikepdf",
)  # fmt: skip
_APT = "Debian/Ubuntu: apt-get install {apt}; macOS: brew install {brew}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; a missing thing that is ``needed`` makes the command end with exit code 3."""

    what: str
    found: str | None
    advice: str = ""
    needed: bool = True

    def line(self) -> str:
        """One line for a person."""
        if self.found is not None:
            return f"ok       {self.what}: {self.found}"
        return f"{'MISSING' if self.needed else 'absent '}  {self.what}. {self.advice}"


def _output(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout or done.stderr


def _programs(language: str) -> Iterator[Check]:
    version = _output("tesseract", "--version")
    get = _APT.format(apt="tesseract-ocr", brew="tesseract")
    yield Check("Tesseract", version.splitlines()[0] if version else None, get)
    languages = (_output("tesseract", "--list-langs") or "").split()
    for name in (*language.split("+"), "osd"):
        get = _APT.format(apt=f"tesseract-ocr-{name}", brew="tesseract-lang")
        yield Check(f"Tesseract data {name!r}", "installed" if name in languages else None, get, name != "osd")
    office = office_program()
    get = _APT.format(apt="libreoffice-writer libreoffice-calc libreoffice-impress", brew="--cask libreoffice")
    yield Check("LibreOffice (reads doc, rtf, xls, ppt, xlsx, pptx, odt)", office, get, needed=False)


def _packages() -> Iterator[Check]:
    for name in _PACKAGES:
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = None
        yield Check(f"package {name}", found, "Install doichieu again: its dependencies are not complete.")


def _machine() -> Iterator[Check]:
    enough = sys.version_info >= (3, 11)
    yield Check("Python", platform.python_version() if enough else None, "Python 3.11 or newer is needed.")
    free = shutil.disk_usage(Path.cwd()).free
    yield Check("free disk here", f"{free / 1e9:.1f} GB" if free > 1e9 else None, "Less than 1 GB free.", False)


def check(language: str, echo: Callable[[str], None]) -> int:
    """Print a line a check; returns 0, or exit code 3 when something needed is missing."""
    checks = [*_machine(), *_programs(language), *_packages()]
    for item in checks:
        echo(item.line())
    missing = [item for item in checks if item.needed and item.found is None]
    echo("everything needed is there" if not missing else f"{len(missing)} needed and missing")
    return MissingProgram.exit_code if missing else 0
