"""The list of documents: what each is, what was found in it, what is decided; with filters and a search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, or_, select

from records.errors import UsageError
from review.web.folding import holds
from store import schema
from store.decisions import latest
from store.schema import documents, findings
from store.search import documents_matching, need_sqlite

PAGE = 50
#: Rules whose failures are so many and say so little that they wait for nobody.
NOT_ASKED = ("cited-missing",)
Work = Literal["", "open", "decided", "clear"]
Order = Literal["file", "date", "open"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is wanted. work: documents with open findings, with all decided, with none."""

    query: str = ""
    work: Work = ""
    type: str = ""
    rule: str = ""
    order: Order = "file"
    page: int = 1


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list; file is the name of its file, errors to notes count what failed, decided of these."""

    id: str
    file: str
    type: str | None
    number: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    pages: int
    origin: str
    errors: int
    warnings: int
    notes: int
    decided: int

    @property
    def found(self) -> int:
        """All that failed."""
        return self.errors + self.warnings + self.notes

    @property
    def work(self) -> Work:
        """open, decided, or clear where nothing failed."""
        if not self.found:
            return "clear"
        return "decided" if self.decided >= self.found else "open"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list, how many documents match, and the types and rules to filter by."""

    rows: tuple[DocumentRow, ...]
    total: int
    types: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def pages(self) -> int:
        """Number of pages of the list."""
        return max(1, -(-self.total // PAGE))


def list_documents(connection: Connection, asked: Asked) -> Listing:
    """One page of the documents that match."""
    query = _query(connection, asked)
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(*_order(asked, query)).limit(PAGE).offset(PAGE * (asked.page - 1))
    rows = tuple(_row({**row}) for row in connection.execute(page).mappings())
    types = tuple(t for t in connection.scalars(select(documents.c.type).distinct().order_by(documents.c.type)) if t)
    return Listing(rows, total, types, rules_of(connection))


def rules_of(connection: Connection) -> tuple[str, ...]:
    """The rules with failures."""
    query = select(findings.c.rule).where(findings.c.verdict == "fails").distinct().order_by(findings.c.rule)
    return tuple(connection.scalars(query))


def file_name(path: str) -> str:
    """The name of a file, whatever its path tries.

    >>> file_name("/kho/../../etc/passwd"), file_name("..")
    ('passwd', '..')
    """
    return PurePath(path).name or path


def _failed(asked: Asked) -> Subquery:
    """What failed in each document, by level."""
    c = findings.c
    rule = c.rule == asked.rule if asked.rule else c.rule.not_in(NOT_ASKED)
    levels = (func.sum(case((c.level == level, 1), else_=0)).label(level) for level in ("error", "warning", "note"))
    return select(c.document, *levels).where(c.verdict == "fails", rule).group_by(c.document).subquery("failed")


def _decided(asked: Asked) -> Subquery:
    """How many of these are decided; counted from the decisions, which are the fewer."""
    c, last = findings.c, latest().where(schema.decisions.c.state != "open").subquery("last")
    rule = c.rule == asked.rule if asked.rule else c.rule.not_in(NOT_ASKED)
    query = select(c.document, func.count().label("decided")).join(last, last.c.key == c.key)
    return query.where(c.verdict == "fails", rule).group_by(c.document).subquery("decided")


def _query(connection: Connection, asked: Asked) -> Select[*tuple[object, ...]]:
    d, failed, decided = documents.c, _failed(asked), _decided(asked)
    numbers = [func.coalesce(column, 0).label(column.name) for column in (*_levels(failed), decided.c.decided)]
    found = numbers[0] + numbers[1] + numbers[2]
    query: Select[*tuple[object, ...]] = (
        select(d.id, d.path, d.type, d.number, d.issuer, d.issued_on, d.title, d.pages, d.origin, *numbers)
        .outerjoin(failed, failed.c.document == d.id)
        .outerjoin(decided, decided.c.document == d.id)
    )
    conditions: dict[Work, ColumnElement[bool]] = {
        "open": found > numbers[3],
        "decided": (found > 0) & (found <= numbers[3]),
        "clear": found == 0,
    }
    if asked.work in conditions:
        query = query.where(conditions[asked.work])
    if asked.type:
        query = query.where(d.type == asked.type)
    if asked.rule:
        query = query.where(failed.c.document.is_not(None))
    if asked.query.strip():
        query = query.where(_matches(connection, asked.query))
    return query


def _matches(connection: Connection, query: str) -> ColumnElement[bool]:
    """Whether a document's head or file has the words; where the archive has an index, its text and records too."""
    in_head = holds(connection, _searched(), query)
    try:
        need_sqlite(connection)
        found = documents_matching(query)
    except UsageError:  # another database, or more words than the index takes
        return in_head
    return in_head if found is None else or_(in_head, documents.c.id.in_(found))


def _levels(failed: Subquery) -> tuple[ColumnElement[int], ...]:
    return failed.c.error, failed.c.warning, failed.c.note


def _searched() -> ColumnElement[str]:
    """The text of a document that the search goes over: its head and its file."""
    d = documents.c
    parts = (d.number, d.type, d.title, d.issuer, d.signer, d.issued_on)
    text: ColumnElement[str] = d.path
    for part in parts:
        text = text + " " + func.coalesce(part, "")
    return text


def _order(asked: Asked, query: Select[*tuple[object, ...]]) -> list[ColumnElement[object]]:
    d = documents.c
    if asked.order == "date":
        return [d.issued_on.is_(None), d.issued_on.desc(), d.path]
    if asked.order == "open":
        c = query.selected_columns
        return [(c["error"] + c["warning"] + c["note"] - c["decided"]).desc(), d.path]
    return [d.path]


def _row(row: dict[str, object]) -> DocumentRow:
    names = (
        "type", "number", "issuer", "issued_on", "title", "pages", "origin", "error", "warning", "note", "decided",
    )  # fmt: skip
    values = (row["id"], file_name(cast(str, row["path"])), *(row[name] for name in names))
    return DocumentRow(*values)  # type: ignore[arg-type]  # by the schema
