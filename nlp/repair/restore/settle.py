"""Settling the words of a text: every place weighs its candidates again with the n-grams around it, to the end.

What the network says is the start; each sweep scores the candidates of a place in all five windows that hold it, with
the words around it as they stand (iterated conditional modes). Places with one likely candidate cost nothing, and only
what lies near a change is looked at again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.ngrams import ORDER, Model
from nlp.repair.restore.search import LN10, Lattice
from nlp.repair.restore.surety import padded, reach

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
SWEEPS: Final = 4


class Settler:
    """Settles one lattice; ``scores`` are what the network says of its candidates (natural logs)."""

    def __init__(self, model: Model, lattice: Lattice, scores: Floats, weight: float) -> None:
        self._model, self._lattice, self._weight = model, lattice, np.float32(weight) * LN10
        self._scores = scores
        self._owner = np.repeat(np.arange(len(lattice.first)), lattice.count)
        self._reach = reach(lattice)

    def settle(self, chosen: Ints) -> Ints:
        """The choice (a candidate for every place), starting from the ones ``chosen``."""
        lattice = self._lattice
        totals = self._scores.copy()
        open_ = lattice.count > 1
        todo = open_.copy()
        for _ in range(SWEEPS):
            at = np.flatnonzero(todo[self._owner])
            if not len(at):
                break
            totals[at] = self._scores[at] + self._around(at, chosen)
            places = np.flatnonzero(todo)
            new = chosen.copy()
            new[places] = best(totals, lattice)[places]
            changed = np.flatnonzero(new != chosen)
            chosen = new
            todo = nearby(changed, len(todo)) & open_
        return chosen

    def _around(self, at: Ints, chosen: Ints) -> Floats:
        """What the windows that hold candidates say of them."""
        lattice, model = self._lattice, self._model
        line, where = padded(lattice, lattice.words[chosen])
        words, owner = lattice.words[at], self._owner[at]
        total = np.zeros(len(at), dtype=np.float32)
        for ahead in range(ORDER):
            far = np.flatnonzero(self._reach[owner] >= ahead)
            place = where[owner[far]] + ahead
            window = line[place[:, None] + np.arange(1 - ORDER, 1)]
            window[:, ORDER - 1 - ahead] = words[far]
            context, word = window[:, :-1], window[:, -1]
            total[far] += model.score(context, model.weights(context), np.arange(len(far)), word) * self._weight
        return total


def paths(model: Model, lattice: Lattice, chosen: Ints, weight: float) -> Floats:
    """The score of every sentence as chosen: channel and n-grams, its end counted."""
    line, at = padded(lattice, lattice.words[chosen])
    full = lattice.length > 0
    ends = at[lattice.begin[full] + lattice.length[full] - 1] + 1
    places = np.concatenate([at, ends])
    window = line[places[:, None] + np.arange(1 - ORDER, 1)]
    context, word = window[:, :-1], window[:, -1]
    logs = model.score(context, model.weights(context), np.arange(len(places)), word) * (np.float32(weight) * LN10)
    own = logs[: len(at)] + lattice.scores[chosen]
    number = np.repeat(np.arange(len(lattice.begin)), lattice.length)
    totals: npt.NDArray[np.float64] = np.bincount(number, own, minlength=len(lattice.begin)).astype(np.float64)
    totals[full] += logs[len(at) :]
    return totals.astype(np.float32)


def best(totals: Floats, lattice: Lattice) -> Ints:
    """The best candidate of every place (the first of equals)."""
    top = np.repeat(np.maximum.reduceat(totals, lattice.first), lattice.count)
    hit = np.flatnonzero(totals == top)
    owner = np.searchsorted(lattice.first, hit, side="right") - 1
    first: Ints = hit[np.concatenate([[True], owner[1:] != owner[:-1]])]
    return first


def nearby(places: Ints, size: int) -> Bools:
    """Which places lie within a window of some others (not those themselves)."""
    out = np.zeros(size, dtype=bool)
    for by in range(1, ORDER):
        out[np.minimum(places + by, size - 1)] = True
        out[np.maximum(places - by, 0)] = True
    return out
