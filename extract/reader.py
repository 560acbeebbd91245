"""A file's pages, each read in the way that its text layer deserves: kept, decoded, or read again from its image."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from extract import drafts
from extract.drafts import Draft
from extract.image.pictures import image_raster
from extract.image.raster import pdf_raster
from extract.layout import furniture
from extract.ocr.page import OcrReading, read_image
from extract.pdf.source import PdfSource
from extract.plain_files import PLAIN, read_plain
from extract.tools import Action, Plan, Tools, decide
from records.document import Failure, FileCard, Kind
from records.errors import BadDocument, DamagedDocument, PageFailed
from records.page import Judgement, Page, Verdict
from records.settings import ReadSettings

Outcome = Page | Failure
NO_LAYER = Judgement(Verdict.EMPTY, reason="an image has no text layer")


@dataclass(frozen=True, slots=True)
class _Job:
    """A document being read, with all that the reading needs; pages is how many it has."""

    card: FileCard
    settings: ReadSettings
    tools: Tools
    pages: int

    def failure(self, number: int, error: BadDocument) -> Failure:
        """The row of quarantine for a page."""
        stage = "ocr" if isinstance(error, PageFailed) else "read"
        path, sha256 = str(self.card.path), self.card.sha256
        return Failure(path, stage, error.reason, error.advice, number, sha256, error.exit_code)


def read_document(card: FileCard, settings: ReadSettings, tools: Tools) -> tuple[tuple[Page, ...], tuple[Failure, ...]]:
    """All pages that could be read, in order, and a failure for each that could not.

    Raises BadDocument when no page could be read; MissingProgram and FileAccess (a full disk) pass through.
    """
    job = _Job(card, settings, tools, card.pages)
    outcomes = list(_outcomes(job))
    pages = [outcome for outcome in outcomes if isinstance(outcome, Page)]
    failures = tuple(_failures(outcomes, job))
    if failures and not pages:
        kind = PageFailed if failures[0].stage == PageFailed.stage else DamagedDocument
        raise kind(failures[0].reason, failures[0].advice)
    return tuple(furniture.without(pages) if card.kind in (Kind.PDF, Kind.IMAGE) else pages), failures


def _failures(outcomes: list[Outcome], job: _Job) -> Iterator[Failure]:
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            yield outcome
        elif outcome.failed:
            yield job.failure(outcome.number, PageFailed(outcome.failed))


def plans(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[Plan]:
    """What a run would do with each page, without reading any image. Raises BadDocument."""
    job = _Job(card, settings, tools, card.pages)
    if card.kind is Kind.PDF:
        with PdfSource(card.path) as source:
            for number in range(1, source.pages + 1):
                yield _draft(job, source, number).plan
    elif card.kind is Kind.IMAGE:
        for number in range(1, card.pages + 1):
            yield Plan(number, NO_LAYER, Action.READ)
    else:
        for outcome in _outcomes(job):
            if isinstance(outcome, Page):
                action = Action.DECODE if outcome.judgement.verdict is Verdict.LEGACY else Action.KEEP
                yield Plan(outcome.number, outcome.judgement, action)


def _outcomes(job: _Job) -> Iterator[Outcome]:
    card, tools = job.card, job.tools
    if card.kind in PLAIN:
        for page in read_plain(card, job.settings, tools):
            yield drafts.plain_page(page, tools, card.encoding)
    else:
        with ThreadPoolExecutor(job.settings.threads) as pool:
            waiting = _pdf(job, pool) if card.kind is Kind.PDF else _images(job, pool)
            yield from waiting


def _pdf(job: _Job, pool: ThreadPoolExecutor) -> Iterator[Outcome]:
    scratch = Path(job.settings.scratch) if job.settings.scratch else None
    with PdfSource(job.card.path, scratch) as source:
        numbers = range(1, source.pages + 1)
        yield from _in_order([_pdf_page(job, source, number, pool) for number in numbers], pool)


def _images(job: _Job, pool: ThreadPoolExecutor) -> Iterator[Outcome]:
    waiting: list[Outcome | Future[Outcome]] = []
    for number in range(1, job.pages + 1):
        draft = Draft(Plan(number, NO_LAYER, Action.READ), None)
        raster = partial(image_raster, job.card.path, number - 1, job.settings.limits)
        waiting.append(pool.submit(_read_again, job, draft, raster))
    yield from _in_order(waiting, pool)


def _in_order(waiting: list[Outcome | Future[Outcome]], pool: ThreadPoolExecutor) -> Iterator[Outcome]:
    """The outcomes as they were asked for; an error that concerns more than its page stops the others."""
    try:
        for item in waiting:
            yield item.result() if isinstance(item, Future) else item
    finally:
        pool.shutdown(cancel_futures=True)


def _pdf_page(job: _Job, source: PdfSource, number: int, pool: ThreadPoolExecutor) -> Outcome | Future[Outcome]:
    try:
        draft = _draft(job, source, number)
    except BadDocument as error:
        return job.failure(number, error)
    if draft.plan.action is not Action.READ:
        tables = source.tables(number) if draft.layer and draft.layer.rulings.make_table else ()
        return drafts.layer_page(draft, tables, job.tools, job.pages)
    raster = partial(pdf_raster, source.document, number, source.lock, job.settings.limits)
    return pool.submit(_read_again, job, draft, raster)


def _draft(job: _Job, source: PdfSource, number: int) -> Draft:
    layer = source.text_layer(number)
    judgement = job.tools.judge(" ".join(word.text for word in layer.words), layer.fonts)
    action = decide(job.settings.mode, judgement, drafts.is_scan(layer))
    return Draft(Plan(number, judgement, action), layer)


def _read_again(job: _Job, draft: Draft, raster: drafts.RasterOf) -> Outcome:
    """The page read from its image; where that fails, or finds next to nothing, its text layer if it has one."""
    has_layer = draft.layer is not None and bool(draft.layer.words)
    kept = drafts.layer_page(draft, (), job.tools, job.pages) if has_layer else None
    try:
        first = draft.plan.page == 1
        reading = read_image(raster(), job.tools.engine, job.settings, first_page=first)
    except BadDocument as error:
        return replace(kept, failed=error.reason) if kept else job.failure(draft.plan.page, error)
    if kept and _finds_less(reading, draft):
        return kept
    return drafts.ocr_page(draft, reading, job.tools, job.pages)


def _finds_less(reading: OcrReading, draft: Draft) -> bool:
    """True when the new reading has fewer than a fifth of the text layer's words."""
    return draft.layer is not None and len(reading.words) < 0.2 * len(draft.layer.words)
