"""Which files a command is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch.walk import files_below
from records.document import Failure
from records.errors import FileAccess


def test_each_file_once_in_name_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.pdf", "a/.hidden", "out/records.sqlite"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    found = list(files_below([tmp_path, tmp_path / "b.txt"], skip=tmp_path / "out"))
    assert found == [tmp_path / "a/c.pdf", tmp_path / "b.txt"]


def test_an_empty_folder_named_like_a_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    (found,) = files_below([tmp_path])
    assert isinstance(found, Failure)
    assert "folder" in found.reason


def test_a_link_that_leads_back_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "f.txt").write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert list(files_below([tmp_path])) == [tmp_path / "a" / "f.txt"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccess, match="no such file"):
        list(files_below([tmp_path / "none"]))
