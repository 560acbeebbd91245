"""The words of a page's ruled tables, read from their cells alone; what is unsure is read twice.

Figures are taken as read: readings that differ leave the surest one with the lowest of their confidences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.image.raster import Pixels
from extract.ocr.engine import OcrWord
from extract.tables.crops import Piece, Sheet, pieces_of, sheet_of, sheet_of_lone
from extract.tables.ruling_lines import Ruling

#: A piece with a word below this confidence is read once more, so much larger, and in doubt again.
UNSURE, LARGER = 0.85, (1.2, 1.5)
#: A piece of words read as surely as this leads short pieces that are read again; about so wide, in points.
GUIDE_SURE, GUIDE_WIDE = 0.9, 60.0
#: Signs that a border or a speck beside a word is read as; alone and unsure they are no word.
SPECKS = frozenset("|_.,:;'`‘’°~-–—=*·[](){}Ì!")
SPECK_SURE = 0.90
#: Confidence of a dash that is told by its shape.
DASH_SURE = 0.9
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
    read = _settled_words(erased, dpi, pieces, read_block)
    best: dict[tuple[int, int, int], int] = defaultdict(int)
    for piece in pieces:
        best[_home(piece)] = max(best[_home(piece)], _rank(read[piece]))
    kept = [piece for piece in pieces if _rank(read[piece]) == best[_home(piece)]]
    words = tuple(replace(word, row=first_row + piece.level) for piece in kept for word in read[piece])
    return TableWords(words, tuple(_home(piece) for piece in kept for _ in read[piece]))


def _settled_words(
    erased: Pixels, dpi: float, pieces: Sequence[Piece], read_block: ReadBlock
) -> dict[Piece, list[OcrWord]]:
    """The words of every piece: read with those beside it, and by itself, larger, as long as it is in doubt."""
    readings = {piece: [[_dash(piece)]] for piece in pieces if piece.is_dash(dpi)}
    printed = [piece for piece in pieces if piece not in readings]
    first = _read(sheet_of(erased, dpi, printed), dpi, 1.0, read_block) if printed else {}
    readings |= {piece: [words] for piece, words in first.items()}
    guides = _guides(first, dpi)
    for scale in LARGER:
        again = [piece for piece in printed if _is_doubtful(readings[piece])]
        if again:
            found = _read(sheet_of_lone(erased, dpi, again, guides), dpi, scale, read_block)
            for piece in again:
                readings[piece].append(found[piece])
    return {piece: _settled(*each) for piece, each in readings.items()}


def _home(piece: Piece) -> tuple[int, int, int]:
    """The piece's grid and cell (row, column)."""
    return piece.grid, piece.cell.row, piece.cell.column


def _rank(words: Sequence[OcrWord]) -> int:
    """2 for letters or figures, 1 for a dash, 0 for other signs: beside the better ones these are dust."""
    return 2 if _has_letters(words) else int(_text(words) == "-")


def _has_letters(words: Sequence[OcrWord]) -> bool:
    """True for more than signs."""
    return any(sign.isalnum() or sign == "%" for word in words for sign in word.text)


def _read(sheet: Sheet, dpi: float, scale: float, read_block: ReadBlock) -> dict[Piece, list[OcrWord]]:
    """The words of each piece of the sheet, boxes in pixels of the page; [] where nothing was read."""
    pixels = sheet.pixels
    if scale != 1.0:
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    found: dict[Piece, list[OcrWord]] = defaultdict(list, {piece: [] for piece, _ in sheet.pieces})
    mixed: set[Piece] = set()
    room = dpi / 72 * 3
    for word in read_block(pixels, dpi * scale):
        x0, y0, x1, y1 = (value / scale for value in word.box)
        over = sheet.pieces_under((x0, y0, x1, y1))
        home = sheet.piece_at((x0 + x1) / 2, (y0 + y1) / 2, room)
        if len(over) > 1:
            mixed.update(over)
        elif home is not None:
            piece, box = home
            right, down = piece.box[0] - box[0], piece.box[1] - box[1]
            found[piece].append(replace(word, box=(x0 + right, y0 + down, x1 + right, y1 + down)))
    return {
        piece: [] if piece in mixed else _without_specks(sorted(words, key=lambda word: word.box[0]))
        for piece, words in found.items()
    }


def _dash(piece: Piece) -> OcrWord:
    """A dash told by its shape: engines read one by itself as any small sign, or not at all."""
    x0, y0, x1, y1 = piece.box
    return OcrWord("-", (float(x0), float(y0), float(x1), float(y1)), DASH_SURE, 0)


def _guides(read: dict[Piece, list[OcrWord]], dpi: float) -> list[Piece]:
    """Pieces of words that were read surely, those about as wide as a guide should be first."""
    known = [piece for piece, words in read.items() if len(words) > 1 and all(_is_known(word) for word in words)]
    return sorted(known, key=lambda piece: abs(piece.box[2] - piece.box[0] - GUIDE_WIDE * dpi / 72))


def _is_known(word: OcrWord) -> bool:
    return word.text.isalpha() and word.confidence >= GUIDE_SURE


def _without_specks(words: list[OcrWord]) -> list[OcrWord]:
    """The words without borders and specks that were read as signs beside them; a cell's only sign stays."""
    last = len(words) - 1
    kept = [
        word
        for index, word in enumerate(words)
        if not (set(word.text) <= SPECKS and word.confidence < SPECK_SURE)
        and not (set(word.text) <= AT_ENDS and index in (0, last))
    ]
    return kept if _has_letters(kept) else words


def _is_doubtful(readings: Sequence[list[OcrWord]]) -> bool:
    """True as long as no reading of a piece is sure and no two agree."""
    texts = [_text(words) for words in readings if words]
    return len(set(texts)) == len(texts) and not any(_is_sure(words) for words in readings)


def _is_sure(words: Sequence[OcrWord]) -> bool:
    return bool(words) and _least(words) >= UNSURE and not any(_is_mixed(word.text) for word in words)


def _text(words: Sequence[OcrWord]) -> str:
    return " ".join(word.text for word in words)


def _is_mixed(text: str) -> bool:
    """True for letters among figures, as in "4G"."""
    return any(c.isdecimal() for c in text) and any(c.isalpha() for c in text)


def _settled(*readings: list[OcrWord]) -> list[OcrWord]:
    """Of the readings of a piece the one that comes twice, with the higher of their confidences, else the surest."""
    known = [words for words in readings if words]
    if not known:
        return []
    best = max(known, key=lambda words: (sum(_text(words) == _text(other) for other in known), _sureness(words)))
    same = [words for words in known if _text(words) == _text(best)]
    if len(same) > 1:
        return [replace(max(each, key=_confidence), box=each[0].box) for each in zip(*same, strict=True)]
    least = min(_least(words) for words in known)
    return [replace(word, confidence=least) if any(c.isdecimal() for c in word.text) else word for word in best]


def _confidence(word: OcrWord) -> float:
    return word.confidence


def _sureness(words: list[OcrWord]) -> float:
    """Mean confidence by letters; figures with letters among them count half."""
    letters = sum(len(word.text) for word in words)
    return sum(w.confidence * len(w.text) * (0.5 if _is_mixed(w.text) else 1.0) for w in words) / letters


def _least(words: Sequence[OcrWord]) -> float:
    return min(word.confidence for word in words)
