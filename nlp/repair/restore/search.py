"""Beam search through lattices of words, all sentences of a text at once, one word a step (numpy throughout)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.ngrams import ORDER, Model
from nlp.repair.restore.tokens import END, START

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
LN10: Final = np.float32(2.302585)


@dataclass(frozen=True, slots=True)
class Lattice:
    """Sentences of positions of candidates, flat: ``words`` and ``scores`` of candidates, ``first`` and ``count`` of
    each position, ``begin`` and ``length`` of each sentence (in positions)."""

    words: npt.NDArray[np.uint16]
    scores: Floats
    first: Ints
    count: Ints
    begin: Ints
    length: Ints


@dataclass(slots=True)
class Beam:
    """Hypotheses sorted by sentence: sentence, last words, score."""

    sentence: Ints
    context: npt.NDArray[np.uint16]
    score: Floats


def spans(first: Ints, count: Ints) -> Ints:
    """The numbers first[0], first[0]+1, ... (count[0] of them), first[1], ... in one array."""
    before = np.cumsum(count) - count
    return np.arange(count.sum()) - np.repeat(before, count) + np.repeat(first, count)


def ranks(sentence: Ints) -> Ints:
    """The rank of each element in its run of equal sentences."""
    start = np.flatnonzero(np.concatenate([[True], sentence[1:] != sentence[:-1]]))
    return np.arange(len(sentence)) - np.repeat(start, np.diff(np.append(start, len(sentence))))


def select(sentence: Ints, score: Floats, keys: npt.NDArray[np.uint64], width: int, spread: float) -> Ints:
    """The hypotheses to go on with: best of each key, within a spread of the best and a width, by sentence."""
    start = np.flatnonzero(np.concatenate([[True], sentence[1:] != sentence[:-1]]))
    best = np.repeat(np.maximum.reduceat(score, start), np.diff(np.append(start, len(sentence))))
    near = np.flatnonzero(score > best - spread)
    order = near[np.lexsort((-score[near], sentence[near]))]
    _, unique = np.unique(keys[order], return_index=True)
    order = order[np.sort(unique)]
    return order[ranks(sentence[order]) < width]


@dataclass(frozen=True, slots=True)
class Grown:
    """Every hypothesis with one more word: where it comes from, its candidate, its score, whether its sentence ends."""

    states: Ints
    picks: Ints
    score: Floats
    last: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judge:
    """What scores words: the language model and its weight, and what the document says often."""

    model: Model
    cache: Cache | None
    weight: np.float32


def begin(lattice: Lattice) -> Beam:
    """A hypothesis for every sentence, before its first word.

    Only one start was trained before a sentence, so the words before it are hidden.
    """
    sentences = np.flatnonzero(lattice.length > 0)
    context = np.full((len(sentences), ORDER - 1), 65535, dtype=np.uint16)
    context[:, -1] = START
    return Beam(sentences, context, np.zeros(len(sentences), dtype=np.float32))


def grow(judge: Judge, lattice: Lattice, beam: Beam, step: int) -> Grown:
    """All hypotheses with each candidate of their next position; where that is the last, with the end as well."""
    model, cache, weight = judge.model, judge.cache, judge.weight
    position = lattice.begin[beam.sentence] + step
    count = lattice.count[position]
    states = np.repeat(np.arange(len(count)), count)
    picks = spans(lattice.first[position], count)
    words = lattice.words[picks]
    logs = model.score(beam.context, model.weights(beam.context), states, words) * LN10
    if cache is not None:
        before = beam.context[states]
        logs = logs + cache.bonus(before[:, -2], before[:, -1], words, logs)
    score = beam.score[states] + logs * weight + lattice.scores[picks]
    last = lattice.length[beam.sentence[states]] == step + 1
    if last.any():
        ended = np.concatenate([beam.context[states[last]][:, 1:], words[last][:, None]], axis=1)
        stop = np.full(int(last.sum()), END, dtype=np.uint16)
        score[last] += model.score(ended, model.weights(ended), np.arange(len(stop)), stop) * LN10 * weight
    return Grown(states, picks, score, last)


def narrow(lattice: Lattice, beam: Beam, grown: Grown, width: int, spread: float) -> tuple[Beam, Ints]:
    """The hypotheses to go on with, and which of the grown ones they are."""
    sentence, context = beam.sentence[grown.states], beam.context[grown.states]
    words = lattice.words[grown.picks]
    keys = sentence.astype(np.uint64) << np.uint64(48) | words.astype(np.uint64) << np.uint64(32)
    keys |= context[:, -1].astype(np.uint64) << np.uint64(16) | context[:, -2].astype(np.uint64)
    keep = select(sentence, grown.score, keys, width, spread)
    context = np.concatenate([context[keep][:, 1:], words[keep][:, None]], axis=1)
    return Beam(sentence[keep], context, grown.score[keep]), keep


def decode(
    model: Model,
    lattice: Lattice,
    cache: Cache | None = None,
    *,
    weight: float = 1.0,
    width: int = 12,
    spread: float = 9.0,
) -> tuple[Ints, Floats]:
    """The candidate chosen at every position (indices into ``lattice.words``), and the score of each sentence."""
    totals = np.zeros(len(lattice.length), dtype=np.float32)
    chosen_at = np.zeros(len(lattice.first), dtype=np.int64)
    parents: list[Ints] = []
    chosen: list[Ints] = []
    beam, judge = begin(lattice), Judge(model, cache, np.float32(weight))
    for step in range(int(lattice.length.max(initial=0))):
        grown = grow(judge, lattice, beam, step)
        beam, keep = narrow(lattice, beam, grown, width, spread)
        parents.append(grown.states[keep])
        chosen.append(grown.picks[keep])
        finished = grown.last[keep]
        if finished.any():
            done = np.flatnonzero(finished)
            done = done[ranks(beam.sentence[done]) == 0]
            totals[beam.sentence[done]] = beam.score[done]
            trace(lattice, (parents, chosen), beam.sentence[done], done, chosen_at)
            go_on = np.flatnonzero(~finished)
            parents[-1], chosen[-1] = parents[-1][go_on], chosen[-1][go_on]
            beam = Beam(beam.sentence[go_on], beam.context[go_on], beam.score[go_on])
    return chosen_at, totals


def trace(lattice: Lattice, steps: tuple[list[Ints], list[Ints]], sentence: Ints, at: Ints, out: Ints) -> None:
    """Write the choices that led to hypotheses ``at`` of the last step; ``steps`` are parents and choices."""
    parents, chosen = steps
    for step in range(len(parents) - 1, -1, -1):
        out[lattice.begin[sentence] + step] = chosen[step][at]
        at = parents[step][at]
