"""Each series rule's examples are small archives: read by the whole pipeline, stored, audited, judged as told."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.series.rule import SeriesExample
from audit.series.rules import SERIES_RULES
from batch.audit import audit_across
from pipeline import examine, journey
from records.finding import Finding
from records.settings import ReadSettings
from store.archive import Archive
from store.audit_rows import ranked

CASES = [(rule.id, example) for rule in SERIES_RULES for example in rule.examples]


def audit_texts(texts: tuple[str, ...], folder: Path) -> list[Finding]:
    settings = ReadSettings()
    with Archive.open(folder / "archive") as archive:
        for number, text in enumerate(texts):
            path = folder / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            archive.save(journey(examine(path, settings.limits), settings), "k")
        archive.resolve()
        audit_across(archive)
        told = list(ranked(archive, ("fails", "unknown", "holds")))
    return [one.finding for one in told if one.series is not None]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{r}-{e.verdict}-{n}" for n, (r, e) in enumerate(CASES)])
def test_example(rule: str, example: SeriesExample, tmp_path: Path) -> None:
    found = audit_texts(example.texts, tmp_path)
    verdicts = {finding.verdict for finding in found if finding.rule == rule}
    assert example.verdict in verdicts, found
    if example.verdict != "fails":
        assert not [f for f in found if f.verdict == "fails" and f.rule != "cited-missing"]


def test_every_series_rule_has_a_manual_and_its_own_id() -> None:
    assert len({rule.id for rule in SERIES_RULES}) == len(SERIES_RULES)
    assert all(len(rule.manual.split()) > 15 and rule.examples for rule in SERIES_RULES)
