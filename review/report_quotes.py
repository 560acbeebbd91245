"""Quotations of a finding: the lines in which its figures stand, with the figures marked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from sqlalchemy import func, select

from records.finding import Finding, Spot
from review.report_lists import below
from store import schema
from store.archive import Archive

#: Characters shown before and after a figure, of a place that is long itself, and quotations of a finding.
AROUND, MOST_MARKED, MOST_QUOTES = 140, 320, 5
#: Characters between two quotations below which they are one.
GAP = 80
_PAGES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a quotation; mark: "" for what stands around, "main" for the reported place, "other" for the rest."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines of one page. line: number of the first marked place's line."""

    document: str
    path: str
    page: int
    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """What is shown of a page's text (start, end) and what is marked in it."""

    start: int
    end: int
    spots: tuple[Spot, ...]


class Quotes:
    """Quotations out of an archive; the pages that were asked for last are kept. folder: see ``source_folder``."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self._archive = archive
        self._folder = folder
        self._pages: OrderedDict[tuple[str, int], tuple[int, str]] = OrderedDict()
        self._paths: dict[str, str] = {}

    def of(self, finding: Finding) -> tuple[tuple[Quote, ...], int]:
        """The first quotations of a finding, its own page first, and how many of its places are not in them."""
        main = finding.places[0]
        spots = sorted(dict.fromkeys(finding.places), key=lambda spot: self._rank(spot, main))
        quotes = list[Quote]()
        shown = 0
        for (document, page), group in groupby(spots, lambda spot: (spot.document, spot.place.page)):
            for window in self._windows(document, page, list(group)):
                if len(quotes) < MOST_QUOTES:
                    quotes.append(self._quote(document, page, window, main))
                    shown += len(window.spots)
        return tuple(quotes), len(spots) - shown

    def path(self, document: str) -> str:
        """Path of a document below the folder; its id where it is not there."""
        if document not in self._paths:
            query = select(schema.documents.c.path).where(schema.documents.c.id == document)
            row = next(iter(self._archive.select(query)), None)
            self._paths[document] = document if row is None else below(cast(str, row["path"]), self._folder)
        return self._paths[document]

    @staticmethod
    def _rank(spot: Spot, main: Spot) -> tuple[bool, str, bool, int, int]:
        other = spot.document != main.document
        return other, spot.document, spot.place.page != main.place.page, spot.place.page, spot.place.start

    def _page(self, document: str, page: int) -> tuple[int, str]:
        """Offset of a page in the document's text, and its text."""
        key = document, page
        if key not in self._pages:
            c = schema.pages.c
            before = select(func.coalesce(func.sum(func.length(c.text) + 1), 0)).where(
                c.document == document, c.page < page
            )
            text = select(c.text).where(c.document == document, c.page == page)
            with self._archive.reading() as connection:
                self._pages[key] = int(connection.scalar(before) or 0), connection.scalar(text) or ""
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[key]

    def _windows(self, document: str, page: int, spots: Sequence[Spot]) -> Iterator[_Window]:
        """Lines around places, joined where they touch; a place that is not in the text stands alone."""
        offset, text = self._page(document, page)
        found: list[_Window] = []
        for spot in spots:
            start, end = spot.place.start - offset, spot.place.end - offset
            if text[start:end] != spot.place.text or start < 0:
                yield _Window(-1, -1, (spot,))
                continue
            left, right = _lines_around(text, start, min(end, start + MOST_MARKED))
            if found and left <= found[-1].end + GAP:
                left, right = found[-1].start, max(right, found[-1].end)
                found[-1] = _Window(left, right, (*found[-1].spots, spot))
            else:
                found.append(_Window(left, right, (spot,)))
        yield from found

    def _quote(self, document: str, page: int, window: _Window, main: Spot) -> Quote:
        offset, text = self._page(document, page)
        line, path = window.spots[0].place.line, self.path(document)
        if window.start < 0:
            alone = window.spots[0]
            return Quote(document, path, page, line, (Piece(alone.place.text[:MOST_MARKED], _kind(alone, main)),))
        return Quote(document, path, page, line, tuple(_pieces(text, offset, window, main)))


def _lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that hold a place, cut where they are long, at a space where there is one."""
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    right = len(text) if right < 0 else right
    if start - left > AROUND:
        space = text.find(" ", start - AROUND, start)
        left = start - AROUND if space < 0 else space + 1
    if right - end > AROUND:
        space = text.rfind(" ", end, end + AROUND)
        right = end + AROUND if space < 0 else space
    return left, right


def _pieces(text: str, offset: int, window: _Window, main: Spot) -> Iterator[Piece]:
    at = window.start
    if at > 0 and text[at - 1] != "\n":
        yield Piece("… ")
    for spot in window.spots:
        start, end = max(at, spot.place.start - offset), min(spot.place.end - offset, window.end)
        if end <= start:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], _kind(spot, main))
        at = end
    if window.end > at:
        yield Piece(text[at : window.end])
    if window.end < len(text) and text[window.end] != "\n":
        yield Piece(" …")


def _kind(spot: Spot, main: Spot) -> str:
    return "main" if spot == main else "other"
