"""What happens to an archive when the disk, another program or a person gets in its way."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from records.errors import ArchiveBusy, BadConfiguration, DoichieuError, FileAccess, MissingProgram
from store import schema
from store.archive import Archive
from store.lock import RunLock

ROOT = Path(__file__).parents[2]


@contextmanager
def unprivileged(folder: Path) -> Iterator[Path]:
    """A folder that may not be written, seen by a user who is not root."""
    for part in (folder, *folder.iterdir()):
        part.chmod(0o555 if part.is_dir() else 0o444)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(was)
        folder.chmod(0o755)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may reach (pytest's own is closed to others)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_full_disk_loses_nothing(archive: Archive, document, stamp) -> None:
    saved = document()
    archive.save(saved, "s", stamp)
    with archive.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # the pooled connection keeps it
    with pytest.raises(FileAccess, match="is full") as caught:
        archive.save(document("/kho/b.pdf", content="b", body="Báo cáo " * 100_000), "s", stamp)
    assert "space" in caught.value.advice
    assert archive.facts(saved.id) == saved.facts
    assert [row["id"] for row in archive.rows(schema.documents)] == [saved.id]
    assert not archive.is_done(Path("/kho/b.pdf"), stamp, "s")


def test_a_read_only_folder_cannot_be_written(open_folder: Path) -> None:
    with unprivileged(open_folder) as folder, pytest.raises(FileAccess, match="cannot be written: permission denied"):
        Archive.open(folder)


def test_a_read_only_archive_cannot_be_written(open_folder: Path, document, stamp) -> None:
    with Archive.open(open_folder) as archive:
        archive.save(document(), "s", stamp)
    with unprivileged(open_folder) as folder, pytest.raises(FileAccess, match="cannot be written"):
        Archive.open(folder)


def test_a_read_only_archive_can_be_read(open_folder: Path, document, stamp) -> None:
    with Archive.open(open_folder) as archive:
        archive.save(document(), "s", stamp)
    with unprivileged(open_folder) as folder, Archive.open(folder, read_only=True) as archive:
        assert archive.counts()["documents"] == 1


def test_no_archive_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(FileAccess, match="no archive at"):
        Archive.open(tmp_path / "nothing", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("x")
    with pytest.raises(FileAccess, match="cannot be made"):
        Archive.open(tmp_path / "archive")


def test_a_reader_writes_nothing(archive: Archive, document, stamp) -> None:
    with Archive.open(archive.folder, read_only=True) as reader, pytest.raises(FileAccess, match="read-only"):
        reader.save(document(), "s", stamp)


@pytest.mark.parametrize("read_only", [True, False])
def test_not_a_database(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "records.sqlite").write_text("Kính gửi: các đơn vị\n" * 100, encoding="utf-8")
    with pytest.raises(FileAccess, match="not a database of records"):
        Archive.open(tmp_path, read_only=read_only)
    with pytest.raises(FileAccess, match="not a database of records"):  # the lock was given back
        Archive.open(tmp_path, read_only=read_only)


def test_a_damaged_database(tmp_path: Path, document, stamp) -> None:
    with Archive.open(tmp_path) as archive:
        archive.save(document(body="Báo cáo\n" * 5000), "s", stamp)
    path = tmp_path / "records.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(FileAccess, match="damaged"), Archive.open(tmp_path) as archive:
        list(archive.rows(schema.pages))


def test_a_second_run_is_told_who_holds_the_archive(archive: Archive) -> None:
    with Archive.open(archive.folder) as other:
        with (
            archive.locked(),
            pytest.raises(ArchiveBusy, match=rf"process {os.getpid()} on .+, since \d{{4}}-") as caught,
            other.locked(),
        ):
            pass
        assert caught.value.exit_code == 5
        with other.locked():
            pass


def test_tables_are_not_made_under_another_run(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.acquire()
    with pytest.raises(ArchiveBusy):
        Archive.open(tmp_path)
    lock.release()
    Archive.open(tmp_path).close()


def test_reading_goes_on_while_a_run_writes(archive: Archive, document, stamp) -> None:
    archive.save(document(), "s", stamp)
    with Archive.open(archive.folder, read_only=True) as reader:
        with archive.writing() as connection:
            connection.execute(schema.dates.delete())
            assert reader.counts()["dates"] == 1
        assert reader.counts()["dates"] == 0


def test_another_program_that_holds_the_database_is_named_busy(archive: Archive, document, stamp) -> None:
    other = sqlite3.connect(archive.folder / "records.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with archive.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    with pytest.raises(ArchiveBusy, match="another program"):
        archive.save(document(), "s", stamp)
    other.execute("ROLLBACK")
    archive.save(document(), "s", stamp)


KILLED = """
import os, signal, sys
from pathlib import Path
from store import schema
from store.archive import Archive
archive = Archive.open(Path(sys.argv[1]))
with archive.locked(), archive.writing() as connection:
    connection.execute(schema.documents.delete())
    connection.execute(schema.runs.insert().values(started_at="now", settings_key="s", pid=1))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_frees_the_archive_and_its_half_work_is_undone(tmp_path: Path, document, stamp) -> None:
    with Archive.open(tmp_path) as archive:
        archive.save(document(), "s", stamp)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with Archive.open(tmp_path) as archive, archive.locked():
        assert archive.counts()["documents"] == 1
        assert list(archive.rows(schema.runs)) == []


@pytest.mark.parametrize(
    ("url", "kind", "reason"),
    [
        ("nonsense", BadConfiguration, "not the address of a database"),
        ("oracle+nothing://kho", BadConfiguration, "no such kind of database"),
        ("mssql+pymssql://kho:geheim@server/kho", MissingProgram, "pymssql"),
        ("postgresql://kho:geheim@127.0.0.1:1/kho", FileAccess, "refused"),
    ],
)
def test_a_wrong_store_is_explained_without_its_password(
    tmp_path: Path, url: str, kind: type[DoichieuError], reason: str
) -> None:
    if url.startswith("postgresql:"):
        pytest.importorskip("psycopg")
    with pytest.raises(kind, match=reason) as caught:
        Archive.open(tmp_path, url)
    assert "geheim" not in str(caught.value)
