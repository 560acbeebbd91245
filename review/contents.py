"""What the report says, gathered from an archive as plain records; the template only lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from review.report_coverage import Covered, coverage_of
from review.report_findings import FindingCard, MissingLine, finding_cards, missing_lines, number_missing
from review.report_lists import (
    CitationLine,
    DocumentLine,
    FailureLine,
    citation_lines,
    document_lines,
    failure_lines,
    source_folder,
)
from review.report_series import Chart, charts
from review.report_shots import Shots
from store import schema
from store.archive import Archive


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a whole: pages of a verdict, files of a state. percent is for drawing only."""

    name: str
    number: int
    percent: float


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole report. ``folder`` is the folder that all files lie below.

    findings: the worst of what failed, missing: documents that are cited and not there, the most cited first
    (missing_number of them in all); crops_left: findings shown without the crop that they could have.
    """

    archive: str
    folder: str
    counts: dict[str, int]
    resolved: int
    failed: int
    covered: Covered
    findings: tuple[FindingCard, ...]
    crops_left: int
    missing: tuple[MissingLine, ...]
    missing_number: int
    charts: tuple[Chart, ...]
    charts_left: int
    verdicts: tuple[Share, ...]
    origins: tuple[Share, ...]
    states: tuple[Share, ...]
    documents: tuple[DocumentLine, ...]
    citations: tuple[CitationLine, ...]
    failures: tuple[FailureLine, ...]

    @property
    def listed(self) -> frozenset[str]:
        """Ids of the documents in the list, which may be linked to."""
        return frozenset(line.id for line in self.documents)


def gather(archive: Archive) -> Contents:
    """Read an archive's contents; raises FileAccess."""
    folder = source_folder(archive)
    shots = Shots(archive)
    findings = finding_cards(archive, folder, shots)
    drawn, left = charts(archive, folder)
    return Contents(
        archive=archive.folder.absolute().name,
        folder=folder,
        counts=archive.counts(),
        resolved=_number(archive, schema.citations.c.cited_document.is_not(None)),
        failed=sum(archive.tally("stage", schema.failures).values()),
        covered=coverage_of(archive),
        findings=findings,
        crops_left=shots.left_out,
        missing=missing_lines(archive, folder),
        missing_number=number_missing(archive),
        charts=drawn,
        charts_left=left,
        verdicts=_shares(archive.tally("verdict", schema.pages)),
        origins=_shares(archive.tally("origin", schema.pages)),
        states=_shares(archive.tally("state", schema.files)),
        documents=document_lines(archive, folder),
        citations=citation_lines(archive, folder),
        failures=failure_lines(archive, folder),
    )


def _number(archive: Archive, condition: ColumnElement[bool]) -> int:
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).where(condition)) or 0


def _shares(tally: Mapping[str, int]) -> tuple[Share, ...]:
    total = sum(tally.values())
    return tuple(Share(name, number, 100 * number / total) for name, number in tally.items())
