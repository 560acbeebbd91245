"""What the image of a page says about its lines: which are noise, and which stand apart from the line above.

Dotted lines to be filled in by hand, stains and rules are read as letters, but with no confidence ("KIHDU. ca cac.").
"""

from __future__ import annotations

from statistics import median

from records.page import DocumentText, Line

#: Lines of signs whose words have a middle confidence below this are no print.
_NOISE = 0.35
#: Room above a line, in heights of the line above, that separates parts of a head (lines of one part have half of it).
_APART = 1.2


def noise_lines(text: DocumentText) -> frozenset[int]:
    """Offsets of the lines that were read from an image with no confidence."""
    return frozenset(offset for offset, _, line in text.lines() if _is_noise(line))


def lines_apart(text: DocumentText) -> frozenset[int]:
    """Offsets of the lines with an empty line's room above them, on the page of the line before."""
    found = set()
    above: tuple[int, Line] | None = None
    for offset, page, line in text.lines():
        if above and above[0] == page and _is_apart(above[1], line):
            found.add(offset)
        above = (page, line)
    return frozenset(found)


def _is_noise(line: Line) -> bool:
    known = [word.confidence for word in line.words if word.confidence is not None]
    return bool(known) and median(known) < _NOISE


def _is_apart(above: Line, line: Line) -> bool:
    """True when a line of the same column stands farther below than lines of one paragraph do."""
    if above.box is None or line.box is None or line.box[0] > above.box[2] or line.box[2] < above.box[0]:
        return False
    height = above.box[3] - above.box[1]
    return line.box[1] - above.box[3] > _APART * height
