"""Rows of the records as a person reads them: a figure that was corrected is another figure in every row that has it.

A row changes only where it holds the very characters that were read anew; its raw reading stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from audit.figure import NUMERAL, parse
from store.reviewed import Reading

Row = Mapping[str, object]
_FIGURES = ("value", "value_max", "percent", "value_vnd", "value_vnd_max", "benefit_vnd")
_TEXTS = ("value", "number", "title", "issuer", "author", "name", "holder", "subject", "unit")
_SCALES = tuple(Fraction(scale) for scale in (1, 10**3, 10**4, 10**6, 10**9))
_DAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_DAY_IN_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")


def reread(row: Row, readings: Iterable[Reading]) -> Row:
    """A row of a table of facts, or a place of one, with the readings that lie within it."""
    for reading in readings:
        row = _reread(row, reading)
    return row


def _reread(row: Row, reading: Reading) -> Row:
    changed = dict(row)
    if "terms" in row:
        changed["terms"] = [_term(term, reading) for term in cast("list[Row]", row["terms"])]
    if row.get("cell_places") is not None:
        changed |= _cells(row, reading)
    if not _within(row, reading):
        return changed
    text, at = cast(str, row["text"]), reading.start - cast(int, row["start"])
    changed["text"] = text[:at] + reading.new + text[at + len(reading.old) :]
    changed |= _figures(row, reading) | _said(row, reading) | _dated(row, cast(str, changed["text"]))
    return changed


def _within(row: Row, reading: Reading) -> bool:
    """Whether the row's own place has the characters that were read anew."""
    if row.get("start") is None or not isinstance(row.get("text"), str):
        return False
    at = reading.start - cast(int, row["start"])
    return at >= 0 and cast(str, row["text"])[at : at + len(reading.old)] == reading.old


def _term(term: Row, reading: Reading) -> Row:
    """A figure of a claim: its place lies within it, not beside it."""
    place = cast(Row, term["place"])
    if not _within(place, reading):
        return term
    return {**term, **_figures(term, reading), "place": _reread(place, reading)}


def _cells(row: Row, reading: Reading) -> dict[str, object]:
    """A table's cells, each with its own place."""
    body, total = cast("tuple[list[list[Row | None]], list[Row | None]]", row["cell_places"])
    rows, last = cast("list[list[str]]", row["rows"]), cast("list[str] | None", row["total_row"])
    return {
        "rows": [_cell_texts(cells, places, reading) for cells, places in zip(rows, body, strict=True)]
        if body
        else rows,
        "total_row": _cell_texts(last, total, reading) if last and total else last,
        "cell_places": [[_places(places, reading) for places in body], _places(total, reading)],
    }


def _cell_texts(cells: list[str], places: list[Row | None], reading: Reading) -> list[str]:
    return [
        cell.replace(reading.old, reading.new, 1) if place is not None and _within(place, reading) else cell
        for cell, place in zip(cells, places, strict=True)
    ]


def _places(places: list[Row | None], reading: Reading) -> list[Row | None]:
    return [None if place is None else _reread(place, reading) for place in places]


def _figures(row: Row, reading: Reading) -> dict[str, object]:
    """The one figure of the row that the old numeral stands for, as the new one says; {} where it is no numeral."""
    old, new = _numeral(reading.old), _numeral(reading.new)
    if old is None or new is None or old == 0:
        return {}
    for name in _FIGURES:
        value = row.get(name)
        if value is None or (isinstance(value, str) and not NUMERAL.fullmatch(value)):
            continue
        exact = Fraction(str(value))
        if exact / old in _SCALES:
            return {name: _like(value, exact / old * new)}
    return {}


def _like(value: object, exact: Fraction) -> object:
    """A figure of the type it had: JSON keeps text, tables keep exact numbers."""
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    if isinstance(value, int):
        return int(exact)
    return str(number) if isinstance(value, str) else number


def _numeral(text: str) -> Fraction | None:
    found = NUMERAL.findall(text)
    return parse(found[0]) if len(found) == 1 else None


def _said(row: Row, reading: Reading) -> dict[str, object]:
    """The texts of the row that say the old; a field of a head that was not read surely gets the new one."""
    said: dict[str, object] = {
        name: value.replace(reading.old, reading.new, 1)
        for name in _TEXTS
        if isinstance(value := row.get(name), str) and reading.old in value
    }
    if row.get("alternatives") is not None and "source" in row and row.get("value") is None:
        said["value"] = _iso(reading.new) if row["name"] == "issued_on" else reading.new
    return {name: value for name, value in said.items() if name != "name" or "source" not in row}


def _dated(row: Row, text: str) -> dict[str, object]:
    """The date of a date's row, where the new text has exactly one."""
    if "precision" not in row or row.get("date_end") is not None:
        return {}
    iso = _iso(text)
    return {} if iso is None else {"date": iso, "precision": "day"}


def _iso(text: str) -> str | None:
    """The one date in a text as YYYY-MM-DD.

    >>> _iso("ngày 3 tháng 2 năm 2022"), _iso("3/2/2022"), _iso("2022-02-03"), _iso("tháng 2")
    ('2022-02-03', '2022-02-03', '2022-02-03', None)
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return text.strip()
    found = _DAY.findall(text) + _DAY_IN_WORDS.findall(text)
    if len(found) != 1:
        return None
    day, month, year = found[0]
    return f"{year}-{int(month):02}-{int(day):02}"


def whole(readings: Iterable[Reading]) -> bool:
    """Whether no reading puts in a figure with decimals."""
    return all((number := _numeral(reading.new)) is None or number.denominator == 1 for reading in readings)
