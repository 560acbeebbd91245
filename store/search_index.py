"""The index of the full text and of the records: FTS5 tables that the database itself keeps in step, by triggers.

The tables are *external content* (https://www.sqlite.org/fts5.html#external_content_tables): they hold no text, only
the words and where they stand, and are named after the table they index, so that Datasette offers a search on it. A
row that is added, changed or deleted, also by a cascade, changes its index in the same transaction.

``X_fts`` folds accents (``remove_diacritics 2``), but for FTS5 đ is a letter of its own. So each value is indexed twice
over in its column: as it is, and after a mark with d for đ. Whoever types "đoàn", "đoan" or "doan" finds it, with any
program. ``pages_exact`` keeps accents: what was typed with accents is first looked for there.

FTS5's own command ``rebuild`` does not know of the second half: :func:`rebuild` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

#: The columns that can be searched, by table.
SEARCHED: dict[str, tuple[str, ...]] = {
    "documents": (
        "number", "type", "title", "issuer", "parent_issuer", "signer", "signer_title", "place_name", "path",
    ),
    "pages": ("text",),
    "initiatives": ("title", "author", "author_title", "unit", "field"),
    "citations": ("number", "type", "issuer"),
    "quotas": ("subject", "holder"),
    "counts": ("subject", "holder"),
    "mentions": ("name",),
    "findings": ("rule", "message", "message_en"),
}  # fmt: skip
EXACT = "pages_exact"
#: Stands between the two halves of a value, so that no phrase crosses them; a private-use character is a word to FTS5.
_MARK = "\ue000"
_FOLDING = "unicode61 remove_diacritics 2"
_KEEPING = "unicode61 remove_diacritics 0"


def index_of(table: str) -> str:
    """Name of the index of a table."""
    return f"{table}_fts"


def create(connection: Connection) -> None:
    """Make the indexes and triggers, in place of any that are there, and fill them; SQLite only."""
    if connection.dialect.name != "sqlite":
        return
    for name in (*map(index_of, SEARCHED), EXACT):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for table, columns in SEARCHED.items():
        connection.exec_driver_sql(_virtual(index_of(table), table, columns, _FOLDING))
    connection.exec_driver_sql(_virtual(EXACT, "pages", ("text",), _KEEPING))
    for statement in _triggers():
        connection.exec_driver_sql(statement)
    _fill(connection)


def rebuild(connection: Connection) -> None:
    """Make the indexes anew from the tables, in the caller's transaction."""
    for name in (*map(index_of, SEARCHED), EXACT):
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
    _fill(connection)


def optimize(connection: Connection) -> None:
    """Merge what many transactions wrote into one piece each: smaller, and quicker to search."""
    for name in (*map(index_of, SEARCHED), EXACT):
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def _virtual(name: str, table: str, columns: tuple[str, ...], tokenizer: str) -> str:
    # Datasette takes the index whose content="..." has double quotes for its search: the one that folds.
    content = f'"{table}"' if tokenizer == _FOLDING else table
    return f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)}, content={content}, tokenize='{tokenizer}')"


def _doubled(value: str) -> str:
    return f"{value} || ' {_MARK} ' || replace(replace({value}, 'đ', 'd'), 'Đ', 'd')"


def _fill(connection: Connection) -> None:
    for table, columns in SEARCHED.items():
        names, values = ", ".join(columns), ", ".join(_doubled(column) for column in columns)
        connection.exec_driver_sql(
            f"INSERT INTO {index_of(table)}(rowid, {names}) SELECT rowid, {values} FROM {table} ORDER BY rowid"
        )
    connection.exec_driver_sql(f"INSERT INTO {EXACT}(rowid, text) SELECT rowid, text FROM pages ORDER BY rowid")


def _triggers() -> Iterator[str]:
    for table, columns in SEARCHED.items():
        indexes = [(index_of(table), True)] + [(EXACT, False)] * (table == "pages")
        adds = " ".join(_add(name, columns, doubled) for name, doubled in indexes)
        drops = " ".join(_drop(name, columns, doubled) for name, doubled in indexes)
        for event in ("added", "deleted", "changed"):
            yield f"DROP TRIGGER IF EXISTS {table}_fts_{event}"
        yield f"CREATE TRIGGER {table}_fts_added AFTER INSERT ON {table} BEGIN {adds} END"
        yield f"CREATE TRIGGER {table}_fts_deleted AFTER DELETE ON {table} BEGIN {drops} END"
        of = ", ".join(columns)
        yield f"CREATE TRIGGER {table}_fts_changed AFTER UPDATE OF {of} ON {table} BEGIN {drops} {adds} END"


def _add(name: str, columns: tuple[str, ...], doubled: bool) -> str:
    return f"INSERT INTO {name}(rowid, {', '.join(columns)}) VALUES (new.rowid, {_values('new', columns, doubled)});"


def _drop(name: str, columns: tuple[str, ...], doubled: bool) -> str:
    values = _values("old", columns, doubled)
    return f"INSERT INTO {name}({name}, rowid, {', '.join(columns)}) VALUES ('delete', old.rowid, {values});"


def _values(row: str, columns: tuple[str, ...], doubled: bool) -> str:
    values = (f'{row}."{column}"' for column in columns)
    return ", ".join(_doubled(value) if doubled else value for value in values)
