"""Words to rows: what stands on one level of a page, on a level page after taking its skew away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from records.page import Word

_MAX_SLOPE = 0.07  # four degrees; more is another orientation, not skew
_MIN_SLOPE = 0.002  # a point over the width of a page
_OVERLAP = 0.5  # of the lower one's height: two pieces at one level


@dataclass(frozen=True, slots=True)
class Spot:
    """A word with its corners on the levelled page."""

    word: Word
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one level from left to right; top and bottom are those of most of its words."""

    spots: tuple[Spot, ...]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        """Left end."""
        return self.spots[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(spot.x1 for spot in self.spots)

    @property
    def height(self) -> float:
        """Height of most of its words."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(spot.word.text for spot in self.spots)

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """The spaces between its words as (left, right)."""
        return [(left.x1, right.x0) for left, right in pairwise(self.spots) if right.x0 > left.x1]


#: Words that the file or the engine puts side by side.
_Run: TypeAlias = list[Spot]


def rows_of(words: Sequence[Word], width: float, height: float, hints: Sequence[int] | None = None) -> list[Row]:
    """The rows of a page from top to bottom. Every word must have a box; ``hints`` is the engine's line of each."""
    spots = [Spot(word, *word.box) for word in words if word.box is not None]
    if not spots:
        return []
    runs = _runs_by_hint(spots, hints) if hints is not None else _runs_in_order(spots)
    if len(runs) * 2.5 > len(spots) and len(spots) > 20:
        runs = _runs_by_nearness(spots)
    slope = _slope(runs)
    if slope:
        runs = [[_levelled(spot, slope, width / 2, height / 2) for spot in run] for run in runs]
    return _joined(runs)


def _runs_by_hint(spots: Sequence[Spot], hints: Sequence[int]) -> list[_Run]:
    runs: dict[int, _Run] = {}
    for spot, hint in zip(spots, hints, strict=True):
        runs.setdefault(hint, []).append(spot)
    return list(runs.values())


def _runs_in_order(spots: Sequence[Spot]) -> list[_Run]:
    """Words that follow one another in the file and on the page."""
    runs: list[_Run] = [[spots[0]]]
    for last, spot in pairwise(spots):
        if _follows(last, spot):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def _follows(last: Spot, spot: Spot) -> bool:
    height = max(last.y1 - last.y0, spot.y1 - spot.y0)
    level = abs((last.y0 + last.y1) - (spot.y0 + spot.y1)) < height
    return level and -0.5 * height < spot.x0 - last.x1 < 4 * height


def _runs_by_nearness(spots: Sequence[Spot]) -> list[_Run]:
    """Words in any order, each put behind the nearest run that ends left of it."""
    runs: list[_Run] = []
    for spot in sorted(spots, key=lambda spot: spot.x0):
        near = [run for run in runs if _follows(run[-1], spot)]
        if near:
            middle = spot.y0 + spot.y1
            min(near, key=lambda run: abs(run[-1].y0 + run[-1].y1 - middle)).append(spot)
        else:
            runs.append([spot])
    return runs


def _slope(runs: Iterable[_Run]) -> float:
    """How far rows fall for each point to the right: the median over runs, long ones counting more."""
    found: list[tuple[float, float]] = []
    for run in runs:
        width = run[-1].x1 - run[0].x0
        if len(run) >= 4 and width > 8 * (run[0].y1 - run[0].y0):
            found.append((_fit(run), width))
    if not found:
        return 0.0
    found.sort()
    half = sum(width for _, width in found) / 2
    for slope, width in found:
        half -= width
        if half <= 0:
            return slope if _MIN_SLOPE < abs(slope) < _MAX_SLOPE else 0.0
    return 0.0


def _fit(run: _Run) -> float:
    """Slope of the straight line through the middles of a run's words."""
    xs = [spot.x0 + spot.x1 for spot in run]
    ys = [spot.y0 + spot.y1 for spot in run]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread if spread else 0.0


def _levelled(spot: Spot, slope: float, middle_x: float, middle_y: float) -> Spot:
    down = slope * ((spot.x0 + spot.x1) / 2 - middle_x)
    across = slope * ((spot.y0 + spot.y1) / 2 - middle_y)
    return Spot(spot.word, spot.x0 + across, spot.y0 - down, spot.x1 + across, spot.y1 - down)


def _joined(runs: Iterable[_Run]) -> list[Row]:
    """Runs at one level put together."""
    pieces = [(median([s.y0 for s in run]), median([s.y1 for s in run]), run) for run in runs]
    pieces.sort(key=lambda piece: piece[0] + piece[1])
    levels: list[list[tuple[float, float, _Run]]] = []
    for piece in pieces:
        home = next((level for level in reversed(levels[-3:]) if _level_with(piece, level)), None)
        if home is None:
            levels.append([piece])
        else:
            home.append(piece)
    rows = [_row(level) for level in levels]
    return sorted(rows, key=lambda row: row.top + row.bottom)


def _level_with(piece: tuple[float, float, _Run], level: list[tuple[float, float, _Run]]) -> bool:
    """True when a piece overlaps the longest one of a level enough, and does not lie over its words."""
    top, bottom, run = piece
    its_top, its_bottom, _ = max(level, key=lambda other: len(other[2]))
    lower = min(bottom - top, its_bottom - its_top)
    if min(bottom, its_bottom) - max(top, its_top) < _OVERLAP * lower:
        return False
    left, right = run[0].x0, run[-1].x1
    return all(min(right, o[-1].x1) - max(left, o[0].x0) < 0.5 * (right - left) for _, _, o in level)


def _row(level: list[tuple[float, float, _Run]]) -> Row:
    top, bottom, _ = max(level, key=lambda piece: len(piece[2]))
    spots = sorted((spot for _, _, run in level for spot in run), key=lambda spot: spot.x0)
    return Row(tuple(spots), top, bottom)
