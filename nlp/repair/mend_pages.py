"""Pages read from their image with the right language: words that were misread are mended, all else stays as read.

Never touched are words that hold a digit (figures, dates, document numbers), the letters of a document's symbol, web
and e-mail addresses, and, unless they are no syllables at all, the names of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from nlp.repair.marks import commas
from nlp.repair.syllables import is_syllable
from nlp.repair.tables import read_rows
from records.edit import Edit, apply
from records.page import Line, Origin, Page, Word

#: Confidence that locks a word.
LOCKED: Final = 100.0
#: A name is changed only for a share as high as this.
NAME_SHARE: Final = 0.99
#: Words that are nobody's to change: with a digit, addresses, symbols of documents ("QĐ-UBND", "BC/TW").
_KEPT = re.compile(r"\S*(?:[\d@]|://|www\.)\S*|[^\w\s]*[A-ZĐƯ]{1,6}(?:[/-][A-ZĐƯ&]{1,8})+[^\w\s]*")
_NAME_PARTS = 5


def mend_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, those read from an image with their misread words mended.

    Words keep raw reading, box and confidence; each page has its edits. Other pages come back as they are.
    """
    return tuple(mend_page(page) if page.origin is Origin.OCR and page.lines else page for page in pages)


def mend_page(page: Page) -> Page:
    """One page with its misread words mended."""
    from nlp.repair.restore import Read, mend  # the models are opened only where they are needed
    from nlp.repair.vote import alternatives, beside

    read: list[Read] = []
    names: list[tuple[int, int]] = []
    offset = 0
    for line in page.lines:
        for word, sure in zip(line.words, _confidences(line.words), strict=True):
            start = offset + word.start
            read.append(Read(start, start + len(word.text), sure))
        names += [(offset + start, offset + end) for start, end in _names(line)]
        offset += len(line.text) + 1
    other = beside(page.text, page.layer_text) if page.layer_text else None
    _, edits = mend(page.text, read, other)
    kept = [edit for edit in edits if not _spoils_name(edit, names)] + list(commas(page.text))
    kept += alternatives(page.text, kept, other) if other else ()
    kept.sort(key=lambda edit: edit.start)
    return replace(page, lines=tuple(_lines(page.lines, kept)), edits=tuple(kept)) if kept else page


def _confidences(words: Sequence[Word]) -> Iterator[float]:
    """Confidences 0..100; certain where a word must not change or none is known."""
    for word in words:
        free = word.confidence is not None and not _KEPT.fullmatch(word.text)
        yield 100 * word.confidence if free and word.confidence is not None else LOCKED


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row[0].lower() for row in read_rows("surnames.tsv"))


def _names(line: Line) -> Iterator[tuple[int, int]]:
    """Spans of the line that look like persons' names: a surname and capitalised words after it."""
    words = line.words
    number = 0
    while number < len(words):
        end = number
        if _bare(words[number]).istitle() and _bare(words[number]).lower() in _surnames():
            while end + 1 < len(words) and end - number < _NAME_PARTS - 1 and _goes_on(words[end], words[end + 1]):
                end += 1
        if end > number:
            yield words[number].start, words[end].start + len(words[end].text)
        number = end + 1


def _bare(word: Word) -> str:
    return word.text.strip(".,;:()“”\"'")


def _goes_on(word: Word, after: Word) -> bool:
    return word.text[-1:].isalpha() and _bare(after)[:1].isupper() and not after.text.isupper()


def _spoils_name(edit: Edit, names: Sequence[tuple[int, int]]) -> bool:
    if not any(start <= edit.start < end for start, end in names):
        return False
    return is_syllable(edit.before.lower()) or (edit.confidence or 0) < NAME_SHARE


def _lines(lines: Sequence[Line], edits: Sequence[Edit]) -> Iterator[Line]:
    """Each line with the edits that lie in it; an edit lies in one word."""
    offset = done = 0
    for line in lines:
        end = offset + len(line.text)
        first = done
        while done < len(edits) and edits[done].start < end:
            done += 1
        inside = [replace(e, start=e.start - offset, end=e.end - offset) for e in edits[first:done]]
        yield _line(line, inside) if inside else line
        offset = end + 1


def _line(line: Line, edits: Sequence[Edit]) -> Line:
    words: list[Word] = []
    shift = 0
    for word in line.words:
        end = word.start + len(word.text)
        own = [replace(e, start=e.start - word.start, end=e.end - word.start)
               for e in edits if word.start <= e.start < end]  # fmt: skip
        words.append(replace(word, text=apply(word.text, own), start=word.start + shift))
        shift += sum(len(e.after) - len(e.before) for e in own)
    return Line(line.number, apply(line.text, edits), tuple(words))
