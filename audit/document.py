"""The audit of one document: all rules, then blame, then what matters first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.blame import findings_of
from audit.case import Case
from audit.check import Check
from audit.rules import RULES
from records.dossier import Dossier, Reread
from records.facts import Facts
from records.finding import Finding
from records.place import Place

#: Rules whose findings are about figures that may have been misread.
_OF_FIGURES = frozenset({"table-total", "sum-of-parts", "percent-of-quota", "hedge-holds", "repeat-agrees"})
_LEVELS = {"error": 0, "warning": 1, "note": 2}
_VERDICTS = {"fails": 0, "unknown": 1, "holds": 2}


#: Reads the figures of some places once more from the images of their pages.
ReadAgain = Callable[[Sequence[Place]], tuple[Reread, ...]]


def audit_read(dossier: Dossier, read_again: ReadAgain) -> tuple[Finding, ...]:
    """The audit of a document whose pages are at hand: figures in doubt are read once more, and that is weighed."""
    findings = audit_document(dossier)
    places = doubted(findings, dossier)
    again = read_again(places) if places else ()
    return audit_document(replace(dossier, rereads=again)) if again else findings


def audit_document(dossier: Dossier) -> tuple[Finding, ...]:
    """Every check that could be made within a document, ranked; ill-formed facts give fewer checks, never an error."""
    case = Case(replace(dossier, facts=sound(dossier.facts)))
    made = [item for rule in RULES for item in rule.check(case)]
    checks = [item for item in made if isinstance(item, Check)]
    found = [item for item in made if isinstance(item, Finding)]
    return ranked([*findings_of(checks, case.printed), *found])


def doubted(findings: Iterable[Finding], dossier: Dossier) -> tuple[Place, ...]:
    """Places of figures whose checks do not hold, on pages that were read: where another look at the image helps."""
    failing = (item for item in findings if item.verdict != "holds" and item.rule in _OF_FIGURES)
    spots = (spot for item in failing for spot in item.places)
    return tuple(spot.place for spot in spots if spot.place.page in dossier.read_pages and spot.place.box is not None)


def sound(facts: Facts) -> Facts:
    """The facts that can be computed with: figures that are no numbers (NaN, infinite) are left out."""
    return replace(
        facts,
        quotas=tuple(row for row in facts.quotas if _finite(row.value, row.value_max)),
        counts=tuple(row for row in facts.counts if _finite(row.value, row.value_max, row.percent)),
        claims=tuple(c for c in facts.claims if _finite(*(v for t in c.terms for v in (t.value, t.value_max)))),
    )


def _finite(*values: Decimal | None) -> bool:
    return all(value is None or value.is_finite() for value in values)


def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Failures first, errors before warnings before notes, then by rule, then by place."""
    order = {rule.id: index for index, rule in enumerate(RULES)}

    def rank(finding: Finding) -> tuple[int, int, int, str, int]:
        first = finding.places[0]
        where = first.document, first.place.start
        return _VERDICTS[finding.verdict], _LEVELS[finding.level], order.get(finding.rule, len(order)), *where

    return tuple(sorted(findings, key=rank))
