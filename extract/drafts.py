"""Pages built from what was read: from a text layer, from OCR, from plain lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extract.image.raster import Raster
from extract.layout.order import arrange
from extract.ocr.page import OcrReading
from extract.office.styled import joined_words
from extract.pdf.layer import LayerPage
from extract.plain import PlainPage
from extract.tools import Action, Plan, Tools
from records.page import Judgement, Line, Origin, Page, RuledTable, Verdict, Word

RasterOf = Callable[[], Raster]
#: A page is a scan when one image covers this share of it.
SCAN = 0.8


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way: what will be done with it, and its text layer (None for a page of an image file)."""

    plan: Plan
    layer: LayerPage | None


def is_scan(layer: LayerPage) -> bool:
    """True when one image covers most of the page."""
    area = max(layer.width * layer.height, 1.0)
    return any((x1 - x0) * (y1 - y0) >= SCAN * area for x0, y0, x1, y1 in (image.box for image in layer.images))


def layer_page(draft: Draft, tables: tuple[RuledTable, ...], tools: Tools, pages: int) -> Page:
    """A page from its text layer, decoded where its verdict names an old encoding."""
    layer, judgement, number = draft.layer, draft.plan.judgement, draft.plan.page
    if layer is None:
        raise ValueError("a page without a text layer has nothing to keep")
    words: Sequence[Word] = layer.words
    origin = Origin.TEXT_LAYER
    if judgement.encoding:  # of the page, or of a few words of a page that is clean
        words = tools.decode_words(words, judgement.encoding)
        origin = Origin.DECODED if draft.plan.action is Action.DECODE else origin
    words = [_tidy(word, tools) for word in words]
    lines, extra = arrange(words, layer.width, layer.height, first_page=number == 1, last_page=number == pages)
    if origin is Origin.DECODED:
        judgement = rescored(judgement, lines, tools)
    return Page(number, tuple(lines), judgement, origin, layer.width, layer.height, tuple(extra), tables)


def ocr_page(draft: Draft, reading: OcrReading, tools: Tools, pages: int) -> Page:
    """A page from its image; the text layer that was not trusted is kept beside."""
    number = draft.plan.page
    words = [_tidy(word, tools) for word in reading.words]
    lines, extra = arrange(
        words, reading.width, reading.height, reading.rows, first_page=number == 1, last_page=number == pages
    )
    untrusted = " ".join(word.raw for word in draft.layer.words) if draft.layer else ""
    return Page(
        number, tuple(lines), rescored(draft.plan.judgement, lines, tools), Origin.OCR, reading.width, reading.height,
        tuple(extra), reading.tables, reading.seconds, layer_text=untrusted or None, note=reading.note,
    )  # fmt: skip


def plain_page(page: PlainPage, tools: Tools, encoding: str | None) -> Page:
    """A page of a text or Office file: lines as they stand. ``encoding`` is the text file's, where it has one."""
    lines, extra = page.lines, page.furniture
    judgement = tools.judge("\n".join(line.text for line in lines), _fonts(lines))
    origin = Origin.TEXT_LAYER
    if encoding is not None and not encoding.startswith(("utf", "latin")):
        judgement = replace(judgement, verdict=Verdict.LEGACY, encoding=encoding, reason=f"a file in {encoding}")
        origin = Origin.DECODED
    else:
        lines = tuple(_repaired_line(line, judgement.encoding, tools) for line in lines)
        extra = tuple(_repaired_line(line, judgement.encoding, tools) for line in extra)
        if judgement.verdict is Verdict.LEGACY:
            judgement, origin = rescored(judgement, lines, tools), Origin.DECODED
    tables = tuple(grid.table(lines) for grid in page.grids)
    return Page(page.number, lines, judgement, origin, furniture=extra, tables=tables)


def _fonts(lines: Sequence[Line]) -> list[str]:
    return sorted({word.font for line in lines for word in line.words if word.font})


def rescored(judgement: Judgement, lines: Sequence[Line], tools: Tools) -> Judgement:
    """The verdict on the text layer, with score and language of the text that took its place."""
    new = tools.judge("\n".join(line.text for line in lines), ())
    return replace(judgement, score=new.score, words=new.words, language=new.language)


def _tidy(word: Word, tools: Tools) -> Word:
    text = tools.normalise(word.text)
    return word if text == word.text else replace(word, text=text)


def _repaired_line(line: Line, encoding: str | None, tools: Tools) -> Line:
    """The line with its words decoded (by their fonts, or the encoding) and in normal form; the space between is kept.

    What stood side by side in several fonts is one word again.
    """
    words = tools.decode_words(line.words, encoding) if encoding or any(w.font for w in line.words) else line.words
    words = [_tidy(word, tools) for word in words]
    if tuple(words) == line.words and len(joined_words(words)) == len(words):
        return line
    parts: list[str] = []
    placed: list[Word] = []
    last = offset = 0
    for old, new in zip(line.words, words, strict=True):
        between = line.text[last : old.start]
        placed.append(replace(new, start=offset + len(between)))
        parts += [between, new.text]
        offset += len(between) + len(new.text)
        last = old.start + len(old.text)
    return Line(line.number, "".join([*parts, line.text[last:]]), tuple(joined_words(placed)))
