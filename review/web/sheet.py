"""A page of a document as it is shown: its head, its pages, its text, its records and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, case, select

from records.place import Box
from review.web.facts import Fact, facts_on
from review.web.listing import NOT_ASKED, file_name
from review.web.reading import Reading, read_page
from store import schema
from store.decisions import Decision, in_force, stray

#: Findings of one document that are listed beside its text; the queue has them all.
MOST_FINDINGS = 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document's head and one of its pages. width and height are in points, None without a page image."""

    id: str
    file: str
    head: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]
    page: int
    verdict: str
    origin: str
    reason: str
    width: float | None
    height: float | None
    pictured: bool
    reading: Reading
    facts: dict[str, list[Fact]]
    findings: tuple[Mark, ...]
    strays: tuple[Decision, ...]

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """What is marked on the page's image."""
        found = [(fact.id, fact.box) for facts in self.facts.values() for fact in facts if fact.box]
        return found + [(mark.id, mark.box) for mark in self.findings if mark.box and mark.page == self.page]


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding beside the text."""

    id: str
    key: str
    rule: str
    level: str
    verdict: str
    message: str
    message_en: str
    page: int
    box: Box | None
    decision: Decision | None


_HEAD = ("type", "number", "issued_on", "issuer", "place_name", "signer", "signer_title", "title")


def sheet(connection: Connection, document: str, page: int | None, part: int) -> Sheet | None:
    """A page of a document (None: its first); None where there is no such document or page."""
    row = connection.execute(select(schema.documents).where(schema.documents.c.id == document)).mappings().first()
    numbers = _numbers(connection, document)
    if row is None or (page is not None and page not in numbers):
        return None
    number = page if page is not None else (numbers or (1,))[0]
    facts = facts_on(connection, document, number)
    every = [fact for kind in facts.values() for fact in kind]
    j = schema.judgements.c
    judged = connection.execute(select(j.width, j.height, j.reason).where(j.document == document, j.page == number))
    width, height, reason = cast("tuple[float | None, float | None, str | None]", tuple(judged.first() or (None,) * 3))
    p = schema.pages.c
    told = connection.execute(select(p.verdict, p.origin).where(p.document == document, p.page == number)).first()
    return Sheet(
        document,
        file_name(row["path"]),
        tuple((name, str(row[name])) for name in _HEAD if row[name] is not None),
        numbers,
        number,
        verdict=told[0] if told else "empty",
        origin=told[1] if told else "text-layer",
        reason=reason or "",
        width=width,
        height=height,
        pictured=row["kind"] in ("pdf", "image"),
        reading=read_page(connection, document, number, part, every) if told else Reading((), (), 0, 1, 1),
        facts=facts,
        findings=_marks(connection, document),
        strays=tuple(stray(connection, row["sha256"])),
    )


def _numbers(connection: Connection, document: str) -> tuple[int, ...]:
    p = schema.pages.c
    return tuple(connection.scalars(select(p.page).where(p.document == document).order_by(p.page)))


def _marks(connection: Connection, document: str) -> tuple[Mark, ...]:
    """What failed or is undecided in a document, by place."""
    c = schema.findings.c
    names = (c.id, c.key, c.rule, c.level, c.verdict, c.message, c.message_en, c.page, c.box)
    query = select(*names).where(c.document == document, c.verdict.in_(("fails", "unknown")), c.key.is_not(None))
    level = case({"error": 0, "warning": 1}, value=c.level, else_=2)
    least = case((c.rule.in_(NOT_ASKED), 1), else_=0)
    query = query.order_by(c.verdict, least, level, c.page, c.start, c.id).limit(MOST_FINDINGS)
    rows = list(connection.execute(query).mappings())
    decided = in_force(connection, [row["key"] for row in rows])
    return tuple(
        Mark(
            f"finding-{row['id']}", row["key"], row["rule"], row["level"], row["verdict"], row["message"],
            row["message_en"] or "", row["page"], None if row["box"] is None else cast(Box, tuple(row["box"])),
            decided.get(row["key"]),
        )
        for row in rows
    )  # fmt: skip
