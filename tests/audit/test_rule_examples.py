"""Each rule's examples are documents: read by the whole pipeline, audited, and judged as the rule's file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.document import audit_document
from audit.rule import Example
from audit.rules import RULES
from pipeline import examine, journey
from records.dossier import dossier_of
from records.finding import Finding
from records.settings import ReadSettings

CASES = [(rule.id, example) for rule in RULES for example in rule.examples]


def audit_text(text: str, folder: Path) -> tuple[Finding, ...]:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    settings = ReadSettings()
    return audit_document(dossier_of(journey(examine(path, settings.limits), settings)))


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule}-{example.verdict}" for rule, example in CASES])
def test_example(rule: str, example: Example, tmp_path: Path) -> None:
    found = audit_text(example.text, tmp_path)
    verdicts = {finding.verdict for finding in found if finding.rule == rule}
    assert example.verdict in verdicts, [f for f in found if f.rule == rule]
    if example.verdict == "holds":
        assert "fails" not in verdicts
        assert not [f for f in found if f.verdict == "fails" and f.level == "error"]


def test_every_rule_has_a_manual_and_its_own_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(len(rule.manual.split()) > 15 for rule in RULES)
