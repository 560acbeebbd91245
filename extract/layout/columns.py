"""The head and the foot of a Vietnamese official document stand in two columns; here they are told from the rest.

Nghị định 30/2020/NĐ-CP, annex I: the head has the issuer and the number on the left, quốc hiệu, tiêu ngữ, place and
date on the right; the foot has "Nơi nhận" on the left, the signer's block on the right. A column is found by the strip
between the two that no word of its rows crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extract.layout.cues import fold, holds, likeness, matches
from extract.layout.rows import Row, Spot

_HEAD_ROWS = 10  # the national title is among the first rows of a page
_MAX_ROWS = 14  # rows of a head below the national title
_NEVER_NARROWER = 2.0  # points left of a strip
_WIDE = 1.2  # times the height: a space that parts columns whatever else the row has


@dataclass(frozen=True, slots=True)
class Frame:
    """Left and right end of a page's text, and its middle."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    def share(self, x: float) -> float:
        """Where x lies: 0 at the left end, 1 at the right one."""
        return (x - self.left) / self.width if self.width else 0.5


@dataclass(frozen=True, slots=True)
class Zone:
    """Rows first..last (last excluded) in two columns parted at x."""

    first: int
    last: int
    x: float

    def split(self, row: Row) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
        """The words of a row left and right of the parting."""
        left = tuple(spot for spot in row.spots if spot.x0 + spot.x1 < 2 * self.x)
        return left, tuple(spot for spot in row.spots if spot.x0 + spot.x1 >= 2 * self.x)


@dataclass(frozen=True, slots=True)
class _Strip:
    """A strip free of words."""

    left: float
    right: float

    def cut(self, gap: tuple[float, float]) -> _Strip:
        return _Strip(max(self.left, gap[0]), min(self.right, gap[1]))

    @property
    def width(self) -> float:
        return self.right - self.left


def zones(rows: Sequence[Row], frame: Frame, first_page: bool) -> list[Zone]:
    """The two-column zones of a page: a head, a foot, both or none."""
    head = _head(rows, frame) or (_unnamed_head(rows, frame) if first_page else None)
    start = head.last if head else 0
    foot = _foot(rows, frame, start)
    return [zone for zone in (head, foot) if zone is not None]


def _head(rows: Sequence[Row], frame: Frame) -> Zone | None:
    """The zone around the national title (or the Party's), wherever it begins in its row."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        if not holds(row.text, "head-right"):
            continue
        starts = [place for place, spot in enumerate(row.spots) if 0.25 < frame.share(spot.x0) < 0.8]
        place = max(starts, key=lambda start: likeness(_text(row.spots[start : start + 10]), "head-right"), default=0)
        if starts and matches(_text(row.spots[place : place + 10]), "head-right"):
            left = max((other.x1 for other in row.spots[:place]), default=frame.left)
            return _grow_head(rows, index, _Strip(left, row.spots[place].x0), frame)
    return None


def _unnamed_head(rows: Sequence[Row], frame: Frame) -> Zone | None:
    """A head whose title could not be read: two of the first four rows have one wide space, in the middle."""
    middle = strip = _Strip(frame.left + 0.3 * frame.width, frame.left + 0.7 * frame.width)
    found: list[tuple[int, tuple[float, float]]] = []
    for index, row in enumerate(rows[:4]):
        gap = _widest(row, middle, _WIDE)
        if gap is not None and sum(right - left >= _WIDE * row.height for left, right in row.gaps) == 1:
            found.append((index, gap))
    if len(found) < 2 or _flush(rows, found[0], found[1]):
        return None
    for _, gap in found[:2]:
        strip = strip.cut(gap)
    return _grow_head(rows, found[0][0], strip, frame) if strip.width > _NEVER_NARROWER else None


def _flush(rows: Sequence[Row], one: tuple[int, tuple[float, float]], two: tuple[int, tuple[float, float]]) -> bool:
    """True when both columns of two rows begin at one place, as a table's cells do; those of a head are centred."""
    left = abs(rows[one[0]].x0 - rows[two[0]].x0)
    return max(left, abs(one[1][1] - two[1][1])) < _NEVER_NARROWER


def _grow_head(rows: Sequence[Row], anchor: int, strip: _Strip, frame: Frame) -> Zone | None:
    first = anchor
    while first > 0 and (wider := _narrowed(rows[first - 1], strip)) is not None:
        strip, first = wider, first - 1
    last = anchor + 1
    while last < min(len(rows), anchor + _MAX_ROWS) and _in_head(rows, last, strip, frame):
        strip = _narrowed(rows[last], strip) or strip
        last += 1
    zone = Zone(first, last, (strip.left + strip.right) / 2)
    return zone if any(zone.split(row)[0] for row in rows[first:last]) else None


