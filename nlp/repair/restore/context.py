"""What the words around a place say of it: a small convolutional network over the candidates of a whole text.

Every place enters as the mean of its candidates' vectors, weighed by channel and frequency, with what stands before
it and the case it was read in. Three gated convolutions (dilations 1, 2, 4) see seven places to either side; what comes
out is compared with a second vector of every candidate. Vectors are stored in eight bits with a scale for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.search import LN10, Lattice

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
DILATIONS: Final = (1, 2, 4)
REACH: Final = sum(DILATIONS)
BLOCK: Final = 2048  # places worked on at once
LEAST_SHARE: Final = 0.004  # candidates below this share of a place do not enter
LOST: Final = -99.0
HOPELESS: Final = 9.0  # candidates so much below the best of their place, in nats, are not compared


@dataclass(frozen=True, slots=True)
class Signs:
    """Of every place: what stands before it (see ``pieces.gap_kind``) and how it was read (see ``pieces.case_of``)."""

    gaps: Ints
    kinds: Ints


@dataclass(frozen=True, slots=True)
class Seen:
    """Of every candidate its score (natural log, normalised by place), and of its cases l, T, U what to add."""

    scores: Floats
    cases: Floats


def opened(folder: Path, name: str) -> Floats:
    """A table of vectors written as eight-bit numbers and a scale a row."""
    numbers, scales = np.load(folder / f"{name}.npy"), np.load(folder / f"{name}.scale.npy")
    vectors: Floats = numbers.astype(np.float32) * scales.astype(np.float32)[:, None]
    return vectors


def shifted(x: Floats, by: int) -> Floats:
    """Rows moved down by so many places (up where negative), zeros moving in."""
    out = np.zeros_like(x)
    if by > 0:
        out[by:] = x[:-by]
    else:
        out[:by] = x[-by:]
    return out


def normalised(scores: Floats, first: Ints, count: Ints) -> Floats:
    """Logarithms of shares from scores, place by place."""
    top = np.repeat(np.maximum.reduceat(scores, first), count)
    total = np.log(np.add.reduceat(np.exp(scores - top), first))
    shares: Floats = scores - top - np.repeat(total, count)
    return shares


class Context:
    """The network."""

    def __init__(self, folder: Path) -> None:
        self._into, self._out = opened(folder, "into"), opened(folder, "out")
        parts = {p.stem: np.load(p).astype(np.float32) for p in sorted(folder.glob("*.npy"))}
        self._bias, self._mix = parts["bias"], parts["mix"]
        self._gap, self._kind = parts["gap"], parts["kind"]
        self._layers = [(parts[f"layer{n}.weight"], parts[f"layer{n}.bias"]) for n in range(len(DILATIONS))]
        self._last, self._last_bias = parts["last.weight"], parts["last.bias"]
        self._case, self._case_bias, self._case_words = parts["case.weight"], parts["case.bias"], parts["case.words"]

    def look(self, lattice: Lattice, unigrams: Floats, signs: Signs) -> Seen:
        """Candidates of a lattice (``unigrams``: log10 by word), scored by what surrounds them."""
        often = unigrams[lattice.words] * LN10
        mixed = self._mix[0] * lattice.scores + self._mix[1] * often
        shares = np.exp(normalised(mixed, lattice.first, lattice.count))
        own = self._mix[2] * lattice.scores + self._mix[3] * often
        hope = own > np.repeat(np.maximum.reduceat(own, lattice.first), lattice.count) - HOPELESS
        size = len(lattice.first)
        parts: list[tuple[Floats, Floats]] = []
        for start in range(0, size, BLOCK):
            low, high = max(0, start - REACH), min(size, start + BLOCK + REACH)
            hidden = self._hidden(lattice, shares, signs, (low, high))[start - low :][:BLOCK]
            parts.append(self._compared(lattice, hidden, start, hope))
        scores = own + np.concatenate([score for score, _ in parts])
        return Seen(normalised(scores, lattice.first, lattice.count), np.concatenate([case for _, case in parts]))

    def _hidden(self, lattice: Lattice, shares: Floats, signs: Signs, span: tuple[int, int]) -> Floats:
        """What the network makes of places, (places, width)."""
        low, high = span
        begin, end = int(lattice.first[low]), int(lattice.first[high - 1] + lattice.count[high - 1])
        near = np.flatnonzero(shares[begin:end] > LEAST_SHARE) + begin
        owner = np.repeat(np.arange(low, high), lattice.count[low:high])[near - begin]
        weighed = self._into[lattice.words[near]] * shares[near, None]
        x = np.add.reduceat(weighed, np.searchsorted(owner, np.arange(low, high)))
        x += self._gap[signs.gaps[low:high]] + self._kind[signs.kinds[low:high]]
        width = x.shape[1]
        for dilation, (weight, bias) in zip(DILATIONS, self._layers, strict=True):
            both = np.concatenate([shifted(x, dilation), x, shifted(x, -dilation)], axis=1) @ weight + bias
            x = x + both[:, :width] / (1 + np.exp(-both[:, width:]))
        hidden: Floats = x
        return hidden

    def _compared(
        self, lattice: Lattice, hidden: Floats, start: int, hope: npt.NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """What to add to the scores of the candidates of some places, and what to their cases, (candidates, 3)."""
        stop = start + len(hidden)
        begin, end = int(lattice.first[start]), int(lattice.first[stop - 1] + lattice.count[stop - 1])
        hopeful = np.flatnonzero(hope[begin:end])
        words = lattice.words[begin:end][hopeful]
        owner = np.repeat(np.arange(len(hidden)), lattice.count[start:stop])[hopeful]
        turned = hidden @ self._last + self._last_bias
        gained = np.full(end - begin, LOST, dtype=np.float32)
        gained[hopeful] = np.einsum("ij,ij->i", self._out[words], turned[owner]) + self._bias[words]
        cases = np.zeros((end - begin, 3), dtype=np.float32)
        cases[hopeful] = (turned @ self._case + self._case_bias)[owner] + self._case_words[words]
        return gained, cases
