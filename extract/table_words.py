"""The words of a page's ruled tables, read from their cells alone; what is unsure is read twice.

Figures are taken as read: two readings that differ leave the surer one with the lower of their confidences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.engine import OcrWord
from extract.raster import Pixels
from extract.ruling_lines import Ruling
from extract.table_crops import Piece, Sheet, pieces_of, sheet_of

#: A piece with a word below this confidence is read once more, so much larger.
UNSURE, LARGER = 0.85, 1.4
#: Signs that a border or a speck beside a word is read as; alone and unsure they are no word.
SPECKS = frozenset("|_.,:;'`‘’°~-–—=*·[](){}Ì!")
SPECK_SURE = 0.90
#: Those of them that are none at a cell's ends, however sure.
AT_ENDS = frozenset("|_.,'`‘’°~")

#: Reads lines of text one below the other: pixels and their resolution to words with boxes in those pixels.
ReadBlock = Callable[[Pixels, float], list[OcrWord]]


@dataclass(frozen=True, slots=True)
class TableWords:
    """Words of the cells with boxes in pixels of the page, and for each of them its grid and cell (row, column)."""

    words: tuple[OcrWord, ...] = ()
    homes: tuple[tuple[int, int, int], ...] = ()


def read_tables(grey: Pixels, dpi: float, ruling: Ruling, read_block: ReadBlock, first_row: int) -> TableWords:
    """The words of all cells; ``first_row`` is the number of the engine's row that the first level gets.

    Raises what the engine raises.
    """
    erased = ruling.without_lines(grey)
    pieces = pieces_of(erased, dpi, ruling.grids)
    if not pieces:
        return TableWords()
    first = _read(sheet_of(erased, dpi, pieces), dpi, 1.0, read_block)
    doubtful = {piece.level for piece in pieces if _is_doubtful(first[piece])}
    again = [piece for piece in pieces if piece.level in doubtful]
    second = _read(sheet_of(erased, dpi, again), dpi, LARGER, read_block) if again else {}
    words, homes = [], []
    for piece in pieces:
        for word in _settled(first[piece], second[piece]) if piece in second else first[piece]:
            words.append(replace(word, row=first_row + piece.level))
            homes.append((piece.grid, piece.cell.row, piece.cell.column))
    return TableWords(tuple(words), tuple(homes))


def _read(sheet: Sheet, dpi: float, scale: float, read_block: ReadBlock) -> dict[Piece, list[OcrWord]]:
    """The words of each piece of the sheet, boxes in pixels of the page; [] where nothing was read."""
    pixels = sheet.pixels
    if scale != 1.0:
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    found: dict[Piece, list[OcrWord]] = defaultdict(list, {piece: [] for piece, _ in sheet.pieces})
    room = dpi / 72 * 3
    for word in read_block(pixels, dpi * scale):
        x0, y0, x1, y1 = (value / scale for value in word.box)
        home = sheet.piece_at((x0 + x1) / 2, (y0 + y1) / 2, room)
        if home is None:
            continue
        piece, box = home
        right, down = piece.box[0] - box[0], piece.box[1] - box[1]
        found[piece].append(replace(word, box=(x0 + right, y0 + down, x1 + right, y1 + down)))
    return {piece: _without_specks(sorted(words, key=lambda word: word.box[0])) for piece, words in found.items()}


def _without_specks(words: list[OcrWord]) -> list[OcrWord]:
    """The words without borders and specks that were read as signs beside them; a cell's only sign stays."""
    last = len(words) - 1
    kept = [
        word
        for index, word in enumerate(words)
        if not (set(word.text) <= SPECKS and word.confidence < SPECK_SURE)
        and not (set(word.text) <= AT_ENDS and index in (0, last))
    ]
    return kept if any(any(sign.isalnum() for sign in word.text) for word in kept) else words


def _is_doubtful(words: Sequence[OcrWord]) -> bool:
    return not words or min(word.confidence for word in words) < UNSURE or any(_is_mixed(word.text) for word in words)


def _is_mixed(text: str) -> bool:
    """True for letters among figures, as in "4G"."""
    return any(c.isdecimal() for c in text) and any(c.isalpha() for c in text)


def _settled(first: list[OcrWord], second: list[OcrWord]) -> list[OcrWord]:
    """Of two readings of a piece the surer one; where they agree, with the higher of their confidences."""
    if not first or not second:
        return first or second
    if [word.text for word in first] == [word.text for word in second]:
        pairs = zip(first, second, strict=True)
        return [replace(one, confidence=max(one.confidence, two.confidence)) for one, two in pairs]
    better = max(first, second, key=_sureness)
    least = min(_least(first), _least(second))
    return [replace(word, confidence=least) if any(c.isdecimal() for c in word.text) else word for word in better]


def _sureness(words: list[OcrWord]) -> float:
    """Mean confidence by letters; figures with letters among them count half."""
    letters = sum(len(word.text) for word in words)
    return sum(w.confidence * len(w.text) * (0.5 if _is_mixed(w.text) else 1.0) for w in words) / letters


def _least(words: list[OcrWord]) -> float:
    return min(word.confidence for word in words)
