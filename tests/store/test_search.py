"""The search: without accents, by field, ranked, with its place; its index follows every change of the records."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from records.errors import UsageError
from records.facts import Facts
from store import search_index
from store.archive import Archive
from store.schema import documents
from store.search import Results, documents_matching, search
from store.search_index import SEARCHED
from tests.store.shelf import PLAN, REPORT, head, page


@pytest.fixture
def shelf(archive: Archive) -> Archive:
    for document in (REPORT, PLAN):
        archive.save(document, "k")
    return archive


def places(results: Results) -> list[tuple[str, str, int, int]]:
    return [(hit.kind, Path(hit.path).name, hit.page, hit.line) for hit in results.hits]


@pytest.mark.parametrize("typed", ["lao động", "lao dong", "LAO ĐỘNG", '"lao dong"', "lao đong", "“lao động”", "lao*"])
def test_words_are_found_with_or_without_accents(shelf: Archive, typed: str) -> None:
    (hit,) = search(shelf, typed).hits
    assert (hit.page, hit.line, hit.number) == (2, 1, "471/BC-SDL")
    assert "lao" in hit.snippet.marked("[", "]").partition("[")[2]


def test_the_snippet_marks_what_matched_and_tells_its_line(shelf: Archive) -> None:
    (hit,) = search(shelf, '"ban do"').hits
    assert hit.line == 2
    assert "Sáng kiến “[Bản đồ] lối mòn” do Đàm Quý Đạt" in hit.snippet.marked("[", "]")
    assert hit.kind == "page"
    assert hit.also == ("initiative",)


def test_lines_are_those_of_the_page_as_read(shelf: Archive) -> None:
    assert places(search(shelf, "phat trien"))[0] == ("page", "báo cáo.pdf", 1, 6)


def test_typed_accents_rank_higher(shelf: Archive) -> None:
    assert [hit.exact for hit in search(shelf, "ban").hits] == [True, True]
    hits = search(shelf, "bạn").hits
    assert [(Path(hit.path).name, hit.exact) for hit in hits] == [("báo cáo.pdf", True), ("ke hoach.pdf", False)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("number:471", [("document", "báo cáo.pdf", 1, 2)]),
        ("số:471", [("document", "báo cáo.pdf", 1, 2)]),
        ("number:47", []),
        ("number:47*", [("document", "báo cáo.pdf", 1, 2)]),
        ("author:dat", [("initiative", "báo cáo.pdf", 2, 2)]),
        ('name:"đàm quý"', [("mention", "báo cáo.pdf", 2, 2)]),
        ("cites:93/kh", [("citation", "báo cáo.pdf", 2, 3)]),
        ('issuer:"An Phu"', [("document", "ke hoach.pdf", 1, 2)]),
        ("type:KH", [("document", "ke hoach.pdf", 1, 2)]),
        ("year:2021", [("document", "báo cáo.pdf", 1, 2)]),
        ("date:7/2021", [("document", "báo cáo.pdf", 1, 2)]),
        ("date:08/7/2021", [("document", "báo cáo.pdf", 1, 2)]),
        ("date:9/7/2021", []),
        ("file:hoach", [("document", "ke hoach.pdf", 1, 1)]),
        ("type:BC ban", [("page", "báo cáo.pdf", 2, 1)]),
        ("-type:BC du", [("page", "ke hoach.pdf", 1, 2)]),
        ("du -lao -phat", [("page", "ke hoach.pdf", 1, 2)]),
        ("cites:93 type:KH", []),
        ("author:dat cites:93", [("initiative", "báo cáo.pdf", 2, 2)]),
        ("author:dat nghề", [("initiative", "báo cáo.pdf", 2, 2)]),
        ("author:dat -nghề", []),
        ("holder:du subject:khach", [("quota", "báo cáo.pdf", 2, 1)]),
        ("1.250", [("page", "báo cáo.pdf", 2, 1)]),
    ],
)
def test_fields(shelf: Archive, typed: str, expected: list[tuple[str, str, int, int]]) -> None:
    assert places(search(shelf, typed)) == expected


def test_a_record_says_what_it_is(shelf: Archive) -> None:
    assert {hit.label for hit in search(shelf, "holder:du").hits} == {
        "người lao động được hỗ trợ · Sở Du lịch · 1250 · người",
        "khách du lịch · Sở Du lịch · 900 · người",
    }


def test_a_documents_own_number_comes_before_those_that_cite_it(shelf: Archive) -> None:
    assert Path(search(shelf, "93/KH-UBND").hits[0].path).name == "ke hoach.pdf"


def test_limit_offset_and_totals(shelf: Archive) -> None:
    all_hits = search(shelf, "du").hits
    assert len(all_hits) == 3
    assert search(shelf, "du", limit=1, offset=1).hits == all_hits[1:2]
    assert search(shelf, "du", limit=1).totals["pages"] == 3


def test_nothing_to_look_for_finds_nothing(shelf: Archive) -> None:
    assert [search(shelf, typed).hits for typed in ("", "  ", '""', "-", "***", "-ban", "number:", "🙂")] == [()] * 8
    with pytest.raises(UsageError, match="more than 64"):
        search(shelf, "ban " * 65)


def test_documents_matching_is_a_subquery(shelf: Archive) -> None:
    def found(typed: str) -> list[object]:
        chosen = documents_matching(typed)
        assert chosen is not None
        return [row["number"] for row in shelf.select(select(documents).where(documents.c.id.in_(chosen)))]

    assert found("nghe ban") == ["471/BC-SDL"]
    assert found("number:93") == ["93/KH-UBND"]
    assert sorted(map(str, found("holder:du"))) == ["471/BC-SDL"]
    assert documents_matching(" - ") is None


def test_a_reread_document_is_found_by_its_new_text_only(shelf: Archive) -> None:
    again = replace(REPORT, pages=(page(1, "Nội dung đã đổi"),), facts=Facts(head(number="5/BC")))
    shelf.save(again, "k")
    assert places(search(shelf, "doi")) == [("page", "báo cáo.pdf", 1, 1)]
    assert [search(shelf, old).hits for old in ("lao động", "author:dat", "number:471", "1.250")] == [()] * 4
    check_index(shelf)


def test_a_forgotten_document_is_not_found(shelf: Archive) -> None:
    other = replace(PLAN, card=replace(REPORT.card, sha256="0" * 64))
    shelf.save(other, "k")  # the file's bytes changed: the old document has no path left and goes, with all its rows
    assert search(shelf, "lao động").hits == ()
    assert search(shelf, "author:dat").hits == ()
    check_index(shelf)


def test_the_index_survives_a_vacuum(shelf: Archive, tmp_path: Path) -> None:
    before = search(shelf, "du lich").hits
    raw = sqlite3.connect(shelf.name, isolation_level=None)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("DELETE FROM documents WHERE number = '471/BC-SDL'")
    raw.execute("VACUUM")
    raw.close()
    assert search(shelf, "du lich").hits == tuple(hit for hit in before if "ke hoach" in hit.path)
    check_index(shelf)


def test_rebuild_finds_the_same(shelf: Archive) -> None:
    before = [search(shelf, typed) for typed in ("lao dong", "lao động", "author:đạt")]
    with shelf.writing() as connection:
        search_index.rebuild(connection)
        search_index.optimize(connection)
    assert [search(shelf, typed) for typed in ("lao dong", "lao động", "author:đạt")] == before


def check_index(archive: Archive) -> None:
    """The index holds the words of the rows that are there, no others and none twice."""
    with archive.writing() as connection:
        for index in (*(f"{table}_fts" for table in SEARCHED), "pages_exact"):
            connection.execute(text(f"CREATE VIRTUAL TABLE temp.v_{index} USING fts5vocab(main, {index}, instance)"))

        def words() -> list[list[tuple[object, ...]]]:
            chosen = (f"SELECT * FROM temp.v_{t}_fts ORDER BY 1, 2, 3, 4" for t in SEARCHED)
            exact = "SELECT * FROM temp.v_pages_exact ORDER BY 1, 2, 3, 4"
            return [[tuple(row) for row in connection.execute(text(query))] for query in (*chosen, exact)]

        kept = words()
        search_index.rebuild(connection)
        assert kept == words()
        connection.rollback()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    typed=st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(['"', "-", "number:", "author:đ", "*", " ", "OR", "NEAR(", "ban", "{a} :", "^", "'"])
        ).map("".join),
    )
)
def test_whatever_is_typed_is_survived(shelf: Archive, typed: str) -> None:
    try:
        found = search(shelf, typed, limit=3)
    except UsageError:
        return
    for hit in found.hits:
        assert all(0 <= start < end <= len(hit.snippet.text) for start, end in hit.snippet.marks)
    chosen = documents_matching(typed)
    if chosen is not None:
        list(shelf.select(select(documents.c.id).where(documents.c.id.in_(chosen))))


@pytest.mark.parametrize("either", ["postgresql"], indirect=True)
def test_another_database_says_so(either: Archive) -> None:
    with pytest.raises(UsageError, match=r"needs the records in records\.sqlite"):
        search(either, "ban")
