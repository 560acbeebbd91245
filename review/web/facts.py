"""The records that stand on one page of a document, as a list beside its image and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, Table, select

from records.place import Box
from store import schema
from store.cells import json_value

#: Records of one kind on one page that are shown; a page of more says so.
MOST = 400
_PLACE = ("id", "document", "page", "line", "start", "end", "box", "text", "raw", "confidence")
_KINDS: tuple[Table, ...] = (
    schema.head_fields,
    schema.citations,
    schema.dates,
    schema.quotas,
    schema.counts,
    schema.amounts,
    schema.initiatives,
    schema.tables,
)
_CELLS = frozenset({"header", "rows", "total_row", "cell_places", "cited_document", "alternatives"})
Cells = list[list[str]]


@dataclass(frozen=True, slots=True)
class Fact:
    """A record on a page. id is for the page's own marks; start and end count characters of the document's text."""

    id: str
    kind: str
    line: int
    start: int
    end: int
    box: Box | None
    text: str
    raw: str
    confidence: float | None
    fields: tuple[tuple[str, str], ...]
    cells: Cells | None = None
    cited: str | None = None

    @property
    def changed(self) -> bool:
        """Whether repair made it another text than was read."""
        return self.raw.split() != self.text.split()


def facts_on(connection: Connection, document: str, page: int) -> dict[str, list[Fact]]:
    """The records of a page by kind, in the order of the text."""
    found: dict[str, list[Fact]] = {}
    for table in _KINDS:
        c = table.c
        query = select(table).where(c.document == document, c.page == page).order_by(c.start, c.id).limit(MOST)
        rows = [_fact(table.name, {**row}) for row in connection.execute(query).mappings()]
        if rows:
            found[table.name] = rows
    return found


def _fact(kind: str, row: Mapping[str, object]) -> Fact:
    box = cast("list[float] | None", row["box"])
    return Fact(
        id=f"{kind}-{row['id']}",
        kind=kind,
        line=cast(int, row["line"]),
        start=cast(int, row["start"]),
        end=cast(int, row["end"]),
        box=None if box is None else cast(Box, tuple(box)),
        text=cast(str, row["text"]),
        raw=cast(str, row["raw"]),
        confidence=cast("float | None", row["confidence"]),
        fields=tuple(_fields(row)),
        cells=_cells(row),
        cited=cast("str | None", row.get("cited_document")),
    )


def _fields(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What the record says, without its place; figures as they are in the record."""
    for name, value in row.items():
        if name not in _PLACE and name not in _CELLS and value is not None:
            yield name, str(json_value(value))


def _cells(row: Mapping[str, object]) -> Cells | None:
    """The rows of a table with its head and its row of totals."""
    if "header" not in row:
        return None
    body = cast("Cells | None", row["rows"]) or []
    total = cast("list[str] | None", row["total_row"])
    return [cast("list[str] | None", row["header"]) or [], *body[:MOST], *([total] if total else [])]
