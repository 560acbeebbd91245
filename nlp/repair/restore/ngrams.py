"""A back-off n-gram model in two memory-mapped hash tables, asked for many n-grams at once with numpy.

A table is rows of sixteen cells; an entry stands in the row its hash names, with 18 bits of the hash as a fingerprint
and six bits as its value (a quantised logarithm). An absent n-gram is taken for a
present one about once in 16,000 times.
``probs`` holds log10 P of the n-grams kept, ``backoffs`` the log10 weight of contexts. Every suffix of a kept n-gram of
two words or more is kept as well, so a lookup may stop at the first order that is absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint16]
Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]
CELLS: Final = 16
ORDER: Final = 5
_GOLD: Final = np.uint64(0x9E3779B97F4A7C15)
_SALT: Final = np.uint64(0xD6E8FEB86659FD93)
_S32: Final = np.uint64(32)
_S29: Final = np.uint64(29)
_S16: Final = np.uint64(16)


def extend(keys: Keys, words: Ids) -> Keys:
    """Keys of n-grams with one more word before them (a key of no words is 0)."""
    mixed = (keys ^ words.astype(np.uint64)) * _GOLD + _SALT
    return mixed ^ (mixed >> _S29)


def places(keys: Keys, rows: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
    """Row, fingerprint (never 0) and two more bits to check, of keys in a table of so many rows."""
    mixed = keys * _SALT
    mixed ^= mixed >> _S32
    row = ((mixed >> _S32) * np.uint64(rows)) >> _S32
    print_ = (mixed & np.uint64(0xFFFF)).astype(np.uint16)
    check = ((mixed >> _S16) & np.uint64(3)).astype(np.uint8)
    return row.astype(np.int64), np.maximum(print_, np.uint16(1)), check


@dataclass(frozen=True, slots=True)
class Table:
    """Fingerprints and values, both (rows, 16); the upper two bits of a value are more of the fingerprint, the
    others a logarithm: ``-bits * scale + shift``."""

    prints: npt.NDArray[np.uint16]
    values: npt.NDArray[np.uint8]
    scale: float
    shift: float

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Which keys are present, and their values (0 where absent)."""
        row, print_, check = places(keys, len(self.prints))
        same = self.prints[row] == print_[:, None]
        cell = same.argmax(axis=1)
        packed = self.values[row, cell]
        found = same[np.arange(len(keys)), cell] & (packed >> 6 == check)
        values = (packed & 0x3F).astype(np.float32) * np.float32(-self.scale) + np.float32(self.shift)
        return found, np.where(found, values, np.float32(0))

    @classmethod
    def load(cls, folder: Path, name: str) -> Table:
        """The table written as ``name.prints.npy``, ``name.values.npy`` and ``name.scale.npy``, memory-mapped."""
        prints = np.load(folder / f"{name}.prints.npy", mmap_mode="r")
        values = np.load(folder / f"{name}.values.npy", mmap_mode="r")
        scale, shift = np.load(folder / f"{name}.scale.npy")
        return cls(np.asarray(prints), np.asarray(values), float(scale), float(shift))


@dataclass(frozen=True, slots=True)
class Model:
    """The n-gram model: vocabulary (by id), unigram log10 probabilities, and the two tables."""

    words: tuple[str, ...]
    ids: dict[str, int]
    unigrams: Floats
    probs: Table
    backoffs: Table

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Read a model's folder; OSError where files are missing."""
        words = tuple((folder / "words.txt").read_text("utf-8").splitlines())
        unigrams = np.load(folder / "unigrams.npy").astype(np.float32)
        ids = {word: number for number, word in enumerate(words)}
        return cls(words, ids, unigrams, Table.load(folder, "probs"), Table.load(folder, "backoffs"))

    def weights(self, contexts: Ids) -> Floats:
        """log10 back-off weights of contexts, (n, 4) with the last word last: column k-1 for the last k words."""
        out = np.zeros((len(contexts), ORDER - 1), dtype=np.float32)
        keys = np.zeros(len(contexts), dtype=np.uint64)
        alive = np.arange(len(contexts))
        for length in range(1, ORDER):
            keys = extend(keys, contexts[alive, -length])
            found, value = self.backoffs.find(keys)
            out[alive, length - 1] = value
            alive, keys = alive[found], keys[found]
        return out

    def score(self, contexts: Ids, weights: Floats, states: npt.NDArray[np.int64], words: Ids) -> Floats:
        """log10 P of words after contexts[states]; ``weights`` are those of ``contexts``."""
        count = len(words)
        total = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
        value = self.unigrams[words]
        level = np.zeros(count, dtype=np.int64)
        alive = np.arange(count)
        keys = extend(np.zeros(count, dtype=np.uint64), words)
        for length in range(1, ORDER):
            keys = extend(keys, contexts[states[alive], -length])
            found, logs = self.probs.find(keys)
            alive, keys = alive[found], keys[found]
            if not len(alive):
                break
            value[alive] = logs[found]
            level[alive] = length
        padded = np.concatenate([total, np.zeros((len(total), 1), np.float32)], axis=1)
        scored: Floats = value + padded[states, level]
        return scored
