"""Which documents changed since the last audit across documents, and the series that they were and are part of.

The keys themselves are made by whoever calls: this room only knows which rows they stand for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from sqlalchemy import Connection, Select, Table, and_, delete, exists, insert, or_, select

from records.series import Card, Cited, Entry, Quantity, Sheet
from store.archive import Archive
from store.schema import audited, citations, counts, documents, head_fields, quotas, series_rows, series_touched

#: Documents whose keys are written in one transaction.
_BATCH = 500
KeysOf = Callable[[Sheet], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Keyed:
    """Documents whose keys were made, and documents that went."""

    made: int = 0
    gone: int = 0


def stale(archive: Archive, version: str) -> bool:
    """True where the findings across documents are not those of the records as they are."""
    with archive.reading() as connection:
        waiting = connection.scalar(select(series_touched.c.key).limit(1))
        changed = connection.scalar(_changed(version).limit(1))
        return waiting is not None or changed is not None or connection.scalar(_gone().limit(1)) is not None


def update_keys(archive: Archive, keys_of: KeysOf, version: str) -> Keyed:
    """Make the keys of what was added or changed, drop those of what went, and note every series that this touches."""
    made = gone = 0
    with archive.writing() as connection:
        for ids in _batches(list(connection.scalars(_gone()))):
            _forget(connection, ids)
            connection.execute(delete(audited).where(audited.c.document.in_(ids)))
            gone += len(ids)
    while True:
        with archive.writing() as connection:
            ids = list(connection.scalars(_changed(version).order_by(documents.c.id).limit(_BATCH)))
            if not ids:
                return Keyed(made, gone)
            _forget(connection, ids)
            sheets = list(sheets_of(connection, ids))
            _write(connection, sheets, keys_of, version)
            made += len(ids)


def _changed(version: str) -> Select[str]:
    """Ids of documents whose keys are not known, or not for their number as it is."""
    other = or_(
        audited.c.document.is_(None),
        audited.c.version != version,
        audited.c.number.is_distinct_from(documents.c.number),
    )
    return select(documents.c.id).outerjoin(audited, audited.c.document == documents.c.id).where(other)


def _gone() -> Select[str]:
    return select(audited.c.document).where(~exists().where(documents.c.id == audited.c.document))


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    """Take documents out of their series, which are to be audited again."""
    of_these = series_rows.c.document.in_(ids)
    old = select(series_rows.c.key).where(of_these).distinct()
    _touch(connection, old)
    connection.execute(delete(series_rows).where(of_these))


def _touch(connection: Connection, keys: Select[str]) -> None:
    found = keys.subquery()
    known = exists().where(series_touched.c.key == found.c.key)
    connection.execute(insert(series_touched).from_select(["key"], select(found.c.key).where(~known)))


def _write(connection: Connection, sheets: Sequence[Sheet], keys_of: KeysOf, version: str) -> None:
    rows = [
        (entry.key, sheet.card.document, entry.source, entry.row, entry.variant)
        for sheet in sheets
        for entry in dict.fromkeys(keys_of(sheet))
    ]
    names = ("key", "document", "source", "row", "variant")
    if rows:
        connection.execute(insert(series_rows), [dict(zip(names, row, strict=True)) for row in sorted(rows)])
    ids = [sheet.card.document for sheet in sheets]
    connection.execute(delete(audited).where(audited.c.document.in_(ids)))
    numbers = {row.id: row.number for row in connection.execute(_numbers(ids))}
    connection.execute(
        insert(audited), [{"document": one, "version": version, "number": numbers.get(one)} for one in ids]
    )
    _touch(connection, _shared(ids))


def _numbers(ids: Sequence[str]) -> Select[str, str | None]:
    return select(documents.c.id, documents.c.number).where(documents.c.id.in_(ids))


def _shared(ids: Sequence[str]) -> Select[str]:
    """The keys of documents under which there is something to say: numbers always, others where two documents meet."""
    own, other = series_rows.alias(), series_rows.alias()
    met = exists().where(and_(other.c.key == own.c.key, other.c.document != own.c.document))
    cited = own.c.key.like("number %")
    return select(own.c.key).where(own.c.document.in_(ids), or_(cited, met)).distinct()


# --- reading ---------------------------------------------------------------------------------------------------------


def sheets_of(connection: Connection, ids: Sequence[str]) -> Iterator[Sheet]:
    """What documents may add to series, one after the other."""
    cited, quantities = _cited(connection, ids), _quantities(connection, ids)
    for card in cards_of(connection, ids).values():
        yield Sheet(card, tuple(cited[card.document]), tuple(quantities[card.document]))


def cards_of(connection: Connection, ids: Iterable[str]) -> dict[str, Card]:
    """The cards of documents by their ids."""
    wanted, d, h = list(ids), documents.c, head_fields.c
    implied, told = dict[str, str](), set[str]()
    evidence = select(h.document, h.name, h.value, h.source).where(h.document.in_(wanted), h.value.is_not(None))
    for row in connection.execute(evidence.where(h.name.in_(("issuer", "number")))):
        if row.name == "issuer" and row.source == "body":
            implied.setdefault(row.document, cast(str, row.value))
        elif row.name == "number" and row.source == "citation":
            told.add(row.document)
    columns = d.id, d.path, d.type, d.number, d.issuer, d.parent_issuer, d.place_name, d.issued_on, d.title
    found = {}
    for card in connection.execute(select(*columns).where(d.id.in_(wanted)).order_by(d.id)):
        issuer = card.issuer or implied.get(card.id)
        found[card.id] = Card(*card[:4], issuer, *card[5:], told=card.id in told)
    return found


_C = citations.c
_CITED = select(_C.document, _C.id, _C.type, _C.number, _C.issued_on, _C.issuer).where(_C.number.is_not(None))


def _cited(connection: Connection, ids: Sequence[str]) -> defaultdict[str, list[Cited]]:
    found: defaultdict[str, list[Cited]] = defaultdict(list)
    for document, *values in connection.execute(_CITED.where(_C.document.in_(ids))):
        found[document].append(Cited(*values))
    return found


def _quantities(connection: Connection, ids: Sequence[str]) -> defaultdict[str, list[Quantity]]:
    found: defaultdict[str, list[Quantity]] = defaultdict(list)
    for source, table in (("count", counts), ("quota", quotas)):
        query = quantity_columns(table).where(table.c.document.in_(ids), table.c.holder.is_not(None))
        for document, *values in connection.execute(query):
            found[cast(str, document)].append(quantity(source, values))
    return found


def quantity_columns(table: Table) -> Select[*tuple[object, ...]]:
    """The columns of :func:`quantity`, after that of the document."""
    names = ["id", "subject", "holder", "value", "unit", "period", "qualifier", "value_max"]
    return select(
        table.c.document, *(table.c[name] for name in [*names, *(["percent"] if "percent" in table.c else [])])
    )


def quantity(source: str, values: Sequence[object]) -> Quantity:
    """A quantity from its columns. A value that is missing or no number is NaN, and so of no series."""
    row, subject, holder, value, unit, period, qualifier, value_max, *percent = values
    return Quantity(
        cast(int, row),
        cast('Literal["count", "quota"]', source),
        *cast("tuple[str | None, str | None]", (subject, holder)),
        Decimal("NaN") if value is None else cast(Decimal, value),
        *cast("tuple[str | None, str | None, str | None]", (unit, period, qualifier)),
        cast("Decimal | None", value_max),
        cast("Decimal | None", percent[0] if percent else None),
    )
