"""A file's pages, each read in the way that its text layer deserves: kept, decoded, or read again from its image."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from extract import drafts, furniture, textfile, word
from extract.drafts import Draft
from extract.ocr import OcrReading, read_image
from extract.pdf import PdfSource
from extract.pictures import image_raster
from extract.raster import pdf_raster
from extract.tools import Action, Plan, Tools, decide
from records.document import Failure, FileCard, Kind
from records.errors import BadDocument, MissingProgram, PageFailed
from records.page import Judgement, Page, Verdict
from records.settings import ReadSettings

Outcome = Page | Failure
NO_LAYER = Judgement(Verdict.EMPTY, reason="an image has no text layer")


def read_document(card: FileCard, settings: ReadSettings, tools: Tools) -> tuple[tuple[Page, ...], tuple[Failure, ...]]:
    """All pages that could be read, in order, and a failure for each that could not.

    Raises BadDocument when no page could be read; MissingProgram and FileAccess (a full disk) pass through.
    """
    outcomes = list(_outcomes(card, settings, tools))
    pages = [outcome for outcome in outcomes if isinstance(outcome, Page)]
    failures = tuple(_failures(outcomes, card))
    if failures and not pages:
        raise PageFailed(failures[0].reason, failures[0].advice)
    return tuple(furniture.without(pages) if card.kind in (Kind.PDF, Kind.IMAGE) else pages), failures


def _failures(outcomes: list[Outcome], card: FileCard) -> Iterator[Failure]:
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            yield outcome
        elif outcome.failed:
            yield _failure(card, outcome.number, PageFailed(outcome.failed))


def plans(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Plan]:
    """What a run would do with each page, without reading any image. Raises BadDocument."""
    if card.kind is Kind.PDF:
        with PdfSource(card.path) as source:
            for number in range(1, source.pages + 1):
                yield _draft(source, number, settings, tools).plan
    elif card.kind is Kind.IMAGE:
        for number in range(1, card.pages + 1):
            yield Plan(number, NO_LAYER, Action.READ)
    else:
        for outcome in _outcomes(card, settings, tools):
            if isinstance(outcome, Page):
                action = Action.DECODE if outcome.judgement.verdict is Verdict.LEGACY else Action.KEEP
                yield Plan(outcome.number, outcome.judgement, action)


def _outcomes(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Outcome]:
    if card.kind is Kind.TEXT:
        for number, lines in enumerate(textfile.read_text(card, tools.decode_bytes), 1):
            yield drafts.plain_page(number, lines, (), tools, card.encoding)
    elif card.kind is Kind.DOCX:
        for number, (lines, extra) in enumerate(word.read_docx(card.path, settings.limits), 1):
            yield drafts.plain_page(number, lines, extra, tools, None)
    elif card.kind is Kind.PDF:
        yield from _pdf(card, settings, tools)
    else:
        yield from _images(card, settings, tools)


def _pdf(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Outcome]:
    scratch = Path(settings.scratch) if settings.scratch else None
    with PdfSource(card.path, scratch) as source, ThreadPoolExecutor(settings.threads) as pool:
        waiting: list[Outcome | Future[Outcome]] = []
        try:
            for number in range(1, source.pages + 1):
                waiting.append(_pdf_page(card, source, number, settings, tools, pool))
            for item in waiting:
                yield item.result() if isinstance(item, Future) else item
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _pdf_page(
    card: FileCard, source: PdfSource, number: int, settings: ReadSettings, tools: Tools, pool: ThreadPoolExecutor
) -> Outcome | Future[Outcome]:
    try:
        draft = _draft(source, number, settings, tools)
    except BadDocument as error:
        return _failure(card, number, error)
    if draft.plan.action is not Action.READ:
        tables = source.tables(number) if draft.layer.rulings.make_table else ()
        return drafts.layer_page(draft, tables, tools, source.pages)
    raster = partial(pdf_raster, source.document, number, source.lock, settings.limits)
    return pool.submit(_read_again, card, draft, raster, settings, tools, source.pages)


def _draft(source: PdfSource, number: int, settings: ReadSettings, tools: Tools) -> Draft:
    layer = source.text_layer(number)
    judgement = tools.judge(" ".join(word.text for word in layer.words), layer.fonts)
    action = decide(settings.mode, judgement, drafts.is_scan(layer))
    return Draft(Plan(number, judgement, action), layer)


def _images(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Outcome]:
    with ThreadPoolExecutor(settings.threads) as pool:
        waiting = []
        for number in range(1, card.pages + 1):
            draft = Draft(Plan(number, NO_LAYER, Action.READ), None)
            raster = partial(image_raster, card.path, number - 1, settings.limits)
            waiting.append(pool.submit(_read_again, card, draft, raster, settings, tools, card.pages))
        try:
            for item in waiting:
                yield item.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _read_again(
    card: FileCard, draft: Draft, raster: drafts.RasterOf, settings: ReadSettings, tools: Tools, pages: int
) -> Outcome:
    """The page read from its image; where that fails, or finds next to nothing, its text layer if it has one."""
    kept = drafts.layer_page(draft, (), tools, pages) if draft.layer and draft.layer.words else None
    try:
        reading = read_image(raster(), tools.engine, settings)
    except MissingProgram:
        raise
    except BadDocument as error:
        return replace(kept, failed=error.reason) if kept else _failure(card, draft.plan.page, error)
    if kept and _finds_less(reading, draft):
        return kept
    return drafts.ocr_page(draft, reading, tools, pages)


def _finds_less(reading: OcrReading, draft: Draft) -> bool:
    return draft.layer is not None and len(reading.words) < 0.2 * len(draft.layer.words)


def _failure(card: FileCard, number: int, error: BadDocument) -> Failure:
    stage = "ocr" if isinstance(error, PageFailed) else "read"
    return Failure(str(card.path), stage, error.reason, error.advice, number, card.sha256, error.exit_code)
