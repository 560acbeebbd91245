"""The findings that wait for a person, in the order in which they are walked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, literal, select, tuple_

from review.web.folding import holds
from review.web.listing import NOT_ASKED, file_name
from store.decisions import Decision, in_force, latest
from store.schema import decisions, documents, findings

PAGE = 50
_LEVEL = case({"error": 0, "warning": 1}, value=findings.c.level, else_=2)
#: Where a finding stands in the queue: what matters most first, then by place.
_POSITION = (_LEVEL, documents.c.path, findings.c.page, findings.c.line, findings.c.start, findings.c.id)
Rows = Select[*tuple[object, ...]]
Of = Literal["fails", "unknown", "holds"]
State = Literal["open", "decided", "all"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are walked."""

    verdict: Of = "fails"
    state: State = "open"
    level: str = ""
    rule: str = ""
    document: str = ""
    query: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the list."""

    key: str
    document: str
    file: str
    number: str | None
    rule: str
    level: str
    verdict: str
    message: str
    message_en: str
    page: int
    line: int
    proposal: str | None
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue and how many it holds."""

    rows: tuple[FindingRow, ...]
    total: int

    @property
    def pages(self) -> int:
        """Number of pages."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The keys of the findings before and after one in the queue."""

    before: str | None
    after: str | None


def list_findings(connection: Connection, wanted: Wanted) -> Queue:
    """One page of the queue."""
    c, d = findings.c, documents.c
    columns = (c.key, c.document, d.path, d.number, c.rule, c.level, c.verdict, c.message, c.message_en)
    query = _matching(connection, wanted, select(*columns, c.page, c.line, c.proposal))
    total = cast(int, connection.scalar(_matching(connection, wanted, select(func.count()))))
    page = query.order_by(*_POSITION).limit(PAGE).offset(PAGE * (wanted.page - 1))
    rows = [{**row} for row in connection.execute(page).mappings()]
    decided = in_force(connection, [cast(str, row["key"]) for row in rows])
    return Queue(tuple(_row(row, decided.get(cast(str, row["key"]))) for row in rows), total)


def neighbours(connection: Connection, wanted: Wanted, key: str) -> Neighbours:
    """What comes before and after a finding, which need not be in the queue itself (once it is decided)."""
    own = connection.execute(_joined(select(*_POSITION)).where(findings.c.key == key)).first()
    if own is None:
        return Neighbours(None, None)
    place, here = tuple_(*_POSITION), tuple_(*(literal(value) for value in own))
    query = _matching(connection, wanted, select(findings.c.key)).where(findings.c.key != key)
    after = connection.scalar(query.where(place > here).order_by(*_POSITION).limit(1))
    back = [column.desc() for column in _POSITION]
    before = connection.scalar(query.where(place < here).order_by(*back).limit(1))
    return Neighbours(cast("str | None", before), cast("str | None", after))


def _joined(query: Rows) -> Rows:
    return query.select_from(findings).join(documents, documents.c.id == findings.c.document)


def _matching(
    connection: Connection, wanted: Wanted, query: Select[*tuple[object, ...]]
) -> Select[*tuple[object, ...]]:
    c = findings.c
    query = _joined(query).where(c.verdict == wanted.verdict, c.key.is_not(None))
    query = query.where(c.rule == wanted.rule) if wanted.rule else query.where(c.rule.not_in(NOT_ASKED))
    if wanted.level:
        query = query.where(c.level == wanted.level)
    if wanted.document:
        query = query.where(c.document == wanted.document)
    if wanted.query.strip():
        query = query.where(holds(connection, _searched(), wanted.query))
    if wanted.state != "all":
        decided = _is_decided()
        query = query.where(decided if wanted.state == "decided" else ~decided)
    return query


def _is_decided() -> ColumnElement[bool]:
    last = latest().where(decisions.c.state != "open").subquery("last")
    return exists(select(literal(1)).where(last.c.key == findings.c.key).correlate(findings))


def _searched() -> ColumnElement[str]:
    return findings.c.message + " " + func.coalesce(documents.c.number, "") + " " + documents.c.path


def _row(row: dict[str, object], decision: Decision | None) -> FindingRow:
    names = ("key", "document", "number", "rule", "level", "verdict", "message", "page", "line", "proposal")
    values = {name: row[name] for name in names}
    file, english = file_name(cast(str, row["path"])), cast("str | None", row["message_en"]) or ""
    return FindingRow(**values, file=file, message_en=english, decision=decision)  # type: ignore[arg-type]  # by the schema
