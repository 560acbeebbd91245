"""What reviewers decided, applied: to the rows of an export, and to an audit, made anew with their readings."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import cast

from sqlalchemy import Table, select

from audit.document import audit_document
from batch.audit import ILL_FORMED
from batch.rereading import reread, whole
from records.facts import HEAD_FIELDS
from records.finding import Finding
from store import schema
from store.archive import Archive
from store.audit_rows import Coverage, Told, coverage, rank_of, ranked
from store.decisions import Decision
from store.dossiers import dossier
from store.finding_rows import finding_rows
from store.reviewed import Reading, Review, review_of
from store.rows import FACT_TABLES, facts_of


class Applied:
    """The change of an export's rows: figures and fields as reviewers read them."""

    def __init__(self, archive: Archive, review: Review) -> None:
        self._archive = archive
        self._review = review

    @property
    def whole(self) -> bool:
        """Whether every figure that it puts in is a whole number."""
        return whole(chain.from_iterable(self._review.readings.values()))

    def __call__(self, table: Table, row: Mapping[str, object]) -> Mapping[str, object]:
        """The row as it is with the decisions."""
        document = cast(str, row.get("id") if table is schema.documents else row.get("document"))
        readings = self._review.readings.get(document, ())
        if not readings or table in (schema.pages, schema.findings, schema.decisions):
            return row
        return self._headed(row, document, readings) if table is schema.documents else reread(row, readings)

    def _headed(self, row: Mapping[str, object], document: str, readings: Iterable[Reading]) -> Mapping[str, object]:
        """A document's row: the fields of its head that were read anew."""
        fields = _rows(self._archive, schema.head_fields, document)
        changed = {item["name"]: reread(item, readings)["value"] for item in fields if reread(item, readings) != item}
        return {**row, **{str(name): value for name, value in changed.items() if name in HEAD_FIELDS}}


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit with the decisions. anew: the findings within documents that a person reads otherwise, by document."""

    archive: Archive
    review: Review
    anew: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)

    def ranked(self, verdicts: Iterable[str], *, without: Iterable[str] = ()) -> Iterator[Told]:
        """As :func:`store.audit_rows.ranked`."""
        wanted, left_out = set(verdicts), set(without)
        stored = (told for told in ranked(self.archive, wanted, without=left_out) if not self._replaced(told))
        every = chain.from_iterable(self.anew.values())
        made = [t for t in every if t.finding.verdict in wanted and t.finding.rule not in left_out]
        return heapq.merge(stored, sorted(made, key=rank_of), key=rank_of)

    def decision(self, told: Told) -> Decision | None:
        """The decision in force on a finding."""
        return self.review.decisions.get(cast(str, told.row["key"]))

    def settled(self, told: Told) -> bool:
        """Whether a person has settled it: rejected, or across documents read otherwise (which no audit made anew)."""
        decision = self.decision(told)
        if decision is None or told.finding.verdict != "fails":
            return False
        return decision.state == "rejected" or (decision.new is not None and told.series is not None)

    def coverage(self) -> Coverage:
        """As :func:`store.audit_rows.coverage`; what is settled counts as verdict "settled"."""
        plain = coverage(self.archive)
        counted = Counter(plain.findings)
        for told in self._stored(self.anew):
            counted[told.finding.rule, told.finding.verdict, told.finding.level] -= 1
        for told in chain.from_iterable(self.anew.values()):
            counted[told.finding.rule, told.finding.verdict, told.finding.level] += 1
        for told in self.ranked(["fails"]) if self.review.decisions else ():
            if self.settled(told):
                counted[told.finding.rule, told.finding.verdict, told.finding.level] -= 1
                counted[told.finding.rule, "settled", told.finding.level] += 1
        return replace(plain, findings={key: times for key, times in counted.items() if times > 0})

    def _replaced(self, told: Told) -> bool:
        return told.document in self.anew and told.series is None

    def _stored(self, documents: Iterable[str]) -> Iterator[Told]:
        """The stored findings that those made anew stand for."""
        for told in ranked(self.archive, ("fails", "unknown", "holds"), documents_of=documents):
            if told.series is None:
                yield told


def reviewed_audit(archive: Archive) -> Audit:
    """The audit of an archive with the decisions in force; documents read otherwise are audited anew, in memory."""
    review = review_of(archive)
    anew = {document: made for document in review.readings if (made := _anew(archive, document, review)) is not None}
    return Audit(archive, review, anew)


def _anew(archive: Archive, document: str, review: Review) -> tuple[Told, ...] | None:
    """The findings within a document with its readings; None where its records do not stand them."""
    try:
        rows = [[reread(row, review.readings[document]) for row in _rows(archive, t, document)] for t in FACT_TABLES]
        case = dossier(archive, document)
        found = audit_document(replace(case, facts=facts_of(*rows)))
    except ILL_FORMED:
        return None
    return tuple(_told(document, case.path, found))


def _told(document: str, path: str, found: Iterable[Finding]) -> Iterator[Told]:
    items = list(found)
    for item, row in zip(items, finding_rows(items), strict=True):
        yield Told(document, path, item, None, row)


def _rows(archive: Archive, table: Table, document: str) -> list[Mapping[str, object]]:
    return list(archive.select(select(table).where(table.c.document == document).order_by(table.c.id)))
