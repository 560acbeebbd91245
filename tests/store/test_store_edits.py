"""Edits are stored in the repaired text's characters and lead back to what was read."""

from __future__ import annotations

from pathlib import Path

from nlp.repair.pages import restore_pages
from records.document import Document, FileCard, Kind
from records.edit import Edit
from records.page import Judgement, Line, Origin, Page, Verdict, Word
from store import schema
from store.archive import Archive

BOX = (1.0, 2.0, 3.0, 4.0)


def pages() -> tuple[Page, ...]:
    first = Line(1, "Báo cáo", (Word("Báo", "B¸o", 0, BOX), Word("cáo", "c¸o", 4)))
    second = Line(1, "số 6", (Word("số", "sè", 0), Word("6", "6", 3)))
    found = [
        Page(number, (line,), Judgement(Verdict.LEGACY, encoding="tcvn3"), Origin.DECODED)
        for number, line in enumerate((first, second), 1)
    ]
    return restore_pages(found)


def test_edits_are_rows_that_undo(archive: Archive, stamp: object) -> None:
    card = FileCard(Path("/kho/a.pdf"), "ab" * 32, 100, Kind.PDF, "PDF", 2)
    document = Document(card, pages())
    archive.save(document, "s", stamp)  # type: ignore[arg-type]
    rows = list(archive.rows(schema.edits))
    assert [(row["page"], row["start"], row["end"], row["before"], row["after"]) for row in rows] == [
        (1, 0, 3, "B¸o", "Báo"),
        (1, 4, 7, "c¸o", "cáo"),
        (2, 8, 10, "sè", "số"),
    ]
    assert [row["box"] for row in rows] == [list(BOX), None, None]
    text = "\n".join(str(row["text"]) for row in archive.rows(schema.pages))
    for row in reversed(rows):
        start, end = int(str(row["start"])), int(str(row["end"]))
        assert text[start:end] == row["after"]
        text = text[:start] + str(row["before"]) + text[end:]
    assert text == "B¸o c¸o\nsè 6"


def test_unsure_edits_are_marked_and_alternatives_kept(archive: Archive, stamp: object) -> None:
    edits = (Edit(0, 4, "Lieu", "Liệu", "restore", 0.4, "Liễu / Liêu"), Edit(5, 7, "46", "46", "restore", 0.3, "đó"))
    page = Page(1, (Line(1, "Liệu 46"),), Judgement(Verdict.CLEAN), Origin.RESTORED, edits=edits)
    card = FileCard(Path("/kho/a.txt"), "cd" * 32, 100, Kind.TEXT, "text")
    archive.save(Document(card, (page,)), "s", stamp)  # type: ignore[arg-type]
    rows = list(archive.rows(schema.edits))
    assert [(row["unsure"], row["runner_up"], row["after"]) for row in rows] == [
        (1, "Liễu / Liêu", "Liệu"),
        (1, "đó", "46"),
    ]
