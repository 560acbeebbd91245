"""Whether a line goes on in the next one, within a page or over its border; lines themselves stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from records.page import Line

_ENDS = re.compile(r"[.;:!?…](?:/\.)?[”\"’')\]]*\s*$")
_OPENS = re.compile(r"\s*(?:[-–—+*•●○▪◦\uf0b7]\s*\S|[IVXLC]{1,6}[.)]\s|\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]\d?[.)]\s)")
_NAMED = re.compile(r"\s*(?:Điều|Chương|Mục|Phần|Phụ lục|Biểu)\s+(?:\d+|[IVXLC]+)\b", re.IGNORECASE)
_FULL = 0.85  # share of the usual width from which a line counts as full


def paragraph_breaks(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether a paragraph ends with it; the last one always ends its paragraph.

    lines: the text of a page, or of several pages one after another (without their furniture). With boxes a full line
    is one that reaches the text's right end; without, one nearly as long as most long lines.
    """
    full = _full_lines(lines)
    flags = [not _goes_on(line, after, full[index]) for index, (line, after) in enumerate(pairwise(lines))]
    return [*flags, True] if lines else []


def _goes_on(line: Line, after: Line, full: bool) -> bool:
    """True when nothing ends the line, nothing opens the next, and its length or the next's first letter says so."""
    text, following = line.text.strip(), after.text.strip()
    if not text or not following or _OPENS.match(following) or _NAMED.match(following):
        return False
    if text.isupper() != following.isupper() and text.upper() != text.lower() and not full:
        return False
    if _ENDS.search(text):
        return full and _begins_left(line, after) and following[0].isupper() and not text.endswith((":", ";", "/."))
    return full or following[0].islower() or following[0].isdigit()


def _begins_left(line: Line, after: Line) -> bool:
    """True when the next line is known to begin at the left end: a sentence ended by chance at the right end."""
    if line.box is None or after.box is None:
        return False
    return after.box[0] < line.box[0] + 3.0


def _full_lines(lines: Sequence[Line]) -> list[bool]:
    """Which lines run to the right end of the text."""
    boxes = [line.box for line in lines]
    if lines and all(box is not None for box in boxes):
        ends = [box[2] for box in boxes if box is not None]
        left = min(box[0] for box in boxes if box is not None)
        right = _usual_longest(ends)
        return [end - left >= 0.93 * (right - left) for end in ends]
    lengths = [len(line.text) for line in lines]
    usual = _usual_longest([float(length) for length in lengths])
    return [length >= _FULL * usual for length in lengths]


def _usual_longest(lengths: Sequence[float]) -> float:
    """The median of the longest third: a single overlong line does not count."""
    longest = sorted(lengths)[-max(1, len(lengths) // 3) :] if lengths else [0.0]
    return median(longest)
