"""``doichieu repair``: text in, repaired text out, or its edits; other files are read as a run would read them."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from extract.triage import triage
from records.document import FileCard, Kind
from records.edit import Edit
from records.errors import BadDocument, EncryptedDocument, FileAccess, NothingRead
from records.settings import ReadSettings

#: The fields of an edit as ``--explain`` prints them.
FIELDS = ("start", "end", "before", "after", "rung", "confidence", "runner_up")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A part of the input (all of a text file, a page of others): its repaired text and the edits of its raw text."""

    text: str
    edits: tuple[Edit, ...]
    page: int | None = None


def repair_command(file: Path, settings: ReadSettings, explain: bool, out: BinaryIO) -> str:
    """Write the repaired text (or its edits as JSON lines) as UTF-8; returns one line on what was done.

    ``-`` is standard input. Raises FileAccess, NothingRead, EncryptedDocument, MissingProgram.
    """
    with tempfile.TemporaryDirectory() as folder:
        parts = list(_repaired(_stdin(Path(folder)) if str(file) == "-" else file, settings))
    for part in parts:
        if explain:
            out.writelines(map(_json_line, part.edits, [part.page] * len(part.edits)))
        else:
            out.write(part.text.encode("utf-8", "surrogateescape"))
    out.flush()
    changed = [edit for part in parts for edit in part.edits if edit.changes]
    unsure = sum(edit.unsure for edit in changed)
    return f"{file}: {len(changed)} edits, {unsure} of them unsure" if changed else f"{file}: nothing to repair"


def _stdin(folder: Path) -> Path:
    copy = folder / "standard input"
    copy.write_bytes(sys.stdin.buffer.read())
    return copy


def _repaired(path: Path, settings: ReadSettings) -> Iterator[Repaired]:
    from nlp.repair.mixed import detect_bytes

    try:
        card = triage(path, settings.limits, detect_bytes)
        yield from _text(card) if card.kind is Kind.TEXT else _pages(card, settings)
    except EncryptedDocument:
        raise
    except BadDocument as error:
        raise NothingRead(error.reason, error.advice) from error


def _text(card: FileCard) -> Iterator[Repaired]:
    from nlp.repair.ladder import repair_bytes

    try:
        data = card.path.read_bytes()
    except OSError as error:
        raise FileAccess(f"{card.path.name} cannot be read: {error.strerror or error}") from error
    _, text, edits = repair_bytes(data, card.encoding or "utf-8")
    yield Repaired(text, edits)


def _pages(card: FileCard, settings: ReadSettings) -> Iterator[Repaired]:
    """The pages of a PDF, image or Word file, as the main job reads them."""
    import pipeline  # heavy: the readers and the engine are needed for these files only

    for page in pipeline.journey(card, settings).pages:
        yield Repaired(f"{page.text}\n", page.edits, page.number)


def _json_line(edit: Edit, page: int | None) -> bytes:
    """An edit as a line of JSON; what UTF-8 cannot hold is escaped."""
    fields = {name: getattr(edit, name) for name in FIELDS} | ({} if page is None else {"page": page})
    return f"{json.dumps(fields, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")
