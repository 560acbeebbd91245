"""Saving, replacing, skipping and counting, on SQLite and, where one is installed, on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from records.document import Document, Failure
from records.facts import TableFact
from records.page import DocumentText
from store import schema
from store.archive import Archive
from store.schema import METADATA


def count(archive: Archive, table: str) -> int:
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(METADATA.tables[table])) or 0


def paths_of(archive: Archive) -> list[tuple[object, object]]:
    return [(row["document"], row["path"]) for row in archive.rows(schema.document_paths)]


def test_saved_facts_are_read_back(either: Archive, document, stamp) -> None:
    saved = document(head={"number": "12/KH-LĐLĐ", "title": "Về việc"}, cites=(("KH", "5/KH-LĐLĐ", None, None),))
    either.save(saved, "s", stamp)
    assert either.facts(saved.id) == saved.facts
    (row,) = either.rows(schema.documents)
    assert (row["number"], row["origin"], row["pages"], row["language_score"]) == (
        "12/KH-LĐLĐ",
        "born-digital",
        1,
        0.97,
    )
    (page,) = either.rows(schema.pages)
    assert (page["text"], page["words"], page["verdict"]) == ("BÁO CÁO\nKết quả năm 2024", 6, "clean")


def test_saving_again_replaces(either: Archive, document, stamp) -> None:
    either.save(document(cites=(("KH", "5/KH-LĐLĐ", None, None),)), "s", stamp)
    before = {name: count(either, name) for name in METADATA.tables}
    again = document()
    either.save(again, "t", stamp)
    after = {name: count(either, name) for name in METADATA.tables}
    assert after == before | {"citations": 0}
    assert either.facts(again.id) == again.facts


def test_replacing_a_document_keeps_what_cites_it(either: Archive, document, stamp) -> None:
    cited, citing = document(), document("/kho/b.pdf", content="b", cites=(("KH", "5/KH-LĐLĐ", None, None),))
    either.save(cited, "s", stamp)
    either.save(citing, "s", stamp)
    with either.writing() as connection:
        connection.execute(schema.citations.update().values(cited_document=cited.id))
    either.save(cited, "t", stamp)
    assert either.facts(citing.id).citations[0].cited_document == cited.id


def test_a_file_is_skipped_only_as_it_was_read(either: Archive, document, stamp) -> None:
    path = Path("/kho/a.pdf")
    assert not either.is_done(path, stamp, "s")
    either.save(document(), "s", stamp)
    assert either.is_done(path, stamp, "s")
    assert either.is_done(Path("/kho/x/../a.pdf"), stamp, "s")
    assert not either.is_done(path, type(stamp)(101, 1), "s")
    assert not either.is_done(path, type(stamp)(100, 2), "s")
    assert not either.is_done(path, stamp, "other settings")
    assert not either.is_done(Path("/kho/b.pdf"), stamp, "s")


def test_same_bytes_under_two_names_are_one_document(either: Archive, document, stamp) -> None:
    saved = document()
    either.save(saved, "s", stamp)
    assert either.known(saved.card.sha256, "s") == saved.id
    assert either.known(saved.card.sha256, "t") is None
    assert either.add_path(document("/kho/z.pdf").card, stamp) == saved.id
    assert either.is_done(Path("/kho/z.pdf"), stamp, "s")
    assert paths_of(either) == [(saved.id, "/kho/a.pdf"), (saved.id, "/kho/z.pdf")]
    assert [row["path"] for row in either.rows(schema.documents)] == ["/kho/a.pdf"]
    assert either.counts()["documents"] == 1


def test_copies_share_the_settings_of_their_one_record(either: Archive, document, stamp) -> None:
    either.save(document(), "s", stamp)
    either.add_path(document("/kho/z.pdf").card, stamp)
    either.save(document("/kho/z.pdf"), "t", stamp)
    assert not either.is_done(Path("/kho/a.pdf"), stamp, "s")
    assert either.is_done(Path("/kho/a.pdf"), stamp, "t")


def test_a_copy_of_a_partial_document_is_partial(either: Archive, document, stamp) -> None:
    either.save(document(failures=(Failure("/kho/a.pdf", "ocr", "slow", "wait", page=1),)), "s", stamp)
    either.add_path(document("/kho/z.pdf").card, stamp)
    assert either.failed_paths() == {"/kho/a.pdf", "/kho/z.pdf"}
    with pytest.raises(LookupError):
        either.add_path(document("/kho/y.pdf", content="other").card, stamp)


def test_a_file_is_asked_for_its_state_where_none_is_given(either: Archive, document, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_text("a")
    either.save(document(str(path)), "s")
    assert either.is_done(path, path.stat(), "s")
    path.write_text("ab")
    assert not either.is_done(path, path.stat(), "s")
    either.fail(Failure(str(path), "read", "odd", "look"), "s")
    assert either.state_of(path, path.stat(), "s") == "failed"


def test_a_changed_file_leaves_its_old_document(either: Archive, document, stamp) -> None:
    old, new = document(), document(content="new")
    either.save(old, "s", stamp)
    either.add_path(document("/kho/z.pdf").card, stamp)
    either.save(new, "s", stamp)
    assert {(row["id"], row["path"]) for row in either.rows(schema.documents)} == {
        (old.id, "/kho/z.pdf"),
        (new.id, "/kho/a.pdf"),
    }
    either.save(document("/kho/z.pdf", content="new"), "s", stamp)
    assert [row["id"] for row in either.rows(schema.documents)] == [new.id]
    assert count(either, "dates") == 1


def test_failures_are_kept_until_the_file_is_read(either: Archive, document, stamp) -> None:
    failure = Failure("/kho/a.pdf", "triage", "cut short", "get it again", sha256="0" * 64, exit_code=7)
    either.fail(failure, "s", stamp)
    either.fail(failure, "s", stamp)
    assert either.failed_paths() == {"/kho/a.pdf"}
    assert either.state_of(Path("/kho/a.pdf"), stamp, "s") == "failed"
    (row,) = either.rows(schema.files)
    assert (row["attempts"], row["reason"], row["exit_code"]) == (2, "cut short", 7)
    assert count(either, "failures") == 1
    either.save(document(), "s", stamp)
    assert either.failed_paths() == set()
    assert count(either, "failures") == 0


def test_a_failed_second_reading_keeps_the_first_record(either: Archive, document, stamp) -> None:
    saved: Document = document()
    either.save(saved, "s", stamp)
    either.fail(Failure("/kho/a.pdf", "ocr", "too slow", "wait longer"), "t", stamp)
    assert either.facts(saved.id) == saved.facts
    assert [row["document"] for row in either.rows(schema.files)] == [saved.id]


def test_page_failures_make_a_partial_document(either: Archive, document, stamp) -> None:
    failed = Failure("/kho/a.pdf", "ocr", "time limit", "wait longer", page=2)
    saved = document(failures=(failed,))
    either.save(saved, "s", stamp)
    assert either.state_of(Path("/kho/a.pdf"), stamp, "s") == "partial"
    assert either.is_done(Path("/kho/a.pdf"), stamp, "s")
    assert either.known(saved.card.sha256, "s") is None
    assert either.failed_paths() == {"/kho/a.pdf"}
    assert [(row["page"], row["document"]) for row in either.rows(schema.failures)] == [(2, saved.id)]


def test_tally_counts_values(either: Archive, document, stamp) -> None:
    either.save(document(), "s", stamp)
    either.save(document("/kho/b.pdf", content="b"), "s", stamp)
    either.fail(Failure("/kho/c.pdf", "triage", "empty", "get it again"), "s")
    assert either.tally("state", schema.files) == {"done": 2, "failed": 1}
    assert either.tally("verdict", schema.pages) == {"clean": 2}


def test_runs_are_noted(either: Archive) -> None:
    first, second = either.start_run("s"), either.start_run("s")
    either.end_run(second, "done")
    assert [(row["id"], row["outcome"]) for row in either.rows(schema.runs)] == [(first, None), (second, "done")]


def test_a_save_that_breaks_leaves_what_was_there(either: Archive, document, stamp) -> None:
    saved = document()
    either.save(saved, "s", stamp)
    broken = document(head={"number": "1/KH"})
    object.__setattr__(broken.facts.dates[0], "date", None)
    with pytest.raises(IntegrityError):
        either.save(broken, "t", stamp)
    assert either.facts(saved.id) == saved.facts
    assert either.is_done(Path("/kho/a.pdf"), stamp, "s")


def test_text_that_no_database_holds_keeps_its_length(either: Archive, document, stamp) -> None:
    saved = document(body="Số\x00 5\ud800/BC \\u0000", unsure=("5\x00", "\\u0000"))
    either.save(saved, "s", stamp)
    (page,) = either.rows(schema.pages)
    assert page["text"] == "Số\ufffd 5\ufffd/BC \\u0000"
    assert either.facts(saved.id).head.fields[0].alternatives == ("5\ufffd", "\\u0000")


def test_a_file_name_that_is_not_utf8_is_kept_apart(either: Archive, document, stamp) -> None:
    odd = b"/kho/\xff.pdf".decode("utf-8", "surrogateescape")
    either.save(document(odd), "s", stamp)
    assert either.is_done(Path(odd), stamp, "s")
    assert paths_of(either)[0][1] == "/kho/\\xff.pdf"


def test_a_table_comes_back_as_it_was(either: Archive, document, stamp) -> None:
    saved = document()
    place = DocumentText(saved.pages).place(0, 3)
    table = TableFact(("TT", "Tên"), (("1", "1.200"), ("2", "")), place, ("", "Tổng"))
    either.save(replace(saved, facts=replace(saved.facts, tables=(table,))), "s", stamp)
    assert either.facts(saved.id).tables == (table,)
    assert count(either, "tables") == 1
