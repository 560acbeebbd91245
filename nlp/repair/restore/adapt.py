"""The channel of one document: how its rimes were read, counted in a first decoding, moves candidates' scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.channel import Channel
from nlp.repair.restore.evidence import rime_counts
from nlp.repair.restore.lattice import Choices, Filled, Filler
from nlp.repair.restore.parts import parts
from nlp.repair.restore.pieces import Piece

Floats = npt.NDArray[np.float32]
KAPPA: Final = 15.0  # so many sightings weigh as much as the channel's own figures


class Adapter:
    """Candidates whose scores know how the document's rimes were read."""

    def __init__(
        self, channel: Channel, filler: Filler, found: Sequence[Piece], filled: Filled, chosen: npt.NDArray[np.int64]
    ) -> None:
        self._channel, self._filler = channel, filler
        readings: list[tuple[str, str]] = []
        for number, candidate in enumerate(chosen):
            if int(candidate) - int(filled.lattice.first[number]) < filled.choices[number].plain:
                onset, rime = parts(filler.spelling(filled, int(candidate)))
                read = found[int(filled.position[number])].text
                if len(read) > len(onset):
                    readings.append((read[len(onset) :], rime))
        together, alone = rime_counts(readings)
        self._seen: dict[str, list[tuple[int, int]]] = {}
        for (read, rime), count in together.items():
            self._seen.setdefault(read, []).append((channel.rime_ids[rime], count))
        self._totals = np.zeros(len(channel.rime_ids), dtype=np.float32)
        for rime, count in alone.items():
            self._totals[channel.rime_ids[rime]] = count - 1
        self._bonus: dict[str, Floats] = {}
        self._memo: dict[str, Choices] = {}

    def choices(self, piece: Piece) -> Choices:
        """The candidates of a piece in this document, remembered."""
        word = piece.text
        known = self._memo.get(word)
        if known is None:
            known = self._memo[word] = self._adapted(word, self._filler.choices(word))
        return known

    def _adapted(self, word: str, given: Choices) -> Choices:
        if not given.plain:
            return given
        scores = given.scores.copy()
        rimes = self._channel.rimes_of(given.syllables)
        lengths = self._channel.onset_lengths(given.syllables)
        for length in np.unique(lengths):
            if length < len(word):
                rows, columns = np.nonzero(lengths == length)
                scores[rows, columns] += self._gain(word[length:])[rimes[rows, columns]]
        return replace(given, scores=scores)

    def _gain(self, read: str) -> Floats:
        """By how much every rime gains (or loses) as what a reading stands for."""
        known = self._bonus.get(read)
        if known is None:
            static = np.exp(self._channel.rime_logs(read))
            counts = np.zeros_like(static)
            for rime, count in self._seen.get(read, ()):
                counts[rime] = count - 1
            known = np.log((KAPPA * static + counts) / ((KAPPA + self._totals) * static)).astype(np.float32)
            self._bonus[read] = known
        return known
