"""section-gap: numbered sections follow each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from audit.sections import Heading, headings, to_roman
from audit.words import fold
from records.finding import Finding

_ID = "section-gap"
_MANUAL = """
Parts (I, II), articles (Điều 1), sections (1, 2) and subsections (1.1, 1.2) rise by one below the same
heading. A number may begin anew at 1 (another list, an annex). What skips or falls back is reported: a page
may be missing, or a heading was misnumbered. Sections by Arabic numbers are also the numbers of lists: there
only a number left out is reported, and only where the count goes on after it. On pages that were read,
numerals that a reader garbled ("IIL", "II" for "III") count as there.
"""


def _check(case: Case) -> Iterator[Finding]:
    every = list(headings(case.dossier.lines))
    found = [heading for heading in every if heading.sure]
    failed = False
    for row in _rows(found):
        for index, (before, after) in enumerate(itertools.pairwise(row)):
            if _breaks(row, index, before, after) and not (
                _is_there(every, before, after) or _lost_a_stroke(case, row, index) or _printed_again(case, row, index)
            ):
                failed = True
                spots = [case.spot(case.line_place(h.line.start)) for h in (after, before)]
                yield finding(
                    _ID, "warning", "fails", "section-fails", spots, found=after.printed,
                    blame="author", before=before.printed, after=after.printed,
                )  # fmt: skip
    top = [heading for heading in found if heading.kind in ("part", "article")]
    top = top if len(top) >= 2 else found
    if len(top) >= 2 and not failed:
        spots = [case.spot(case.line_place(h.line.start)) for h in (top[0], top[-1])]
        yield finding(_ID, "note", "holds", "sections-hold", spots, first=top[0].printed, last=top[-1].printed)


def _rows(found: Sequence[Heading]) -> Iterator[list[Heading]]:
    """Headings of one kind below the same headings, in order."""
    rows: dict[tuple[object, ...], list[Heading]] = {}
    part = 0
    for heading in found:
        if heading.kind == "part":
            part += 1
        below = (part,) if heading.kind == "section" else ()
        rows.setdefault((heading.kind, heading.above, below), []).append(heading)
    yield from rows.values()


def _is_there(every: Sequence[Heading], before: Heading, after: Heading) -> bool:
    """True when a line between the two, that is no sure heading, bears the number that is left out."""
    return any(
        other.number == before.number + 1 and other.kind == after.kind
        for other in every
        if before.line.start < other.line.start < after.line.start
    )


def _lost_a_stroke(case: Case, row: Sequence[Heading], index: int) -> bool:
    """True for "II, II, IV" on a page that was read: the second is a "III" that lost a stroke."""
    before, after = row[index], row[index + 1]
    if index == 0 or before.kind != "part" or row[index - 1].number != after.number - 2:
        return False
    return to_roman(after.number - 1).startswith(before.printed) and case.read(case.line_place(before.line.start))


def _printed_again(case: Case, row: Sequence[Heading], index: int) -> bool:
    """True for a heading that stands twice: its page is there twice, or a reader took one stroke for two."""
    before, after = row[index], row[index + 1]
    if after.number != before.number:
        return False
    same = fold(before.line.text) == fold(after.line.text)
    return same or case.read(case.line_place(after.line.start))


def _breaks(row: list[Heading], index: int, before: Heading, after: Heading) -> bool:
    if after.number in (before.number + 1, 1):
        return False
    if after.kind != "section":
        return True
    goes_on = index + 2 < len(row) and row[index + 2].number == after.number + 1
    return before.number + 1 < after.number <= before.number + 3 and (goes_on or bool(after.above))


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example("holds", "I. ĐẶC ĐIỂM TÌNH HÌNH\n\nThuận lợi.\n\nII. KẾT QUẢ\n\nTốt.\n\nIII. KIẾN NGHỊ\n\nKhông.\n"),
        Example("fails", "I. ĐẶC ĐIỂM TÌNH HÌNH\n\nThuận lợi.\n\nII. KẾT QUẢ\n\nTốt.\n\nIV. KIẾN NGHỊ\n\nKhông.\n"),
    ),
)
