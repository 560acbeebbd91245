"""The search over an archive: full text and records, with or without accents, best first.

A query (see :mod:`store.search_query`) is looked for in the pages, the documents' heads and the records; what points to
the same page is one hit. Lists of different kinds are merged by their ranks (Cormack, Clarke, Büttcher: Reciprocal Rank
Fusion outperforms Condorcet, SIGIR 2009); within a list the order is bm25's. What has the accents as typed comes first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.sql.selectable import TextualSelect

from records.errors import UsageError
from store.archive import Archive
from store.schema import documents
from store.search_hits import Hit, hit
from store.search_query import Query, parse
from store.search_sql import Found, Looker, documents_of

#: Constant of the fusion of ranks, as in the paper.
_K = 60
#: Kinds of records in which words without a field are looked for, beside the pages and the heads.
_PLAIN = ("documents", "pages", "initiatives", "citations")
#: What a place in the list of a kind counts: a head says what a document is, a record only repeats words of its page.
_COUNTS = {"documents": 2.0, "pages": 1.0}


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, best first. ``pages`` and ``documents`` count all pages and heads that match, not only these."""

    hits: tuple[Hit, ...]
    totals: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Merged:
    """A place in the making: tier 0 has the accents as typed."""

    tier: int = 1
    score: float = 0.0
    found: dict[str, Found] = field(default_factory=dict)


def search(archive: Archive, typed: str, *, limit: int = 20, offset: int = 0) -> Results:
    """The hits of a query, best first; none for one that holds no word.

    Raises UsageError for too many words, and where the records do not live in SQLite.
    """
    query = parse(typed)
    if query.is_empty:
        return Results(())
    with archive.reading() as connection:
        need_sqlite(connection)
        looker = Looker(connection, query, max(100, 3 * (limit + offset)))
        found = {kind: looker.look(kind) for kind in _kinds(query)}
        merged = _merge(found, apart=bool(query.records))
        totals = {kind: looker.count(kind, rows) for kind, rows in found.items()}
        chosen = merged[offset : offset + limit]
        return Results(tuple(hit(connection, query, part.found, part.tier == 0) for part in chosen), totals)


def documents_matching(typed: str) -> TextualSelect | None:
    """A select of the ids of the documents that a query finds, for ``documents.c.id.in_(...)``; None for no words.

    On SQLite only (see :func:`need_sqlite`). Raises UsageError for too many words.
    """
    query = parse(typed)
    if query.is_empty:
        return None
    return documents_of(query, _kinds(query)).columns(documents.c.id)


def need_sqlite(connection: Connection) -> None:
    """Raise UsageError where the records live in another database."""
    if connection.dialect.name != "sqlite":
        raise UsageError(
            "the search needs the records in records.sqlite, and these live in another database",
            "Ask that database itself: doichieu query ARCHIVE --store URL \"SELECT ... WHERE text ILIKE '%...%'\".",
        )


def _kinds(query: Query) -> tuple[str, ...]:
    if query.records:
        asked = [term.field.tables for term in query.records if term.field is not None and not term.without]
        if asked:
            both = set(asked[0]).intersection(*asked[1:])
            return tuple(kind for kind in asked[0] if kind in both) or asked[0]
    return _PLAIN if any(not term.without for term in query.text) else ("documents",)


def _merge(lists: dict[str, list[Found]], *, apart: bool) -> list[_Merged]:
    """One entry a place, best first; ``apart``: records are asked for by their fields, so each is one of its own."""
    places: defaultdict[tuple[str, int, str], _Merged] = defaultdict(_Merged)
    for kind, found in lists.items():
        best: dict[tuple[str, int, str], Found] = {}
        for item in found:
            best.setdefault((item.document, item.page, f"{kind} {item.row}" if apart else ""), item)
        for rank, (key, item) in enumerate(best.items()):
            place = places[key]
            place.tier = min(place.tier, item.tier)
            place.score += _COUNTS.get(kind, 0.5) / (_K + rank)
            place.found[kind] = item
    return sorted(places.values(), key=lambda place: (place.tier, -place.score))
