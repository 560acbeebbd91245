"""Whatever the facts are, they are read as they were saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.document import Document, FileCard, Kind
from records.dossier import dossier_of
from records.facts import HEAD_FIELDS, Citation, DateFact, Facts, Head, HeadField, TableFact
from records.figures import Amount, Claim, ClaimKind, Count, Initiative, Mention, Quota, Term, TermRole
from records.finding import Blame, Finding, Level, Outcome, Spot
from records.page import Judgement, Line, Origin, Page, Verdict
from records.place import Place
from store import schema
from store.archive import Archive
from store.dossiers import dossier
from store.finding_rows import read_finding
from store.rows import detail_rows, path_text

T = TypeVar("T")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
MAYBE = st.none() | TEXT
SHARE = st.floats(0, 1)
NUMBER = st.integers(0, 2**62)
ISO = st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
MONTH = ISO.map(lambda date: date[:7])
BOX = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 4)


@st.composite
def places(draw: st.DrawFn) -> Place:
    start, end = sorted([draw(NUMBER), draw(NUMBER)])
    page, line = draw(st.integers(1, 2**40)), draw(st.integers(1, 2**40))
    return Place(page, line, start, end, draw(TEXT), draw(TEXT), draw(st.none() | BOX), draw(st.none() | SHARE))


FIELDS = st.builds(
    HeadField,
    st.sampled_from(HEAD_FIELDS),
    MAYBE,
    st.none() | places(),
    MAYBE,
    st.lists(TEXT, max_size=3).map(tuple),
    st.sampled_from(["page", "body", "citation"]),
)
CITATIONS = st.builds(Citation, MAYBE, MAYBE, st.none() | ISO | MONTH, MAYBE, places())
ROLES = ("issued", "cited", "as-of", "period", "deadline", "event", "mentioned")
DATES = st.builds(
    DateFact, ISO | MONTH, st.sampled_from(["day", "month"]), st.sampled_from(ROLES), places(), st.none() | ISO
)
EXACT = st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda value: value.normalize() + 0)
MONEY = st.integers(0, 2**62)
TABLES = st.builds(
    lambda width, cells, place, title: TableFact(
        ("x",) * width,
        tuple(tuple(cells[:width]) for _ in range(2)),
        place,
        tuple(cells[:width]),
        title,
        ((None,) * width, (place,) * width) if title else (),
        (place,) * width if title else (),
    ),
    st.integers(1, 3),
    st.lists(TEXT, min_size=3, max_size=3),
    places(),
    MAYBE,
)
QUOTAS = st.builds(Quota, MAYBE, MAYBE, EXACT, MAYBE, places(), MAYBE, MAYBE, st.none() | EXACT)
COUNTS = st.builds(Count, MAYBE, MAYBE, EXACT, MAYBE, places(), MAYBE, st.none() | EXACT, MAYBE, st.none() | EXACT)
AMOUNTS = st.builds(Amount, MAYBE, MONEY, places(), MAYBE, MAYBE, st.none() | MONEY)
INITIATIVES = st.builds(Initiative, TEXT, places(), MAYBE, MAYBE, MAYBE, MAYBE, st.none() | MONEY, MAYBE)
TERMS = st.builds(
    Term, st.sampled_from(get_args(TermRole)), EXACT, places(), MAYBE, MAYBE, MAYBE, MAYBE, st.none() | EXACT,
    st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip
CLAIMS = st.builds(Claim, st.sampled_from(get_args(ClaimKind)), st.lists(TERMS, max_size=3).map(tuple), places())
MENTIONS = st.builds(Mention, st.sampled_from(["person", "organisation"]), TEXT, places())


def some(rows: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(rows, max_size=2).map(tuple)


SPOTS = st.builds(Spot, TEXT, places())
FINDINGS = st.builds(
    Finding,
    TEXT,
    st.sampled_from(get_args(Level)),
    st.sampled_from(get_args(Outcome)),
    TEXT,
    st.lists(SPOTS, min_size=1, max_size=3).map(tuple),
    MAYBE,
    MAYBE,
    MAYBE,
    st.none() | st.sampled_from(get_args(Blame)),
    MAYBE,
    TEXT,
)
FACTS = st.builds(
    Facts,
    st.lists(FIELDS, max_size=4).map(lambda fields: Head(tuple(fields))),
    st.lists(CITATIONS, max_size=4).map(tuple),
    st.lists(DATES, max_size=4).map(tuple),
    some(TABLES),
    some(QUOTAS),
    some(COUNTS),
    some(AMOUNTS),
    some(INITIATIVES),
    some(CLAIMS),
    some(MENTIONS),
)
JUDGEMENTS = st.builds(Judgement, st.sampled_from(Verdict), st.none() | SHARE, NUMBER, MAYBE, MAYBE, TEXT)
_ONE_LINE = TEXT.map(lambda text: text.replace("\n", " "))
LINES = st.lists(st.builds(Line, st.integers(1, 99), _ONE_LINE), max_size=3).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    pages = tuple(
        Page(number, draw(LINES), draw(JUDGEMENTS), draw(st.sampled_from(Origin)), layer_text=draw(MAYBE))
        for number in range(1, draw(st.integers(1, 3)))
    )
    name = draw(st.text("abcăâđ=+ '", min_size=1, max_size=8))
    content = f"{name} {draw(st.integers())}"  # one path a content: of copies the archive names one
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    card = FileCard(Path("/kho") / name, sha256, 10, draw(st.sampled_from(Kind)), "x", len(pages))
    return Document(card, pages, draw(FACTS), (), {"read": draw(SHARE)}, draw(some(FINDINGS)))


@pytest.fixture(scope="module")
def one_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_every_document_is_read_back(one_archive: Archive, document: Document) -> None:
    class Stat:
        st_size = 10
        st_mtime_ns = 1

    with one_archive.writing() as connection:
        connection.execute(schema.documents.delete())  # the same bytes under another name would keep the first path
    one_archive.save(document, "s", Stat())
    assert one_archive.facts(document.id) == document.facts
    assert dossier(one_archive, document.id) == replace(dossier_of(document), path=path_text(document.card.path))
    stored = one_archive.select(schema.findings.select().where(schema.findings.c.document == document.id))
    assert tuple(read_finding(row) for row in stored) == document.findings
    query = schema.pages.select().where(schema.pages.c.document == document.id).order_by(schema.pages.c.page)
    assert list(one_archive.select(query)) == detail_rows(document)[schema.pages]
    (row,) = one_archive.select(schema.documents.select().where(schema.documents.c.id == document.id))
    assert row["language_score"] == document.language_score


FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES | st.integers(-(2**62), 2**62).map(Decimal), min_size=1, max_size=5))
def test_figures_are_exact(one_archive: Archive, figures: list[Decimal]) -> None:
    place = {"page": 1, "line": 1, "start": 0, "end": 1, "text": "1", "raw": "1"}
    with one_archive.writing() as connection:
        connection.execute(schema.documents.delete())
        document = {"id": "x", "path": "/x", "sha256": "x", "kind": "pdf", "pages": 1, "origin": "ocr"}
        connection.execute(schema.documents.insert().values(document))
        rows = [place | {"document": "x", "value": figure} for figure in figures]
        connection.execute(schema.counts.insert(), rows)
    assert [row["value"] for row in one_archive.rows(schema.counts)] == figures
