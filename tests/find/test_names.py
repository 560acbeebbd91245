"""Persons and organisations: the cases of ``corpora/cases``, and one name for each organisation however written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from nlp.find.abbreviations import introduced
from nlp.find.issuers import Home
from nlp.find.name_rows import find_people
from nlp.find.organisations import canonical, find_organisations
from nlp.find.view import View

CASES = Path(__file__).resolve().parents[2] / "corpora" / "cases" / "names.jsonl"
HOME = Home("tỉnh", "Tân Sơn")
Case = dict[str, object]


def cases() -> list[ParameterSet]:
    rows: list[Case] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=str(row["text"])[:50]) for row in rows]


@pytest.mark.parametrize("case", cases())
def test_names(case: Case) -> None:
    view = View(str(case["text"]))
    organisations = find_organisations(view, HOME)
    assert [organ.name for organ in organisations] == case["organisations"]
    assert [person.name for person in find_people(view, organisations)] == case["people"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("LĐLĐ tỉnh", "LĐLĐ tỉnh Tân Sơn", "Liên đoàn Lao động tỉnh", "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN SƠN"),
        ("Tổng LĐLĐ Việt Nam", "Tổng Liên đoàn", "TLĐLĐ", "Tổng Liên đoàn Lao động Việt Nam"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Tân Sơn"),
        ("LĐLĐ TP. Vĩnh An", "Liên đoàn Lao động thành phố Vĩnh An"),
        ("BVĐK huyện Nậm Hiêng", "Bệnh viện Đa khoa huyện Nậm Hiêng"),
        ("Cty CP Chè Vĩnh Tuy", "Công ty CP Chè Vĩnh Tuy", "Công ty cổ phần Chè Vĩnh Tuy"),
    ],
)
def test_one_name_for_all_spellings(spellings: tuple[str, ...]) -> None:
    assert len({canonical(name, HOME) for name in spellings}) == 1


def test_an_abbreviation_of_the_document_itself() -> None:
    """Where the document introduces it, an abbreviation that no list has is written out."""
    short = introduced(View("Quỹ Trợ vốn công nhân nghèo (sau đây gọi tắt là QTVCNN) đã giải ngân."))
    assert canonical("QTVCNN", Home("tỉnh", "Tân Sơn", short)) == "Quỹ Trợ vốn công nhân nghèo"
    assert canonical("QTVCNN", HOME) == "QTVCNN"
    assert introduced(View("theo quy định (ABC) này")) == ()
