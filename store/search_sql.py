"""A query as SQL over the indexes: the best rows of each kind, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, TextClause, text

from store.search_index import EXACT, SEARCHED, index_of
from store.search_query import Query, Term
from store.search_snippet import has_exactly

#: Columns in which words without a field are looked for, where not in all.
_PLAIN_COLUMNS = {
    "documents": tuple(column for column in SEARCHED["documents"] if column != "path"),
    "citations": ("number",),
}
#: What each column of a head counts beside the others in the order of documents.
_WEIGHTS = "8, 2, 4, 2, 1, 2, 1, 1, 0.5"


@dataclass(frozen=True, slots=True)
class Found:
    """A row that matches; tier 0 where it has the accents as typed (or none were typed), else 1."""

    kind: str
    row: int
    document: str
    page: int
    tier: int


def phrase(term: Term, columns: Sequence[str] = (), *, exactly: bool = False) -> str:
    """A term in the language of FTS5; words hold letters and digits only, so nothing needs escaping.

    >>> phrase(Term(("Sáng", "kiến")), ["title"])
    '{title} : "sang kien"'
    """
    words = " ".join(term.exact if exactly else term.folded)
    within = f"{{{' '.join(columns)}}} : " if columns else ""
    return f'{within}"{words}"{" *" if term.begins else ""}'


class Where:
    """Conditions and their parameters; ranked where the index of the kind itself is asked, so that bm25 is known."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.conditions: list[str] = []
        self.values: dict[str, str] = {}
        self.ranked = False

    def value(self, value: str) -> str:
        """The name of a new parameter."""
        name = f"searched_{self.name}_{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def rows(self, index: str, match: str) -> str:
        """A subquery of the rows that an index gives."""
        return f"(SELECT rowid FROM {index} WHERE {index} MATCH {self.value(match)})"

    def add(self, *conditions: str) -> None:
        """Conditions that must all hold."""
        self.conditions += conditions

    def heads(self, query: Query, key: str) -> None:
        """``key``, a column with ids of documents, is limited to those whose heads match."""
        for without in (False, True):
            matches = [phrase(t, _columns(t, "documents")) for t in query.heads if t.without is without]
            if matches:
                rows = self.rows("documents_fts", (" OR " if without else " AND ").join(matches))
                self.add(f"{key} {'NOT ' * without}IN (SELECT id FROM documents WHERE rowid IN {rows})")
        for date in query.dates:
            begin, end = self.value(date), self.value(f"{date}\uffff")
            self.add(f"{key} IN (SELECT id FROM documents WHERE issued_on >= {begin} AND issued_on < {end})")

    def records(self, terms: Iterable[Term], key: str) -> None:
        """``key`` is limited to documents that have records with these terms."""
        for term in terms:
            tables = () if term.field is None else term.field.tables
            found = " UNION ".join(
                f"SELECT document FROM {table} WHERE rowid IN "
                + self.rows(index_of(table), phrase(term, _columns(term, table)))
                for table in tables
            )
            self.add(f"{key} {'NOT ' * term.without}IN ({found})")


def _columns(term: Term, table: str) -> list[str]:
    wanted = () if term.field is None else term.field.columns
    return [column for column in SEARCHED[table] if column in wanted]


class Looker:
    """Looks a query up, kind by kind; at most ``most`` rows of each, the best."""

    def __init__(self, connection: Connection, query: Query, most: int) -> None:
        self._connection = connection
        self._query = query
        self._most = most

    def look(self, kind: str) -> list[Found]:
        """The best rows of a kind, those with the accents as typed first."""
        typed = [term for term in self._query.text if term.accented and not term.without]
        if kind != "pages" or not typed:
            return sorted(self._rows(kind, where_of(self._query, kind)), key=lambda item: item.tier)
        exact = " AND ".join(phrase(term, exactly=True) for term in typed)
        best, others = where_of(self._query, kind), where_of(self._query, kind)
        # The + keeps SQLite from asking the index anew for each row of the list.
        best.add(f"+pages_fts.rowid IN {best.rows(EXACT, exact)}")
        first = list(self._rows(kind, best, tier=0))
        if len(first) >= self._most:
            return first
        others.add(f"+pages_fts.rowid NOT IN {others.rows(EXACT, exact)}")
        return first + list(self._rows(kind, others, tier=1))

    def count(self, kind: str, found: Sequence[Found]) -> int:
        """How many rows of a kind match; ``found`` are those that :meth:`look` gave, often all of them."""
        if len(found) < self._most:
            return len(found)
        where = where_of(self._query, kind, near=False)
        return self._connection.scalar(_bound(_select("count(*)", kind, where), where)) or 0

    def _rows(self, kind: str, where: Where, tier: int | None = None) -> Iterable[Found]:
        own = "id, 1" if kind == "documents" else f"{kind}.document, {kind}.page"
        shown = ", ".join(f"{kind}.{column}" for column in SEARCHED[kind]) if kind != "pages" else "NULL"
        rank = "1" if not where.ranked else f"bm25(documents_fts, {_WEIGHTS})" if kind == "documents" else "rank"
        row = f"{index_of(kind) if where.ranked else kind}.rowid"
        # The best are chosen before their rows are fetched: of 100,000 that match a hundred are wanted.
        best = _select(f"{row} AS best_row, {rank} AS score", kind, where) + f" ORDER BY 2, 1 LIMIT {self._most}"
        statement = (
            f"SELECT best_row, {own}, {shown} FROM ({best}) JOIN {kind} ON {kind}.rowid = best_row ORDER BY score, 1"
        )
        for key, document, page, *values in self._connection.execute(_bound(statement, where)):
            yield Found(kind, key, document, page, self._tier(values) if tier is None else tier)

    def _tier(self, values: list[str | None]) -> int:
        terms = [term for term in (*self._query.text, *self._query.records) if not term.without]
        text = " \n ".join(value for value in values if value)
        return 0 if not any(term.accented for term in terms) or has_exactly(text, terms) else 1


