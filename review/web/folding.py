"""Search without accents: đ is d, ố is o; in SQLite by a function of ours, in PostgreSQL by translate()."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from functools import cache

from sqlalchemy import ColumnElement, Connection, and_, func, literal

_MARKS = re.compile("[\u0300-\u036f]")


@cache
def _table() -> dict[int, str]:
    """Every Latin letter with marks by its base letter in small, for a database without our function."""
    table: dict[int, str] = {}
    for code in range(0xC0, 0x1EFA):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            table[code] = base.lower()
    return table | {ord("đ"): "d", ord("Đ"): "d"}


def fold(text: str) -> str:
    """Small letters without accents.

    >>> fold("Liên đoàn LĐLĐ")
    'lien doan ldld'
    """
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "D").lower()


def _holds(text: str, terms: str) -> bool:
    folded = fold(text)
    return all(term in folded for term in terms.split("\n"))


def holds(connection: Connection, text: ColumnElement[str], query: str) -> ColumnElement[bool]:
    """Whether a text holds every word of a query, whatever the accents and the case."""
    terms = fold(query).split()
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.create_function("doichieu_holds", 2, _holds, deterministic=True)
        return func.doichieu_holds(text, "\n".join(terms)) == 1
    pairs = [(chr(code), base) for code, base in _table().items()]
    folded = func.lower(func.translate(text, *(literal("".join(side)) for side in zip(*pairs, strict=True))))
    return and_(*(func.strpos(folded, term) > 0 for term in terms))
