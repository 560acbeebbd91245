"""Where the head of a document ends and its body begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.find.letterhead import lines_of
from nlp.find.lists import body_openings, opening_spellings
from nlp.find.view import View, fold, squeeze

_HEAD_LINES = 45
#: A line of the head's columns is shorter than this; in one, only the surest words open a body.
NARROW = 50
_SURE_OPENING = re.compile(
    r"^\W*(?:kinh\s*gui|can\s*cu|dieu 1|thuc hien (?:ke hoach|cong van|quyet dinh|chi thi|huong dan|nghi)|i\.)"
)


@dataclass(slots=True)
class Zone:
    """The lines of the head: spans of the view's lines down to the body."""

    view: View
    lines: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, view: View) -> Zone:
        """The head's lines: at most 45, down to the first that opens the body."""
        zone = cls(view)
        for start, end in lines_of(view, 0, len(view.plain)):
            zone.lines.append((start, end))
            if len(zone.lines) >= _HEAD_LINES or (len(zone.lines) > 3 and opens_body(view, start, end, NARROW)):
                break
        return zone

    @property
    def end(self) -> int:
        """The end of its last line."""
        return self.lines[-1][1] if self.lines else 0


def opens_body(view: View, start: int, end: int, narrow: int = 0) -> bool:
    """True when a line opens the body: a capital and a word that bodies open with.

    narrow: a line shorter than this stands in a column of the head, where only the surest words count.
    """
    first = re.search(r"[^\W_]", view.plain[start:end])
    match = body_openings().match(view.folded, start, end)
    if first is None or first[0].islower() or match is None:
        return False
    if match["phrase"] and not _SURE_OPENING.match(view.folded[start:end]):
        spelled = squeeze(view.plain[match.start("phrase") : match.end("phrase")]).lower()
        if spelled not in opening_spellings() and spelled != fold(spelled):
            return False
    return end - start >= narrow or _SURE_OPENING.match(view.folded[start:end]) is not None
