"""Words that the reading ran together ("quyetdinh"): parted where two readings often seen explain them far better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from nlp.repair.restore.pieces import Piece

SHORTEST: Final = 5
SEEN: Final = 3
LOST_SPACE: Final = -8.0  # log of how often a space is lost, with something to spare


@dataclass(frozen=True, slots=True)
class Judge:
    """What parting asks: how often a reading was seen, how well it is explained, whether it is a word as it stands."""

    seen: Callable[[str], int]
    best: Callable[[str], float]
    known: Callable[[str], bool]


def parted(pieces: Iterable[Piece], judge: Judge) -> Iterator[Piece]:
    """The pieces, run-together ones as two that touch."""
    for piece in pieces:
        at = 0
        if len(piece.text) >= SHORTEST and piece.text.isalpha() and not judge.known(piece.text):
            at = _cut(piece.text, judge)
        if at:
            yield Piece(piece.start, piece.text[:at], piece.opens)
            yield Piece(piece.start + at, piece.text[at:], False)
        else:
            yield piece


def _cut(word: str, judge: Judge) -> int:
    """Where a word is two readings; 0 where it is one."""
    if judge.seen(word):
        return 0
    places = [
        at
        for at in range(2, len(word) - 1)
        if min(judge.seen(word[:at]), judge.seen(word[at:])) >= SEEN and (word.isupper() or word[at].islower())
    ]
    if not places:
        return 0
    scores = [judge.best(word[:at]) + judge.best(word[at:]) + LOST_SPACE for at in places]
    score, at = max(zip(scores, places, strict=True))
    return at if score > judge.best(word) else 0