def documents_of(query: Query, kinds: Iterable[str]) -> TextClause:
    """The ids of the documents that have a match of any of these kinds, as a statement that can be a subquery."""
    parts: list[str] = []
    values: dict[str, str] = {}
    for kind in kinds:
        where = where_of(query, kind)
        parts.append(_select("documents.id" if kind == "documents" else f"{kind}.document", kind, where))
        values |= where.values
    return text(" UNION ".join(parts)).bindparams(**values)


def where_of(query: Query, kind: str, *, near: bool = True) -> Where:
    """Everything that a query asks of a row of a kind; ``near``: words side by side rank higher."""
    where, index = Where(kind), index_of(kind)
    named = [term for term in query.records if term.field is not None and kind in term.field.tables]
    own = named if query.records else query.text
    match = [phrase(term, _own_columns(term, kind)) for term in own if not term.without]
    without = [phrase(term, _own_columns(term, kind)) for term in own if term.without]
    if match:
        where.ranked = True
        sides = _neighbours(own) if near and kind == "pages" else []
        also = f" AND ({' OR '.join([match[0], *sides])})" if sides else ""
        but = f" NOT ({' OR '.join(without)})" if without else ""
        where.add(f"{index} MATCH {where.value('(' + ' AND '.join(match) + also + ')' + but)}")
    elif without:
        where.add(f"{kind}.rowid NOT IN {where.rows(index, ' OR '.join(without))}")
    key = "documents.id" if kind == "documents" else f"{kind}.document"
    where.heads(query, key)
    where.records([term for term in query.records if term not in named], key)
    if kind != "pages":
        _on_page(where, [term for term in query.text if term.without or query.records], kind)
    return where


def _neighbours(terms: Sequence[Term]) -> list[str]:
    """Words typed side by side: where they stand so, a page ranks higher, for most words have two syllables."""
    sides = [(a, b) for a, b in pairwise(terms) if not (a.without or b.without)]
    return [phrase(Term(a.words + b.words, begins=b.begins)) for a, b in sides]


def _own_columns(term: Term, kind: str) -> Sequence[str]:
    return _columns(term, kind) if term.field is not None else _PLAIN_COLUMNS.get(kind, ())


def _on_page(where: Where, terms: Iterable[Term], kind: str) -> None:
    """Words that must (or must not) stand on the record's page, or anywhere in the document of a head."""
    for term in terms:
        rows = where.rows("pages_fts", phrase(term))
        if kind == "documents":
            where.add(f"documents.id {'NOT ' * term.without}IN (SELECT document FROM pages WHERE rowid IN {rows})")
        else:
            pages = f"(SELECT document, page FROM pages WHERE rowid IN {rows})"
            where.add(f"({kind}.document, {kind}.page) {'NOT ' * term.without}IN {pages}")


def _select(what: str, kind: str, where: Where) -> str:
    index, conditions = index_of(kind), " AND ".join(where.conditions) or "1"
    needs_row = f"{kind}." in f"{what} {conditions}"
    source = (
        kind if not where.ranked else f"{index} JOIN {kind} ON {kind}.rowid = {index}.rowid" if needs_row else index
    )
    return f"SELECT {what} FROM {source} WHERE {conditions}"


def _bound(statement: str, where: Where) -> TextClause:
    return text(statement).bindparams(**where.values)
