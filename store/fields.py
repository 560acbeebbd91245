"""The columns of which the tables are made."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Integer
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from store.columns import Json, SafeText

_T = TypeVar("_T")
#: Name of the mark of a column of dates.
IS_DAY = "day"


def text(name: str, comment: str, *, null: bool = True, key: bool = False) -> Column[str]:
    """A column of text."""
    return Column(name, SafeText, comment=comment, nullable=null and not key, primary_key=key)


def day(name: str, comment: str, *, null: bool = True) -> Column[str]:
    """A column of dates as text: YYYY-MM-DD, or YYYY-MM where the document states no day."""
    return Column(name, SafeText, comment=comment, nullable=null, info={IS_DAY: True})


def is_day(column: Column[object]) -> bool:
    """True for a column made by :func:`day`."""
    return bool(column.info.get(IS_DAY))


def column(name: str, kind: TypeEngine[_T] | type[TypeEngine[_T]], comment: str) -> Column[_T]:
    """A nullable column of any type."""
    return Column(name, kind, comment=comment)


def whole(name: str, comment: str, *, null: bool = False) -> Column[int]:
    """A column of whole numbers up to 64 bits."""
    return Column(name, BigInteger, comment=comment, nullable=null)


def row_id() -> Column[int]:
    """The key of a table whose rows have no name of their own."""
    return Column("id", Integer, primary_key=True, comment="row id of this database; not stable, not exported")


def document(*, key: bool = False) -> Column[str]:
    """The document that a row belongs to, and goes with."""
    target = ForeignKey("documents.id", ondelete="CASCADE")
    return Column("document", SafeText, target, comment="id of the document", nullable=False, primary_key=key)


def place(*, null: bool = False) -> tuple[SchemaItem, ...]:
    """Where a row stands; the columns are nullable only where a row may have no place."""
    return (
        whole("page", "page, from 1", null=null),
        whole("line", "line in the page as read, from 1; for a text file the file's own line", null=null),
        whole("start", "first character in the document's repaired text, from 0", null=null),
        whole("end", "character after the last", null=null),
        column("box", Json, "[x0, y0, x1, y1] in points from the top left corner; null without a page image"),
        text("text", "the repaired text of the place", null=null),
        text("raw", "the same as read", null=null),
        column("confidence", Float, "lowest confidence of its words, 0..1; null where nothing was guessed at"),
    )
