"""``docs/rules.md``: the manuals of all rules with their examples, written from the rules so that it cannot lie."""

from __future__ import annotations

from collections.abc import Iterable

from audit.rules import RULES
from audit.series.rules import SERIES_RULES

_INTRODUCTION = """\
# Rules of the audit

This page is written from the rules; `tests/audit` fails where it is out of date
(mend it: `python -m audit.manual docs/rules.md`). Every example runs as a test.

A check *holds*, *fails*, or is *unknown* where it cannot be decided. What fails is an error, a warning or a note;
`blame` says whose error is likelier (the reader's, the author's), and `proposal` is the one reading with which all
checks agree. Nothing is ever rewritten.
"""
_WITHIN = """\
# Within a document

Findings of scope `document`, made when a document is read.
"""
_ACROSS = """\
# Across documents

Findings of scope `series`, made at the end of a run for what was added, changed or removed. Records of several
documents are held against each other under a key (`series`) that they share: a number with its year and body, a body's
numbers of a year, or a quantity by holder, subject, unit and period. Each `·····` below parts two documents of an
example.
"""


def render() -> str:
    """The page, in Markdown."""
    within = [_rule(rule.id, rule.manual, [(e.verdict, e.text) for e in rule.examples]) for rule in RULES]
    across = [
        _rule(rule.id, rule.manual, [(e.verdict, "\n·····\n".join(e.texts)) for e in rule.examples])
        for rule in SERIES_RULES
    ]
    return "\n".join([_INTRODUCTION, _WITHIN, *within, _ACROSS, *across])


def _rule(name: str, manual: str, examples: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"## {name}\n", manual.strip() + "\n", *(_example(*example) for example in examples)])


def _example(verdict: str, text: str) -> str:
    lines = "\n".join(f"    {line}".rstrip() for line in text.strip().split("\n"))
    return f"{verdict}:\n\n{lines}\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(render(), encoding="utf-8")
