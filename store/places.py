"""Rows and places: what every kind of rows shares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from records.place import Box, Place

#: A value of a cell.
Cell = str | int | float | Decimal | None | list[object]
Row = dict[str, Cell]


def place_row(place: Place) -> Row:
    """The columns of a place."""
    return {
        "page": place.page,
        "line": place.line,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "raw": place.raw,
        "box": None if place.box is None else list(place.box),
        "confidence": place.confidence,
    }


def read_place(row: Mapping[str, object]) -> Place:
    """The place that a row's columns stand for."""
    box = cast("list[float] | None", row["box"])
    return Place(
        cast(int, row["page"]),
        cast(int, row["line"]),
        cast(int, row["start"]),
        cast(int, row["end"]),
        cast(str, row["text"]),
        cast(str, row["raw"]),
        None if box is None else cast(Box, tuple(box)),
        cast("float | None", row["confidence"]),
    )
