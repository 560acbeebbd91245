"""Words between quotation marks: curly, straight, doubled single and angle ones, nested, or never closed.

Readers of images lose and swap marks: a mark's role is told by the blanks around it as well as by its shape, and a
quotation that never closes ends where its paragraph ends or the next one opens.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.find.view import View

#: Farther than this from the opening mark no closing one is looked for (characters).
REACH = 450
_MARK = re.compile(r"[“”„‟«»〝〞＂\"]|''|‘‘|’’|``|,,(?=\w)")
_OPENERS = frozenset(["“", "„", "«", "〝", "‘‘", "``", ",,"])
_CLOSERS = frozenset(["”", "»", "〞", "’’"])
#: The end of a paragraph: an empty line, or a line that begins a numbered or bulleted item.
_BREAK = re.compile(r"\n(?:[ ]*\n)+|\n(?=[ ]{0,8}(?:[-+•–*][ ]|\d{1,2}(?:\.\d{1,2}){0,3}[.)][ ]|[a-zđ]\)[ ]))")
_MARKUP = " *_\t"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in the view: its span with its marks, the words within, and whether its closing mark was found."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark with its span; opens, closes: what the blanks around it and its shape allow."""

    start: int
    end: int
    opens: bool
    closes: bool


def paragraph_ends(view: View) -> list[int]:
    """Where paragraphs end, in order; an empty line that a page's end left inside a sentence is no end."""
    return [match.start() for match in _BREAK.finditer(view.plain) if not _runs_on(view.plain, match)]


def _runs_on(plain: str, match: re.Match[str]) -> bool:
    """True when the words before a break and a small letter after it belong to one sentence."""
    if "\n" not in match[0][1:]:
        return False
    before = plain[max(0, match.start() - 20) : match.start()].rstrip()
    after = plain[match.end() : match.end() + 20].lstrip()
    return bool(before and after) and (before[-1].isalnum() or before[-1] in ",-") and after[0].islower()


def _beyond_markup(text: str, at: int, step: int) -> str:
    """The next character in a direction; stars and underscores of markup are looked through, blanks are not."""
    while 0 <= at < len(text) and text[at] in "*_":
        at += step
    return text[at] if 0 <= at < len(text) else " "


def _marks(printed: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(printed):
        before = _beyond_markup(printed, match.start() - 1, -1)
        after = _beyond_markup(printed, match.end(), 1)
        free_left, free_right = not (before.isalnum() or before in ".,%)"), not after.isalnum()
        shape = match[0]
        opens = shape in _OPENERS or (free_left and not free_right)
        closes = shape in _CLOSERS or free_right
        if shape in _OPENERS and not free_left and free_right:
            opens = False
        if shape in _CLOSERS and not (free_left and not free_right):
            opens = False
        yield _Mark(match.start(), match.end(), opens, closes)


def find_quotes(view: View, ends: list[int] | None = None) -> list[Quoted]:
    """All outer quotations in order. ``ends``: where paragraphs end, when they are known already."""
    printed = view.plain_kept(0, len(view.plain))
    marks = list(_marks(printed))
    ends = paragraph_ends(view) if ends is None else ends
    found: list[Quoted] = []
    index = 0
    while index < len(marks):
        if not marks[index].opens:
            index += 1
            continue
        index, quoted = _read(marks, index, _limit(view, ends, marks, index))
        found.append(quoted)
    return found


def _limit(view: View, ends: list[int], marks: list[_Mark], index: int) -> int:
    """Where a quotation that opens here must have closed: its paragraph's end, or a blank line a title runs over."""
    start = marks[index].end
    at = bisect_left(ends, start)
    stop = min(ends[at] if at < len(ends) else len(view.plain), start + REACH)
    following = next((mark for mark in marks[index + 1 :] if mark.start > stop), None)
    over = at < len(ends) and stop == ends[at] and following is not None and following.start < start + REACH
    if over and following is not None and not following.opens and not _closed_before(marks, index, stop):
        words = view.plain[start:stop].rstrip()
        return following.end if words and (words[-1].isalnum() or words[-1] in ",-") else stop
    return stop


def _closed_before(marks: list[_Mark], index: int, stop: int) -> bool:
    return any(mark.closes for mark in marks[index + 1 : index + 8] if mark.start < stop)


def _read(marks: list[_Mark], index: int, limit: int) -> tuple[int, Quoted]:
    """The quotation that a mark opens, and the index of the mark after it."""
    first = marks[index]
    depth = 1
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.start >= limit:
            break
        if mark.opens and not (mark.closes and depth):
            if not _nested(marks, at, limit):
                return at, Quoted(first.start, mark.start, first.end, mark.start, closed=False)
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at + 1, Quoted(first.start, mark.end, first.end, mark.start)
    following = next((at for at in range(index + 1, len(marks)) if marks[at].start >= limit), len(marks))
    return following, Quoted(first.start, limit, first.end, limit, closed=False)


def _nested(marks: list[_Mark], at: int, limit: int) -> bool:
    """True when two closing marks follow an opening one: a quotation inside a quotation."""
    following = [mark for mark in marks[at + 1 : at + 3] if mark.start < limit]
    return len(following) == 2 and not any(mark.opens for mark in following)


def words_of(view: View, start: int, end: int) -> str:
    """The words of a span on one line as printed, without marks of markup, stray blanks and stops at its ends.

    >>> words_of(View("“*Cải tiến\\nkhay đựng mẫu*.”"), 1, 24)
    'Cải tiến khay đựng mẫu'
    """
    kept = re.sub(r"(?<![^\W_])[*_#]+|[*_#]+(?![^\W_])|\*+|\\", " ", view.plain_kept(start, end))
    return " ".join(kept.split()).strip(" .,;:" + _MARKUP)
