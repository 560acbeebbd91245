"""Across documents: what one more document changes is audited anew and nothing else, to the same result."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from batch.audit import audit_across
from benchmarks.audit_scale import fill
from store import schema
from store.archive import Archive

SOME = 40


def findings(archive: Archive) -> list[tuple[object, ...]]:
    c = schema.findings.c
    rows = archive.select(select(c.rule, c.verdict, c.message, c.document))
    return sorted((tuple(row.values()) for row in rows), key=str)


def test_one_more_document_touches_its_own_series_only(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "step") as archive:
        fill(archive, range(SOME))
        whole = audit_across(archive)
        assert (whole.documents, whole.gone) == (SOME, 0)
        assert audit_across(archive).series == 0
        fill(archive, range(SOME, SOME + 1))
        one = audit_across(archive)
        step = findings(archive)
    assert one.documents == 1
    assert 0 < one.series < whole.series / 4
    with Archive.open(tmp_path / "once") as archive:
        fill(archive, range(SOME + 1))
        audit_across(archive)
        assert findings(archive) == step


def test_cycles_of_citations_end(tmp_path: Path) -> None:
    """Three documents cite each other in a ring, one cites itself, one a number that is none."""
    with Archive.open(tmp_path / "ring") as archive:
        fill(archive, range(4))
        c = schema.documents.c
        ids = [(str(row["id"]), str(row["number"])) for row in archive.select(select(c.id, c.number))]
        ring = [(ids[n][0], ids[(n + 1) % 3][1]) for n in range(3)] + [(ids[3][0], ids[3][1]), (ids[3][0], "///")]
        with archive.writing() as connection:
            rows = [
                {"document": one, "page": 1, "line": 900 + n, "start": 9000 + n, "end": 9001 + n, "text": number,
                 "raw": number, "type": "KH", "number": number, "issued_on": "2022-02-30", "issuer": None}
                for n, (one, number) in enumerate(ring)
            ]  # fmt: skip
            connection.execute(insert(schema.citations), rows)
        assert audit_across(archive).documents == 4
        assert audit_across(archive).series == 0
