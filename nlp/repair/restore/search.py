"""Beam search through lattices of words, all sentences of a text at once, one word a step (numpy throughout)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.ngrams import ORDER, Model
from nlp.repair.restore.tokens import END, START

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
LN10: Final = np.float32(2.302585)
HIDDEN: Final = 65535
CALM: Final = 2


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


@dataclass(frozen=True, slots=True)
class Cuts:
    """Of parts of sentences the words before them, and whether their sentence ends with them."""

    context: npt.NDArray[np.uint16]
    ends: npt.NDArray[np.bool_]


def pruned(lattice: Lattice, kept: npt.NDArray[np.bool_]) -> Lattice:
    """The lattice with only some of its candidates (at least one a position)."""
    count = np.add.reduceat(kept, lattice.first, dtype=np.int64) if len(kept) else lattice.count
    first = np.cumsum(count) - count
    return replace(lattice, words=lattice.words[kept], scores=lattice.scores[kept], first=first, count=count)


def in_a_row(lattices: Sequence[Lattice]) -> Lattice:
    """Lattices of texts one after another as one."""
    count = np.concatenate([lattice.count for lattice in lattices])
    length = np.concatenate([lattice.length for lattice in lattices])
    words = np.concatenate([lattice.words for lattice in lattices])
    scores = np.concatenate([lattice.scores for lattice in lattices])
    return Lattice(words, scores, np.cumsum(count) - count, count, np.cumsum(length) - length, length)


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
    cuts: Cuts | None = None


def begin(lattice: Lattice, cuts: Cuts | None) -> Beam:
    """A hypothesis for every sentence, before its first word.

    Only one start was trained before a sentence, so the words before it are hidden.
    """
    sentences = np.flatnonzero(lattice.length > 0)
    context = np.full((len(sentences), ORDER - 1), HIDDEN, dtype=np.uint16)
    context[:, -1] = START
    if cuts is not None:
        context = cuts.context[sentences]
    return Beam(sentences, context, np.zeros(len(sentences), dtype=np.float32))


def parted(lattice: Lattice, guess: npt.NDArray[np.uint16]) -> tuple[Lattice, Cuts]:
    """The lattice with its sentences parted after every ``CALM`` positions in a row that have one candidate: what lies
    behind such a run hardly asks what lies before. ``guess`` are the words of an earlier decoding."""
    size = len(lattice.first)
    number = np.repeat(np.arange(len(lattice.begin)), lattice.length)
    place = np.arange(size) - lattice.begin[number]
    calm = np.ones(size, dtype=bool)
    for back in range(CALM):
        calm[back:] &= lattice.count[: size - back] == 1
    opens = place == 0
    opens[1:] |= calm[:-1] & (lattice.count[1:] > 1) & (place[1:] >= CALM)
    first = np.flatnonzero(opens)
    length = np.diff(np.append(first, size))
    context = np.full((len(first), ORDER - 1), HIDDEN, dtype=np.uint16)
    for back in range(1, ORDER):
        inside = place[first] >= back
        context[inside, -back] = guess[first[inside] - back]
        context[place[first] == back - 1, -back] = START
    ends = np.append(number[first[1:]] != number[first[:-1]], True) if len(first) else np.zeros(0, dtype=bool)
    return Lattice(lattice.words, lattice.scores, lattice.first, lattice.count, first, length), Cuts(context, ends)


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
    closed = last if judge.cuts is None else last & judge.cuts.ends[beam.sentence[states]]
    if closed.any():
        ended = np.concatenate([beam.context[states[closed]][:, 1:], words[closed][:, None]], axis=1)
        stop = np.full(int(closed.sum()), END, dtype=np.uint16)
        score[closed] += model.score(ended, model.weights(ended), np.arange(len(stop)), stop) * LN10 * weight
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
    cuts: Cuts | None = None,
) -> tuple[Ints, Floats]:
    """The candidate chosen at every position (indices into ``lattice.words``), and the score of each sentence."""
    totals = np.zeros(len(lattice.length), dtype=np.float32)
    chosen_at = np.zeros(len(lattice.first), dtype=np.int64)
    parents: list[Ints] = []
    chosen: list[Ints] = []
    beam, judge = begin(lattice, cuts), Judge(model, cache, np.float32(weight), cuts)
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
