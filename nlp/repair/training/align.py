"""Pairs of true and read words from pairs of lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from nlp.repair.restore.pieces import Piece, pieces, skeleton


@dataclass(frozen=True, slots=True)
class Pair:
    """True words and the words they were read as: one to one, one to two (split) or two to one (joined)."""

    true: tuple[str, ...]
    read: tuple[str, ...]


def distance(true: str, read: str) -> float:
    """How unlike two words are, 0 to 1."""
    return Levenshtein.normalized_distance(skeleton(true), skeleton(read))


def align(true: list[str], read: list[str]) -> list[tuple[int, int, int, int]]:
    """Spans (i, i2, j, j2) of true and read words that belong together, cheapest first by dynamic programming."""
    rows, columns = len(true), len(read)
    best = [[float("inf")] * (columns + 1) for _ in range(rows + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i in range(rows + 1):
        for j in range(max(0, i - 6), min(columns, i + 6) + 1):
            here = best[i][j]
            if here == float("inf"):
                continue
            for di, dj in ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1)):
                if i + di > rows or j + dj > columns:
                    continue
                if di and dj:
                    cost = distance("".join(true[i : i + di]), "".join(read[j : j + dj])) + 0.25 * (di + dj - 2)
                else:
                    cost = 0.8
                if here + cost < best[i + di][j + dj]:
                    best[i + di][j + dj] = here + cost
                    back[i + di, j + dj] = (i, j)
    if best[rows][columns] == float("inf"):
        return []
    spans = []
    i, j = rows, columns
    while (i, j) != (0, 0):
        i0, j0 = back[i, j]
        spans.append((i0, i, j0, j))
        i, j = i0, j0
    return spans[::-1]


def texts(line: str) -> list[str]:
    """The pieces of a line as strings."""
    return [piece.text for piece in pieces(line)]


def pairs(true: str, read: str) -> Iterator[tuple[Pair, int, int]]:
    """Aligned pairs of a line, each with the index of its first true and read piece; unalike lines give none."""
    left, right = texts(true), texts(read)
    if not left or not right:
        return
    if len(left) == len(right) and sum(map(distance, left, right)) < 0.4 * len(left):
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            yield Pair((one,), (other,)), place, place
        return
    for i, i2, j, j2 in align(left, right):
        yield Pair(tuple(left[i:i2]), tuple(right[j:j2])), i, j


__all__ = ["Pair", "Piece", "align", "pairs"]
