"""Which files a command is about: files as named, folders searched recursively."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from records.document import Failure
from records.errors import FileAccess

_DOCUMENT_SUFFIXES = frozenset(
    {
        *(".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".txt", ".md", ".docx", ".doc", ".rtf", ".odt"),
        *(".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp"),
    }
)
_NO_FOLDER = "Name the file inside it, or remove the folder."


def check_there(paths: Iterable[Path]) -> None:
    """Raise FileAccess when a path does not exist."""
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise FileAccess(f"no such file or folder: {path}", "Check the path.")


def files_below(paths: Iterable[Path], skip: Path | None = None) -> Iterator[Path | Failure]:
    """Every file in ``paths``, each once, folders in name order; hidden files and the folder ``skip`` are left out.

    A folder that cannot be listed, or that is named like a document and holds no file, yields a Failure.
    Raises FileAccess when a path does not exist.
    """
    seen: set[Path] = set()
    walked: set[Path] = {skip.resolve()} if skip else set()
    for path in paths:
        check_there([path])
        for found in _below(path, walked) if path.is_dir() else [path]:
            key = Path(os.path.abspath(found)) if isinstance(found, Path) else Path(found.path)  # noqa: PTH100
            if key not in seen:
                seen.add(key)
                yield found if isinstance(found, Failure) else key


def _below(folder: Path, walked: set[Path]) -> Iterator[Path | Failure]:
    real = folder.resolve()
    if real in walked:  # the folder to skip, or a link that leads back
        return
    walked.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(str(folder), "triage", f"the folder cannot be listed: {error.strerror}", FileAccess.advice)
        return
    visible = [entry for entry in entries if not entry.name.startswith(".")]
    if not visible and folder.suffix.lower() in _DOCUMENT_SUFFIXES:
        yield Failure(str(folder), "triage", "it is an empty folder, not a document", _NO_FOLDER)
    for entry in visible:
        if entry.is_dir():
            yield from _below(entry, walked)
        else:
            yield entry
