"""How much was checked: checks by rule, and figures by what became of the checks that touch them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from sqlalchemy import Select, select, union_all

from audit.rules import RULES
from audit.series.rules import SERIES_RULES
from records.finding import FIGURE_RULES, Outcome
from store import schema
from store.archive import Archive
from store.audit_rows import Coverage, coverage

#: Every rule once, what matters most first.
ORDER = tuple(dict.fromkeys([rule.id for rule in RULES] + [rule.id for rule in SERIES_RULES]))
#: Undecided checks of a rule that are quoted with their reasons.
MOST_REASONS = 3
_WORST: tuple[Outcome, ...] = ("fails", "unknown", "holds")
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The checks of one rule. reasons: why the first of the undecided were not decided, in Vietnamese and English."""

    rule: str
    held: int
    errors: int
    warnings: int
    notes: int
    undecided: int
    reasons: tuple[tuple[str, str], ...]

    @property
    def failed(self) -> int:
        """Failures of every level."""
        return self.errors + self.warnings + self.notes

    @property
    def checks(self) -> int:
        """All checks."""
        return self.held + self.failed + self.undecided


@dataclass(frozen=True, slots=True)
class Figures:
    """Quotas and counts by what became of them: failed wins over undecided, undecided over held."""

    total: int
    held: int
    failed: int
    undecided: int

    @property
    def checked(self) -> int:
        """Those that any check touches."""
        return self.held + self.failed + self.undecided

    @property
    def alone(self) -> int:
        """Those that nothing in the archive can be held against."""
        return self.total - self.checked


@dataclass(frozen=True, slots=True)
class Covered:
    """What was checked of an archive, and what came of it."""

    coverage: Coverage
    rules: tuple[RuleLine, ...]
    figures: Figures

    @property
    def checks(self) -> int:
        """All checks that were made."""
        return sum(self.coverage.findings.values())

    def failed(self, level: str) -> int:
        """Failures of a level."""
        return self.coverage.number("fails", level=level)


def coverage_of(archive: Archive) -> Covered:
    """Checks by rule and figures by outcome. Raises FileAccess."""
    covered = coverage(archive)
    made = {rule for rule, _, _ in covered.findings}
    rules = [rule for rule in ORDER if rule in made] + sorted(made - set(ORDER))
    reasons = {rule: _reasons(archive, rule) for rule in rules if covered.number("unknown", rules=[rule])}
    return Covered(covered, tuple(_line(covered, rule, reasons.get(rule, ())) for rule in rules), _figures(archive))


def _line(covered: Coverage, rule: str, reasons: tuple[tuple[str, str], ...]) -> RuleLine:
    errors, warnings, notes = (
        covered.number("fails", level=level, rules=[rule]) for level in ("error", "warning", "note")
    )
    held, undecided = (covered.number(verdict, rules=[rule]) for verdict in ("holds", "unknown"))
    return RuleLine(rule, held, errors, warnings, notes, undecided, reasons)


def _reasons(archive: Archive, rule: str) -> tuple[tuple[str, str], ...]:
    c = schema.findings.c
    query = select(c.message, c.message_en).where(c.rule == rule, c.verdict == "unknown").distinct()
    rows = archive.select(query.order_by(c.message).limit(MOST_REASONS))
    return tuple((cast(str, row["message"] or ""), cast(str, row["message_en"] or "")) for row in rows)


def _figures(archive: Archive) -> Figures:
    """Figures by outcome; one document at a time, so that memory does not grow with the archive."""
    total = 0
    tally = dict.fromkeys(_WORST, 0)
    checks = _by_document(archive, _checks())
    touched_by = next(checks, None)
    for document, rows in _by_document(archive, _spans()):
        while touched_by is not None and touched_by[0] < document:
            touched_by = next(checks, None)
        total += len(rows)
        if touched_by is not None and touched_by[0] == document:
            for outcome in outcomes([_span(row) for row in rows], touched_by[1], document):
                tally[outcome] += 1
    return Figures(total, tally["holds"], tally["fails"], tally["unknown"])


def outcomes(figures: Sequence[_Span], checks: Sequence[Mapping[str, object]], document: str) -> Iterator[Outcome]:
    """The worst outcome of each figure that a place of a check overlaps; checks have ``verdict`` and ``places``.

    >>> check = {"verdict": "holds", "places": [{"document": "d", "start": 4, "end": 6}]}
    >>> list(outcomes([(0, 5), (7, 9)], [check], "d"))
    ['holds']
    """
    by_verdict: dict[str, list[_Span]] = {verdict: [] for verdict in _WORST}
    for check in checks:
        by_verdict[cast(str, check["verdict"])] += _places(check["places"], document)
    left = sorted(figures)
    for verdict in _WORST:
        hit = _overlapped(left, sorted(by_verdict[verdict]))
        yield from [verdict] * sum(hit)
        left = [figure for figure, was in zip(left, hit, strict=True) if not was]


def _places(places: object, document: str) -> Iterator[_Span]:
    """The spans of those places that lie in a document; what no audit writes is passed over."""
    for place in places if isinstance(places, list) else []:
        if isinstance(place, dict) and place.get("document") == document:
            start, end = place.get("start"), place.get("end")
            if isinstance(start, int) and isinstance(end, int):
                yield start, end


def _overlapped(figures: Sequence[_Span], places: Sequence[_Span]) -> list[bool]:
    """Which of the figures overlap a place; both sorted by their starts."""
    hits = []
    reach, index = -1, 0
    for start, end in figures:
        while index < len(places) and places[index][0] < end:
            reach = max(reach, places[index][1])
            index += 1
        hits.append(reach > start)
    return hits


def _span(row: Mapping[str, object]) -> _Span:
    return cast(int, row["start"]), cast(int, row["end"])


def _spans() -> Select[*tuple[object, ...]]:
    c, q = schema.counts.c, schema.quotas.c
    both = union_all(select(c.document, c.start, c.end), select(q.document, q.start, q.end)).subquery()
    return select(both).order_by(both.c.document)


def _checks() -> Select[*tuple[object, ...]]:
    c = schema.findings.c
    return select(c.document, c.verdict, c.places).where(c.rule.in_(FIGURE_RULES)).order_by(c.document)


def _by_document(
    archive: Archive, query: Select[*tuple[object, ...]]
) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    for document, rows in groupby(archive.select(query), lambda row: cast(str, row["document"])):
        yield document, list(rows)
