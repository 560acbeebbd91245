"""The parts of the restorer: pieces, n-gram tables, the beam against brute force, what a document says of itself."""

import itertools

import numpy as np

from nlp.repair.restore.engine import MODELS
from nlp.repair.restore.evidence import Cache
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.pieces import pieces
from nlp.repair.restore.search import Lattice, decode
from nlp.repair.restore.tokens import END, START

MODEL = Model.load(MODELS / "syllables")
HIDDEN = 65535


def log10(words: list[int]) -> float:
    """log10 P of a sentence, word by word."""
    context = [HIDDEN, HIDDEN, HIDDEN, START]
    total = 0.0
    for word in [*words, END]:
        one = np.array([context], dtype=np.uint16)
        total += float(MODEL.score(one, MODEL.weights(one), np.zeros(1, np.int64), np.array([word], np.uint16))[0])
        context = [*context[1:], word]
    return total


def test_the_model_prefers_vietnamese() -> None:
    good = [MODEL.ids[w] for w in ["ủy", "ban", "nhân", "dân", "tỉnh"]]
    bad = [MODEL.ids[w] for w in ["ủy", "bạn", "nhận", "dẫn", "tính"]]
    assert log10(good) > log10(bad) + 3


def test_probabilities_sum_to_one() -> None:
    for line in ("ủy ban", "của", "căn cứ luật tổ"):
        context = np.full((1, 4), HIDDEN, dtype=np.uint16)
        ids = [MODEL.ids[w] for w in line.split()]
        context[0, -len(ids) :] = ids
        every = np.arange(len(MODEL.words), dtype=np.uint16)
        logs = MODEL.score(context, MODEL.weights(context), np.zeros(len(every), np.int64), every)
        assert 0.8 < float((10**logs).sum()) < 1.25


def test_a_wide_beam_finds_the_best() -> None:
    choices = [["ủy", "úy", "uy"], ["ban", "bạn", "bán"], ["nhân", "nhận"], ["dân", "dẫn", "dần"]]
    ids = [[MODEL.ids[w] for w in row] for row in choices]
    flat = np.array([i for row in ids for i in row], dtype=np.uint16)
    count = np.array([len(row) for row in ids])
    lattice = Lattice(
        flat, np.zeros(len(flat), np.float32), np.cumsum(count) - count, count, np.array([0]), np.array([len(ids)])
    )
    chosen, scores = decode(MODEL, lattice, width=100, spread=100.0)
    best = max(itertools.product(*ids), key=lambda words: log10(list(words)))
    assert tuple(flat[chosen]) == best
    assert abs(scores[0] / np.log(10) - log10(list(best))) < 1e-3


def test_what_was_seen_twice_is_remembered() -> None:
    cache = Cache.of(np.array([9, 5, 7, 9, 5, 7, 9, 5, 8], dtype=np.uint16), np.array([0]))
    one = np.array([9], dtype=np.uint16)
    logs = np.array([-8.0], dtype=np.float32)
    five, seven, eight = (np.array([w], dtype=np.uint16) for w in (5, 7, 8))
    assert cache.bonus(one, five, seven, logs)[0] > 1
    assert cache.bonus(one, five, eight, logs)[0] == 0


def test_blank_lines_and_stops_open_sentences() -> None:
    found = list(pieces("mot hai. ba\nbon\n\nnam"))
    assert [p.opens for p in found] == [True, False, True, False, True]
