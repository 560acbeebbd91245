"""``docs/records.md``: what every table and column means, written from the schema so that it cannot lie."""

from __future__ import annotations

from sqlalchemy import Column, Table

from store.named_queries import named_queries
from store.schema import KINDS, METADATA
from store.search_index import EXACT, SEARCHED, index_of
from store.search_query import fields
from store.views import View, views

_INTRODUCTION = """\
# Records: tables and columns

This page is written from the schema; `tests/store` fails where it is out of date
(mend it: `python -m store.dictionary docs/records.md`).

The ten kinds below are the tables of the archive's database and the files of an export (`citations.jsonl` …), with the
same field names. In SQL, `end` is a reserved word: write `"end"`. Dates are text, YYYY-MM-DD or YYYY-MM, for many
documents state only a month. Figures are exact. Lists (`box`, `rows` …) are JSON: real lists in jsonl, text elsewhere.

Exports hold the columns document, what the row says, then its place; row ids are left out, for they change with each
reading. What every column of an export means and of what type it is, stands beside jsonl, csv and parquet in
`datapackage.json` (a Frictionless Data Package) and in the last sheet, `dictionary`, of every xlsx.

- **csv** is UTF-8 with a mark that Excel understands; its cells are the documents' own text, so a cell may begin with
  `=`. It has no types: give a reader those of `datapackage.json`, else an id or a number of figures only is taken for a
  figure, and a month for a broken date (`pandas.read_csv(..., dtype=...)`, DuckDB `read_csv(..., types=...)`, in
  LibreOffice the column type *Text*).
- **parquet** has dates as timestamps and, in a column of the same name with `_text`, as text; the timestamp is null
  where only a month is stated.
- **xlsx** has one workbook a kind, its head frozen. Days are Excel dates, a month stays text (as does a day before
  1900-03-01). `pandas.read_excel` takes a column of texts that are all figures for figures unless given the types of
  the dictionary. No text is a formula, numbers of more than 15 digits are text, characters that XML cannot hold become
  U+FFFD, and text beyond 32,767 characters is cut and says so.
"""

_VIEWS = """\
# Views

Made for people: what one wants to see together is together. They are in the database, so `doichieu query`, Datasette,
pandas and every other program that reads it has them.
"""

_SEARCH = """\
# Full-text search

In SQLite each of these tables has an FTS5 index of its own, kept by triggers in the same transaction as the row:
{indexes}. They match with or without accents, `đ` or `d`:

```sql
SELECT p.document, p.page FROM pages_fts JOIN pages AS p ON p.rowid = pages_fts.rowid
WHERE pages_fts MATCH '"lao dong"' ORDER BY rank
```

`{exact}` keeps accents. FTS5's own `rebuild` would lose the words with `d` for `đ`: do not use it.

Fields of `doichieu search` (each also by its Vietnamese name, `số:471`):

| field | finds |
|---|---|
{fields}"""

_OWN = """\
# The archive's own tables

These are not exported; they may change with the schema's version.
"""


def render() -> str:
    """The page, in Markdown."""
    kinds = [_table(table) for table in KINDS.values()]
    own = [_table(table) for name, table in METADATA.tables.items() if name not in KINDS]
    return "\n".join([_INTRODUCTION, *kinds, _VIEWS, *map(_view, views()), _named(), _search(), _OWN, *own])


def _view(view: View) -> str:
    head = f"## {view.name}\n\n{view.meaning.capitalize()}.\n\n| column | meaning |\n|---|---|\n"
    return head + "".join(f"| {name} | {meaning} |\n" for name, meaning in view.columns.items())


def _named() -> str:
    lines = (f"| {query.name} | {query.vi} | {query.en} |\n" for query in named_queries().values())
    return "# Named queries\n\n`doichieu query ARCHIVE --name NAME`\n\n| name | | |\n|---|---|---|\n" + "".join(lines)


def _search() -> str:
    indexes = ", ".join(f"`{index_of(table)}` ({', '.join(columns)})" for table, columns in SEARCHED.items())
    known = {field.name: field.meaning for field in fields().values()}
    lines = "".join(f"| {name} | {meaning} |\n" for name, meaning in known.items())
    return _SEARCH.format(indexes=indexes, exact=EXACT, fields=lines)


def _table(table: Table) -> str:
    head = f"## {table.name}\n\n{(table.comment or '').capitalize()}.\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "".join(_line(column) for column in table.columns)


def _line(column: Column[object]) -> str:
    null = " or null" if column.nullable else ""
    return f"| {column.name} | {_type(column)}{null} | {column.comment} |\n"


def _type(column: Column[object]) -> str:
    names = {"SafeText": "text", "BigInteger": "whole number", "Integer": "whole number", "Float": "number"}
    kind = type(column.type).__name__
    return names.get(kind, {"Exact": "exact number", "JSON": "JSON"}.get(kind, kind))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(render(), encoding="utf-8")
