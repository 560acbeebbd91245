"""The lists of the report: documents, citations, what could not be read; each no longer than the page can bear."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast

from sqlalchemy import Subquery, func, select

from store import schema
from store.archive import Archive

#: Rows of a list beyond which the report refers to the exports: a page of 100,000 rows opens in no browser.
MOST_ROWS = 400
_ID = re.compile(r"\b[0-9a-f]{16}\b")


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the list; reason says why there is no number, hint what other documents give."""

    id: str
    file: str
    type: str | None
    number: str | None
    reason: str | None
    hint: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None
    signer: str | None
    signer_title: str | None
    pages: int
    origin: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A citation in the list, with the document it stands in and the one it means."""

    document: str
    citing: str
    page: int
    line: int
    text: str
    type: str | None
    number: str | None
    issued_on: str | None
    issuer: str | None
    cited_document: str | None
    cited: str | None


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A row of quarantine."""

    file: str
    page: int | None
    stage: str
    reason: str
    advice: str


def source_folder(archive: Archive) -> str:
    """The deepest folder above all files that were tried."""
    ends = select(func.min(schema.files.c.path).label("first"), func.max(schema.files.c.path).label("last"))
    (row,) = archive.select(ends)
    first, last = cast("str | None", row["first"]), cast("str | None", row["last"])
    if first is None or last is None:
        return ""
    # Of paths in order, the first and the last share what all share.
    return os.path.commonpath([os.path.dirname(first), os.path.dirname(last)])  # noqa: PTH120


def below(path: str, folder: str) -> str:
    """A path as it is within the folder that all files share."""
    pure = PurePath(path)
    return str(pure.relative_to(folder)) if folder and pure.is_relative_to(folder) else path


def document_lines(archive: Archive, folder: str) -> tuple[DocumentLine, ...]:
    """Documents by path; of too many those with the most errors. folder: what their paths are shown without.

    Raises FileAccess.
    """
    found = _failed(archive)
    reasons, hints = _numbers(archive, folder)
    c = schema.documents.c
    query = select(
        c.id, c.path, c.type, c.number, c.issued_on, c.issuer, c.title, c.signer, c.signer_title, c.pages, c.origin
    ).where(c.id.in_(select(_worst().c.id)))
    return tuple(
        DocumentLine(
            id=_str(row, "id"),
            file=below(_str(row, "path"), folder),
            type=_maybe(row, "type"),
            number=_maybe(row, "number"),
            reason=None if row["number"] else reasons.get(_str(row, "id")),
            hint=hints.get(_str(row, "id")),
            issued_on=_maybe(row, "issued_on"),
            issuer=_maybe(row, "issuer"),
            title=_maybe(row, "title"),
            signer=_maybe(row, "signer"),
            signer_title=_maybe(row, "signer_title"),
            pages=cast(int, row["pages"]),
            origin=_str(row, "origin"),
            errors=found.get((_str(row, "id"), "error"), 0),
            warnings=found.get((_str(row, "id"), "warning"), 0),
        )
        for row in sorted(archive.select(query), key=lambda row: _str(row, "path"))
    )


def _worst() -> Subquery:
    """Documents with their numbers of errors, the worst first, no more than can be shown."""
    c = schema.findings.c
    errors = select(c.document, func.count().label("errors")).where(c.verdict == "fails", c.level == "error")
    tally = errors.group_by(c.document).subquery()
    d = schema.documents.c
    query = select(d.id).outerjoin(tally, tally.c.document == d.id)
    return query.order_by(func.coalesce(tally.c.errors, 0).desc(), d.path).limit(MOST_ROWS).subquery()


def _failed(archive: Archive) -> dict[tuple[str, str], int]:
    """Failed checks by document and level, of the documents that have any."""
    c = schema.findings.c
    query = select(c.document, c.level, func.count()).where(c.verdict == "fails", c.level.in_(("error", "warning")))
    with archive.reading() as connection:
        found = connection.execute(query.group_by(c.document, c.level))
        return {(document, level): times for document, level, times in found}


def _numbers(archive: Archive, folder: str) -> tuple[dict[str, str], dict[str, str]]:
    """By document: why its number is not sure, and what other documents say of it."""
    c = schema.head_fields.c
    query = select(c.document, c.source, c.reason, c.alternatives).where(c.name == "number").order_by(c.id)
    reasons, hints = dict[str, str](), dict[str, str]()
    for row in archive.select(query):
        readings = ", ".join(f"“{reading}”" for reading in cast("list[str]", row["alternatives"] or []))
        said = ": ".join(part for part in (readings, _maybe(row, "reason")) if part)
        if said:
            (hints if row["source"] == "citation" else reasons)[_str(row, "document")] = said
    return reasons, _with_files(archive, hints, folder)


def _with_files(archive: Archive, hints: dict[str, str], folder: str) -> dict[str, str]:
    """Hints with files in place of the ids of documents."""
    ids = {found for hint in hints.values() for found in _ID.findall(hint)}
    c = schema.documents.c
    query = select(c.id, c.path).where(c.id.in_(sorted(ids)[:MOST_ROWS]))
    files = {_str(row, "id"): below(_str(row, "path"), folder) for row in archive.select(query)}
    return {key: _ID.sub(lambda found: files.get(found[0], found[0]), hint) for key, hint in hints.items()}


def citation_lines(archive: Archive, folder: str) -> tuple[CitationLine, ...]:
    """The first citations by document and place. Raises FileAccess."""
    c, citing, cited = schema.citations.c, schema.documents.alias("citing"), schema.documents.alias("cited")
    query = (
        select(
            *(c.document, c.page, c.line, c.text, c.type, c.number, c.issued_on, c.issuer, c.cited_document),
            citing.c.path.label("citing"),
            func.coalesce(cited.c.number, cited.c.path).label("cited"),
        )
        .join_from(schema.citations, citing, c.document == citing.c.id)
        .outerjoin(cited, c.cited_document == cited.c.id)
        .order_by(citing.c.path, c.start, c.id)
        .limit(MOST_ROWS)
    )
    return tuple(
        CitationLine(
            document=_str(row, "document"),
            citing=below(_str(row, "citing"), folder),
            page=cast(int, row["page"]),
            line=cast(int, row["line"]),
            text=_str(row, "text"),
            type=_maybe(row, "type"),
            number=_maybe(row, "number"),
            issued_on=_maybe(row, "issued_on"),
            issuer=_maybe(row, "issuer"),
            cited_document=_maybe(row, "cited_document"),
            cited=None if row["cited"] is None else below(_str(row, "cited"), folder),
        )
        for row in archive.select(query)
    )


def failure_lines(archive: Archive, folder: str) -> tuple[FailureLine, ...]:
    """The first rows of quarantine. Raises FileAccess."""
    c = schema.failures.c
    query = select(c.path, c.page, c.stage, c.reason, c.advice).order_by(c.path, c.page, c.id).limit(MOST_ROWS)
    return tuple(
        FailureLine(
            below(_str(row, "path"), folder),
            cast("int | None", row["page"]),
            *(_str(row, name) for name in ("stage", "reason", "advice")),
        )
        for row in archive.select(query)
    )


def _str(row: Mapping[str, object], name: str) -> str:
    return cast(str, row[name])


def _maybe(row: Mapping[str, object], name: str) -> str | None:
    return cast("str | None", row[name])
