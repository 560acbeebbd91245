"""Reading a page from its image: when to try again, and which reading to keep."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from extract.image.clean import clean, ink_points, is_blank, smooth_edges, thickened
from extract.image.raster import Raster
from extract.image.skew import WORTH, skew, straighten
from extract.ocr.dateline import surer_date
from extract.ocr.engine import OcrEngine, OcrWord
from extract.tables.page import PageWords, read_page, ruled_tables
from records.errors import PageFailed
from records.page import RuledTable, Word
from records.settings import ReadSettings

#: A reading whose mean confidence is below this is tried again; most pages of clear print reach 0.9.
POOR = 0.80
#: Below this, or with hardly a word, the page may lie on its side: only then is its orientation asked for.
SIDEWAYS = 0.60
#: Ink of a letter of running text, in square points, about; a page with several times the ink of its words is poor.
LETTER_INK, UNREAD = 9.0, 6.0
#: Words below this confidence count for nothing when two readings are compared.
PLAUSIBLE = 0.5
FIRST = "cleaned"


@dataclass(frozen=True, slots=True)
class OcrReading:
    """What was read on a page.

    words: raw readings with boxes in points from the top left of the page and confidences 0..1; rows: for each word
    the number of the row that the engine put it in; width, height: the page in points as it was read, which after an
    odd number of quarter turns are exchanged; turns: quarter turns clockwise that brought it upright; confidence:
    mean of the words, None for none; attempts: readings made; note: how the page was read where not at once, or None;
    tables: the ruled tables, their cells' boxes in points.
    """

    words: tuple[Word, ...]
    rows: tuple[int, ...]
    width: float
    height: float
    confidence: float | None = None
    attempts: int = 0
    seconds: float = 0.0
    turns: int = 0
    note: str | None = None
    tables: tuple[RuledTable, ...] = ()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One reading: how it was made, and its words with boxes in pixels of ``raster``."""

    how: str
    raster: Raster
    page: PageWords
    turns: int = 0

    @property
    def words(self) -> list[OcrWord]:
        """Its words."""
        return self.page.words

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, weighted by their letters; 0.0 for none."""
        letters = sum(len(w.text) for w in self.words)
        return sum(w.confidence * len(w.text) for w in self.words) / letters if letters else 0.0

    @property
    def worth(self) -> float:
        """Letters and digits of plausible words, weighted by their confidence."""
        return sum(w.confidence * sum(c.isalnum() for c in w.text) for w in self.words if w.confidence >= PLAUSIBLE)


def read_image(raster: Raster, engine: OcrEngine, settings: ReadSettings, *, first_page: bool = False) -> OcrReading:
    """Read a page from its pixels.

    The page is cleaned, laid level where it leans by more than 1.5°, and read. Where that reading is poor (low mean
    confidence, or hardly a word for the ink), it is read again another way, and turned upright first where
    the engine says that it lies on its side; the reading with the most plausible text is kept. A page without ink is
    not handed to the engine. On a document's first page an unsure date in the head is read once more by itself.

    Raises:
        PageFailed, MissingProgram, FileAccess: as the engine does. A second try that fails leaves the first.
    """
    start = time.perf_counter()
    page = clean(raster)
    if is_blank(page.pixels, page.dpi):
        return OcrReading((), (), raster.width, raster.height, seconds=time.perf_counter() - start, note="blank page")
    attempts = [_attempt(page, engine, settings, FIRST)]
    for again in (_upright, _thickened if raster.bilevel and raster.dpi == page.dpi else _otherwise):
        if _is_poor(attempts[-1]):
            attempts += again(page if again is _upright else raster, attempts, engine, settings)
    best = max(attempts, key=lambda attempt: attempt.worth)
    if first_page and best.how == FIRST:
        words = surer_date(best.raster, best.words, engine, settings.language, settings.page_timeout)
        best = replace(best, page=replace(best.page, words=words))
    return _reading(best, attempts, raster.note, time.perf_counter() - start)


def _is_poor(attempt: _Attempt) -> bool:
    return attempt.confidence < POOR or _hardly_a_word(attempt)


def _hardly_a_word(attempt: _Attempt) -> bool:
    """True when the page holds several times the ink that its plausible words account for."""
    ink = ink_points(attempt.raster.pixels, attempt.raster.dpi)
    return ink > UNREAD * LETTER_INK * max(attempt.worth, 10.0)


def _attempt(
    page: Raster, engine: OcrEngine, settings: ReadSettings, how: str, *, local: bool = False, turns: int = 0
) -> _Attempt:
    """Lay the page level where it leans, read it, and bring the boxes back to the page as it was."""
    language, limit = settings.language, settings.page_timeout
    degrees = skew(page.pixels, page.dpi)
    if abs(degrees) < WORTH:
        shown = smooth_edges(page)
        found = read_page(shown.pixels, page.dpi, engine, language, limit, bilevel=shown.bilevel, local=local)
        return _Attempt(how, page, found, turns)
    level, turn = straighten(page.pixels, degrees)
    found = read_page(level, page.dpi, engine, language, limit, bilevel=False, local=local)
    return _Attempt(f"{how}, turned by {degrees:.1f}°", page, found.moved(turn.back), turns)


def _upright(page: Raster, so_far: list[_Attempt], engine: OcrEngine, settings: ReadSettings) -> list[_Attempt]:
    """A reading of the page turned upright, where it is so poor that it may lie on its side and it does."""
    if so_far[-1].confidence >= SIDEWAYS and not _hardly_a_word(so_far[-1]):
        return []
    turns = engine.quarter_turns(page.pixels, page.dpi, settings.page_timeout)
    if not turns:
        return []
    how = f"turned by {90 * turns}° clockwise"
    return _second(lambda: _attempt(_turned(page, turns), engine, settings, how, turns=turns))


def _otherwise(_: Raster, so_far: list[_Attempt], engine: OcrEngine, settings: ReadSettings) -> list[_Attempt]:
    """A reading with a threshold from each pixel's neighbourhood."""
    best = max(so_far, key=lambda attempt: attempt.worth)
    return _second(lambda: _attempt(best.raster, engine, settings, "local threshold", local=True, turns=best.turns))


