"""Documents to store, and a real PostgreSQL where one is installed."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from records.document import Document, Failure, FileCard, Kind
from records.facts import Citation, DateFact, Facts, Head, HeadField
from records.page import Judgement, Line, Origin, Page, Verdict
from records.place import Place
from store.archive import Archive


@dataclass(frozen=True)
class Stamp:
    """The two figures of os.stat_result that decide."""

    st_size: int = 100
    st_mtime_ns: int = 1


MakeDocument = Callable[..., Document]


def place(page: int = 1, line: int = 1, text: str = "Kế hoạch số 12/KH-LĐLĐ") -> Place:
    return Place(page, line, 0, len(text), text, text, (1.0, 2.0, 30.5, 4.0), 0.9)


def make_document(
    path: str = "/kho/a.pdf",
    *,
    content: str = "a",
    head: dict[str, str] | None = None,
    unsure: tuple[str, ...] | None = None,
    cites: tuple[tuple[str, str, str | None, str | None], ...] = (),
    failures: tuple[Failure, ...] = (),
    body: str = "BÁO CÁO\nKết quả năm 2024",
) -> Document:
    lines = tuple(Line(number, text) for number, text in enumerate(body.split("\n"), 1))
    fields = [HeadField(name, value, place()) for name, value in (head or {}).items()]
    if unsure is not None:
        fields.append(HeadField("number", None, place(), "handwritten", unsure))
    citations = []
    for kind, number, issued_on, issuer in cites:
        start = max(0, body.find(number))
        where = Place(1, 1, start, start + len(number), number, number)
        citations.append(Citation(kind, number, issued_on, issuer, where))
    return Document(
        FileCard(Path(path), hashlib.sha256(content.encode()).hexdigest(), 100, Kind.PDF, "PDF"),
        (Page(1, lines, Judgement(Verdict.CLEAN, 0.97, 4, language="vi", reason="clean"), Origin.TEXT_LAYER),),
        Facts(Head(tuple(fields)), tuple(citations), (DateFact("2024-03-17", "day", "issued", place()),)),
        failures,
        {"read": 0.5},
    )


@pytest.fixture
def document() -> MakeDocument:
    return make_document


@pytest.fixture
def stamp() -> Stamp:
    return Stamp()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL that lives as long as the tests."""
    if shutil.which("initdb") is None or shutil.which("pg_ctl") is None or find_spec("psycopg") is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl on the path, and psycopg")
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user is not None and user not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("needs a user 'postgres' when run as root")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if user is not None:
        shutil.chown(folder, user)
    data = str(folder / "data")

    def call(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    try:
        call("initdb", "-D", data, "-U", "kho", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        call("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -h '' -c fsync=off", "start")
        yield f"postgresql://kho@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """The same archive in both databases."""
    url = None if request.param == "sqlite" else str(request.getfixturevalue("postgres"))
    with Archive.open(tmp_path / "archive", url) as opened:
        yield opened
    if url is not None:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")  # views too
            connection.exec_driver_sql("CREATE SCHEMA public")
        engine.dispose()
