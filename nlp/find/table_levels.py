"""Lines as what stands on them: pieces parted by wide spaces, in points of the page or in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.find.table_model import is_figure
from records.page import Line

_APART = re.compile(r"\s{2,}|\t")
#: Least space between two cells, in heights of the line; in characters it is two.
_GAP = 0.55
#: A line with its offset in the document.
Placed = tuple[int, Line]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line that stand together: where they lie (points or characters), and their characters."""

    x0: float
    x1: float
    start: int
    end: int
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A line of segments; top and bottom are 0.0 where the line has no boxes."""

    item: Placed
    segments: tuple[Segment, ...]
    top: float = 0.0
    bottom: float = 0.0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def level_of(item: Placed) -> Level:
    """The segments of a line: by its words' boxes where it has them, else by its spaces."""
    line = item[1]
    box = line.box if line.words and line.words[0].box else None
    return Level(item, tuple(_by_boxes(item)), box[1], box[3]) if box else Level(item, tuple(_by_spaces(item)))


def _by_boxes(item: Placed) -> Iterator[Segment]:
    offset, line = item
    words = [(word, word.box) for word in line.words if word.box is not None]
    first = 0
    for index in range(1, len(words) + 1):
        box = words[index - 1][1]
        if index < len(words) and words[index][1][0] - box[2] < _GAP * (box[3] - box[1]):
            continue
        start, last = words[first][0].start, words[index - 1][0]
        end = last.start + len(last.text)
        yield Segment(words[first][1][0], box[2], offset + start, offset + end, is_figure(line.text[start:end]))
        first = index


def _by_spaces(item: Placed) -> Iterator[Segment]:
    offset, line = item
    start = 0
    for found in [*_APART.finditer(line.text), None]:
        end = found.start() if found else len(line.text)
        if line.text[start:end].strip():
            yield Segment(start, end, offset + start, offset + end, is_figure(line.text[start:end].strip()))
        start = found.end() if found else end


def words_of(level: Level) -> Iterator[tuple[float, float, int, int]]:
    """Words of a line with their boxes' ends; of a line without boxes its segments."""
    offset, line = level.item
    if level.bottom <= level.top:
        yield from ((segment.x0, segment.x1, segment.start, segment.end) for segment in level.segments)
        return
    for word in line.words:
        if word.box is not None:
            yield word.box[0], word.box[2], offset + word.start, offset + word.start + len(word.text)
