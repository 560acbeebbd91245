"""The finders against documents annotated by hand; prints every miss, so that a failure reads as a list of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp.find import find_facts
from records.facts import Facts
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SEEDS = ("001", "002", "003")
HEAD = {"place_name": "place"}
Key = tuple[str | None, ...]


def as_text(text: str) -> DocumentText:
    """One clean page whose lines are the file's lines."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return DocumentText((Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),))


def missed(gold: list[tuple[Key, int]], found: list[tuple[Key, int]]) -> tuple[list[str], list[str]]:
    """Gold rows without a partner on the same line (one off at most), and found rows without one."""
    left = list(found)
    lost = []
    for key, line in gold:
        partner = next((row for row in left if row[0] == key and abs(row[1] - line) <= 1), None)
        if partner is None:
            lost.append(f"missed {key} at line {line}")
        else:
            left.remove(partner)
    return lost, [f"extra {key} at line {line}" for key, line in left]


def f1(gold: int, found: int, lost: list[str]) -> float:
    """F1 of a multiset of rows; 1.0 where nothing is to be found and nothing was."""
    right = gold - len(lost)
    return 1.0 if gold + found == 0 else 2 * right / (gold + found)


def citations(facts: Facts) -> list[tuple[Key, int]]:
    return [((c.number, c.type, c.issued_on), c.place.line) for c in facts.citations]


def dates(facts: Facts) -> list[tuple[Key, int]]:
    return [((d.date, d.date_end), d.place.line) for d in facts.dates]


def head_misses(facts: Facts, gold: dict[str, object]) -> list[str]:
    out = []
    for item in facts.head.fields:
        key = HEAD.get(item.name, item.name)
        value = facts.head.get(item.name)
        if key in gold and gold[key] != value:
            out.append(f"{item.name}: expected {gold[key]!r}, found {value!r}")
    return out


def compare(name: str, facts: Facts, gold: dict[str, list[dict[str, str]]], lines: int | None) -> tuple[float, float]:
    """Prints the misses and returns the F1 of citations and of dates; rows below ``lines`` are not annotated."""
    wanted_c = [((r["number"], r["type"], r["issued_on"]), int(r["line"])) for r in gold["citations"]]
    wanted_d = [((r["iso"], r["iso_end"]), int(r["line"])) for r in gold["dates"]]
    found_c = [row for row in citations(facts) if lines is None or row[1] <= lines]
    found_d = [row for row in dates(facts) if lines is None or row[1] <= lines]
    lost_c, extra_c = missed(wanted_c, found_c)
    lost_d, extra_d = missed(wanted_d, found_d)
    roles = Counter((r["iso"], r["role"]) for r in gold["dates"])
    other = Counter((d.date, d.role) for d in facts.dates if lines is None or d.place.line <= lines)
    for line in [*lost_c, *extra_c, *lost_d, *extra_d, *(f"role {r}" for r in (roles - other))]:
        print(name, line)
    scores = f1(len(wanted_c), len(found_c), lost_c), f1(len(wanted_d), len(found_d), lost_d)
    issuers = Counter((r["number"], r["line"], r.get("issuer")) for r in gold["citations"])
    named = Counter((c.number, c.place.line, c.issuer) for c in facts.citations)
    for row in issuers - named:
        print(name, f"issuer {row}")
    print(f"{name}: issuers {sum((issuers & named).values())}/{sum(issuers.values())}")
    right = sum((roles & other).values())
    print(f"{name}: citations F1 {scores[0]:.3f}, dates F1 {scores[1]:.3f}, roles {right}/{sum(roles.values())}")
    return scores


@pytest.mark.parametrize("seed", SEEDS)
def test_seed(seed: str) -> None:
    sources = list((SHARED / "seeds").glob(f"{seed}_*.txt"))
    if not sources:
        pytest.skip("the folder ../shared with the annotated reports is not here")
    gold = json.loads((SHARED / "gold" / f"gold_{seed}.json").read_text(encoding="utf-8"))
    facts = find_facts(as_text(sources[0].read_text(encoding="utf-8")))
    assert head_misses(facts, gold["document"]) == []
    citation_score, date_score = compare(seed, facts, gold, None)
    assert citation_score == 1.0
    assert date_score == 1.0


def second_gold() -> list[Path]:
    return sorted((ROOT / "tests" / "gold").glob("*.json"))


@pytest.mark.parametrize("path", second_gold(), ids=lambda path: path.stem)
def test_second_gold(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    sources = [p for p in SHARED.rglob(Path(gold["source_file"]).name) if p.is_file()]
    if not sources:
        pytest.skip("the annotated document is not in ../shared here")
    facts = find_facts(as_text(sources[0].read_text(encoding="utf-8")))
    covered = gold.get("covered_lines")
    last = int(covered[-1]) if isinstance(covered, list) and covered else None
    for miss in head_misses(facts, gold["document"]):
        print(path.stem, miss)
    citation_score, date_score = compare(path.stem, facts, gold, last)
    assert citation_score >= 0.95
    assert date_score >= 0.9
