"""A corrected figure is another figure in every row that has these very characters, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from batch.rereading import reread, whole
from store.reviewed import Reading

Row = dict[str, object]


def row(text: str, start: int = 100, /, **said: object) -> Row:
    return {"start": start, "end": start + len(text), "text": text, "raw": text, **said}


@pytest.mark.parametrize(
    ("text", "old", "new", "name", "value", "wanted"),
    [
        ("1.775 sáng kiến", "1.775", "1.715", "value", Decimal(1775), Decimal(1715)),
        ("35,7%", "35,7", "36,7", "value", Decimal("35.7"), Decimal("36.7")),
        ("1,4 triệu người", "1,4", "1,9", "value", Decimal(1400000), Decimal(1900000)),
        ("17 tỷ đồng", "17", "11", "value_vnd", 17 * 10**9, 11 * 10**9),
        ("1.775 sáng kiến, đạt 148%", "148", "184", "percent", Decimal(148), Decimal(184)),
        ("1.775 sáng kiến", "sáng", "sang", "value", Decimal(1775), Decimal(1775)),
        ("1.775 sáng kiến", "1.775", "không rõ", "value", Decimal(1775), Decimal(1775)),
    ],
)
def test_one_figure_changes(text: str, old: str, new: str, name: str, value: object, wanted: object) -> None:
    before = row(text, 100, **{"value": Decimal(1775) if name == "percent" else None, name: value})
    after = reread(before, [Reading(100 + text.index(old), old, new)])
    assert after[name] == wanted
    assert after["text"] == text.replace(old, new, 1)
    assert after["raw"] == text
    if name == "percent":
        assert after["value"] == Decimal(1775)


@pytest.mark.parametrize("start", [0, 99, 101, 500])
def test_other_places_stay(start: int) -> None:
    before = row("1.775 sáng kiến", value=Decimal(1775))
    assert reread(before, [Reading(start, "1.775", "1.715")]) == before


def test_a_figure_of_a_claim_and_a_cell_of_a_table() -> None:
    term = {"role": "part", "value": "43", "value_max": None, "place": row("43", 110)}
    claim = row("gồm 1.000 và 43 người", terms=[term, {**term, "value": "1000", "place": row("1.000", 104)}])
    after = reread(claim, [Reading(110, "43", "48")])
    assert [t["value"] for t in after["terms"]] == ["48", "1000"]  # type: ignore[attr-defined]
    places = [[[row("A", 0), row("43", 2)]], [None, row("43", 9)]]
    table = row("A 43\nT 43", 0, rows=[["A", "43"]], total_row=["", "43"], cell_places=places)
    after = reread(table, [Reading(2, "43", "48")])
    assert (after["rows"], after["total_row"]) == ([["A", "48"]], ["", "43"])


def test_fields_of_a_head_and_dates() -> None:
    unsure = row("{34.2 /KH-SYT", name="number", value=None, source="page", alternatives=["342/KH"])
    assert reread(unsure, [Reading(100, "{34.2 /KH-SYT", "1942/KH-SYT")])["value"] == "1942/KH-SYT"
    sure = row("45/BC-SDL", name="number", value="45/BC-SDL", source="page", alternatives=[])
    assert reread(sure, [Reading(100, "45", "46")])["value"] == "46/BC-SDL"
    date = row("ngày 31 tháng 9 năm 2022", date="2022-09-31", date_end=None, precision="day")
    assert reread(date, [Reading(105, "31", "21")])["date"] == "2022-09-21"


def test_whole_figures_are_told() -> None:
    assert whole([Reading(0, "1", "1.200"), Reading(0, "a", "b")])
    assert not whole([Reading(0, "1", "35,7")])
