"""docs/rules.md is what the rules' files say."""

from __future__ import annotations

from pathlib import Path

from audit.manual import render

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "python -m audit.manual docs/rules.md"
