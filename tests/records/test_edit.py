"""Edits replay, undo, and lead from one text to the other and back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.edit import Edit, apply, to_raw, to_repaired, undo


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    raw = draw(st.text(max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    spans = list(pairwise(cuts))[::2]
    return raw, tuple(Edit(a, b, raw[a:b], draw(st.text(max_size=6)), "restore") for a, b in spans)


@given(edited())
def test_edits_replay_and_undo(case: tuple[str, tuple[Edit, ...]]) -> None:
    raw, edits = case
    assert undo(apply(raw, edits), edits) == raw


@given(edited(), st.integers(0, 60))
def test_offsets_outside_edits_map_both_ways(case: tuple[str, tuple[Edit, ...]], position: int) -> None:
    raw, edits = case
    if position >= len(raw) or any(e.start <= position < e.end for e in edits):
        return
    there = to_repaired(position, edits)
    assert apply(raw, edits)[there] == raw[position]
    assert to_raw(there, edits) == position


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply("abc", [Edit(0, 1, "x", "y", "restore")])
    with pytest.raises(ValueError, match="cannot span"):
        Edit(0, 3, "x", "y", "restore")
    with pytest.raises(ValueError, match="between 0 and 1"):
        Edit(0, 1, "x", "y", "restore", 1.5)
