"""The text of a page cut into pieces, so that every record and every edit on it can be marked; repaired or as read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, func, select

from records.edit import SURE
from review.web.facts import Fact
from store import schema

#: Characters of a page's text that are shown at once; a page of more is shown in parts.
MOST_CHARACTERS = 30_000
#: Edits of a page that are marked.
MOST_EDITS = 4_000


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of the page; start and end count characters of the repaired page's text."""

    start: int
    end: int
    before: str
    after: str
    rung: str
    confidence: float | None
    runner_up: str | None

    @property
    def unsure(self) -> bool:
        """Whether a person should look."""
        return self.confidence is not None and self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that belong to the same records and the same edit; raw is what is shown in their place as read."""

    text: str
    raw: str
    facts: tuple[str, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of a page's text; start is where the page begins in the document's text."""

    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...]
    start: int
    part: int
    parts: int


def read_page(connection: Connection, document: str, page: int, part: int, facts: Iterable[Fact]) -> Reading:
    """One part (from 1) of the text of a page. Raises LookupError where there is no such page."""
    p = schema.pages.c
    text = connection.scalar(select(p.text).where(p.document == document, p.page == page))
    if text is None:
        raise LookupError(f"no page {page}")
    start = page_start(connection, document, page)
    ends = list(_parts(text))
    part = min(max(part, 1), len(ends))
    low, high = ends[part - 2] if part > 1 else 0, ends[part - 1]
    changes = [c for c in _changes(connection, document, page, start) if c.start >= low and c.end <= high]
    spans = [(fact.start - start, fact.end - start, fact.id) for fact in facts if fact.end > fact.start]
    pieces = tuple(pieces_of(text, low, high, spans, changes))
    return Reading(pieces, tuple(c for c in changes if c.before != c.after), start, part, len(ends))


def page_start(connection: Connection, document: str, page: int) -> int:
    """Where a page begins in the document's text: the pages before it, each with a line's end."""
    p = schema.pages.c
    before = select(func.sum(func.length(p.text) + 1)).where(p.document == document, p.page < page)
    return connection.scalar(before) or 0


def pieces_of(
    text: str, low: int, high: int, spans: Sequence[tuple[int, int, str]], changes: Sequence[Change]
) -> Iterator[Piece]:
    """The text from ``low`` to ``high``, cut wherever a span or a change begins or ends.

    >>> change = Change(0, 4, "Tong", "Tổng", "mend", 0.5, None)
    >>> [(p.text, p.raw, p.facts) for p in pieces_of("Tổng 5", 0, 6, [(5, 6, "a")], [change])]
    [('Tổng', 'Tong', ()), (' ', ' ', ()), ('5', '5', ('a',))]
    """
    edges = {low, high} | {c.start for c in changes} | {c.end for c in changes}
    edges |= {edge for start, end, _ in spans for edge in (start, end) if low < edge < high}
    cuts = sorted(edge for edge in edges if low <= edge <= high)
    starting = {c.start: c for c in changes}
    around = _Sweep(spans)
    for cut, following in zip(cuts, [*cuts[1:], high], strict=True):
        change = starting.get(cut)
        if change is not None and change.end == cut:
            yield Piece("", change.before, (), change)
        if following > cut:
            inside = next((c for c in (change, around.change) if c is not None and c.start <= cut < c.end), None)
            around.change = inside
            piece = text[cut:following]
            raw = piece if inside is None else inside.before if inside.start == cut else ""
            yield Piece(piece, raw, around.at(cut), inside)


class _Sweep:
    """Which spans cover a place, asked for from left to right."""

    def __init__(self, spans: Sequence[tuple[int, int, str]]) -> None:
        self._waiting = sorted(spans, reverse=True)
        self._open: list[tuple[int, int, str]] = []
        self.change: Change | None = None

    def at(self, place: int) -> tuple[str, ...]:
        while self._waiting and self._waiting[-1][0] <= place:
            self._open.append(self._waiting.pop())
        self._open = [span for span in self._open if span[1] > place]
        return tuple(name for _, _, name in self._open)


def _parts(text: str) -> Iterator[int]:
    """Where the parts of a text end: at a line's end, each of at most MOST_CHARACTERS."""
    at = 0
    while len(text) - at > MOST_CHARACTERS:
        cut = text.rfind("\n", at + 1, at + MOST_CHARACTERS)
        at = cut + 1 if cut > at else at + MOST_CHARACTERS
        yield at
    yield len(text)


def _changes(connection: Connection, document: str, page: int, offset: int) -> Iterator[Change]:
    """The edits of a page from left to right."""
    e = schema.edits.c
    query = select(e.start, e.end, e.before, e.after, e.rung, e.confidence, e.runner_up)
    rows = connection.execute(query.where(e.document == document, e.page == page).order_by(e.start).limit(MOST_EDITS))
    last = 0
    for start, end, *said in rows:
        if start - offset >= last:
            yield Change(start - offset, end - offset, *cast("tuple[str, str, str, float | None, str | None]", said))
            last = end - offset
