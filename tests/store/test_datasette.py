"""An archive in the real Datasette: as it is, and with the metadata that ``doichieu query`` prints for it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import httpx
import pytest

from store.archive import Archive
from store.datasette import metadata
from store.named_queries import named_queries
from store.schema import METADATA
from store.search_index import SEARCHED
from store.views import views
from tests.store.shelf import PLAN, REPORT

pytestmark = pytest.mark.skipif(find_spec("datasette") is None, reason="needs Datasette")
Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with Archive.open(folder) as archive:
        for document in (REPORT, PLAN):
            archive.save(document, "k")
        archive.resolve()
    (folder / "metadata.json").write_text(json.dumps(metadata()), encoding="utf-8")
    return folder


def serve(folder: Path, *more: str) -> Iterator[httpx.Client]:
    """Datasette on a free port, with the time that a busy machine needs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    patient = ("--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000")
    command = [sys.executable, "-m", "datasette", "serve", str(folder / "records.sqlite"), "-p", str(port)]
    started = subprocess.Popen([*command, *patient, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/", timeout=60, trust_env=False) as client:
            wait(client, started)
            yield client
    finally:
        started.terminate()
        started.wait(20)


def wait(client: httpx.Client, started: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        assert started.poll() is None, "Datasette ended at once"
        try:
            client.get("-/versions.json").raise_for_status()
            return
        except httpx.TransportError:
            assert time.monotonic() < until, "Datasette did not start within a minute"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[httpx.Client]:
    yield from serve(folder)


@pytest.fixture(scope="module")
def described(folder: Path) -> Iterator[httpx.Client]:
    yield from serve(folder, "-m", str(folder / "metadata.json"))


def rows(client: httpx.Client, path: str, **asked: str) -> Rows:
    found = client.get(f"records/{path}.json", params={"_shape": "objects", **asked}).raise_for_status().json()
    return cast(Rows, found["rows"])


def test_every_table_and_view_has_its_page(plain: httpx.Client) -> None:
    for name in (*METADATA.tables, *(view.name for view in views()), *(f"{table}_fts" for table in SEARCHED)):
        assert plain.get(f"records/{name}").status_code == 200, name


@pytest.mark.parametrize("typed", ["lao dong", "lao động", "LAO ĐỘNG", '"lao dong"', "đàm quý đạt", "dam quy dat"])
def test_pages_are_searched_with_or_without_accents(plain: httpx.Client, typed: str) -> None:
    assert [(row["document"], row["page"]) for row in rows(plain, "pages", _search=typed)] == [(REPORT.id, 2)]


def test_the_language_of_the_index_can_be_used(plain: httpx.Client) -> None:
    found = rows(plain, "pages", _search='"lao do*" OR nothing', _searchmode="raw")
    assert [(row["document"], row["page"]) for row in found] == []
    found = rows(plain, "pages", _search='"lao do" * OR nothing', _searchmode="raw")
    assert [(row["document"], row["page"]) for row in found] == [(REPORT.id, 2)]


def test_records_are_searched(plain: httpx.Client) -> None:
    assert [row["number"] for row in rows(plain, "documents", _search="471")] == ["471/BC-SDL"]
    assert [row["author"] for row in rows(plain, "initiatives", _search="doi lối")] == []
    assert [row["author"] for row in rows(plain, "initiatives", _search="ban do")] == ["Đàm Quý Đạt"]
    assert [row["value"] for row in rows(plain, "counts", _search_holder="so du lich")] == [1250]


def test_facets(plain: httpx.Client) -> None:
    found = plain.get("records/documents.json", params={"_facet": "type"}).json()
    facet = found["facet_results"]["type"]["results"]
    assert sorted((item["value"], item["count"]) for item in facet) == [("BC", 1), ("KH", 1)]


def test_views_answer(plain: httpx.Client) -> None:
    (cited,) = rows(plain, "citations_resolved")
    assert (cited["in_archive"], cited["found_number"]) == ("yes", "93/KH-UBND")


def test_metadata_tells_what_columns_mean_and_offers_the_queries(described: httpx.Client) -> None:
    page = described.get("records/documents_overview").text
    assert "A row a document: its head" in page
    assert "how often documents of the archive cite it" in page
    found = described.get("records/documents.json").json()
    assert set(found["facet_results"]) == {"type", "issuer", "origin"}
    assert not set(named_queries()) & {*METADATA.tables, *(view.name for view in views())}, "a query hides a table"
    for name in named_queries():
        assert described.get(f"records/{name}").status_code == 200, name
    assert "Chỉ tiêu và kết quả theo đơn vị" in described.get("records").text
