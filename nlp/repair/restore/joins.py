"""Words that the reading ran together ("quyetdinh"): parted where two readings often seen explain them far better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from nlp.repair.restore.pieces import Piece, is_figure, skeleton

SHORTEST: Final = 4
SEEN: Final = 3
LOST_SPACE: Final = -6.0  # log of how often a space is lost
QUOTES: Final = "‘’'`"  # what is left of the tail of ư or ơ, within a word
LIKE_LETTERS: Final = "06"
LIKE_VOWELS: Final = frozenset("aeiouy" + LIKE_LETTERS)


@dataclass(frozen=True, slots=True)
class Judge:
    """What parting asks: how often a reading was seen, how well it is explained alone and two one after the other,
    whether it is a word as it stands."""

    seen: Callable[[str], int]
    best: Callable[[str], float]
    both: Callable[[str, str], float]
    known: Callable[[str], bool]


def parted(pieces: Iterable[Piece], judge: Judge) -> Iterator[Piece]:
    """The pieces, run-together ones as two that touch."""
    cuts: dict[str, int] = {}
    for piece in pieces:
        word = piece.text
        if len(word) < SHORTEST:
            yield piece
            continue
        at = cuts[word] if word in cuts else cuts.setdefault(word, _cut(word, judge))
        if at:
            yield Piece(piece.start, word[:at], piece.opens)
            yield Piece(piece.start + at, word[at:], False)
        else:
            yield piece


def _cut(word: str, judge: Judge) -> int:
    """Where a word is two readings; 0 where it is one."""
    if (
        judge.known(word)
        or judge.seen(word)
        or not all(char.isalpha() or char in QUOTES + LIKE_LETTERS for char in word)
    ):
        return 0
    places = [at for at in range(2, len(word) - 1) if _may_part(word, at, judge)]
    if not places:
        return 0
    scores = [judge.both(word[:at].rstrip(QUOTES), word[at:]) + LOST_SPACE for at in places]
    score, at = max(zip(scores, places, strict=True))
    return at if score > judge.best(word) else 0


def _may_part(word: str, at: int, judge: Judge) -> bool:
    """Whether both parts are readings seen before, with a vowel each."""
    left, right = word[:at].rstrip(QUOTES), word[at:]
    if len(left) < 2 or right[0] in QUOTES or is_figure(left) or is_figure(right):
        return False
    if not word.isupper() and not right[0].islower():
        return False
    return min(judge.seen(left), judge.seen(right)) >= SEEN and all(
        LIKE_VOWELS.intersection(skeleton(part)) for part in (left, right)
    )