def _in_head(rows: Sequence[Row], index: int, strip: _Strip, frame: Frame) -> bool:
    """True while rows keep to the columns: not across the strip, not centred on the page, not far below."""
    row, above = rows[index], rows[index - 1]
    free = _narrowed(row, strip)
    if free is None or row.top - above.bottom > 5 * above.height or matches(row.text, "body"):
        return False
    two_sided = row.x0 < free.left and row.x1 > free.right
    centre = frame.share((row.x0 + row.x1) / 2)
    return two_sided or (not 0.42 < centre < 0.58 and row.x1 - row.x0 < 0.6 * frame.width)


def _foot(rows: Sequence[Row], frame: Frame, start: int) -> Zone | None:
    """The zone that begins with "Nơi nhận" or, where that is on another page, with the signer's "TM.", "KT."..."""
    for index in range(len(rows) - 1, start - 1, -1):
        strip = _recipients(rows[index], frame)
        if strip is not None:
            return _grow_foot(rows, index, strip, frame, start)
    for index in range(start, len(rows)):
        strip = _signer(rows[index], frame)
        if strip is not None:
            return _grow_foot(rows, index, strip, frame, start)
    return None


def _recipients(row: Row, frame: Frame) -> _Strip | None:
    """The strip right of "Nơi nhận", when the row begins with it."""
    opening = _text(row.spots[:3])
    if frame.share(row.x0) > 0.4 or not 6 <= len(fold(_text(row.spots[:2]))) <= 12 or not matches(opening, "foot-left"):
        return None
    free = _Strip(row.spots[min(1, len(row.spots) - 1)].x1, frame.right)
    return _narrowed(row, free)


def _signer(row: Row, frame: Frame) -> _Strip | None:
    """The strip left of the signer's block, when a cue opens the row's right part."""
    for place, spot in enumerate(row.spots):
        if frame.share(spot.x0) < 0.4:
            continue
        left = row.spots[place - 1].x1 if place else frame.left
        if place and spot.x0 - left < _WIDE * row.height:
            return None if place > 1 and frame.share(row.x0) > 0.4 else _next_signer(row, place, frame)
        return _Strip(left, spot.x0) if matches(_text(row.spots[place:]), "foot-right") else None
    return None


def _next_signer(row: Row, place: int, frame: Frame) -> _Strip | None:
    """As above, for a left part that reaches past the middle."""
    for index in range(place + 1, len(row.spots)):
        left, spot = row.spots[index - 1].x1, row.spots[index]
        if spot.x0 - left >= _WIDE * row.height:
            found = frame.share(spot.x0) < 0.8 and matches(_text(row.spots[index:]), "foot-right")
            return _Strip(left, spot.x0) if found else None
    return None


def _grow_foot(rows: Sequence[Row], anchor: int, strip: _Strip, frame: Frame, start: int) -> Zone | None:
    last = anchor + 1
    while last < len(rows) and (narrower := _narrowed(rows[last], strip)) is not None:
        strip, last = narrower, last + 1
    first = anchor
    while first > start and frame.share(rows[first - 1].x0) > 0.4 and rows[first - 1].x0 > strip.left:
        first -= 1
        strip = strip.cut((strip.left, rows[first].x0))
    zone = Zone(first, last, (strip.left + strip.right) / 2)
    sides = [zone.split(row) for row in rows[first:last]]
    return zone if any(left for left, _ in sides) and any(right for _, right in sides) else None


def _narrowed(row: Row, strip: _Strip) -> _Strip | None:
    """What is left of the strip when the row must not cross it; None when it does.

    A space within the row parts columns when it is wide, else the space beside the row does, else one that is clearly
    wider than the row's other spaces.
    """
    wide = _widest(row, strip, _WIDE)
    outer = [(row.x1, float("inf")), (float("-inf"), row.x0)]
    beside = max((strip.cut(gap) for gap in outer), key=lambda cut: cut.width)
    for gap in (wide, None if beside.width <= _NEVER_NARROWER else (beside.left, beside.right)):
        if gap is not None:
            return strip.cut(gap)
    usual = median([right - left for left, right in row.gaps]) if row.gaps else 0.0
    narrow = _widest(row, strip, 0.45)
    return strip.cut(narrow) if narrow and narrow[1] - narrow[0] > 1.5 * usual else None


def _widest(row: Row, strip: _Strip, times: float) -> tuple[float, float] | None:
    """The widest space of the row, at least ``times`` its height, that leaves something of the strip."""
    fit = [gap for gap in row.gaps if gap[1] - gap[0] >= times * row.height and strip.cut(gap).width > _NEVER_NARROWER]
    return max(fit, key=lambda gap: gap[1] - gap[0], default=None)


def _text(spots: Sequence[Spot]) -> str:
    return " ".join(spot.word.text for spot in spots)
