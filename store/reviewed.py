"""What the decisions in force mean for the records: which characters a person reads otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, MetaData, Select, Table, select

from records.finding import Finding
from store.archive import Archive
from store.decisions import Decision, in_force, latest
from store.fields import text
from store.finding_rows import read_finding
from store.schema import decisions, findings


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters of a document's repaired text (from ``start``) that a person reads as ``new`` instead of ``old``."""

    start: int
    old: str
    new: str

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.start + len(self.old)


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions in force by the key of their finding, what they read anew by document, and those that are stray.

    Stray are decisions on findings that are no longer made, or no longer about the same characters.
    """

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    stray: tuple[Decision, ...] = ()


def review_of(archive: Archive) -> Review:
    """The review of an archive as it stands."""
    with archive.reading() as connection:
        held = in_force(connection)
        rows = connection.execute(
            select(findings).where(findings.c.key.in_(latest().with_only_columns(decisions.c.key)))
        )
        found = {row["key"]: read_finding({**row}) for row in rows.mappings()}
    readings: defaultdict[str, dict[Reading, None]] = defaultdict(dict)
    stray = [decision for key, decision in held.items() if key not in found]
    for key, decision in held.items():
        if key not in found or decision.new is None:
            continue
        reading = _reading(decision, found[key])
        if reading is None:
            stray.append(decision)
        else:
            readings[reading[0]][reading[1]] = None
    return Review(held, {document: tuple(made) for document, made in readings.items()}, tuple(stray))


def _reading(decision: Decision, finding: Finding) -> tuple[str, Reading] | None:
    """Document and reading; None where the finding's place no longer says what was read anew."""
    if decision.target is None or decision.target >= len(finding.places):
        return None
    spot, old = finding.places[decision.target], decision.old or ""
    at = spot.place.text.find(old) if old else -1
    if at < 0:
        return None
    return spot.document, Reading(spot.place.start + at, old, decision.new or "")


#: Findings as an export with decisions has them.
REVIEWED_FINDINGS = Table(
    "findings",
    MetaData(),
    *(Column(c.name, c.type, comment=c.comment, nullable=c.nullable) for c in findings.columns),
    text("decision", "what reviewers decided: accepted, rejected or corrected; null where nobody has"),
    text("decided_reading", "what a person says stands there"),
    text("decision_note", "the reviewer's note"),
    text("decided_by", "who decided"),
    text("decided_at", "when, UTC"),
    comment=findings.comment,
)
_OF_DECISION = {
    "decision": "state", "decided_reading": "new", "decision_note": "reason", "decided_by": "who",
    "decided_at": "decided_at",
}  # fmt: skip


def reviewed_findings(columns: Sequence[Column[object]]) -> Select[*tuple[object, ...]]:
    """The rows of :data:`REVIEWED_FINDINGS`, in these columns."""
    last = latest().where(decisions.c.state != "open").subquery("last")
    chosen = [
        last.c[_OF_DECISION[c.name]].label(c.name) if c.name in _OF_DECISION else findings.c[c.name] for c in columns
    ]
    return select(*chosen).outerjoin_from(findings, last, last.c.key == findings.c.key).order_by(findings.c.id)
