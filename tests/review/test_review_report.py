"""The report says what the archive holds, escapes everything, and needs nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import insert

from records.errors import FileAccess
from review import contents
from review.contents import gather
from review.report import label, render, write_report
from store import schema
from store.archive import Archive

MADE = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
PLACE = {"page": 2, "line": 7, "start": 0, "end": 9, "text": "số 57/KH-STL", "raw": "số 57/KH-STL"}


class Reader(HTMLParser):
    """The text, the tags and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def add_document(archive: Archive, key: str, path: str, **head: str) -> None:
    row = {"id": key, "path": path, "sha256": key * 4, "kind": "pdf", "pages": 3, "origin": "ocr"} | head
    file = {"path": path, "document": key, "state": "done", "settings_key": "s", "attempts": 1, "finished_at": "now"}
    page = {"document": key, "verdict": "clean", "origin": "ocr", "text": "", "raw": "", "words": 0, "seconds": 0.1}
    with archive.writing() as connection:
        connection.execute(insert(schema.documents).values(row))
        connection.execute(insert(schema.files).values(file))
        connection.execute(insert(schema.pages), [page | {"page": number} for number in (1, 2, 3)])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def shelf(archive: Archive) -> Archive:
    """Two documents, of which one cites the other; a citation of neither; a file that failed."""
    one, two = "a" * 16, "b" * 16
    add_document(archive, one, "/kho/x/một.pdf", type="KH", number="57/KH-STL", issued_on="2018-03-12", title="Nạo vét")
    add_document(archive, two, "/kho/y/hai.pdf", type="BC", issuer="<script>alert(1)</script>", title="A & B")
    cites = [PLACE | {"document": two, "type": "KH", "number": "57/KH-STL", "cited_document": one}]
    cites += [PLACE | {"document": two, "type": "NĐ", "number": "1/2018/NĐ-CP", "cited_document": None}]
    failure = {
        "path": "/kho/y/hỏng.pdf",
        "stage": "triage",
        "reason": "cut short",
        "advice": "get it again",
        "exit_code": 15,
    }
    unsure = {"document": two, "name": "number", "source": "page", "reason": "handwritten", "alternatives": ["2O9~/BC"]}
    hint = {
        "document": two,
        "name": "number",
        "source": "citation",
        "reason": f"cited by {one}",
        "alternatives": ["9/BC"],
    }
    with archive.writing() as connection:
        connection.execute(insert(schema.citations), cites)
        connection.execute(insert(schema.failures).values(failure))
        connection.execute(insert(schema.head_fields), [unsure, hint])
    return archive


def test_the_report_says_what_the_archive_holds(shelf: Archive) -> None:
    words = Reader(render(shelf, MADE)).words
    for expected in (
        "57/KH-STL",
        "12/03/2018",
        "Nạo vét",
        "A & B",
        "x/một.pdf",
        "y/hỏng.pdf",
        "cut short",
        "get it again",
    ):
        assert expected in words
    assert "“2O9~/BC”: handwritten" in words
    assert "“9/BC”: cited by x/một.pdf" in words
    assert "17/03/2026 08:30" in words
    assert "trang 2, dòng 7" in words
    assert "1 có văn bản trong kho" in words


def test_nothing_of_a_document_becomes_markup(shelf: Archive) -> None:
    page = render(shelf, MADE)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "script" not in Reader(page).tags


def test_the_report_needs_nothing_from_outside(shelf: Archive) -> None:
    page = render(shelf, MADE)
    reader = Reader(page)
    assert {link[0] for link in reader.links} == {"#"}
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert not re.search(r"https?:|url\(|@import", page)
    assert len(reader.ids) == len(set(reader.ids))


def test_an_empty_archive_says_so(archive: Archive) -> None:
    words = Reader(render(archive, MADE)).words
    assert "No documents yet." in words
    assert "Every file and page was read." in words


def test_a_long_list_is_cut_and_says_so(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "of 2 rows" not in Reader(render(shelf, MADE)).words
    monkeypatch.setattr(contents, "MOST_ROWS", 1)
    words = Reader(render(shelf, MADE)).words
    assert words.count("1 of 2 rows") == 2
    assert "1/2018/NĐ-CP" not in words


def test_shares_are_of_all_pages(shelf: Archive) -> None:
    found = gather(shelf)
    assert [(share.name, share.number, share.percent) for share in found.verdicts] == [("clean", 6, 100.0)]
    assert found.folder == "/kho"
    assert (found.counts["documents"], found.resolved, found.failed) == (2, 1, 1)


@pytest.mark.parametrize("column", ["verdict", "origin"])
def test_every_term_of_a_page_has_a_label(column: str) -> None:
    terms = re.sub(r" or |, ", " ", schema.pages.c[column].comment or "").split()
    assert [term for term in terms if label(term) == term] == []
    assert [kind for kind in schema.KINDS if label(kind) == kind] == []


def test_the_report_is_written_whole_or_not_at_all(shelf: Archive, tmp_path: Path) -> None:
    write_report(shelf, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileAccess):
        write_report(shelf, tmp_path / "file" / "report.html")
