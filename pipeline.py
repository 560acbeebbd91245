"""One document's journey: bytes on disk -> pages of words -> a verdict on each -> text -> facts -> findings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from audit.document import audit_read
from extract import reader, triage
from extract.ocr import numerals_again
from extract.ocr.slots import OcrSlots
from extract.ocr.tesseract import Tesseract
from extract.tools import Plan, Tools
from nlp import find
from nlp.repair import legacy, mixed, normalise, verdict, words
from nlp.repair.mend_pages import mend_pages
from nlp.repair.pages import restore_pages
from records.document import Document, FileCard, Limits
from records.dossier import dossier_of
from records.page import DocumentText
from records.settings import ReadSettings


def warm_up() -> None:
    """Load what every document needs, once for all workers."""
    verdict.judge("Cộng hòa xã hội chủ nghĩa Việt Nam")
    find.warm_up()


def examine(path: Path, limits: Limits) -> FileCard:
    """What a file is. Raises BadDocument or FileAccess."""
    return triage.triage(path, limits, mixed.detect_bytes)


def plan(card: FileCard, settings: ReadSettings) -> Iterator[Plan]:
    """What would be done with each page, without reading any image. Raises BadDocument."""
    return reader.plans(card, settings, _tools(settings))


def journey(card: FileCard, settings: ReadSettings) -> Document:
    """The whole record of one document. Raises BadDocument when no page of it could be read."""
    began = time.perf_counter()
    pages, failures = reader.read_document(card, settings, _tools(settings))
    read = time.perf_counter()
    repaired = restore_pages(mend_pages(pages))
    mended = time.perf_counter()
    facts = find.find_facts(text := DocumentText(repaired))
    seconds = {"read": read - began, "repair": mended - read, "find": time.perf_counter() - mended}
    document = Document(card, repaired, facts, failures, seconds=seconds)
    again = partial(numerals_again.read_again, card, text, settings)
    return replace(document, findings=audit_read(dossier_of(document), again))


def _tools(settings: ReadSettings) -> Tools:
    slots = OcrSlots(Path(settings.slots), settings.threads) if settings.slots else None
    engine = Tesseract(settings.scratch, slots)
    return Tools(verdict.judge, words.decode_words, legacy.decode_bytes, normalise.normalise_word, engine)
