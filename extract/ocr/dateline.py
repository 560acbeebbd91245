"""The date in the head of a first page, read once more by itself where a word of it is unsure.

A page is read as a whole; a month or day of one or two thin digits ("11" as "L]") is read better from a cut-out of its
line. Two such readings, of the line as it is and of it enlarged, must agree and both be sure before a word is changed:
digits written by hand do not pass that, wrong as they are often read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from extract.image.raster import Pixels, Raster
from extract.layout.cues import is_word
from extract.ocr.engine import OcrEngine, OcrWord
from records.errors import PageFailed
from records.place import Box, union

#: The head ends here, in shares of the page's height.
HEAD = 1 / 3
#: Words below this are unsure; both readings of the line must reach the second figure.
UNSURE, SURE = 0.75, 0.90
#: Room around the line, in heights of it, and how much larger the second reading sees it.
ROOM, LARGER = 0.3, 1.5
#: Share of their common width from which two boxes are of one word.
TOUCHES = 0.1
#: Words "ngày", "tháng" and "năm" make a date.
DATE_CUES = 3


def surer_date(page: Raster, words: list[OcrWord], engine: OcrEngine, language: str, timeout: float) -> list[OcrWord]:
    """The page's words, those of its date replaced where two readings of the date's line agree against an unsure one.

    words: with boxes in pixels of ``page``. The line is read once, and again only where that promises something;
    not at all where every word of it is sure. A reading that fails changes nothing.
    """
    date = _date(words, page.pixels.shape[0])
    doubtful = [word for index, word in enumerate(date) if _is_doubtful(date, index)]
    around = union([word.box for word in date])
    if not doubtful or around is None:
        return words
    read_line = partial(engine.read, language=language, timeout=timeout, line=True)
    better = {word: word for word in doubtful}
    for scale in (1.0, LARGER):
        try:
            read = _line(page, around, scale, read_line)
        except PageFailed:
            return words
        better = _agreed(better, read, date)
        if not better:
            return words
    return [better.get(word, word) for word in words]


def _date(words: Sequence[OcrWord], rows: int) -> list[OcrWord]:
    """The first row of the head that has the three cues of a date; [] where there is none."""
    numbers = dict.fromkeys(word.row for word in words if word.box[3] < HEAD * rows)
    for number in numbers:
        row = [word for word in words if word.row == number]
        if sum(is_word(word.text, "date") for word in row) >= DATE_CUES:
            return row
    return []


def _is_doubtful(row: list[OcrWord], index: int) -> bool:
    """True for a number of the date that is unsure or is not read as digits."""
    word = row[index]
    follows = index > 0 and is_word(row[index - 1].text, "date")
    return follows and (word.confidence < UNSURE or not _is_number(word.text))


def _is_number(text: str) -> bool:
    return text.rstrip(".,;:").isdecimal()


def _line(
    page: Raster, around: Box, scale: float, read_line: Callable[[Pixels, float], list[OcrWord]]
) -> list[OcrWord]:
    """The words of the cut-out, with boxes in pixels of the page."""
    room = ROOM * (around[3] - around[1])
    left, top = max(0, round(around[0] - room)), max(0, round(around[1] - room))
    part = page.pixels[top : round(around[3] + room), left : round(around[2] + room)]
    if scale != 1:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    border = round(room)
    framed: Pixels = np.pad(part, border, constant_values=255)
    words = read_line(framed, page.dpi * scale)
    return [replace(word, box=_back(word.box, scale, left - border / scale, top - border / scale)) for word in words]


def _back(box: Box, scale: float, left: float, top: float) -> Box:
    return box[0] / scale + left, box[1] / scale + top, box[2] / scale + left, box[3] / scale + top


def _agreed(so_far: dict[OcrWord, OcrWord], read: list[OcrWord], date: list[OcrWord]) -> dict[OcrWord, OcrWord]:
    """The doubtful words that this reading is sure of, with its word; of two readings the less sure confidence."""
    agreed: dict[OcrWord, OcrWord] = {}
    for word, other in so_far.items():
        here = [found for found in read if _overlap(found.box, word.box) > TOUCHES]
        if len(here) != 1 or here[0].confidence < SURE or not _is_number(here[0].text):
            continue
        alone = sum(_overlap(here[0].box, neighbour.box) > TOUCHES for neighbour in date) == 1
        if alone and (other is word or other.text == here[0].text):
            confidence = here[0].confidence if other is word else min(other.confidence, here[0].confidence)
            agreed[word] = replace(word, text=here[0].text, confidence=confidence)
    return agreed


def _overlap(one: Box, other: Box) -> float:
    """Share of their common width that two boxes have in common."""
    both = min(one[2], other[2]) - max(one[0], other[0])
    return max(0.0, both) / max(max(one[2], other[2]) - min(one[0], other[0]), 1e-9)
