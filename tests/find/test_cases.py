"""The finders on the cases of ``corpora/cases``: positives, text that holds nothing, and failures that are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from nlp.find import find_facts
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict

CASES = Path(__file__).resolve().parents[2] / "corpora" / "cases"
Case = dict[str, object]


def cases(name: str) -> list[ParameterSet]:
    rows: list[Case] = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    strict = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(
            row, marks=strict if row.get("kind") == "known-failure" else (), id=str(row.get("name") or row["text"])[:50]
        )
        for row in rows
    ]


def as_text(text: str) -> DocumentText:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return DocumentText((Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),))


@pytest.mark.parametrize("case", cases("citations.jsonl"))
def test_citation(case: Case) -> None:
    found = find_facts(as_text(f"Trong kỳ, đơn vị đã làm việc. {case['text']}")).citations
    assert [[c.type, c.number, c.issued_on] for c in found] == case["expect"]
    if "issuers" in case:
        assert [c.issuer for c in found] == case["issuers"]


@pytest.mark.parametrize("case", cases("dates.jsonl"))
def test_date(case: Case) -> None:
    found = find_facts(as_text(str(case["text"]))).dates
    assert [[d.date, d.date_end, d.role] for d in found] == case["expect"]


@pytest.mark.parametrize("case", cases("heads.jsonl"))
def test_head(case: Case) -> None:
    head = find_facts(as_text(str(case["text"]))).head
    wanted = case["expect"]
    assert isinstance(wanted, dict)
    assert {name: head.get(name) for name in wanted} == wanted