def _thickened(raster: Raster, so_far: list[_Attempt], engine: OcrEngine, settings: ReadSettings) -> list[_Attempt]:
    """A reading of a bilevel page, as it was scanned, with its strokes thickened: faint ones are broken in it."""
    turns = max(so_far, key=lambda attempt: attempt.worth).turns
    thick = replace(raster, pixels=thickened(raster.pixels), bilevel=False)
    page = _turned(thick, turns) if turns else thick
    return _second(lambda: _attempt(page, engine, settings, "thickened", turns=turns))


def _second(read: Callable[[], _Attempt]) -> list[_Attempt]:
    """A further reading; none where it fails, for there is one already."""
    try:
        return [read()]
    except PageFailed:
        return []


def _turned(page: Raster, turns: int) -> Raster:
    """The page turned clockwise by quarter turns; its pixels lie where they lay on the sheet."""
    pixels = np.ascontiguousarray(np.rot90(page.pixels, -turns))
    width, height, (x0, y0, x1, y1) = page.width, page.height, page.box
    for _ in range(turns % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return replace(page, pixels=pixels, width=width, height=height, box=(x0, y0, x1, y1))


def _reading(best: _Attempt, attempts: list[_Attempt], note: str | None, seconds: float) -> OcrReading:
    page = best.raster
    words = tuple(Word(w.text, w.text, box=page.to_page(w.box), confidence=w.confidence) for w in best.words)
    known = [w.confidence for w in best.words]
    notes = [note] if note else []
    if len(attempts) > 1 or best.how != FIRST:
        tried = "; ".join(f"{a.how}: confidence {a.confidence:.2f}" for a in attempts)
        notes.append(f"kept the reading {best.how} ({tried})")
    return OcrReading(
        words,
        tuple(w.row for w in best.words),
        page.width,
        page.height,
        sum(known) / len(known) if known else None,
        len(attempts),
        seconds,
        best.turns,
        "; ".join(notes) or None,
        ruled_tables(best.page, page.to_page),
    )
