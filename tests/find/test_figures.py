"""Quotas and counts on the cases of ``corpora/cases/figures.jsonl``: what must be found, and what must not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import pytest
from _pytest.mark import ParameterSet

from nlp.find import find_facts
from nlp.find.view import fold
from records.figures import Count, Quota
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict

CASES = Path(__file__).resolve().parents[2] / "corpora" / "cases" / "figures.jsonl"
TYPES = {"BC": "BÁO CÁO", "KH": "KẾ HOẠCH", "HD": "HƯỚNG DẪN", "CT": "CHỈ THỊ", "QĐ": "QUYẾT ĐỊNH", "TTr": "TỜ TRÌNH",
         "TB": "THÔNG BÁO", "CV": ""}  # fmt: skip
Row = dict[str, str]


class Case(TypedDict):
    """A line of the cases: quotas and counts give a value, and words of subject and holder where they are asked for."""

    kind: str
    type: str
    text: str
    quotas: list[Row]
    counts: list[Row]


def cases() -> list[ParameterSet]:
    rows: list[Case] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    strict = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(row, marks=strict if row["kind"] == "known-failure" else (), id=row["text"][:60]) for row in rows
    ]


def document(case: Case) -> DocumentText:
    """The sentence in a document of its type."""
    number = "12/UBND-TH" if case["type"] == "CV" else f"12/{case['type']}-UBND"
    heading = [TYPES[case["type"]], "Về kết quả công tác"] if TYPES[case["type"]] else ["V/v thực hiện công tác"]
    head = ["UBND TỈNH TÂN SƠN", f"Số: {number}", "Tân Sơn, ngày 15 tháng 6 năm 2023", *heading, ""]
    lines = tuple(Line(number, line) for number, line in enumerate([*head, *case["text"].split("\n")], 1))
    return DocumentText((Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),))


def agrees(row: Row, found: Quota | Count) -> bool:
    """True when a figure found is the one that is asked for."""
    percent = found.percent if isinstance(found, Count) else None
    named = all(fold(row[name]) in fold(getattr(found, name) or "") for name in ("subject", "holder") if name in row)
    same = str(found.value) == row["value"] and ("percent" not in row or str(percent) == row["percent"])
    return named and same and ("qualifier" not in row or found.qualifier == row["qualifier"])


@pytest.mark.parametrize("case", cases())
def test_figures(case: Case) -> None:
    facts = find_facts(document(case))
    pairs: list[tuple[list[Row], Sequence[Quota | Count]]] = [
        (case["quotas"], facts.quotas),
        (case["counts"], facts.counts),
    ]
    for wanted, found in pairs:
        assert [str(f.value) for f in found] == [row["value"] for row in wanted]
        for row, figure in zip(wanted, found, strict=True):
            assert agrees(row, figure), (row, figure)
            assert figure.place.text.startswith(case["text"][case["text"].find(figure.place.text) :][:1])


def test_there_are_enough_cases() -> None:
    kinds = [json.loads(line)["kind"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert kinds.count("positive") >= 120
    assert kinds.count("negative") >= 150
