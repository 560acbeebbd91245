"""Reading order: words of a page, from a text layer or an OCR engine, to numbered lines as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.layout.columns import Frame, zones
from extract.layout.furniture import is_page_number
from extract.layout.rows import Row, Spot, rows_of
from records.page import Line, Word

_MARGIN = 0.1  # share of a page's height where its number stands
_APART = 0.6  # times the height: the least space between a page number and the text


def arrange(
    words: Sequence[Word],
    width: float,
    height: float,
    rows: Sequence[int] | None = None,
    *,
    first_page: bool = False,
    last_page: bool = False,
) -> tuple[list[Line], list[Line]]:
    """Lines in reading order and the page's furniture (its number where it stands alone in a margin).

    words: with boxes in points from the top left (or all without: then they are lines by ``rows`` as they come);
    width, height: of the page in points; rows: the OCR engine's line of each word, a hint; first_page allows a head in
    two columns whose national title could not be read; last_page is there for the caller's symmetry: a foot is known
    by "Nơi nhận" or the signer's "TM.", "KT." on whatever page it stands.

    The left column of a head or foot is read whole before the right one; all else is read row by row, so that a
    table's rows stay together. Lines are numbered from 1 as they are read, furniture at the place where it stands.
    """
    if any(word.box is None for word in words):
        return _unplaced(words, rows), []
    levels = rows_of(words, width, height, rows)
    above, levels, below = _without_numbers(levels, height)
    parts = [*((row.spots, True) for row in above), *((spots, False) for spots in _read(levels, first_page))]
    parts += [(row.spots, True) for row in below]
    lines: list[Line] = []
    furniture: list[Line] = []
    for number, (spots, extra) in enumerate(parts, start=1):
        (furniture if extra else lines).append(_line(number, [spot.word for spot in spots]))
    return lines, furniture


def _read(rows: list[Row], first_page: bool) -> list[tuple[Spot, ...]]:
    """The rows, those of two-column zones parted and put column by column."""
    if not rows:
        return []
    frame = Frame(min(row.x0 for row in rows), max(row.x1 for row in rows))
    parts: list[tuple[Spot, ...]] = []
    done = 0
    for zone in zones(rows, frame, first_page):
        parts += [row.spots for row in rows[done : zone.first]]
        sides = [zone.split(row) for row in rows[zone.first : zone.last]]
        parts += [left for left, _ in sides if left] + [right for _, right in sides if right]
        done = zone.last
    return parts + [row.spots for row in rows[done:]]


def _without_numbers(rows: list[Row], height: float) -> tuple[list[Row], list[Row], list[Row]]:
    """Page numbers above, the rows of the text, page numbers below."""
    above, below = [], []
    if len(rows) > 1 and rows[0].bottom < _MARGIN * height and _is_number(rows[0], rows[1].top - rows[0].bottom, rows):
        above, rows = rows[:1], rows[1:]
    if len(rows) > 1 and rows[-1].top > (1 - _MARGIN) * height:
        space = rows[-1].top - rows[-2].bottom
        if _is_number(rows[-1], space, rows):
            rows, below = rows[:-1], rows[-1:]
    return above, rows, below


def _is_number(row: Row, space: float, rows: list[Row]) -> bool:
    """True for a page number that stands apart, in the middle or at the right (a table's first cell is at the left)."""
    if space < _APART * row.height or not is_page_number(row.text):
        return False
    frame = Frame(min(row.x0 for row in rows), max(row.x1 for row in rows))
    centre = frame.share((row.x0 + row.x1) / 2)
    return 0.4 < centre < 0.6 or centre > 0.85 or len(row.spots) > 1


def _line(number: int, words: Sequence[Word]) -> Line:
    """A line of words with single spaces between them."""
    placed: list[Word] = []
    start = 0
    for word in words:
        placed.append(Word(word.text, word.raw, start, word.box, word.confidence, word.font, word.size))
        start += len(word.text) + 1
    return Line(number, " ".join(word.text for word in words), tuple(placed))


def _unplaced(words: Sequence[Word], rows: Sequence[int] | None) -> list[Line]:
    """Lines of words that have no box: by the engine's lines, else all in one."""
    groups: dict[int, list[Word]] = {}
    for index, word in enumerate(words):
        groups.setdefault(rows[index] if rows is not None else 0, []).append(word)
    return [_line(number, group) for number, group in enumerate(groups.values(), start=1)]
