"""The audit across documents: every series, one after the other, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from audit.blame import Evidence, explain, findings_of
from audit.case import Case
from audit.check import Check
from audit.document import sound
from audit.rules import RULES
from audit.series.rules import SERIES_RULES
from records.dossier import Dossier
from records.finding import Finding
from records.series import Series

#: A document's dossier by its id; None where there is none that can be used.
Look = Callable[[str], Dossier | None]
#: Documents of one failing series that are looked into for further checks of its figures.
_MOST_DOCUMENTS = 8


def audit_series(series: Iterable[Series], look: Look) -> Iterator[tuple[str, Finding]]:
    """Every finding with the key of its series. look is asked only where a misreading may explain what fails."""
    for one in series:
        for finding in audit_one(one, look):
            yield one.key, finding


def audit_one(series: Series, look: Look) -> list[Finding]:
    """The findings of one series."""
    kind = series.key.split(" ", 1)[0]
    made = [item for rule in SERIES_RULES if kind in rule.kinds for item in rule.check(series)]
    checks = list(dict.fromkeys(item for item in made if isinstance(item, Check)))
    found = [item for item in made if isinstance(item, Finding)]
    return [*_of_checks(checks, look), *found]


def _of_checks(checks: Sequence[Check], look: Look) -> list[Finding]:
    """Findings of checks; what fails and may be a misreading is judged with the documents' own checks beside it."""
    own = [check for document in _doubtful(checks) for check in _own_checks(look(document))]
    return list(findings_of([*checks, *own]))[: len(checks)]


def _doubtful(checks: Sequence[Check]) -> list[str]:
    """The documents of failing checks that some misreading would mend."""
    evidence = Evidence.of(checks)
    failing = [check for check in checks if check.verdict == "fails" and explain(check, evidence)]
    documents = dict.fromkeys(figure.spot.document for check in failing for figure in check.figures)
    return list(documents)[:_MOST_DOCUMENTS]


def _own_checks(dossier: Dossier | None) -> list[Check]:
    if dossier is None:
        return []
    case = Case(Dossier(dossier.id, dossier.path, sound(dossier.facts), dossier.lines, dossier.read_pages))
    return [item for rule in RULES for item in rule.check(case) if isinstance(item, Check)]
