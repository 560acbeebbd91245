"""One document's journey: bytes on disk -> pages of words -> a verdict on each -> text -> facts."""

from __future__ import annotations

import time
from pathlib import Path

from extract import reader, triage
from extract.tesseract import Tesseract
from nlp import find
from nlp.repair import legacy, verdict
from records.document import Document, FileCard, Limits
from records.page import DocumentText
from records.settings import ReadSettings


def warm_up() -> None:
    """Load what every document needs, once for all workers."""
    verdict.warm_up()
    find.warm_up()


def examine(path: Path, limits: Limits) -> FileCard:
    """What a file is. Raises BadDocument or FileAccess."""
    return triage.triage(path, limits)


def journey(card: FileCard, settings: ReadSettings) -> Document:
    """The whole record of one document. Raises BadDocument when no page of it could be read."""
    began = time.perf_counter()
    tools = reader.Tools(judge=verdict.judge, decode=legacy.decode, engine=Tesseract())
    pages, failures = reader.read_document(card, settings, tools)
    read = time.perf_counter()
    facts = find.find_facts(DocumentText(pages))
    found = time.perf_counter()
    return Document(card, pages, facts, failures, {"read": read - began, "find": found - read})
