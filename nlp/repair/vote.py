"""Two readings of one page put side by side: the words of a text layer that was not trusted, beside those of the image.

A layer judged doubtful is still a witness: made by another program, it errs in other places. Its words are aligned
with those read from the image; where both speak of one word, ``restore.mend`` weighs what each reading, the confidence
and the language model say of it. Where the two go on disagreeing, the layer's word is kept as an alternative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import Levenshtein

from nlp.repair.restore.gate import has_own
from nlp.repair.restore.mending import Beside
from nlp.repair.restore.pieces import Piece, pieces, skeleton
from nlp.repair.restore.tokens import canonical
from nlp.repair.syllables import is_syllable
from records.edit import Edit

RUNG: Final = "vote"
#: Two words are one when their letters without accents are alike to this share.
ALIKE: Final = 0.6
#: A layer speaks of the same page when so many of the page's words have a partner in it.
SAME_PAGE: Final = 0.5
#: A layer is Vietnamese with its accents when so many of its words have a letter of Vietnamese alone.
ACCENTED: Final = 0.15
#: Stretches without any word in common are looked at word by word up to this many words.
STRETCH: Final = 40


def beside(text: str, layer: str) -> Beside | None:
    """The words of a text layer by the place of the word in ``text`` that each stands for; None for another page's."""
    mine, others = list(pieces(text)), [piece.text for piece in pieces(layer)]
    partner = align([piece.text for piece in mine], others)
    if not mine or len(partner) < SAME_PAGE * len(mine):
        return None
    accented = sum(map(has_own, others)) >= ACCENTED * len(others)
    return Beside({mine[i].start: others[j] for i, j in partner.items()}, accented)


def align(mine: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """Which of the other words stands for which of mine, in order: equal without accents, or alike between such.

    >>> sorted(align(["Sở", "Y", "tê", "tỉnh"], ["SO", "Y", "t6", "tinh", "1"]).items())
    [(0, 0), (1, 1), (2, 2), (3, 3)]
    """
    left, right = [skeleton(word) for word in mine], [skeleton(word) for word in others]
    found: dict[int, int] = {}
    gaps: list[tuple[int, int, int, int]] = []
    for kind, i, i2, j, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.update(zip(range(i, i2), range(j, j2), strict=True))
        elif kind == "replace":
            gaps.append((i, i2, j, j2))
    for i, i2, j, j2 in gaps:
        if max(i2 - i, j2 - j) <= STRETCH:
            found.update((i + a, j + b) for a, b in _alike(left[i:i2], right[j:j2]))
    return found


def _alike(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of a stretch: the likeliest in order, by dynamic programming; stretches of equal length word by word."""
    if len(left) == len(right):
        yield from ((n, n) for n in range(len(left)))
        return
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _worth(left[i], right[j]))
    i = j = 0
    while i < len(left) and j < len(right):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _worth(one: str, other: str) -> float:
    share = Levenshtein.normalized_similarity(one, other)
    return share if share >= ALIKE else 0.0


def alternatives(text: str, edits: Sequence[Edit], layer: Beside) -> Iterator[Edit]:
    """Words of the text as read that no edit touches and of which the layer says something else worth knowing.

    That is a syllable of an accented layer, or a run of digits of any; the text is kept, the runner-up says the other.
    """
    touched = {edit.start for edit in edits}
    for piece in pieces(text):
        other = layer.words.get(piece.start)
        if other and piece.start not in touched and _differs(piece, other, accented=layer.accented):
            yield Edit(piece.start, piece.end, piece.text, piece.text, RUNG, None, other)


def _differs(piece: Piece, other: str, *, accented: bool) -> bool:
    if piece.figure or other.isdigit():
        return other.isdigit() and piece.text != other
    return accented and is_syllable(other) and canonical(piece.text) != canonical(other)
