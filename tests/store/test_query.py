"""SQL of a user: it reads and nothing else, within its limits; views and named queries answer in both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from records.document import Document
from records.errors import UsageError
from store.archive import Archive
from store.named_queries import named, named_queries
from store.query import Limits, Value, ask
from store.views import views

MakeDocument = Callable[..., Document]


def answer(archive: Archive, sql: str, limits: Limits | None = None) -> list[tuple[Value, ...]]:
    with ask(archive, sql, limits) as given:
        return list(given.rows)


@pytest.fixture
def filled(either: Archive, document: MakeDocument) -> Archive:
    """A plan and two reports; one cites the plan, with figures put in by hand."""
    plan = document("/kho/p.pdf", content="p", head={"type": "KH", "number": "7/KH-UBND", "issued_on": "2021-01-05"})
    cites = (("KH", "7/KH-UBND", "2021-01-05", None),)
    report = document("/kho/r.pdf", content="r", head={"number": "9/BC-SDL"}, cites=cites, body="theo 7/KH-UBND")
    other = document("/kho/o.pdf", content="o")
    for one in (plan, report, other):
        either.save(one, "k")
    either.resolve()
    columns = 'document, page, line, start, "end", text, raw, subject, holder, value, unit, period'
    with either.writing() as connection:
        for table, to, holder, value, period in (
            ("quotas", plan, "Sở A", "120", "GIAI ĐOẠN 1"),
            ("quotas", plan, "Sở B", "0", "năm 2021"),
            ("counts", report, "Sở A", "123", "giai đoạn 1"),
            ("counts", report, "Sở A", "7", "giai đoạn 2"),
            ("counts", other, "Sở A", "999", "giai đoạn 1"),
        ):
            values = f"'{to.id}', 1, 2, 0, 1, 'x', 'x', 'mô hình', '{holder}', {value}, 'mô hình', '{period}'"
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"))
        columns = 'document, page, line, start, "end", text, raw, header, rows'
        connection.execute(
            text(f"INSERT INTO tables ({columns}) VALUES ('{other.id}', 1, 1, 10, 90, 'x', 'x', '[]', '[]')")
        )
    return either


def test_columns_and_rows(filled: Archive) -> None:
    with ask(filled, "SELECT number, type, number FROM documents WHERE type = 'KH' -- 100 %") as given:
        assert given.columns == ("number", "type", "number_2")
        assert list(given.rows) == [("7/KH-UBND", "KH", "7/KH-UBND")]
        assert not given.cut


def test_targets_meet_the_results_of_documents_that_cite_them(filled: Archive) -> None:
    sql = "SELECT holder, quota, count, quota_number, count_number, percent_computed FROM quotas_and_counts ORDER BY 1"
    found = answer(filled, sql)
    assert [row[:5] for row in found] == [
        ("Sở A", 120, 123, "7/KH-UBND", "9/BC-SDL"),
        ("Sở B", 0, None, "7/KH-UBND", None),
    ]
    assert float(str(found[0][5])) == 102.5


def test_a_row_of_a_table_holds_a_target_and_its_results(filled: Archive) -> None:
    columns = 'document, page, line, start, "end", text, raw, subject, holder, value, unit'
    with filled.writing() as connection:
        (document,) = connection.execute(text("SELECT document FROM tables")).one()
        for table, start, subject, unit, line in (
            ("quotas", 20, "giống lúa", "giống", 5),
            ("counts", 30, "lượt giống lúa được gieo", "lượt", 5),
            ("counts", 40, "tỷ lệ", "%", 5),
            ("counts", 50, "của dòng khác", "lượt", 6),
            ("counts", 95, "ngoài bảng", "lượt", 5),
        ):
            values = f"'{document}', 1, {line}, {start}, {start + 1}, 'x', 'x', '{subject}', 'Sở C', {start}, '{unit}'"
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"))
    sql = "SELECT subject, quota, count_subject, count FROM quotas_and_counts WHERE holder = 'Sở C'"
    assert answer(filled, sql) == [("giống lúa", 20, "lượt giống lúa được gieo", 30)]


def test_overview_counts_records_and_citations(filled: Archive) -> None:
    sql = "SELECT number, citations, cited_by, quotas, counts, dates FROM documents_overview ORDER BY path DESC"
    assert answer(filled, sql) == [("9/BC-SDL", 1, 0, 0, 2, 1), ("7/KH-UBND", 0, 1, 2, 0, 1), (None, 0, 0, 0, 1, 1)]
    sql = "SELECT number, cited_number, in_archive, found_number FROM citations_resolved"
    assert answer(filled, sql) == [("9/BC-SDL", "7/KH-UBND", "yes", "7/KH-UBND")]


def test_views_have_the_columns_that_are_described(filled: Archive) -> None:
    with filled.reading() as connection:
        looked = inspect(connection)
        for view in views():
            assert [column["name"] for column in looked.get_columns(view.name)] == list(view.columns), view.name


def test_every_named_query_answers(filled: Archive) -> None:
    assert {"quota-by-unit", "document-list", "does-not-agree"} <= set(named_queries())
    for query in named_queries().values():
        assert query.vi
        assert query.en
        assert answer(filled, query.sql) is not None, query.name


def test_a_name_that_is_not_there_tells_the_nearest() -> None:
    with pytest.raises(UsageError, match="there is quota-by-unit"):
        named("quotas-by-unit")


NO_READING = (
    "DELETE FROM documents",
    "UPDATE documents SET number = '1'",
    "INSERT INTO runs (started_at, settings_key, pid) VALUES ('a', 'b', 1)",
    "DROP TABLE pages",
    "CREATE TABLE t (a int)",
    "CREATE TEMP TABLE t (a int)",
    "SELECT 1; DELETE FROM documents",
    "COMMIT; DELETE FROM documents",
    "BEGIN",
    "COMMIT",
    "VACUUM",
    "SELECT nothing FROM documents",
    "SELEC 1",
    "SELECT 'open",
    "",
    " ; ",
    "-- nothing",
    "\x00",
    "SELECT '\ud800'",
)


def test_anything_but_reading_is_refused(filled: Archive) -> None:
    for sql in NO_READING:
        with pytest.raises(UsageError):
            answer(filled, sql)
        assert answer(filled, "SELECT count(*) FROM documents") == [(3,)], sql


ELSEWHERE = (
    "ATTACH '{}/new.db' AS new",
    "VACUUM INTO '{}/new.db'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET sql = ''",
    "SELECT load_extension('{}/x')",
    "CREATE VIRTUAL TABLE t USING fts5(a)",
    "SELECT zeroblob(1000000000)",
    "REINDEX",
)


@pytest.mark.parametrize("either", ["sqlite"], indirect=True)
def test_no_other_file_is_touched(filled: Archive, tmp_path: Path) -> None:
    with Archive.open(filled.folder, read_only=True) as opened:
        for sql in ELSEWHERE:
            for archive in (opened, filled):  # also where the archive itself was opened to write
                with pytest.raises(UsageError):
                    answer(archive, sql.format(tmp_path))
    assert not (tmp_path / "new.db").exists()


def test_time_is_limited(filled: Archive) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(UsageError, match=r"longer than 0\.2 s"):
        answer(filled, endless, Limits(0.2))
    assert answer(filled, "SELECT 1") == [(1,)]


def test_rows_are_limited(filled: Archive) -> None:
    many = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) SELECT x FROM c"
    with ask(filled, many, Limits(rows=700)) as given:
        assert len(list(given.rows)) == 700
        assert given.cut
    with ask(filled, many, Limits(rows=2000)) as given:
        assert len(list(given.rows)) == 2000
        assert not given.cut
    with ask(filled, many) as given:
        assert list(islice(given.rows, 2)) == [(1,), (2,)]


@pytest.mark.parametrize("either", ["sqlite"], indirect=True)
def test_the_archive_can_be_written_again_afterwards(filled: Archive) -> None:
    with pytest.raises(UsageError):
        answer(filled, "SELECT nothing")
    with filled.writing() as connection:
        connection.execute(text("DELETE FROM documents WHERE path = '/kho/o.pdf'"))
    assert answer(filled, "SELECT count(*) FROM documents") == [(2,)]
    assert answer(filled, "SELECT count(*) FROM pages_fts WHERE pages_fts MATCH 'theo'") == [(1,)]
    assert answer(filled, "SELECT name FROM pragma_table_info('stages')") == [("document",), ("stage",), ("seconds",)]


@pytest.mark.parametrize("either", ["sqlite"], indirect=True)
def test_a_wrong_table_tells_the_nearest(filled: Archive) -> None:
    with pytest.raises(UsageError, match="there is documents"):
        answer(filled, "SELECT * FROM document")


def test_figures_are_exact(filled: Archive) -> None:
    with filled.writing() as connection:
        connection.execute(text("UPDATE counts SET value = 35.7 WHERE value = 7"))
        connection.execute(text("UPDATE counts SET value = 17660000000 WHERE value = 999"))
    found = [row[0] for row in answer(filled, "SELECT value FROM counts ORDER BY value")]
    assert [str(value) for value in found] == ["35.7", "123", "17660000000"]
    assert isinstance(found[0], Decimal | float)


def test_sqlite_is_one_that_knows_what_is_used() -> None:
    assert sqlite3.sqlite_version_info >= (3, 31)
