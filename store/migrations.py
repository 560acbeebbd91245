"""How an archive's tables came to be: one function a version, each run in one transaction of its own.

A migration never changes once it is released. A new one gets the next number in :data:`MIGRATIONS`; if it adds a column
to a table that an older migration makes, it checks whether the column is there already, for the older one then makes
the table with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Column, Connection, Engine, bindparam, func, insert, inspect, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from records.errors import BadConfiguration
from store import schema, search_index, views
from store.finding_keys import keys_of
from store.finding_rows import read_finding


def create_records(connection: Connection) -> None:
    """The ten kinds of records and the tables that decide what a run skips."""
    own = (schema.document_paths, schema.head_fields, schema.stages, schema.files, schema.failures, schema.runs)
    for table in (*schema.KINDS.values(), *own):
        connection.execute(CreateTable(table))


def add_judgements_and_indexes(connection: Connection) -> None:
    """The reason of each page's verdict; indexes for a document's rows and for cited numbers."""
    connection.execute(CreateTable(schema.judgements))
    _index(connection)


def _index(connection: Connection) -> None:
    """Make every index whose table and columns are there and that is not."""
    found = inspect(connection)
    known = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    for index in schema.INDEXES:
        table = index.table
        if table is not None and {column.name for column in index.columns} <= known.get(table.name, set()):
            connection.execute(CreateIndex(index, if_not_exists=True))


def add_note(connection: Connection) -> None:
    """How a page's image was read."""
    _add_column(connection, schema.judgements.c.note)


def add_claims(connection: Connection) -> None:
    """Claims and mentions; the upper end of ranges, the hedge of a target."""
    for column in (
        schema.quotas.c.qualifier,
        schema.quotas.c.value_max,
        schema.counts.c.value_max,
        schema.amounts.c.value_vnd_max,
    ):
        _add_column(connection, column)
    for table in (schema.claims, schema.mentions):
        connection.execute(CreateTable(table))
    _index(connection)


def add_findings(connection: Connection) -> None:
    """Findings within a document and across documents; the numbers of a page's lines."""
    for column in (
        schema.findings.c.message_en,
        schema.findings.c.scope,
        schema.findings.c.series,
        schema.judgements.c.line_numbers,
        schema.tables.c.cell_places,
    ):
        _add_column(connection, column)
    _index(connection)


def add_series(connection: Connection) -> None:
    """What documents have in common, for the audit across them."""
    for table in (schema.series_rows, schema.series_touched, schema.audited):
        connection.execute(CreateTable(table))


def add_edits(connection: Connection) -> None:
    """The edits of each page's text."""
    connection.execute(CreateTable(schema.edits, if_not_exists=True))
    _index(connection)


def add_search(connection: Connection) -> None:
    """The index of the full text and the records; SQLite only."""
    search_index.create(connection)


def add_decisions(connection: Connection) -> None:
    """What reviewers decide, and the keys of findings that decisions are kept under."""
    connection.execute(CreateTable(schema.decisions, if_not_exists=True))
    _add_column(connection, schema.findings.c.key)
    _index(connection)
    _give_keys(connection)


def _give_keys(connection: Connection) -> None:
    """The keys of the findings that are there, a document or a series at a time."""
    c = schema.findings.c
    without = select(schema.findings).where(c.key.is_(None)).order_by(c.series, c.document, c.id)
    rows = connection.execute(without, execution_options={"yield_per": 1000}).mappings()
    for (series, _), group in groupby(rows, key=lambda row: (row["series"], row["series"] or row["document"])):
        items = list(group)
        keys = keys_of([read_finding({**row}) for row in items], series)
        update = schema.findings.update().where(c.id == bindparam("row")).values(key=bindparam("given"))
        given = [{"row": row["id"], "given": key} for row, key in zip(items, keys, strict=True)]
        connection.execute(update, given)


def add_views(connection: Connection) -> None:
    """The views made for people."""
    views.create(connection)


def _add_column(connection: Connection, column: Column[object]) -> None:
    """Add a nullable column unless the table was made with it."""
    table = column.table.name
    if column.name not in {found["name"] for found in inspect(connection).get_columns(table)}:
        kind = column.type.compile(connection.dialect)
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column.name} {kind}"))


#: Every migration by the version it leads to, in order.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: create_records,
    2: add_judgements_and_indexes,
    3: add_note,
    4: add_claims,
    5: add_findings,
    6: add_series,
    7: add_edits,
    8: add_search,
    9: add_decisions,
    10: add_views,
}

LATEST = max(MIGRATIONS)


def version_of(connection: Connection) -> int:
    """The schema version of a database; 0 for an empty one. Raises BadConfiguration for one of another program."""
    found = inspect(connection).get_table_names()
    if schema.schema_versions.name not in found:
        clash = sorted(set(found) & set(schema.METADATA.tables))
        if clash:
            raise BadConfiguration(
                f"{connection.engine.url.render_as_string()} holds tables of another program: {', '.join(clash)}",
                "Choose another --archive or another database.",
            )
        return 0
    return connection.scalar(select(func.max(schema.schema_versions.c.version))) or 0


def check_version(version: int, target: str) -> None:
    """Refuse a database that a newer program made.

    Raises BadConfiguration, for neither reading nor writing it would be safe.
    """
    if version > LATEST:
        raise BadConfiguration(
            f"{target} was made by a newer doichieu (schema {version}; this one knows up to {LATEST})",
            "Update doichieu, or choose another --archive.",
        )


def migrate(engine: Engine, target: str, upto: int = LATEST) -> int:
    """Bring a database to the schema version ``upto``; returns the version it had.

    A migration that fails leaves the database as it was. Raises BadConfiguration for a newer database.
    """
    with engine.connect() as connection:
        before = version_of(connection)
    check_version(before, target)
    for version in range(before + 1, upto + 1):
        with engine.execution_options(writes=True).begin() as connection:
            _apply(connection, version)
    return before


def _apply(connection: Connection, version: int) -> None:
    if version == 1:
        connection.execute(CreateTable(schema.schema_versions, if_not_exists=True))
    MIGRATIONS[version](connection)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"version": version, "name": MIGRATIONS[version].__name__, "applied_at": now}
    connection.execute(insert(schema.schema_versions).values(row))
