"""What the audit sees of the documents of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from sqlalchemy import select

from records.dossier import Dossier, TextLine
from store import schema
from store.archive import Archive

_READ = ("ocr", "restored")


def dossier(archive: Archive, document: str) -> Dossier:
    """The dossier of a document; the same as right after reading. Raises KeyError for a document that is not there."""
    documents, pages, judgements = schema.documents.c, schema.pages.c, schema.judgements.c
    found = list(archive.select(select(documents.path).where(documents.id == document)))
    if not found:
        raise KeyError(document)
    query = (
        select(pages.page, pages.text, pages.origin, judgements.line_numbers)
        .join(schema.judgements, (judgements.document == pages.document) & (judgements.page == pages.page))
        .where(pages.document == document)
        .order_by(pages.page)
    )
    rows = list(archive.select(query))
    return Dossier(
        document,
        cast(str, found[0]["path"]),
        archive.facts(document),
        tuple(_lines(rows)),
        frozenset(cast(int, row["page"]) for row in rows if row["origin"] in _READ),
    )


def dossiers(archive: Archive) -> Iterator[Dossier]:
    """Every document's dossier, one at a time."""
    for row in list(archive.select(select(schema.documents.c.id).order_by(schema.documents.c.id))):
        yield dossier(archive, cast(str, row["id"]))


def _lines(rows: list[dict[str, object]] | list[Mapping[str, object]]) -> Iterator[TextLine]:
    offset = 0
    for row in rows:
        text = cast(str, row["text"])
        numbers = cast("list[int] | None", row["line_numbers"])
        lines = text.split("\n") if numbers != [] else []
        for index, line in enumerate(lines):
            yield TextLine(cast(int, row["page"]), numbers[index] if numbers else index + 1, offset, line)
            offset += len(line) + 1
        if not lines:
            offset += 1
