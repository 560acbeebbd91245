"""Edits replay, undo, and lead from one text to the other and back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.edit import Edit, apply, compose, to_raw, to_repaired, undo


def edits_of(draw: st.DrawFn, raw: str) -> tuple[Edit, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    spans = list(pairwise(cuts))[::2]
    return tuple(
        Edit(
            a, b, raw[a:b], draw(st.text(max_size=6) | st.just(raw[a:b])), "restore", None, draw(st.none() | st.text())
        )
        for a, b in spans
    )


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    raw = draw(st.text(max_size=60))
    return raw, edits_of(draw, raw)


@st.composite
def edited_twice(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...], tuple[Edit, ...]]:
    raw, first = draw(edited())
    return raw, first, edits_of(draw, apply(raw, first))


@given(edited_twice())
def test_two_rounds_of_edits_become_one(case: tuple[str, tuple[Edit, ...], tuple[Edit, ...]]) -> None:
    raw, first, second = case
    both = compose(first, second)
    repaired = apply(apply(raw, first), second)
    assert apply(raw, both) == repaired
    assert undo(repaired, both) == raw
    assert all(edit.changes or edit.runner_up is not None for edit in both)


@given(edited())
def test_composing_with_nothing_changes_nothing(case: tuple[str, tuple[Edit, ...]]) -> None:
    _, edits = case
    kept = tuple(edit for edit in edits if edit.changes or edit.runner_up is not None)
    assert compose(edits, ()) == compose((), edits) == kept


def test_a_composed_edit_keeps_what_is_known_of_its_parts() -> None:
    (both,) = compose([Edit(4, 8, "LiÔu", "Liễu", "decode", 0.9)], [Edit(4, 8, "Liễu", "Liệu", "restore", 0.6, "Liêu")])
    assert both == Edit(4, 8, "LiÔu", "Liệu", "decode+restore", 0.6, "Liêu")
    assert both.unsure
    assert compose([Edit(0, 1, "a", "b", "x")], [Edit(0, 1, "b", "a", "y")]) == ()


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
