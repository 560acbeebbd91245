"""Document numbers in restored text are left to their own grammar, which knows what LPLD and TLD stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from nlp.find.numbers import find_numbers
from nlp.find.view import View
from records.edit import Edit

RUNG: Final = "number"
_DIGIT = re.compile(r"\d")


def with_numbers(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits, those within a document number replaced by one that its grammar makes of the text as it was read.

    Only numbers on lines that were changed are looked at, and those on one line. Their digits never change.
    """
    own = list(_numbers(text, edits))
    starts = [start for start, _, _ in own]

    def at(edit: Edit) -> int | None:
        before = bisect_right(starts, max(edit.end - 1, edit.start)) - 1
        return before if before >= 0 and edit.start < own[before][1] and edit.end > own[before][0] else None

    kept: list[Edit] = []
    sure: dict[int, list[float]] = {}
    for edit in edits:
        number = at(edit)
        if number is None:
            kept.append(edit)
        elif edit.changes and edit.confidence is not None:
            sure.setdefault(number, []).append(edit.confidence)
    for number, (start, end, value) in enumerate(own):
        if text[start:end] != value:
            kept.append(Edit(start, end, text[start:end], value, RUNG, min(sure.get(number, ()), default=None)))
    return tuple(sorted(kept, key=lambda edit: edit.start))


def _numbers(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, str]]:
    """Start, end and normal form of the numbers on changed lines."""
    changed = [edit.start for edit in edits if edit.changes]
    if not changed:
        return
    view = View(text)
    for number in find_numbers(view):
        start, end = view.original(number.start, number.end)
        raw = text[start:end]
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        near = bisect_left(changed, first)
        on_line = near < len(changed) and (last < 0 or changed[near] <= last)
        if on_line and "\n" not in raw and _DIGIT.findall(raw) == _DIGIT.findall(number.value):
            yield start, end, number.value
