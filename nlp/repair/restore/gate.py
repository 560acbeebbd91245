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
LOOSE_SYLLABLES: Final = 0.3
LOOSE_SCORE: Final = -18.0
ALONE: Final = 3  # a short block with nothing else to judge by: so many words, and surer
ALONE_SYLLABLES: Final = 0.8
ALONE_SCORE: Final = -9.0


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


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a block decoded to: words, syllables among them, and the score of all."""

    words: int
    syllables: int
    score: float

    @property
    def misread(self) -> bool:
        """Whether it is Vietnamese that was misread."""
        enough = self.syllables >= LEAST_SYLLABLES * self.words
        return self.words > 0 and enough and self.score >= LEAST_SCORE * self.words

    @property
    def perhaps(self) -> bool:
        """The same for a short block (names, abbreviations) among many that were misread."""
        return self.syllables >= LOOSE_SYLLABLES * self.words and self.score >= LOOSE_SCORE * self.words

    @property
    def surely(self) -> bool:
        """The same for a short block that stands alone."""
        enough = self.syllables >= ALONE_SYLLABLES * self.words
        return self.words >= ALONE and enough and self.score >= ALONE_SCORE * self.words


def misread(open_: Sequence[tuple[Block, Weighed]], clean_words: int) -> list[Block]:
    """The blocks to restore: long ones judged by themselves, short ones as the long ones together.

    ``clean_words`` counts the words of the blocks that are right already.
    """
    long_ = [w for _, w in open_ if w.words >= ENOUGH]
    against = clean_words + sum(w.words for w in long_ if not w.misread)
    if not long_ and not clean_words:
        return [block for block, w in open_ if w.surely]
    lean = sum(w.words for w in long_ if w.misread) > against
    return [block for block, w in open_ if (w.misread if w.words >= ENOUGH else lean and w.perhaps)]
