"""What the tests of the report share: archives made of rows, a PDF with a bar at a known place, a reader of pages."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import insert

from records.finding import Finding, Level, Outcome, Spot
from records.place import Box, Place
from store import schema
from store.archive import Archive
from store.finding_rows import finding_rows

MADE = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
PLACE = {"page": 2, "line": 7, "start": 0, "end": 9, "text": "số 57/KH-STL", "raw": "số 57/KH-STL"}
ONE, TWO = "a" * 16, "b" * 16
#: Where :func:`draw` draws, in points from the top left of an A4 page.
BAR: Box = (100.0, 200.0, 160.0, 220.0)


class Reader(HTMLParser):
    """The text, the tags, the links, the marked texts and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.marked: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["style"]:
            return
        self.text.append(data)
        if self._inside[-1:] == ["mark"]:
            self.marked.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def add_document(archive: Archive, key: str, path: str, text: str = "", **head: str) -> None:
    """A document of three pages; ``text`` is that of the first."""
    row = {"id": key, "path": path, "sha256": key * 4, "kind": "pdf", "pages": 3, "origin": "ocr"} | head
    file = {"path": path, "document": key, "state": "done", "settings_key": "s", "attempts": 1, "finished_at": "now"}
    page = {"document": key, "verdict": "clean", "origin": "ocr", "text": "", "raw": "", "words": 0, "seconds": 0.1}
    with archive.writing() as connection:
        connection.execute(insert(schema.documents).values(row))
        connection.execute(insert(schema.document_paths).values(document=key, path=path))
        connection.execute(insert(schema.files).values(file))
        pages = [page | {"page": number, "text": text if number == 1 else ""} for number in (1, 2, 3)]
        connection.execute(insert(schema.pages), pages)


def spot(document: str, text: str, of: str, box: Box | None = None) -> Spot:
    """The place of the first ``of`` in the text of a document's first page."""
    start = text.index(of)
    return Spot(document, Place(1, text.count("\n", 0, start) + 1, start, start + len(of), of, of, box))


def finding(
    rule: str, level: Level, message: str, *spots: Spot, verdict: Outcome = "fails", found: str | None = None
) -> Finding:
    return Finding(rule, level, verdict, message, spots, found=found, message_en=f"{message} (en)")


def add_findings(archive: Archive, *found: Finding) -> None:
    with archive.writing() as connection:
        for item in found:
            rows = [row | {"document": item.places[0].document} for row in finding_rows([item])]
            connection.execute(insert(schema.findings), rows)


def add_figure(archive: Archive, kind: str, document: str, value: int, **more: object) -> None:
    """A quota or a count; place and all else by ``more``."""
    table = schema.KINDS[kind]
    row = {"document": document, "page": 1, "line": 1, "start": 0, "end": 1, "text": "", "raw": "", "value": value}
    with archive.writing() as connection:
        connection.execute(insert(table).values(row | more))


def draw(path: Path, size: tuple[float, float] = (595.0, 842.0)) -> str:
    """A PDF with a black bar; returns the hash of its bytes."""
    canvas = Canvas(str(path), pagesize=size)
    canvas.rect(BAR[0], size[1] - BAR[3], BAR[2] - BAR[0], BAR[3] - BAR[1], stroke=0, fill=1)
    canvas.save()
    return hashlib.sha256(path.read_bytes()).hexdigest()
