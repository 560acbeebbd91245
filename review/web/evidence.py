"""A finding with all that a person needs to decide: each figure it uses in its line, what was expected, the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from records.finding import Spot
from records.place import Place
from review.web.listing import file_name
from review.web.reading import page_start
from store import schema
from store.decisions import Standing, standing

#: Figures of one finding that are shown; a total of a long table may have more.
MOST_PLACES = 60
#: Characters of the line shown before and after a figure.
AROUND = 160
#: Points around a figure that its crop shows, across and down.
MARGIN = (90.0, 22.0)
_IMAGES = ("pdf", "image")


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a figure stands in."""

    id: str
    file: str
    number: str | None
    title: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a finding: its place, the line around it, and whether a picture of it can be asked for."""

    index: int
    place: Place
    source: Source
    before: str
    after: str
    pictured: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding as it stands, with its figures; left_out counts those beyond MOST_PLACES."""

    standing: Standing
    source: Source
    figures: tuple[Figure, ...]
    left_out: int

    @property
    def target(self) -> int:
        """The figure that a correction is about unless the reviewer says otherwise."""
        proposed = self.standing.proposed
        return proposed[0] if proposed else 0


def evidence(connection: Connection, key: str) -> Evidence | None:
    """The evidence of a finding; None where there is none of this key."""
    found = standing(connection, key)
    if found is None:
        return None
    spots = found.finding.places[:MOST_PLACES]
    sources = _sources(connection, {found.document, *(spot.document for spot in spots)})
    lines = _Lines(connection)
    figures = tuple(
        Figure(index, spot.place, sources[spot.document], *lines.around(spot), _pictured(spot, sources))
        for index, spot in enumerate(spots)
        if spot.document in sources
    )
    left_out = len(found.finding.places) - len(figures)
    return Evidence(found, sources[found.document], figures, left_out)


def _pictured(spot: Spot, sources: dict[str, Source]) -> bool:
    return spot.place.box is not None and sources[spot.document].kind in _IMAGES


def _sources(connection: Connection, ids: set[str]) -> dict[str, Source]:
    d = schema.documents.c
    query = select(d.id, d.path, d.number, d.title, d.kind).where(d.id.in_(sorted(ids)))
    return {
        row.id: Source(row.id, file_name(row.path), row.number, row.title, row.kind)
        for row in connection.execute(query)
    }


class _Lines:
    """The lines of the pages that figures stand on, each page read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pages: dict[tuple[str, int], tuple[int, str]] = {}

    def around(self, spot: Spot) -> tuple[str, str]:
        """What stands before and after a figure in its line; "" where the record does not fit the text."""
        start, text = self._page(spot.document, spot.place.page)
        low, high = spot.place.start - start, spot.place.end - start
        if not 0 <= low <= high <= len(text) or text[low:high] != spot.place.text:
            return "", ""
        before, after = text[:low].rpartition("\n")[2], text[high:].partition("\n")[0]
        return _cut(before, -AROUND), _cut(after, AROUND)

    def _page(self, document: str, page: int) -> tuple[int, str]:
        key = document, page
        if key not in self._pages:
            p = schema.pages.c
            query = select(p.text).where(p.document == document, p.page == page)
            text = cast("str | None", self._connection.scalar(query)) or ""
            self._pages[key] = page_start(self._connection, document, page), text
        return self._pages[key]


def _cut(text: str, most: int) -> str:
    if len(text) <= abs(most):
        return text
    return f"…{text[most:]}" if most < 0 else f"{text[:most]}…"


def spots(connection: Connection, key: str) -> Sequence[Spot]:
    """The places of a finding; () where there is none of this key."""
    found = standing(connection, key)
    return found.finding.places if found else ()
