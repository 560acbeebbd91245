"""Clean text made to look misread: every word drawn from the readings that rendered pages gave it or its parts."""

import random
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate

from nlp.repair.restore.parts import parts
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.syllables import is_syllable
from nlp.repair.training.channel import Counts, cut, letters, settled

Drawer = tuple[list[str], list[int]]
WHOLE_PRIOR = 10  # so many readings of a word are worth as much as those of its parts


def drawers(counts: Mapping[tuple[str, str], int]) -> dict[str, Drawer]:
    """The readings of each true word or part, with their cumulative counts."""
    grouped: dict[str, list[tuple[str, int]]] = {}
    for (read, true), count in sorted(counts.items()):
        grouped.setdefault(true, []).append((read, count))
    return {true: ([r for r, _ in rows], list(accumulate(n for _, n in rows))) for true, rows in grouped.items()}


class Misreader:
    """Draws readings of words."""

    def __init__(self, words: Counts, rng: random.Random) -> None:
        onsets, rimes = cut(words)
        self._words, self._onsets, self._rimes = drawers(words), drawers(onsets), drawers(rimes)
        self._letters = drawers(Counter(letters(words)))
        self._rng = rng

    def _drawn(self, drawer: Drawer) -> str:
        readings, ends = drawer
        return self._rng.choices(readings, cum_weights=ends)[0]

    def word(self, true: str) -> str:
        """A reading of a word in its own case and spelling."""
        rng = self._rng
        whole = self._words.get(true)
        if whole and rng.random() * (whole[1][-1] + WHOLE_PRIOR) < whole[1][-1]:
            return self._drawn(whole)
        if is_syllable(true):
            onset, rime = parts(true)
            before, after = self._onsets.get(onset), self._rimes.get(rime)
            if after and (before or not onset):
                return (self._drawn(before) if onset and before else "") + self._drawn(after)
        return "".join(self._drawn(self._letters[c]) if c in self._letters else c for c in true)

    def text(self, true: str) -> tuple[str, list[str]] | None:
        """A paragraph misread and its true words piece by piece; None where the pieces do not answer."""
        found = list(pieces(true))
        out, last = "", 0
        spoken: list[str] = []
        for piece in found:
            read = piece.text if piece.figure else self.word(settled(piece.text))
            out += true[last : piece.start] + read
            spoken.append(read)
            last = piece.end
        out += true[last:]
        again = [piece.text for piece in pieces(out)]
        return (out, [settled(piece.text) for piece in found]) if again == spoken else None


__all__ = ["Misreader", "Piece"]
