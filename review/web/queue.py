"""The findings that wait for a person, in the order in which they are walked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, literal, select, true, tuple_

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
    chosen = _matching(connection, wanted, select(c.id)).order_by(*_POSITION)
    first = PAGE * (wanted.page - 1)
    if wanted.query.strip():  # every text is looked at: once for all pages
        every = list(connection.scalars(chosen))
        total, ids = len(every), every[first : first + PAGE]
    else:
        total = cast(int, connection.scalar(_matching(connection, wanted, select(func.count()))))
        ids = list(connection.scalars(chosen.limit(PAGE).offset(first)))
    columns = (c.key, c.document, d.path, d.number, c.rule, c.level, c.verdict, c.message, c.message_en)
    query = _joined(select(*columns, c.page, c.line, c.proposal)).where(c.id.in_(ids)).order_by(*_POSITION)
    rows = [{**row} for row in connection.execute(query).mappings()]
    decided = in_force(connection, [cast(str, row["key"]) for row in rows])
    return Queue(tuple(_row(row, decided.get(cast(str, row["key"]))) for row in rows), total)


def neighbours(connection: Connection, wanted: Wanted, key: str) -> Neighbours:
    """What comes before and after a finding, which need not be in the queue itself (once it is decided)."""
    own = connection.execute(_joined(select(*_POSITION)).where(findings.c.key == key)).first()
    if own is None:
        return Neighbours(None, None)
    here = cast(_Own, tuple(own))
    return Neighbours(_next(connection, wanted, here, back=True), _next(connection, wanted, here, back=False))


_Own = tuple[int, str, int, int, int, int]


def _next(connection: Connection, wanted: Wanted, here: _Own, *, back: bool) -> str | None:
    """The nearest finding of the queue: in the same document, else in the next one, else of the next level.

    Step by step, for to put the whole queue in order takes long where it is long.
    """
    level, path, *rest = here
    within, beside = tuple_(*_POSITION[2:]), tuple_(*(literal(value) for value in rest))
    paths = documents.c.path
    found = _first(connection, wanted, level, path, within < beside if back else within > beside, back=back)
    if found is None:
        further = paths < path if back else paths > path
        found = _in_next(connection, wanted, level, further, back=back)
    for other in range(level - 1, -1, -1) if back else range(level + 1, 3):
        found = found or _in_next(connection, wanted, other, true(), back=back)
    return found


def _in_next(
    connection: Connection, wanted: Wanted, level: int, further: ColumnElement[bool], *, back: bool
) -> str | None:
    """The first finding of a level in the nearest further document that has one."""
    own, paths = findings.c.document == documents.c.id, documents.c.path
    waits = exists().where(own, literal(level) == _LEVEL, *_conditions(connection, wanted)).correlate(documents)
    query = select(paths).where(further, waits).order_by(paths.desc() if back else paths).limit(1)
    path = connection.scalar(query)
    return None if path is None else _first(connection, wanted, level, path, true(), back=back)


def _first(
    connection: Connection, wanted: Wanted, level: int, path: str, more: ColumnElement[bool], *, back: bool
) -> str | None:
    """The first finding of a level in a document; going back, the last."""
    query = _matching(connection, wanted, select(findings.c.key))
    query = query.where(literal(level) == _LEVEL, documents.c.path == path, more)
    order = [column.desc() if back else column.asc() for column in _POSITION[2:]]
    return cast("str | None", connection.scalar(query.order_by(*order).limit(1)))


def _joined(query: Rows) -> Rows:
    return query.select_from(findings).join(documents, documents.c.id == findings.c.document)


def _matching(connection: Connection, wanted: Wanted, query: Rows) -> Rows:
    return _joined(query).where(*_conditions(connection, wanted))


def _conditions(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What a finding of the queue fulfils."""
    c = findings.c
    yield c.verdict == wanted.verdict
    yield c.key.is_not(None)
    yield c.rule == wanted.rule if wanted.rule else c.rule.not_in(NOT_ASKED)
    if wanted.level:
        yield c.level == wanted.level
    if wanted.document:
        yield c.document == wanted.document
    if wanted.query.strip():
        yield holds(connection, _searched(), wanted.query)
    if wanted.state != "all":
        yield _is_decided() if wanted.state == "decided" else ~_is_decided()


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
