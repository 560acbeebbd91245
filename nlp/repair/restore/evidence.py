"""What a document tells about itself: a phrase read well once repairs its siblings.

After a first decoding, the words that follow one another are counted; one sighting proves nothing, so every count is
taken less one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]
Words = npt.NDArray[np.uint16]
SHARE: Final = 0.25
DOUBT: Final = 2.0
_S16: Final = np.uint64(16)


@dataclass(frozen=True, slots=True)
class Counted:
    """Sorted keys of n-grams with P(last word | words before) among what was seen more than once."""

    keys: Keys
    shares: Floats

    @classmethod
    def of(cls, grams: Keys) -> Counted:
        """From the keys of all n-grams of a document (16 bits a word, last word lowest)."""
        keys, counts = np.unique(grams, return_counts=True)
        contexts, place = np.unique(keys >> _S16, return_inverse=True)
        totals = np.bincount(place, counts, minlength=len(contexts))
        shares = (counts - 1) / (totals[place] + DOUBT)
        kept = counts > 1
        return cls(keys[kept], shares[kept].astype(np.float32))

    def look(self, keys: Keys) -> Floats:
        """Shares of n-grams, 0 where they were not seen twice."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.float32)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.shares[place], np.float32(0))


@dataclass(frozen=True, slots=True)
class Cache:
    """The n-grams of two and three words of a document's first decoding."""

    pairs: Counted
    triples: Counted

    @classmethod
    def of(cls, words: Words, begin: npt.NDArray[np.int64]) -> Cache:
        """From the decoded words and the positions at which sentences begin."""
        wide = words.astype(np.uint64)
        starts = np.zeros(len(words) + 1, dtype=bool)
        starts[begin] = True
        two = (wide[:-1] << _S16 | wide[1:])[~starts[1:-1]]
        three = (wide[:-2] << np.uint64(32) | wide[1:-1] << _S16 | wide[2:])[~starts[1:-2] & ~starts[2:-1]]
        return cls(Counted.of(two), Counted.of(three))

    def bonus(self, before: Words, last: Words, words: Words, logs: Floats) -> Floats:
        """What to add to natural logs of P(word) after two words, given those logs."""
        wide = last.astype(np.uint64) << _S16 | words.astype(np.uint64)
        share = 0.5 * self.pairs.look(wide)
        share = share + 0.5 * self.triples.look(before.astype(np.uint64) << np.uint64(32) | wide)
        gained: Floats = np.log1p(SHARE * share * np.exp(np.minimum(-logs, 30))).astype(np.float32)
        return gained
