"""A hit as it is shown: which document, which page and line, and the passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, func, select

from store import schema
from store.cells import csv_cell
from store.search_index import SEARCHED
from store.search_query import Query, Term
from store.search_snippet import Snippet, Words, passage_at, snippet
from store.search_sql import Found

#: What a kind of hit is called, the most telling first.
_NAMES = {
    "pages": "page", "initiatives": "initiative", "citations": "citation", "quotas": "quota", "counts": "count",
    "mentions": "mention", "findings": "finding", "documents": "document",
}  # fmt: skip
#: What sums up a record of each kind.
_LABELS = {
    "initiatives": ("title", "author", "unit"),
    "citations": ("type", "number", "issued_on"),
    "quotas": ("subject", "holder", "value", "unit", "period"),
    "counts": ("subject", "holder", "value", "unit", "period"),
    "mentions": ("kind", "name"),
    "findings": ("rule", "verdict", "message"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a query was found.

    kind: page, document (its head), initiative, citation, quota, count, mention or finding; ``also`` are further kinds
    that point to the same page. page and line are from 1, as in the records; exact: with the accents as typed. label
    sums a record up; None for a page.
    """

    document: str
    path: str
    type: str | None
    number: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    kind: str
    page: int
    line: int
    snippet: Snippet
    exact: bool
    also: tuple[str, ...] = ()
    label: str | None = None


def hit(connection: Connection, query: Query, found: Mapping[str, Found], exact: bool) -> Hit:
    """A hit with its document and its passage, from the rows of each kind that point there."""
    kinds = [kind for kind in _NAMES if kind in found]
    kind, first = kinds[0], found[kinds[0]]
    chosen = select(schema.documents).where(schema.documents.c.id == first.document)
    card = {**connection.execute(chosen).mappings().one()}
    if kind == "pages":
        shown = _on_page(connection, query, first)
    elif kind == "documents":
        shown = _in_head(connection, query, card)
    else:
        shown = _in_record(connection, query, first)
    head = {name: cast("str | None", card[name]) for name in ("type", "number", "issuer", "issued_on", "title")}
    return Hit(
        document=first.document,
        path=cast(str, card["path"]),
        **head,
        kind=_NAMES[kind],
        page=shown.page,
        line=shown.line,
        snippet=shown.snippet,
        exact=exact,
        also=tuple(_NAMES[other] for other in kinds[1:]),
        label=shown.label,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    page: int
    line: int
    snippet: Snippet
    label: str | None = None


def _on_page(connection: Connection, query: Query, found: Found) -> _Shown:
    pages, judgements = schema.pages.c, schema.judgements
    here = (pages.document == found.document) & (pages.page == found.page)
    same = (judgements.c.document == pages.document) & (judgements.c.page == pages.page)
    chosen = select(pages.text, judgements.c.line_numbers).outerjoin_from(schema.pages, judgements, same).where(here)
    text, numbers = connection.execute(chosen).one()
    passage = snippet(text, query.text)
    index = text.count("\n", 0, passage.match)
    return _Shown(found.page, numbers[index] if numbers and index < len(numbers) else index + 1, passage)


def _in_head(connection: Connection, query: Query, card: Mapping[str, object]) -> _Shown:
    """The field that matches best, and where it stands."""
    terms = [term for term in (*query.text, *query.heads) if not term.without]
    values = [(name, cast(str, card[name])) for name in SEARCHED["documents"] if card[name]]
    name, value = max(values, key=lambda pair: _matching(pair[1], terms), default=("", ""))
    h = schema.head_fields.c
    place = select(h.page, h.line).where(h.document == card["id"], h.name == name, h.page.is_not(None)).limit(1)
    row = connection.execute(place).first()
    page, line = (1, 1) if row is None else (row.page, row.line)
    return _Shown(page, line, snippet(value, terms))


def _matching(value: str, terms: list[Term]) -> int:
    words = Words(value)
    return sum(bool(words.find(term)) for term in terms)


def _in_record(connection: Connection, query: Query, found: Found) -> _Shown:
    """The record's place in its page's text, and what the record says."""
    table = schema.METADATA.tables[found.kind]
    row = connection.execute(select(table).where(table.c.id == found.row)).mappings().one()
    text, offset = _page_text(connection, found)
    start, end = cast(int, row["start"]) - offset, cast(int, row["end"]) - offset
    terms = [term for term in (*query.text, *query.records) if not term.without]
    label = " · ".join(str(csv_cell(row[name])) for name in _LABELS[found.kind] if row[name] is not None)
    if not 0 <= start <= end <= len(text):
        return _Shown(found.page, cast(int, row["line"]), snippet(cast(str, row["text"]), terms), label)
    return _Shown(found.page, cast(int, row["line"]), passage_at(text, (start, end), terms), label)


def _page_text(connection: Connection, found: Found) -> tuple[str, int]:
    """A page's text, and where it begins in its document's."""
    pages = schema.pages.c
    mine = pages.document == found.document
    before = select(func.coalesce(func.sum(func.length(pages.text) + 1), 0)).where(mine, pages.page < found.page)
    text = connection.scalar(select(pages.text).where(mine, pages.page == found.page)) or ""
    return text, connection.scalar(before) or 0
