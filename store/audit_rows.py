"""Findings as they are told to a person: in an order that says first what matters, with their documents' paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import case, delete, func, insert, select, true

from records.finding import Finding
from store.archive import Archive
from store.finding_rows import finding_rows, read_finding
from store.schema import counts, documents, findings, quotas


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the path of its document; series is None within one document."""

    document: str
    path: str
    finding: Finding
    series: str | None
    row: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was checked: findings by rule, verdict and level; figures are the counts and quotas of the archive."""

    documents: int
    figures: int
    findings: dict[tuple[str, str, str], int]

    def number(self, verdict: str, *, level: str | None = None, rules: Iterable[str] | None = None) -> int:
        """Findings of a verdict, of one level or of some rules only."""
        wanted = None if rules is None else set(rules)
        return sum(
            times
            for (rule, found, of), times in self.findings.items()
            if found == verdict and level in (None, of) and (wanted is None or rule in wanted)
        )

    def by_rule(self, verdict: str) -> list[tuple[str, int]]:
        """Rules with findings of a verdict, most of them first."""
        rules = sorted({rule for rule, found, _ in self.findings if found == verdict})
        return sorted(((rule, self.number(verdict, rules=[rule])) for rule in rules), key=lambda pair: -pair[1])


def document_ids(archive: Archive) -> list[str]:
    """Ids of all documents."""
    return [cast(str, row["id"]) for row in archive.select(select(documents.c.id).order_by(documents.c.id))]


def replace_findings(archive: Archive, document: str, found: Iterable[Finding]) -> None:
    """Put the findings within a document in place of those it had."""
    c = findings.c
    rows = [row | {"document": document} for row in finding_rows(found)]
    with archive.writing() as connection:
        connection.execute(delete(findings).where(c.document == document, c.series.is_(None)))
        if rows:
            connection.execute(insert(findings), rows)


def rank_of(told: Told) -> tuple[int, int, int, str, int, int, int, str]:
    """Where a finding stands among those of :func:`ranked`."""
    item, place = told.finding, told.finding.places[0].place
    verdict = {"fails": 0, "unknown": 1}.get(item.verdict, 2)
    level = {"error": 0, "warning": 1}.get(item.level, 2)
    missing = int(item.rule == "cited-missing")
    return verdict, level, missing, told.path, place.page, place.line, place.start, item.rule


def ranked(
    archive: Archive, verdicts: Iterable[str], *, without: Iterable[str] = (), documents_of: Iterable[str] | None = None
) -> Iterator[Told]:
    """Findings of some verdicts, without those of some rules; of all documents, or of some.

    Failures come before what is undecided, errors before warnings, then all goes by place.
    """
    c = findings.c
    verdict = case({"fails": 0, "unknown": 1}, value=c.verdict, else_=2)
    level = case({"error": 0, "warning": 1}, value=c.level, else_=2)
    missing = case((c.rule == "cited-missing", 1), else_=0)  # many, and the least of all
    query = (
        select(findings, documents.c.path)
        .join(documents, documents.c.id == c.document)
        .where(c.verdict.in_(list(verdicts)), c.rule.not_in(list(without)))
        .where(true() if documents_of is None else c.document.in_(list(documents_of)))
        .order_by(verdict, level, missing, documents.c.path, c.page, c.line, c.start, c.rule, c.id)
    )
    for row in archive.select(query):
        series = cast("str | None", row["series"])
        yield Told(cast(str, row["document"]), cast(str, row["path"]), read_finding(row), series, row)


def coverage(archive: Archive) -> Coverage:
    """How much of an archive was checked."""
    c = findings.c
    with archive.reading() as connection:
        query = select(c.rule, c.verdict, c.level, func.count()).group_by(c.rule, c.verdict, c.level)
        found = {(rule, verdict, level): times for rule, verdict, level, times in connection.execute(query)}
        sizes = [connection.scalar(select(func.count()).select_from(t)) or 0 for t in (documents, counts, quotas)]
    return Coverage(sizes[0], sizes[1] + sizes[2], found)
