"""Where a fact stands: document, page, line, characters and box. No place, no record."""

from __future__ import annotations

from dataclasses import dataclass

#: x0, y0, x1, y1 in points (1/72 inch) from the top left corner of the page.
Box = tuple[float, float, float, float]


def union(boxes: list[Box]) -> Box | None:
    """The smallest box around all boxes; None for none.

    >>> union([(10, 10, 20, 20), (15, 5, 30, 12)])
    (10, 5, 30, 20)
    """
    if not boxes:
        return None
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document's repaired text and its box on the page.

    page and line are 1-based; start and end count characters of the document's repaired text (end excluded);
    confidence is the lowest of the words read (0..1), or None where nothing was guessed at (born-digital text).
    """

    page: int
    line: int
    start: int
    end: int
    text: str
    raw: str
    box: Box | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.page < 1 or self.line < 1:
            raise ValueError(f"page and line are 1-based, got page {self.page}, line {self.line}")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"start and end must rise from 0, got {self.start}..{self.end}")
        if self.confidence is not None and not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is 0..1 or None, got {self.confidence}")
