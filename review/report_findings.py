"""What failed, the worst first: each with its quotations and its picture; and what is cited and not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import case, func, select

from records.finding import FIGURE_RULES, Finding
from review.report_coverage import ORDER
from review.report_lists import below
from review.report_quotes import Quote, Quotes
from review.report_shots import Shot, Shots
from store import schema
from store.archive import Archive
from store.decisions import Decision, in_force
from store.finding_rows import read_finding

#: Findings and missing documents in the report; all of them are in the exports.
MOST_FINDINGS, MOST_MISSING = 200, 40
#: The rule whose failures are so many and say so little that they get a table of their own.
MISSING_RULE = "cited-missing"
_COMPUTED = tuple(rule for rule in FIGURE_RULES if rule not in ("implied-quota", "target-below-result"))
#: Characters of a figure as printed; a longer place is no figure alone.
_PRINTED = 40


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A failed check. path: of its document; more: its places that are not quoted; shot: its picture, or why none.

    decision: what a reviewer made of it, where that holds.
    """

    document: str
    path: str
    finding: Finding
    across: bool
    quotes: tuple[Quote, ...]
    more: int
    shot: Shot | None
    no_shot: str | None
    decision: Decision | None = None

    @property
    def found(self) -> str | None:
        """What stands there: the figure as printed with the range that it may stand for, where that is no one number.

        The first place of a finding that computes with printed figures is that of the figure that was found.
        """
        found, printed = self.finding.found, " ".join(self.finding.places[0].place.text.split())
        is_range = found is not None and found[:1] in ("[", "(") and self.finding.rule in _COMPUTED
        return f"{printed} · {found}" if is_range and len(printed) <= _PRINTED and printed != found else found

    @property
    def computed(self) -> bool:
        """True where what was expected was computed."""
        return self.finding.rule in FIGURE_RULES

    @property
    def page(self) -> int:
        """Page of the reported place."""
        return self.finding.places[0].place.page

    @property
    def line(self) -> int:
        """Line of the reported place."""
        return self.finding.places[0].place.line


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A document that is cited and not in the archive: as it is cited, how often, and where first."""

    text: str
    message: str
    message_en: str
    times: str
    document: str
    path: str
    page: int
    line: int


def finding_cards(archive: Archive, folder: str, shots: Shots) -> tuple[FindingCard, ...]:
    """The worst failures: errors before warnings before notes, then by rule, then by place. Raises FileAccess."""
    c, d = schema.findings.c, schema.documents.c
    level = case({"error": 0, "warning": 1}, value=c.level, else_=2)
    rule = case({name: rank for rank, name in enumerate(ORDER)}, value=c.rule, else_=len(ORDER))
    query = (
        select(schema.findings, d.path)
        .join(schema.documents, d.id == c.document)
        .where(c.verdict == "fails", c.rule != MISSING_RULE)
        .order_by(level, rule, d.path, c.page, c.line, c.start, c.id)
        .limit(MOST_FINDINGS)
    )
    quotes = Quotes(archive, folder)
    rows = list(archive.select(query))  # read to their end before pictures take their time
    with archive.reading() as connection:
        decided = in_force(connection, [cast(str, row["key"]) for row in rows if row["key"]])
    cards = ((row, _card(row, below(cast(str, row["path"]), folder), quotes, shots)) for row in rows)
    return tuple(replace(card, decision=decided.get(cast(str, row["key"]))) for row, card in cards if card is not None)


def _card(row: Mapping[str, object], path: str, quotes: Quotes, shots: Shots) -> FindingCard | None:
    """The card of a row; None for a row that no audit writes, so that one of them does not cost the report."""
    try:
        finding = read_finding(row)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    quoted, more = quotes.of(finding)
    shot = shots.of(finding)
    picture, why = (shot, None) if isinstance(shot, Shot) else (None, shot)
    across = row["series"] is not None
    return FindingCard(finding.places[0].document, path, finding, across, quoted, more, picture, why)


def missing_lines(archive: Archive, folder: str) -> tuple[MissingLine, ...]:
    """Documents that are cited and not there, the most cited first. Raises FileAccess."""
    c, d = schema.findings.c, schema.documents.c
    query = (
        select(schema.findings, d.path)
        .join(schema.documents, d.id == c.document)
        .where(c.verdict == "fails", c.rule == MISSING_RULE)
        .order_by(func.length(c.found).desc(), c.found.desc(), c.message, c.id)  # found: how often, in digits
        .limit(MOST_MISSING)
    )
    return tuple(
        MissingLine(
            text=cast(str, row["text"]),
            message=cast(str, row["message"]),
            message_en=cast("str | None", row["message_en"]) or cast(str, row["message"]),
            times=cast("str | None", row["found"]) or "",
            document=cast(str, row["document"]),
            path=below(cast(str, row["path"]), folder),
            page=cast(int, row["page"]),
            line=cast(int, row["line"]),
        )
        for row in archive.select(query)
    )


def number_missing(archive: Archive) -> int:
    """How many documents are cited and not there."""
    c = schema.findings.c
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).where(c.verdict == "fails", c.rule == MISSING_RULE)) or 0
