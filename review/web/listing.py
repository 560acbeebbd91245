"""The list of documents: what each is, what was found in it, what is decided; with filters and a search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, Subquery, Text, case, exists, func, or_, select
from sqlalchemy import cast as cast_to

from records.errors import UsageError
from review.web.folding import holds
from store.decisions import latest
from store.schema import decisions, documents, findings
from store.search import documents_matching, need_sqlite

Rows = Select[*tuple[object, ...]]
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
    if not (asked.work or asked.rule or asked.order == "open"):  # what is counted decides nothing: count for one page
        chosen = _matching(connection, asked, select(documents.c.id))
        total = connection.scalar(select(func.count()).select_from(chosen.subquery())) or 0
        ids = cast("list[str]", list(connection.scalars(_page_of(chosen.order_by(*_order(asked, chosen)), asked))))
        query = _query(connection, Asked(order=asked.order), ids)
        page = query.order_by(*_order(asked, query))
    else:
        total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
        page = _page_of(query.order_by(*_order(asked, query)), asked)
    rows = tuple(_row({**row}) for row in connection.execute(page).mappings())
    types = tuple(t for t in connection.scalars(select(documents.c.type).distinct().order_by(documents.c.type)) if t)
    return Listing(rows, total, types, rules_of(connection))


def _page_of(query: Rows, asked: Asked) -> Rows:
    return query.limit(PAGE).offset(PAGE * (asked.page - 1))


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


def _failed(asked: Asked, ids: list[str] | None) -> Subquery:
    """What failed in each document, by level; of all documents, or of some."""
    c = findings.c
    levels = (func.sum(case((c.level == level, 1), else_=0)).label(level) for level in ("error", "warning", "note"))
    query = select(c.document, *levels).where(c.verdict == "fails", _of_rule(c.rule, asked))
    return (query if ids is None else query.where(c.document.in_(ids))).group_by(c.document).subquery("failed")


def _decided(asked: Asked) -> Subquery:
    """How many of these are decided, told from the decisions, which are the fewer; an id is the start of a sha256."""
    d = decisions.c
    document = cast_to(func.substr(d.sha256, 1, 16), Text).label("document")  # typed, or SQLite makes no index of it
    fails = exists().where(findings.c.key == d.key, findings.c.verdict == "fails")
    query = latest().with_only_columns(document, func.count().label("decided"))
    return query.where(d.state != "open", _of_rule(d.rule, asked), fails).group_by(document).subquery("decided")


def _of_rule(column: ColumnElement[str], asked: Asked) -> ColumnElement[bool]:
    return column == asked.rule if asked.rule else column.not_in(NOT_ASKED)


def _query(connection: Connection, asked: Asked, ids: list[str] | None = None) -> Rows:
    d, failed, decided = documents.c, _failed(asked, ids), _decided(asked)
    numbers = [func.coalesce(column, 0).label(column.name) for column in (*_levels(failed), decided.c.decided)]
    found = numbers[0] + numbers[1] + numbers[2]
    query: Rows = (
        select(d.id, d.path, d.type, d.number, d.issuer, d.issued_on, d.title, d.pages, d.origin, *numbers)
        .outerjoin(failed, failed.c.document == d.id)
        .outerjoin(decided, decided.c.document == d.id)
    )
    if ids is not None:
        return query.where(d.id.in_(ids))
    conditions: dict[Work, ColumnElement[bool]] = {
        "open": found > numbers[3],
        "decided": (found > 0) & (found <= numbers[3]),
        "clear": found == 0,
    }
    if asked.work in conditions:
        query = query.where(conditions[asked.work])
    if asked.rule:
        query = query.where(failed.c.document.is_not(None))
    return _matching(connection, asked, query)


def _matching(connection: Connection, asked: Asked, query: Rows) -> Rows:
    """What can be told from the documents alone."""
    if asked.type:
        query = query.where(documents.c.type == asked.type)
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


def _order(asked: Asked, query: Rows) -> list[ColumnElement[object]]:
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
