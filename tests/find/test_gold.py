"""The finders against documents annotated by hand; prints every miss, so that a failure reads as a list of them."""

from __future__ import annotations

import json
import sys
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


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


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


Gold = dict[str, list[dict[str, str]]]


def tally(name: str, what: str, gold: Counter[Key], found: Counter[Key]) -> None:
    """Says how many rows agree and lists those that do not."""
    for row in gold - found:
        say(name, what, row)
    say(f"{name}: {what} {sum((gold & found).values())}/{sum(gold.values())}")


def compare(name: str, facts: Facts, gold: Gold) -> tuple[float, float]:
    """Says what was missed and returns the F1 of citations and of dates."""
    scores = []
    for what, wanted, found in (
        (
            "citations",
            [((r["number"], r["type"], r["issued_on"]), int(r["line"])) for r in gold["citations"]],
            citations(facts),
        ),
        ("dates", [((r["iso"], r["iso_end"]), int(r["line"])) for r in gold["dates"]], dates(facts)),
    ):
        keyed: list[tuple[Key, int]] = [(key, line) for key, line in wanted]
        lost, extra = missed(keyed, found)
        for line in [*lost, *extra]:
            say(name, line)
        scores.append(f1(len(keyed), len(found), lost))
        say(f"{name}: {what} F1 {scores[-1]:.3f}")
    roles: Counter[Key] = Counter((r["iso"], r["role"]) for r in gold["dates"])
    tally(name, "roles", roles, Counter((d.date, str(d.role)) for d in facts.dates))
    issuers: Counter[Key] = Counter((r["number"], str(r["line"]), r.get("issuer")) for r in gold["citations"])
    tally(name, "issuers", issuers, Counter((c.number, str(c.place.line), c.issuer) for c in facts.citations))
    return scores[0], scores[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_seed(seed: str) -> None:
    sources = list((SHARED / "seeds").glob(f"{seed}_*.txt"))
    if not sources:
        pytest.skip("the folder ../shared with the annotated reports is not here")
    gold = json.loads((SHARED / "gold" / f"gold_{seed}.json").read_text(encoding="utf-8"))
    facts = find_facts(as_text(sources[0].read_text(encoding="utf-8")))
    assert head_misses(facts, gold["document"]) == []
    citation_score, date_score = compare(seed, facts, gold)
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
    assert head_misses(facts, gold["document"]) == []
    citation_score, date_score = compare(path.stem, facts, gold)
    assert citation_score >= 0.97
    assert date_score >= 0.97
