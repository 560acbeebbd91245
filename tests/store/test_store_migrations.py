"""Old archives are brought up, newer ones refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from records.errors import BadConfiguration
from store import schema
from store.archive import Archive
from store.migrations import LATEST, MIGRATIONS, migrate


def make_old(path: Path, version: int) -> None:
    """A real file of an old version, with a row in it."""
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine, str(path), upto=version)
    with engine.begin() as connection:
        columns = "id, path, sha256, kind, pages, origin, number"
        connection.execute(text(f"INSERT INTO documents ({columns}) VALUES ('a', '/a', 'b', 'pdf', 1, 'ocr', '7/BC')"))
    engine.dispose()


def columns_of(path: Path) -> dict[str, list[str]]:
    found = inspect(create_engine(f"sqlite:///{path}"))
    return {name: [str(column["name"]) for column in found.get_columns(name)] for name in found.get_table_names()}


def indexes_of(path: Path) -> set[str]:
    found = inspect(create_engine(f"sqlite:///{path}"))
    return {str(index["name"]) for name in found.get_table_names() for index in found.get_indexes(name)}


def test_migrations_are_numbered_without_gap() -> None:
    assert list(MIGRATIONS) == list(range(1, LATEST + 1))


def test_migrations_lead_to_the_schema(tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    declared = {name: [column.name for column in table.columns] for name, table in schema.METADATA.tables.items()}
    made = columns_of(tmp_path / "records.sqlite")
    assert {name: columns for name, columns in made.items() if "_fts" not in name and "_exact" not in name} == declared
    assert {str(index.name) for index in schema.INDEXES} <= indexes_of(tmp_path / "records.sqlite")


@pytest.mark.parametrize("read_only", [True, False])
def test_an_old_archive_is_migrated_and_keeps_its_rows(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "records.sqlite"
    make_old(path, 1)
    assert "judgements" not in columns_of(path)
    with Archive.open(tmp_path, read_only=read_only) as archive:
        assert [row["number"] for row in archive.rows(schema.documents)] == ["7/BC"]
        assert [row["version"] for row in archive.rows(schema.schema_versions)] == list(MIGRATIONS)
    assert "judgements" in columns_of(path)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_archive_is_refused_and_untouched(tmp_path: Path, read_only: bool) -> None:
    with Archive.open(tmp_path) as archive, archive.writing() as connection:
        row = {"version": LATEST + 1, "name": "from_tomorrow", "applied_at": "2099-01-01"}
        connection.execute(schema.schema_versions.insert().values(row))
    before = (tmp_path / "records.sqlite").read_bytes()
    with pytest.raises(BadConfiguration, match="newer doichieu") as caught:
        Archive.open(tmp_path, read_only=read_only)
    assert caught.value.exit_code == 9
    assert (tmp_path / "records.sqlite").read_bytes() == before


def test_a_migration_that_breaks_leaves_the_archive_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "records.sqlite"
    make_old(path, 1)
    old = columns_of(path)

    def broken(connection) -> None:
        original(connection)
        raise RuntimeError("in the middle")

    original = MIGRATIONS[2]
    monkeypatch.setitem(MIGRATIONS, 2, broken)
    with pytest.raises(RuntimeError):
        Archive.open(tmp_path)
    assert columns_of(path) == old
    monkeypatch.setitem(MIGRATIONS, 2, original)
    Archive.open(tmp_path).close()
    assert "judgements" in columns_of(path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'records.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE documents (name TEXT)"))
    engine.dispose()
    with pytest.raises(BadConfiguration, match="holds tables of another program"):
        Archive.open(tmp_path)


def test_pages_of_the_second_schema_gain_their_note(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    make_old(path, 2)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE judgements DROP COLUMN note"))
        connection.execute(text("INSERT INTO judgements (document, page, words, width) VALUES ('a', 1, 7, 595)"))
    engine.dispose()
    with Archive.open(tmp_path) as archive:
        assert [(row["width"], row["note"]) for row in archive.rows(schema.judgements)] == [(595.0, None)]
