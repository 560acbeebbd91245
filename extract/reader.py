"""A file's pages, each read in the way that its text layer deserves: kept, decoded, or read again from its image."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from extract import furniture, textfile, word
from extract.layer import LayerPage
from extract.ocr import OcrEngine, OcrReading, read_image
from extract.order import arrange
from extract.pdf import PdfSource
from extract.pictures import image_raster
from extract.raster import Raster, pdf_raster
from records.document import Failure, FileCard, Kind
from records.errors import BadDocument, PageFailed
from records.page import Judgement, Line, Origin, Page, Verdict, Word
from records.settings import Mode, ReadSettings

#: A page is a scan when one image covers this share of it.
_SCAN = 0.8
#: A new reading of a page with fewer words than this share of its text layer's has failed.
_LOST = 0.2


class Action(StrEnum):
    """What is done with a page."""

    KEEP = "keep the text"
    DECODE = "decode the text"
    READ = "read the image"


@dataclass(frozen=True, slots=True)
class Tools:
    """What other rooms lend to the reading: the judge of text layers, the decoder of old fonts, the OCR engine.

    judge takes a page's text and its font names; decode_text takes text as the file shows it, its encoding and fonts;
    decode_bytes takes a text file's bytes and their encoding; tidy brings a word into one normal form.
    """

    judge: Callable[[str, Sequence[str]], Judgement]
    decode_text: Callable[[str, str, Sequence[str]], str]
    decode_bytes: Callable[[bytes, str], str]
    tidy: Callable[[str], str]
    engine: OcrEngine


@dataclass(frozen=True, slots=True)
class Plan:
    """What a page's text layer is and what a run would do with it."""

    page: int
    judgement: Judgement
    action: Action


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page on its way: its text layer (if any), the verdict on it and what will be done."""

    plan: Plan
    words: tuple[Word, ...]
    layer: LayerPage

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def decide(mode: Mode, judgement: Judgement, is_scan: bool) -> Action:
    """What to do with a page: ``redo`` reads every image, ``keep`` trusts every text layer that is there.

    ``auto`` goes by the verdict; where it abstains, the layer over a scan is somebody's OCR and is read again.
    """
    verdict = judgement.verdict
    if verdict is Verdict.EMPTY or mode == "redo":
        return Action.READ
    if verdict is Verdict.LEGACY:
        return Action.DECODE
    if mode == "keep" or verdict is Verdict.CLEAN or (verdict is Verdict.ABSTAINED and not is_scan):
        return Action.KEEP
    return Action.READ


def plans(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Plan]:
    """What a run would do with each page, without reading any image. Raises BadDocument."""
    if card.kind is Kind.PDF:
        with PdfSource(card.path) as source:
            for number in range(1, source.pages + 1):
                yield _draft(source, number, settings, tools).plan
    elif card.kind is Kind.IMAGE:
        for number in range(1, card.pages + 1):
            yield Plan(number, Judgement(Verdict.EMPTY, reason="an image has no text layer"), Action.READ)
    else:
        pages, _ = read_document(card, settings, tools)
        for page in pages:
            action = Action.DECODE if page.origin is Origin.DECODED else Action.KEEP
            yield Plan(page.number, page.judgement, action)


def read_document(
    card: FileCard, settings: ReadSettings, tools: Tools
) -> tuple[tuple[Page, ...], tuple[Failure, ...]]:
    """All pages that could be read, in order, and a failure for each that could not.

    Raises BadDocument when no page could be read; MissingProgram and FileAccess (a full disk) pass through.
    """
    if card.kind is Kind.TEXT:
        pages, failures = _text_pages(card, tools), []
    elif card.kind is Kind.DOCX:
        pages, failures = [_plain(n, lines, tools, extra) for n, lines, extra in word.read_docx(card.path)], []
    elif card.kind is Kind.PDF:
        pages, failures = _pdf_pages(card, settings, tools)
    else:
        pages, failures = _image_pages(card, settings, tools)
    if failures and not pages:
        raise PageFailed(failures[0].reason, failures[0].advice)
    return tuple(pages), tuple(failures)
