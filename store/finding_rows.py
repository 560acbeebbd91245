"""Findings as rows of the table, and back. Pure: no database is touched here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from records.finding import Blame, Finding, Level, Outcome, Spot
from store.finding_keys import keys_of
from store.places import Row, place_row, read_place

_TEXTS = ("rule", "level", "verdict", "expected", "found", "tolerance", "blame", "proposal", "message", "message_en")


def finding_rows(found: Iterable[Finding], series: str | None = None) -> list[Row]:
    """The rows of ``findings`` of one document (series is None) or of one series: all at once, for their keys."""
    items = list(found)
    return [_row(item, series) | {"key": key} for item, key in zip(items, keys_of(items, series), strict=True)]


def _row(item: Finding, series: str | None) -> Row:
    """A finding's own place is the first of its places."""
    return place_row(item.places[0].place) | {
        **{name: getattr(item, name) for name in _TEXTS},
        "places": [{"document": spot.document, **place_row(spot.place)} for spot in item.places],
        "scope": "document" if series is None else "series",
        "series": series,
    }


def read_finding(row: Mapping[str, object]) -> Finding:
    """The finding that a row stands for."""
    spots = cast("list[dict[str, object]]", row["places"])
    return Finding(
        cast(str, row["rule"]),
        cast(Level, row["level"]),
        cast(Outcome, row["verdict"]),
        cast(str, row["message"]),
        tuple(Spot(cast(str, spot["document"]), read_place(spot)) for spot in spots),
        cast("str | None", row["expected"]),
        cast("str | None", row["found"]),
        cast("str | None", row["tolerance"]),
        cast("Blame | None", row["blame"]),
        cast("str | None", row["proposal"]),
        cast("str | None", row["message_en"]) or "",
    )
