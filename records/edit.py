"""Edits: every change that repair makes to a text, explained, applied and undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: characters ``start`` to ``end`` of the raw text, what stood there and what stands there now.

    rung names the step of repair ("decode", "restore", "mend" ...); confidence is 0..1 or None where nothing was
    measured; runner_up is the next best spelling. An edit whose before and after are equal is an alternative: the text
    is kept (a token of figures that may be a word), and the runner-up says what else it may be.
    """

    start: int
    end: int
    before: str
    after: str
    rung: str
    confidence: float | None = None
    runner_up: str | None = None

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.before):
            raise ValueError(f"an edit of {len(self.before)} characters cannot span {self.start}..{self.end}")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def changes(self) -> bool:
        """Whether the text differs afterwards."""
        return self.before != self.after


def apply(raw: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; ValueError where an edit does not fit the text or overlaps the one before.

    >>> apply("Tong két", [Edit(0, 4, "Tong", "Tổng", "restore"), Edit(5, 8, "két", "kết", "restore")])
    'Tổng kết'
    """
    parts: list[str] = []
    last = 0
    for edit in edits:
        if edit.start < last or raw[edit.start : edit.end] != edit.before:
            raise ValueError(f"the edit at {edit.start} does not fit the text")
        parts += raw[last : edit.start], edit.after
        last = edit.end
    return "".join(parts) + raw[last:]


def undo(repaired: str, edits: Sequence[Edit]) -> str:
    """The raw text from the repaired one; ValueError where an edit does not fit.

    >>> undo("Tổng kết", [Edit(0, 4, "Tong", "Tổng", "restore"), Edit(5, 8, "két", "kết", "restore")])
    'Tong két'
    """
    back: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.after), edit.after, edit.before, edit.rung))
        shift += len(edit.after) - len(edit.before)
    return apply(repaired, back)


def to_raw(position: int, edits: Sequence[Edit]) -> int:
    """Where a place in the repaired text lay in the raw one; inside a changed word, its start.

    >>> to_raw(5, [Edit(0, 4, "Tong", "Tổ", "restore")])
    7
    """
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if position < start:
            break
        if position < start + len(edit.after):
            return edit.start if edit.changes else position - shift
        shift += len(edit.after) - len(edit.before)
    return position - shift


def to_repaired(position: int, edits: Sequence[Edit]) -> int:
    """Where a place in the raw text lies in the repaired one; inside a changed word, its start.

    >>> to_repaired(7, [Edit(0, 4, "Tong", "Tổ", "restore")])
    5
    """
    shift = 0
    for edit in edits:
        if position < edit.start:
            break
        if position < edit.end:
            return edit.start + shift if edit.changes else position + shift
        shift += len(edit.after) - len(edit.before)
    return position + shift
