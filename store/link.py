"""Writes what :mod:`store.resolve` finds: cited documents, and numbers that other documents give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from store.resolve import Known, Mention, Proposal, Register, Slot, open_heads, propose
from store.schema import citations, documents, head_fields, pages

#: Characters after a citation in which the cited document's title is looked for.
_AFTER = 600
_FROM_CITATION = (head_fields.c.name == "number") & (head_fields.c.source == "citation")


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it: citations that have a document, numbers filled, numbers proposed that are not sure."""

    citations: int
    numbers: int
    proposals: int


def link(connection: Connection) -> Linked:
    """Resolve all citations anew, in the caller's transaction; a second time changes nothing."""
    _forget(connection)
    heads = list(_heads(connection))
    unsure = open_heads(heads)
    slots = {head.slot for head in unsure}
    proposals = propose(unsure, _with_text(connection, _mentions(connection, slots)), Register(heads))
    _write_numbers(connection, proposals)
    filled = {proposal.document: proposal.number for proposal in proposals if proposal.sure}
    register = Register(replace(head, number=filled.get(head.id, head.number)) for head in heads)
    return Linked(_write_links(connection, register), len(filled), len(proposals) - len(filled))


def _forget(connection: Connection) -> None:
    """Take back the numbers that an earlier pass filled."""
    filled = select(head_fields.c.document).where(_FROM_CITATION, head_fields.c.value.is_not(None))
    connection.execute(update(documents).where(documents.c.id.in_(filled)).values(number=None))
    connection.execute(delete(head_fields).where(_FROM_CITATION))


def _heads(connection: Connection) -> Iterator[Known]:
    readings: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    kept = select(head_fields.c.document, head_fields.c.alternatives).where(
        head_fields.c.name == "number", head_fields.c.value.is_(None)
    )
    for document, alternatives in connection.execute(kept):
        readings[document] += tuple(alternatives or ())
    c = documents.c
    query = select(c.id, c.type, c.number, c.issued_on, c.issuer, c.parent_issuer, c.title)
    for row in connection.execute(query):
        yield Known(*row, readings=readings.get(row.id, ()))


_C = citations.c
_MENTION = select(_C.id, _C.document, _C.type, _C.number, _C.issued_on, _C.issuer, _C.page, _C.line, _C.end)


def _mentions(connection: Connection, slots: set[Slot | None]) -> Iterator[tuple[Mention, int]]:
    """The citations that may tell a number, each with the offset of its end."""
    if not slots:
        return
    types = sorted({slot[0] for slot in slots if slot is not None})
    query = _MENTION.where(_C.number.is_not(None), _C.issued_on.is_not(None), _C.type.in_(types)).order_by(_C.id)
    for *values, end in connection.execute(query):
        mention = Mention(*values)
        if mention.slot in slots:
            yield mention, end


def _with_text(connection: Connection, mentions: Iterable[tuple[Mention, int]]) -> Iterator[Mention]:
    """Each citation with the text after it; rows come document by document, so one text is kept at a time."""
    held, text = "", ""
    for mention, end in mentions:
        if mention.document != held:
            held, text = mention.document, _text_of(connection, mention.document)
        yield replace(mention, after=text[end : end + _AFTER])


def _text_of(connection: Connection, document: str) -> str:
    query = select(pages.c.text).where(pages.c.document == document).order_by(pages.c.page)
    return "\n".join(connection.scalars(query))


def _write_numbers(connection: Connection, proposals: list[Proposal]) -> None:
    rows = [
        {
            "document": proposal.document,
            "name": "number",
            "value": proposal.number if proposal.sure else None,
            "source": "citation",
            "reason": proposal.reason,
            "alternatives": [] if proposal.sure else [proposal.number],
        }
        for proposal in proposals
    ]
    filled = [{"row": proposal.document, "found": proposal.number} for proposal in proposals if proposal.sure]
    if rows:
        connection.execute(insert(head_fields), rows)
    if filled:
        change = update(documents).where(documents.c.id == bindparam("row")).values(number=bindparam("found"))
        connection.execute(change, filled)


def _write_links(connection: Connection, register: Register) -> int:
    query = _MENTION.with_only_columns(*_MENTION.selected_columns, _C.cited_document).where(_C.number.is_not(None))
    changed, linked = [], 0
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        found = register.find(_mention(row))
        linked += found is not None
        if found != row.cited_document:
            changed.append({"row": row.id, "found": found})
    if changed:
        change = update(citations).where(_C.id == bindparam("row")).values(cited_document=bindparam("found"))
        connection.execute(change, changed)
    return linked


def _mention(row: Row[*tuple[object, ...]]) -> Mention:
    return Mention(row.id, row.document, row.type, row.number, row.issued_on, row.issuer)
