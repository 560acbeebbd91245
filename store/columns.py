"""Column types that keep what they are given: exact figures, and text that every database can hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import JSON, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, UserDefinedType

# PostgreSQL refuses U+0000 in text and no database takes half a surrogate pair; both occur in broken text layers.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with each character that cannot be stored as U+FFFD; its length, and so every offset, stays.

    >>> storable("a\\x00b") == "a\\ufffdb"
    True
    """
    return _UNSTORABLE.sub("\ufffd", text)


class SafeText(TypeDecorator[str]):
    """Text in which a character that cannot be stored becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean the text on its way in."""
        return None if value is None else storable(value)


class Exact(UserDefinedType[Decimal]):
    """A figure kept as printed: 1200 stays 1200 and 35.7 stays 35.7, never 35.70000000000000284.

    SQLite has no decimals: the figure is handed over as text to a NUMERIC column, which makes of it an integer or the
    nearest double, whose shortest form is the figure again (up to 15 significant digits).
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Name of the type in every database."""
        return "NUMERIC"

    def bind_processor(self, dialect: Dialect) -> Callable[[Decimal | int | None], Decimal | str | None]:
        """Hand the figure over without passing through a float."""
        make = str if dialect.name == "sqlite" else Decimal
        return lambda value: None if value is None else make(value)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Decimal | float | str | None], Decimal | None]:
        """The figure in its shortest form."""
        return lambda value: None if value is None else Decimal(str(value))


#: A list or object; None is the database's NULL, not JSON's null.
Json = JSON(none_as_null=True)
