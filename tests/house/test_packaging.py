"""The house: packages listed, rooms documented, files short, the wheel complete."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from records import errors

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_SHIPPED = {"tests", "corpora", "benchmarks", "docs", "scripts", "build", "dist", "examples"}


def _tracked(pattern: str) -> list[Path]:
    done = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_packages_listed_are_the_folders_there() -> None:
    folders = {
        ".".join(("doichieu", *path.parent.relative_to(ROOT).parts))
        for path in _tracked("*.py")
        if path.parent != ROOT and path.relative_to(ROOT).parts[0] not in NOT_SHIPPED
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"doichieu"}


def test_no_init_in_root_or_tests() -> None:
    assert not (ROOT / "__init__.py").exists()
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_every_room_has_a_docs_page() -> None:
    rooms = {p.relative_to(ROOT).parts[0] for p in _tracked("*.py") if p.parent != ROOT} - {"tests", "scripts"}
    assert not [room for room in sorted(rooms) if not (ROOT / room / "docs.md").is_file()]


def test_files_and_functions_are_short() -> None:
    long = []
    for path in _tracked("*.py"):
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > 400:
            long.append(f"{path.name}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                doc = len((ast.get_docstring(node, clean=False) or "").splitlines())
                size = (node.end_lineno or node.lineno) - node.lineno + 1 - doc
                if size > 50:
                    long.append(f"{path.name}:{node.lineno} {node.name}: {size} lines")
    assert not long


def test_the_journey_reads_in_one_screen() -> None:
    assert (ROOT / "pipeline.py").read_text(encoding="utf-8").count("\n") <= 60


def test_lock_and_project_name_the_same_versions() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ \\]+)", lock, flags=re.MULTILINE))
    for wanted in PROJECT["project"]["dependencies"]:
        name, version = wanted.split("==")
        assert pinned.get(name.lower()) == version, name
    assert "://" not in lock


def _leaves(kind: type[errors.DoichieuError]) -> list[type[errors.DoichieuError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _leaves(child))]


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs" / "exit_codes.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", page, flags=re.MULTILINE)}
    assert {kind.exit_code for kind in _leaves(errors.DoichieuError)} <= documented


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, cwd=folder)
    wheel = next(folder.glob("*.whl"))
    site = folder / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    return site


def test_the_wheel_keeps_to_its_own_name(installed: Path) -> None:
    top = {path.name for path in installed.iterdir()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"doichieu"}
    shipped = ("corpora/lists/*.tsv", "review/templates/*", "review/static/*", "store/*.tsv", "store/*.sql")
    for data in (path for pattern in shipped for path in _tracked(pattern)):
        assert (installed / "doichieu" / data.relative_to(ROOT)).is_file(), data.name


def test_the_wheel_reads_a_document(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Số: 12/KH-LĐLĐ\n\nKẾ HOẠCH\nTổ chức hội nghị\n", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(installed)!r}); from doichieu.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "run", "a.txt", "--archive", "out"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 documents read" in done.stdout
