"""Edits: every change that repair makes to a text, explained, applied and undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

SURE: Final = 0.7  # confidence below which an edit is marked as unsure


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

    @property
    def unsure(self) -> bool:
        """Whether a person should look: the confidence was measured and is low."""
        return self.confidence is not None and self.confidence < SURE


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
    return apply(repaired, inverse(edits))


def inverse(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of the repaired text that lead back to the raw one; an alternative stays one.

    >>> inverse([Edit(0, 4, "Tong", "Tổng", "restore"), Edit(5, 5, "", "!", "restore")])[1].start
    5
    """
    back: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        back.append(replace(edit, start=start, end=start + len(edit.after), before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return tuple(back)


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


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that do at once what ``first`` and then ``second`` (of the text that ``first`` gave) do.

    Edits that touch the same characters become one: its rung names both ("decode+restore"), its confidence is the lower
    one. Edits that cancel out are dropped.

    >>> compose([Edit(0, 3, "S¸o", "Sáo", "decode")], [Edit(0, 5, "Sáo c", "Số c", "restore")])[0].after
    'Số c'
    """
    merged: list[Edit] = []
    shift = 0  # by how much the middle text is longer than the raw one, up to here
    for cluster in _clusters(first, second):
        one = cluster.merged(shift)
        shift += cluster.growth
        if one.changes or one.runner_up is not None:
            merged.append(one)
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Edits of two rounds that touch: each with its start and end in the middle text."""

    start: int
    end: int
    first: list[tuple[int, int, Edit]]
    second: list[Edit]

    @property
    def growth(self) -> int:
        """By how much its part of the middle text is longer than that of the raw text."""
        return sum(len(edit.after) - len(edit.before) for _, _, edit in self.first)

    def merged(self, shift: int) -> Edit:
        """All its edits as one, in the raw text."""
        if not self.second:
            return self.first[0][2]
        if not self.first:
            (edit,) = self.second
            return replace(edit, start=edit.start - shift, end=edit.end - shift)
        middle = self._middle()
        moved = [replace(edit, start=edit.start - self.start, end=edit.end - self.start) for edit in self.second]
        back = [Edit(s - self.start, e - self.start, edit.after, edit.before, "") for s, e, edit in self.first]
        before, after = apply(middle, back), apply(middle, moved)
        start = self.start - shift
        known = [edit.confidence for edit in self._members() if edit.confidence is not None]
        return Edit(
            start, start + len(before), before, after, "+".join(self._rungs()), min(known, default=None),
            self._runner_up(middle, moved, after),
        )  # fmt: skip

    def _members(self) -> list[Edit]:
        return [edit for _, _, edit in self.first] + self.second

    def _rungs(self) -> list[str]:
        names = [name for edit in self._members() if edit.changes for name in edit.rung.split("+") if name]
        return list(dict.fromkeys(names or [edit.rung for edit in self._members()]))

    def _middle(self) -> str:
        """The middle text of the cluster, put together from what its edits left and found."""
        chars = [""] * (self.end - self.start)
        for start, end, edit in self.first:
            chars[start - self.start : end - self.start] = edit.after
        for edit in self.second:
            chars[edit.start - self.start : edit.end - self.start] = edit.before
        return "".join(chars)

    def _runner_up(self, middle: str, moved: Sequence[Edit], after: str) -> str | None:
        """The whole span with the one runner-up that there is in place."""
        others = [edit for edit in moved if edit.runner_up is not None]
        if len(others) == 1:
            named = [replace(e, after=e.runner_up) if e.runner_up is not None else e for e in moved]
            spelled = apply(middle, named)
        elif not others and len(self.first) == 1 and not any(edit.changes for edit in moved):
            spelled = self.first[0][2].runner_up or after
        else:
            return None
        return None if spelled == after else spelled


def _clusters(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[_Cluster]:
    """The edits of both rounds from left to right, those that touch together."""
    shift, spans = 0, list[tuple[int, int, int, Edit]]()
    for edit in first:
        spans.append((edit.start + shift, edit.start + shift + len(edit.after), 0, edit))
        shift += len(edit.after) - len(edit.before)
    spans += [(edit.start, edit.end, 1, edit) for edit in second]
    spans.sort(key=lambda span: span[:2])
    group: list[tuple[int, int, int, Edit]] = []
    end = -1
    for span in spans:
        if group and not _touches(group, end, span):
            yield _cluster(group, end)
            group = []
        end = max(end, span[1]) if group else span[1]
        group.append(span)
    if group:
        yield _cluster(group, end)


def _touches(group: Sequence[tuple[int, int, int, Edit]], end: int, span: tuple[int, int, int, Edit]) -> bool:
    """Whether a span belongs to a group: it overlaps, or one of the two rounds has an empty span at the border."""
    start, stop, turn, _ = span
    if start < end:
        return True
    at_border = [other for other in group if other[1] == start and other[2] != turn]
    return any(start == stop or other[0] == other[1] for other in at_border)


def _cluster(group: Sequence[tuple[int, int, int, Edit]], end: int) -> _Cluster:
    firsts = [(start, stop, edit) for start, stop, turn, edit in group if turn == 0]
    return _Cluster(group[0][0], end, firsts, [edit for _, _, turn, edit in group if turn == 1])
