"""Series as the audit sees them, read in the order of their keys; findings are written under these keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import cast

from sqlalchemy import Connection, Row, Table, delete, func, insert, select

from records.finding import Finding, Spot
from records.place import Place
from records.series import Card, Cited, Member, Series, Source
from store.archive import Archive
from store.finding_rows import finding_rows
from store.places import Row as PlaceRow
from store.places import read_place
from store.schema import citations, counts, findings, head_fields, pages, quotas, series_rows, series_touched
from store.series_keys import cards_of, quantity, quantity_columns

#: At most so many series, and about so many records of them, are read, audited and written in one transaction.
_CHUNK = 400
_RECORDS = 20_000
_TABLES: dict[Source, Table] = {"citation": citations, "count": counts, "quota": quotas}
_READ = ("ocr", "restored")
_NOWHERE = Place(1, 1, 0, 0, "", "")
Audit = Callable[[Iterable[Series]], Iterable[tuple[str, Finding]]]


@dataclass(frozen=True, slots=True)
class _Variant:
    """Records of a series that say the same: the first and the last of them."""

    key: str
    source: Source
    first: int
    last: int
    document: str
    times: int
    documents: int


def audit_touched(archive: Archive, audit: Audit) -> int:
    """Audit every series that was touched, some at a time; returns how many.

    What a killed run left is done by the next. A series that went only loses its findings.
    """
    done = 0
    while True:
        with archive.writing() as connection:
            keys = _next_keys(connection)
            if not keys:
                return done
            found: defaultdict[str, list[Finding]] = defaultdict(list)
            for key, item in audit(_series(connection, keys)):
                found[key].append(item)
            connection.execute(delete(findings).where(findings.c.series.in_(keys)))
            rows = [row for key, items in found.items() for row in _rows(items, key)]
            if rows:
                connection.execute(insert(findings), rows)
            connection.execute(delete(series_touched).where(series_touched.c.key.in_(keys)))
        done += len(keys)


def _next_keys(connection: Connection) -> list[str]:
    """The next series that were touched: as many as have no more than ``_RECORDS`` records, but at least one."""
    touched = select(series_touched.c.key).order_by(series_touched.c.key).limit(_CHUNK).subquery()
    size = func.count(series_rows.c.document)
    query = select(touched.c.key, size).outerjoin(series_rows, series_rows.c.key == touched.c.key)
    sizes = connection.execute(query.group_by(touched.c.key).order_by(touched.c.key)).all()
    sums = accumulate(records for _, records in sizes)
    return [key for at, ((key, _), total) in enumerate(zip(sizes, sums, strict=True)) if at == 0 or total <= _RECORDS]


def _rows(found: list[Finding], key: str) -> Iterator[PlaceRow]:
    for item, row in zip(found, finding_rows(found, key), strict=True):
        yield row | {"document": item.places[0].document}


def _series(connection: Connection, keys: Sequence[str]) -> Iterator[Series]:
    variants = list(_variants(connection, keys))
    facts = {source: _facts(connection, source, variants) for source in _TABLES}
    heads = [variant.document for variant in variants if variant.source == "head"]
    named = {row[0] for rows in facts.values() for row in rows.values()}
    cards = cards_of(connection, {*heads, *named})
    own = _head_places(connection, heads)
    for key, group in groupby(variants, key=lambda variant: variant.key):
        members = (_member(variant, facts, cards, own) for variant in group)
        yield Series(key, tuple(member for member in members if member is not None))


def _variants(connection: Connection, keys: Sequence[str]) -> Iterator[_Variant]:
    c = series_rows.c
    numbers = func.min(c.row), func.max(c.row), func.min(c.document), func.count(), func.count(c.document.distinct())
    query = select(c.key, c.source, *numbers).where(c.key.in_(keys)).group_by(c.key, c.source, c.variant)
    for row in connection.execute(query.order_by(c.key, c.source, c.variant)):
        yield _Variant(*row)


_Fact = tuple[str, PlaceRow, bool, Sequence[object]]  # document, its place, whether it was read, its other columns


def _facts(connection: Connection, source: Source, variants: Iterable[_Variant]) -> dict[int, _Fact]:
    """The first and last records of the variants by their ids."""
    table = _TABLES[source]
    wanted = sorted({row for v in variants if v.source == source for row in (v.first, v.last)})
    place = [table.c[name] for name in ("page", "line", "start", "end", "box", "text", "raw", "confidence")]
    names = ("id", "type", "number", "issued_on", "issuer")
    own = select(table.c.document, *(table.c[n] for n in names)) if source == "citation" else quantity_columns(table)
    on_page = (pages.c.document == table.c.document) & (pages.c.page == table.c.page)
    query = own.add_columns(pages.c.origin, *place).outerjoin(pages, on_page)
    found: dict[int, _Fact] = {}
    for at in range(0, len(wanted), _CHUNK):
        for row in connection.execute(query.where(table.c.id.in_(wanted[at : at + _CHUNK]))):
            found[row.id] = row.document, _place(row), row.origin in _READ, row[1 : -1 - len(place)]
    return found


def _place(row: Row[*tuple[object, ...]]) -> PlaceRow:
    mapping = row._mapping  # SQLAlchemy's public name for it begins so
    return {name: mapping[name] for name in ("page", "line", "start", "end", "box", "text", "raw", "confidence")}


def _head_places(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Place, bool]]:
    """Where each document's number stands, and whether it was read."""
    found: dict[str, tuple[Place, bool]] = {}
    h = head_fields.c
    on_page = (pages.c.document == h.document) & (pages.c.page == h.page)
    query = select(*head_fields.c, pages.c.origin).outerjoin(pages, on_page)
    wanted = sorted(set(ids))
    for at in range(0, len(wanted), _CHUNK):
        some = h.document.in_(wanted[at : at + _CHUNK])
        for row in connection.execute(query.where(some, h.name == "number", h.page.is_not(None))).mappings():
            found[cast(str, row["document"])] = read_place({**row}), row["origin"] in _READ
    return found


def _member(
    variant: _Variant,
    facts: dict[Source, dict[int, _Fact]],
    cards: dict[str, Card],
    own: dict[str, tuple[Place, bool]],
) -> Member | None:
    if variant.source == "head":
        card = cards.get(variant.document)
        place, read = own.get(variant.document, (_NOWHERE, False))
        return None if card is None else Member(card, None, Spot(variant.document, place), read)
    first, last = (facts[variant.source].get(row) for row in (variant.first, variant.last))
    if first is None or first[0] not in cards:
        return None
    document, place_row, read, values = first
    fact = Cited(*cast("tuple[int, None, str, None, None]", tuple(values))) if variant.source == "citation" else None
    again = None if last is None or last is first else Spot(last[0], read_place(last[1]))
    return Member(
        cards[document],
        fact or quantity(variant.source, values),
        Spot(document, read_place(place_row)),
        read,
        variant.times,
        variant.documents,
        again,
    )


def count_findings(archive: Archive) -> dict[tuple[str, str], int]:
    """Number of findings by verdict and level."""
    c, found = findings.c, defaultdict[tuple[str, str], int](int)
    with archive.reading() as connection:
        query = select(c.verdict, c.level, func.count()).group_by(c.verdict, c.level)
        for verdict, level, number in connection.execute(query):
            found[verdict, level] = number
    return dict(found)
