"""Decisions are only added, the last one holds, and who saw something else is refused; in SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from records.errors import UsageError
from records.finding import Finding, Spot
from records.place import Place
from store import schema
from store.archive import Archive
from store.decisions import ChangedMeanwhile, Standing, Wish, decide, in_force, standing, stray, undo
from store.finding_keys import keys_of
from store.reviewed import Reading, review_of
from tests.store.conftest import MakeDocument


def finding(
    document: str, text: str = "2024", *, line: int = 2, start: int = 16, rule: str = "sum-of-parts"
) -> Finding:
    place = Place(1, line, start, start + len(text), text, text)
    return Finding(rule, "error", "fails", "không khớp", (Spot(document, place),), "2023", text, proposal="4 → 3")


def store(archive: Archive, make: MakeDocument, *found: str) -> str:
    document = make()
    archive.save(replace(document, findings=tuple(finding(document.id, text) for text in found)), "s")
    return document.id


def seen(archive: Archive) -> Standing:
    with archive.reading() as connection:
        key = str(connection.scalar(select(schema.findings.c.key).order_by(schema.findings.c.id)))
        found = standing(connection, key)
    assert found is not None
    return found


def test_keys_stay_where_characters_move_and_differ_where_values_do() -> None:
    one = finding("a" * 16)
    (key,) = keys_of([one])
    assert keys_of([finding("a" * 16, start=99)]) == [key]
    others = [finding("b" * 16), finding("a" * 16, "2025"), finding("a" * 16, line=3), finding("a" * 16, rule="x")]
    keys = {key, *keys_of(others), *keys_of([one], "series"), *keys_of([one, one])}
    assert len(keys) == 1 + len(others) + 1 + 1
    assert {len(item) for item in keys} == {32}


def test_each_step_is_a_row_and_undo_leads_back(either: Archive, document: MakeDocument) -> None:
    store(either, document, "2024")
    first = decide(either, seen(either).key, seen(either).stamp, Wish("accept", "Lan"))
    assert (first.state, first.history[-1].old, first.history[-1].new) == ("accepted", "4", "3")
    second = decide(either, first.key, first.stamp, Wish("correct", "Minh", "rõ", 0, "2023"))
    back = undo(either, first.key, second.stamp, "Minh")
    assert (back.state, back.history[-1].new) == ("accepted", "3")
    start = undo(either, first.key, back.stamp, "Minh")
    assert start.state == "open"
    assert [item.action for item in start.history] == ["accept", "correct", "undo", "undo"]
    assert [item.turn for item in start.history] == [1, 2, 3, 4]
    with pytest.raises(UsageError):
        undo(either, first.key, start.stamp, "Minh")
    with either.reading() as connection:
        assert in_force(connection) == {}


def test_who_saw_something_else_is_refused(either: Archive, document: MakeDocument) -> None:
    store(either, document, "2024")
    before = seen(either)
    decide(either, before.key, before.stamp, Wish("reject", "Lan"))
    with pytest.raises(ChangedMeanwhile):
        decide(either, before.key, before.stamp, Wish("accept", "Minh"))
    with pytest.raises(ChangedMeanwhile):
        decide(either, "0" * 32, before.stamp, Wish("accept", "Minh"))
    with either.reading() as connection:
        assert [item.who for item in in_force(connection).values()] == ["Lan"]


def test_a_decision_outlives_its_finding_and_comes_back_with_it(either: Archive, document: MakeDocument) -> None:
    store(either, document, "2024")
    made = decide(either, seen(either).key, seen(either).stamp, Wish("correct", "Lan", None, 0, "2023"))
    store(either, document, "2024", "20")
    review = review_of(either)
    assert dict(review.readings) == {made.document: (Reading(16, "2024", "2023"),)}
    store(either, document, "20")
    with either.reading() as connection:
        assert [item.new for item in stray(connection, made.sha256)] == ["2023"]
    assert ([item.new for item in review_of(either).stray], dict(review_of(either).readings)) == (["2023"], {})
    store(either, document, "2024")
    assert not review_of(either).stray
