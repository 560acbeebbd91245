"""A document as rows of the tables, and back. Pure: no database is touched here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast

from sqlalchemy import Table

from records.document import Document
from records.facts import HEAD_FIELDS, Citation, DateFact, DateRole, Facts, Head, HeadField, Precision, TableFact
from records.page import Page
from records.place import Place
from store import schema
from store.edit_rows import edit_rows
from store.figure_rows import (
    amount_row,
    claim_row,
    count_row,
    initiative_row,
    mention_row,
    quota_row,
    read_amount,
    read_claim,
    read_count,
    read_initiative,
    read_mention,
    read_quota,
)
from store.finding_rows import finding_rows
from store.places import Row, place_row, read_place


def path_text(path: Path | str) -> str:
    """A path as it is stored: absolute, links kept; bytes that are not UTF-8 become ``\\xNN``.

    >>> path_text("/kho/./a/../b.pdf")
    '/kho/b.pdf'
    """
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100 (keeps links)


def document_row(document: Document) -> Row:
    """The row of ``documents``."""
    card, head = document.card, document.facts.head
    return {
        "id": document.id,
        "path": path_text(card.path),
        "sha256": card.sha256,
        "kind": card.kind.value,
        **{name: head.get(name) for name in HEAD_FIELDS},
        # What LibreOffice or Word lays out has no pages before it is read: a workbook's sheets, a talk's slides.
        "pages": max([card.pages, *(page.number for page in document.pages)]),
        "origin": document.origin,
        "language_score": document.language_score,
    }


def detail_rows(document: Document) -> dict[Table, list[Row]]:
    """All other rows of a document by table, in the order of the facts."""
    facts = document.facts
    key: Row = {"document": document.id}
    return {
        schema.pages: [key | _page(page) for page in document.pages],
        schema.judgements: [key | _judgement(page) for page in document.pages],
        schema.head_fields: [key | _head_field(item) for item in facts.head.fields],
        schema.citations: [key | _citation(item) for item in facts.citations],
        schema.dates: [key | _date(item) for item in facts.dates],
        schema.tables: [key | _table(item) for item in facts.tables],
        schema.quotas: [key | quota_row(item) for item in facts.quotas],
        schema.counts: [key | count_row(item) for item in facts.counts],
        schema.amounts: [key | amount_row(item) for item in facts.amounts],
        schema.initiatives: [key | initiative_row(item) for item in facts.initiatives],
        schema.claims: [key | claim_row(item) for item in facts.claims],
        schema.mentions: [key | mention_row(item) for item in facts.mentions],
        schema.edits: [key | row for row in edit_rows(document)],
        schema.findings: [key | row for row in finding_rows(document.findings)],
        schema.stages: [key | {"stage": name, "seconds": value} for name, value in document.seconds.items()],
    }


def _page(page: Page) -> Row:
    return {
        "page": page.number,
        "verdict": page.judgement.verdict.value,
        "origin": page.origin.value,
        "text": page.text,
        "raw": page.raw,
        "words": len(page.text.split()),
        "confidence": page.confidence,
        "seconds": page.seconds,
    }


def _judgement(page: Page) -> Row:
    judged = page.judgement
    return {
        "page": page.number,
        "score": judged.score,
        "words": judged.words,
        "encoding": judged.encoding,
        "language": judged.language,
        "reason": judged.reason,
        "width": page.width,
        "height": page.height,
        "layer_text": page.layer_text,
        "note": page.note,
        "line_numbers": _line_numbers(page),
    }


def _line_numbers(page: Page) -> list[object] | None:
    numbers = [line.number for line in page.lines]
    contiguous = numbers == list(range(1, len(numbers) + 1))
    return None if numbers and contiguous else [*numbers]


_NO_PLACE: Row = dict.fromkeys(("page", "line", "start", "end", "text", "raw", "box", "confidence"))


def _head_field(item: HeadField) -> Row:
    return {
        **(_NO_PLACE if item.place is None else place_row(item.place)),
        "name": item.name,
        "value": item.value,
        "source": item.source,
        "reason": item.reason,
        "alternatives": list(item.alternatives),
    }


def _citation(item: Citation) -> Row:
    return place_row(item.place) | {
        "type": item.type,
        "number": item.number,
        "issued_on": item.issued_on,
        "issuer": item.issuer,
        "cited_document": item.cited_document,
    }


def _date(item: DateFact) -> Row:
    return place_row(item.place) | {
        "date": item.date,
        "date_end": item.date_end,
        "precision": item.precision,
        "role": item.role,
    }


def _table(item: TableFact) -> Row:
    return place_row(item.place) | {
        "title": item.title,
        "header": list(item.header),
        "rows": [list(row) for row in item.rows],
        "total_row": None if item.total_row is None else list(item.total_row),
        "cell_places": _cell_places(item),
    }


def _cell_places(item: TableFact) -> list[object] | None:
    if not item.places and not item.total_places:
        return None
    return [[_maybe(row) for row in item.places], _maybe(item.total_places)]


def _maybe(places: Iterable[Place | None]) -> list[object]:
    return [None if place is None else dict(place_row(place)) for place in places]


#: The tables that facts are read back from, in the order of :func:`facts_of`.
FACT_TABLES = (
    schema.head_fields,
    schema.citations,
    schema.dates,
    schema.tables,
    schema.quotas,
    schema.counts,
    schema.amounts,
    schema.initiatives,
    schema.claims,
    schema.mentions,
)


def facts_of(*rows: Iterable[Mapping[str, object]]) -> Facts:
    """The facts that the rows of one document stand for, by table of :data:`FACT_TABLES`; inverse of detail_rows."""
    heads, citations, dates, tables, quotas, counts, amounts, initiatives, claims, mentions = rows
    return Facts(
        Head(tuple(_read_head_field(row) for row in heads)),
        tuple(_read_citation(row) for row in citations),
        tuple(_read_date(row) for row in dates),
        tuple(_read_table(row) for row in tables),
        tuple(read_quota(row) for row in quotas),
        tuple(read_count(row) for row in counts),
        tuple(read_amount(row) for row in amounts),
        tuple(read_initiative(row) for row in initiatives),
        tuple(read_claim(row) for row in claims),
        tuple(read_mention(row) for row in mentions),
    )


def _str(row: Mapping[str, object], name: str) -> str | None:
    return cast("str | None", row[name])


def _read_head_field(row: Mapping[str, object]) -> HeadField:
    return HeadField(
        cast(str, row["name"]),
        _str(row, "value"),
        None if row["page"] is None else read_place(row),
        _str(row, "reason"),
        tuple(cast("list[str]", row["alternatives"])),
        cast(Literal["page", "body", "citation"], row["source"]),
    )


def _read_citation(row: Mapping[str, object]) -> Citation:
    return Citation(
        _str(row, "type"),
        _str(row, "number"),
        _str(row, "issued_on"),
        _str(row, "issuer"),
        read_place(row),
        _str(row, "cited_document"),
    )


def _read_table(row: Mapping[str, object]) -> TableFact:
    total = cast("list[str] | None", row["total_row"])
    return TableFact(
        tuple(cast("list[str]", row["header"])),
        tuple(tuple(cells) for cells in cast("list[list[str]]", row["rows"])),
        read_place(row),
        None if total is None else tuple(total),
        _str(row, "title"),
        *_read_cell_places(row),
    )


_PlaceRows = list["dict[str, object] | None"]


_CellPlaces = tuple[Place | None, ...]


def _read_cell_places(row: Mapping[str, object]) -> tuple[tuple[_CellPlaces, ...], _CellPlaces]:
    stored = cast("tuple[list[_PlaceRows], _PlaceRows] | None", row["cell_places"])
    if stored is None:
        return (), ()
    return tuple(_read_places(cells) for cells in stored[0]), _read_places(stored[1])


def _read_places(cells: _PlaceRows) -> tuple[Place | None, ...]:
    return tuple(None if cell is None else read_place(cell) for cell in cells)


def _read_date(row: Mapping[str, object]) -> DateFact:
    return DateFact(
        cast(str, row["date"]),
        cast(Precision, row["precision"]),
        cast(DateRole, row["role"]),
        read_place(row),
        _str(row, "date_end"),
    )
