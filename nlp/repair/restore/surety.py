"""How sure a choice is: each word of a decoding put against its rivals with everything around it left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.ngrams import ORDER, Model
from nlp.repair.restore.search import LN10, Lattice, spans
from nlp.repair.restore.tokens import END, START

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
RIVALS: Final = 3
NEAR: Final = 4.0  # rivals are within so much of the best rival, channel and frequency together


@dataclass(frozen=True, slots=True)
class Sureties:
    """Per position the share of the chosen word among its rivals (0..1), and the best rival (-1: none)."""

    shares: Floats
    runners: Ints


def sureties(model: Model, lattice: Lattice, chosen: Ints, weight: float) -> Sureties:
    """Shares and best rivals of the chosen candidates."""
    position, rivals = _rivals(model, lattice, chosen)
    line, at = padded(lattice, lattice.words[chosen])
    total = lattice.scores[rivals].copy()
    words = lattice.words[rivals]
    left = reach(lattice)
    for ahead in range(ORDER):
        near = np.flatnonzero(left[position] >= ahead)
        place = at[position[near]]
        window = np.stack([line[place + ahead - back] for back in range(ORDER - 1, -1, -1)], axis=1)
        window[:, ORDER - 1 - ahead] = words[near]
        context, word = window[:, :-1], window[:, -1]
        logs = model.score(context, model.weights(context), np.arange(len(near)), word)
        total[near] += logs * LN10 * np.float32(weight)
    return _shares(len(chosen), position, rivals, total, chosen)


def _rivals(model: Model, lattice: Lattice, chosen: Ints) -> tuple[Ints, Ints]:
    """Candidates to compare: the chosen one and the likeliest others by channel and frequency."""
    position = np.repeat(np.arange(len(lattice.first)), lattice.count)
    every = spans(lattice.first, lattice.count)
    score = lattice.scores[every] + model.unigrams[lattice.words[every]] * LN10
    score[chosen] = np.inf
    second = np.where(np.isinf(score), -np.inf, score)
    near = np.flatnonzero(score > np.maximum.reduceat(second, lattice.first)[position] - NEAR)
    order = near[np.lexsort((-score[near], position[near]))]
    start = np.flatnonzero(np.concatenate([[True], position[order][1:] != position[order][:-1]]))
    rank = np.arange(len(order)) - np.repeat(start, np.diff(np.append(start, len(order))))
    kept = order[rank < RIVALS]
    return position[kept], every[kept]


def padded(lattice: Lattice, words: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], Ints]:
    """Sentences with four hidden words and a start before, an end and padding after; and where each position lies."""
    number = np.repeat(np.arange(len(lattice.begin)), lattice.length)
    at = np.arange(len(words)) + number * 2 * ORDER + ORDER
    padded = np.full(len(words) + (len(lattice.begin) + 1) * 2 * ORDER, 65535, dtype=np.uint16)
    padded[at] = words
    full = lattice.length > 0
    first = lattice.begin[full]
    padded[at[first] - 1] = START
    padded[at[first + lattice.length[full] - 1] + 1] = END
    return padded, at


def reach(lattice: Lattice) -> Ints:
    """How many words (the end counted) follow each position in its sentence."""
    after = np.repeat(lattice.begin + lattice.length, lattice.length)
    reach: Ints = after - np.arange(len(after))
    return reach


def _shares(size: int, position: Ints, rivals: Ints, total: Floats, chosen: Ints) -> Sureties:
    """Shares of the chosen, and the best of the others."""
    picked = rivals == chosen[position]
    own = np.full(size, -np.inf, dtype=np.float32)
    own[position[picked]] = total[picked]
    odds = np.exp(np.minimum(total - own[position], 50.0))
    shares = 1 / np.maximum(np.bincount(position, odds, minlength=size), 1.0)
    runners = np.full(size, -1, dtype=np.int64)
    others = np.flatnonzero(~picked)
    order = others[np.lexsort((total[others], position[others]))]
    runners[position[order]] = rivals[order]
    return Sureties(shares.astype(np.float32), runners)
