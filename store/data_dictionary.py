"""The data dictionary of an export: what every file and column holds and of what type it is.

Beside files it is ``datapackage.json``, a Data Package (https://specs.frictionlessdata.io/data-package); in a workbook
it is a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Float, Integer, Table

from store.columns import Exact
from store.fields import is_day

#: Name of the file.
PACKAGE = "datapackage.json"
_PLACE = ("page", "line", "start", "end", "box", "text", "raw", "confidence")


@dataclass(frozen=True, slots=True)
class Form:
    """A format, and whether all figures of a column are whole numbers."""

    format: str
    is_whole: Callable[[Column[object]], bool]

    def written(self, column: Column[object]) -> list[tuple[str, Column[object]]]:
        """The columns of the files that a column becomes: a date of Parquet has its text beside it."""
        if self.format == "parquet" and is_day(column):
            return [(column.name, column), (self.twin(column.name), Column(self.twin(column.name), comment=_TEXT))]
        return [(column.name, column)]

    def twin(self, name: str) -> str:
        """Name of the column with a date as text."""
        return f"{name}_text"


_TEXT = "the same as text, YYYY-MM-DD, or YYYY-MM where no day is stated"


def columns_of(table: Table) -> list[Column[object]]:
    """The columns of an export: the document, then what the row says, then its place; row ids are left out."""
    if table.name in ("documents", "pages"):
        return list(table.columns)
    said = [c for c in table.columns if c.name not in ("id", "document", *_PLACE)]
    if "document" not in table.c:
        return said
    return [table.c.document, *said, *(table.c[name] for name in _PLACE)]


def field_type(column: Column[object], form: Form) -> str:
    """string, integer, number or date. Figures are integers where all of them are; lists are JSON in text."""
    if is_day(column) and form.format in ("parquet", "xlsx"):
        return "date"
    if isinstance(column.type, Exact):
        return "integer" if form.is_whole(column) else "number"
    if isinstance(column.type, Integer):
        return "integer"
    return "number" if isinstance(column.type, Float) else "string"


def fields(table: Table, form: Form) -> list[dict[str, object]]:
    """Name, type and meaning of every column of a kind."""
    return [
        {"name": name, "type": field_type(one, form), "description": one.comment}
        for column in columns_of(table)
        for name, one in form.written(column)
    ]


def package(form: Form, paths: Mapping[Table, str]) -> dict[str, object]:
    """The dictionary of the kinds whose files are ``paths``."""
    resources = [
        {
            "name": table.name,
            "path": path,
            "description": table.comment,
            "format": form.format,
            "encoding": "utf-8",
            "schema": {"fields": fields(table, form), "missingValues": [""]},
        }
        for table, path in paths.items()
    ]
    return {"name": "doichieu-records", "profile": "data-package", "resources": resources}
