"""What may be restored at all: blocks of text that are Vietnamese read in another language, and nothing else.

A reading by ``eng`` or ``fra`` has none of the letters that only Vietnamese has (ă, đ, ơ, ư, ế ...). A block (lines
between blank lines) with such letters is right already; of the others, those are restored that decode to syllables at a
bearable cost: English or French text decodes to few syllables, and dearly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.repair.restore.pieces import Piece

_OWN = re.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
OWN_SHARE: Final = 0.02
ENOUGH: Final = 12
LEAST_SYLLABLES: Final = 0.5
LEAST_SCORE: Final = -13.0


def has_own(text: str) -> bool:
    """Whether a text has a letter that only Vietnamese has.

    >>> has_own("được"), has_own("kién"), has_own("Cafe\u0323")
    (True, False, True)
    """
    return _OWN.search(unicodedata.normalize("NFC", text)) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between blank lines: its place in the text and its pieces (numbers of the first and after the last)."""

    start: int
    end: int
    first: int
    last: int


def blocks(text: str, pieces: Sequence[Piece]) -> Iterator[Block]:
    """The blocks of a text that have pieces."""
    begin, piece = 0, 0
    for end in [*(found.start() for found in _BLANK.finditer(text)), len(text)]:
        first = piece
        while piece < len(pieces) and pieces[piece].start < end:
            piece += 1
        if piece > first:
            yield Block(begin, end, first, piece)
        begin = end


def is_clean(pieces: Sequence[Piece]) -> bool:
    """Whether enough of some pieces have Vietnamese letters that they need no restoring."""
    worded = sum(not piece.figure for piece in pieces)
    own = sum(has_own(piece.text) for piece in pieces)
    return own > OWN_SHARE * worded


def is_misread(syllables: int, words: int, score: float) -> bool:
    """Whether what was decoded is Vietnamese: share of syllables among words and score for each word."""
    return words > 0 and syllables >= LEAST_SYLLABLES * words and score >= LEAST_SCORE * words
