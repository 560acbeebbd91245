"""What a person types into the search, as terms: words, "phrases", field:words, -without, begin*.

Nothing that is typed is an error of syntax: what is no word is left out, an unknown field is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from records.errors import UsageError
from store.search_words import exact, fold, is_accented, tokens

#: More terms than a person types, fewer than the index can take in one query.
MOST_TERMS = 64
_TERM = re.compile(
    r"""(?P<minus>-)?                       # -word: without it
    (?:(?P<field>[^\W\d_]+):)?              # field:
    (?:"(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+))
    (?P<star>\*)?                           # begin*
    """,
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„«»", '"""""')
_DATE = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})\Z")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be searched; columns are those of each of its tables."""

    name: str
    of: Literal["document", "record"]
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; field is None for the text."""

    words: tuple[str, ...]
    field: Field | None = None
    without: bool = False
    begins: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        """The words without case and accents."""
        return tuple(fold(word) for word in self.words)

    @property
    def exact(self) -> tuple[str, ...]:
        """The words without case."""
        return tuple(exact(word) for word in self.words)

    @property
    def accented(self) -> bool:
        """True where accents were typed."""
        return any(is_accented(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: terms of the text, of documents' heads, of records, and dates of issue (ISO, or begun)."""

    text: tuple[Term, ...] = ()
    heads: tuple[Term, ...] = ()
    records: tuple[Term, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is asked for; only what is to be left out is nothing too."""
        terms = (*self.text, *self.heads, *self.records)
        return not self.dates and all(term.without for term in terms)


@cache
def fields() -> dict[str, Field]:
    """Every field by its names, folded; read from ``search_fields.tsv``."""
    found: dict[str, Field] = {}
    lines = Path(__file__).with_name("search_fields.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            name, others, where, tables, columns, meaning = line.split("\t")
            of: Literal["document", "record"] = "document" if where == "d" else "record"
            field = Field(name, of, tuple(tables.split()), tuple(columns.split()), meaning)
            found |= dict.fromkeys((name, *others.split(",")), field)
    return found


def parse(typed: str) -> Query:
    """The terms of what was typed.

    Raises UsageError for more than :data:`MOST_TERMS` terms, and for nothing else.

    >>> [term.words for term in parse('"sáng kiến" 93/KH-LĐLĐ').text]
    [('sáng', 'kiến'), ('93', 'KH', 'LĐLĐ')]
    >>> parse("number:471 year:2021").dates
    ('2021',)
    """
    text: list[Term] = []
    heads: list[Term] = []
    records: list[Term] = []
    dates: list[str] = []
    for found in _TERM.finditer(typed.translate(_QUOTES)):
        field = fields().get(fold(found["field"] or ""))
        value = found["phrase"] if found["word"] is None else found["word"]
        date = _iso(value) if field is not None and field.name == "date" else None
        if date is not None:
            dates.append(date)
            continue
        term = _term(found, field, value)
        if term.words:
            group = text if field is None else heads if field.of == "document" else records
            group.append(term)
    if len(text) + len(heads) + len(records) + len(dates) > MOST_TERMS:
        raise UsageError(f"more than {MOST_TERMS} words to search for", "Give fewer; a phrase in quotes counts as one.")
    return Query(tuple(text), tuple(heads), tuple(records), tuple(dates))


def _term(found: re.Match[str], field: Field | None, value: str) -> Term:
    shown = value if field is not None or found["field"] is None else f"{found['field']} {value}"
    words = tuple(token.text for token in tokens(shown) if fold(token.text))
    return Term(words, field, bool(found["minus"]), bool(found["star"]) or value.endswith("*"))


def _iso(value: str) -> str | None:
    """A date as it is stored, or its beginning.

    >>> _iso("8/7/2021"), _iso("7/2021"), _iso("2021-07"), _iso("mai")
    ('2021-07-08', '2021-07', '2021-07', None)
    """
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return value
    found = _DATE.match(value)
    if found is None:
        return None
    return "-".join(part.zfill(2) for part in (found["year"], found["month"], found["day"]) if part)
