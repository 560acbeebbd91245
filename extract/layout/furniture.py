"""Page numbers, running heads and feet: what a page carries that is no part of the document's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.layout.cues import fold
from records.page import Line, Page

_PAGE_NUMBER = re.compile(
    r"[-–—~.\s]*(?:(?:trang|page|tr\.?)\s*(?:số\s*)?)?(\d{1,4})(?:\s*(?:/|of|trên)\s*(\d{1,4}))?[-–—~.\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_DEPTH = 2  # lines at each end of a page that may be furniture
_MARGIN = 0.12  # share of a page's height, where it is known
_FEWEST_PAGES = 3  # on which a running head must stand
_FEWEST_LETTERS = 4


def is_page_number(text: str) -> bool:
    """True for what can be a page's number when it stands alone.

    >>> [is_page_number(text) for text in ("2", "- 2 -", "Trang 2/5", "2/5", "II.", "1.200", "5/2")]
    [True, True, True, True, False, False, False]
    """
    found = _PAGE_NUMBER.fullmatch(text.strip())
    if found is None:
        return False
    return found[2] is None or int(found[1]) <= int(found[2])


def without(pages: Sequence[Page]) -> list[Page]:
    """The pages with their running heads, feet and numbers moved from the lines to the furniture; see ``strip``."""
    parted = strip([page.lines for page in pages], [page.height for page in pages])
    moved: list[Page] = []
    for page, (kept, extra) in zip(pages, parted, strict=True):
        furniture = tuple(sorted(page.furniture + extra, key=lambda line: line.number))
        moved.append(replace(page, lines=kept, furniture=furniture) if extra else page)
    return moved


def strip(
    pages: Sequence[Sequence[Line]], heights: Sequence[float | None] | None = None
) -> list[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Part each page's lines into text and furniture, looking at all pages together.

    Furniture are lines among the first or last two of a page (that stand in the margin, where ``heights`` in points
    and boxes are known) which are the page's number in a row of rising numbers, or which at least half of the pages,
    and three, repeat but for their digits. Numbers of lines stay as they are.
    """
    tall = heights or [None] * len(pages)
    ends = [_ends(page, height) for page, height in zip(pages, tall, strict=True)]
    running = _running(ends)
    numbered = _numbered(ends)
    result: list[tuple[tuple[Line, ...], tuple[Line, ...]]] = []
    for index, page in enumerate(pages):
        extra = {
            line.number
            for side, line in ends[index]
            if (side, _key(line)) in running or (index, line.number) in numbered
        }
        kept = tuple(line for line in page if line.number not in extra)
        result.append((kept, tuple(line for line in page if line.number in extra)))
    return result


def _ends(page: Sequence[Line], height: float | None) -> list[tuple[str, Line]]:
    """The lines that may be furniture, with their side. A page of few lines has text only."""
    written = [line for line in page if line.text.strip()]
    if len(written) < 2 * _DEPTH:
        return []
    found = [("top", line) for line in written[:_DEPTH]] + [("bottom", line) for line in written[-_DEPTH:]]
    return [(side, line) for side, line in found if _in_margin(side, line, height)]


def _in_margin(side: str, line: Line, height: float | None) -> bool:
    if height is None or line.box is None:
        return True
    return line.box[3] < _MARGIN * height if side == "top" else line.box[1] > (1 - _MARGIN) * height


def _key(line: Line) -> str:
    """A line's letters, its digits made alike."""
    return fold(_DIGITS.sub("#", line.text))


def _running(ends: Sequence[Sequence[tuple[str, Line]]]) -> set[tuple[str, str]]:
    """Side and key of the lines that most pages have."""
    seen = Counter(item for page in ends for item in {(side, _key(line)) for side, line in page})
    enough = max(_FEWEST_PAGES, len(ends) / 2)
    return {item for item, pages in seen.items() if pages >= enough and len(item[1]) >= _FEWEST_LETTERS}


def _numbered(ends: Sequence[Sequence[tuple[str, Line]]]) -> set[tuple[int, int]]:
    """(page index, line number) of the page numbers that rise with the pages, on two pages at least."""
    found: dict[int, list[tuple[int, int]]] = {}
    for index, page in enumerate(ends):
        for line in {line.number: line for _, line in page}.values():
            number = _PAGE_NUMBER.fullmatch(line.text.strip())
            if number is not None and is_page_number(line.text):
                found.setdefault(int(number[1]) - index, []).append((index, line.number))
    longest = max(found.values(), key=len, default=[])
    return set(longest) if len({index for index, _ in longest}) >= 2 else set()
