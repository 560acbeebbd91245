"""The language model from training text and n-gram counts: modified Kneser-Ney, pruned, quantised, hashed.

Counts of registers are added with weights (official documents weigh most), the published n-gram counts with weight one.
An n-gram is dropped where its weighted gain over backing off is small; weights of contexts are made anew after that.
"""

import csv
import logging
import lzma
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.ngrams import CELLS, ORDER, extend, places
from nlp.repair.restore.tokens import END, SPECIAL, START, UNKNOWN, canonical, sentences
from nlp.repair.training.source import FILES, column, split

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
WEIGHTS = {
    "official": 4, "legal": 3, "government": 3, "wiki": 1, "treebank": 1, "places": 3, "persons": 1,
}  # fmt: skip
DISCOUNTS = (0.0, 0.7, 1.05, 1.35)
BASE = np.uint64(16)
THRESHOLDS = (3.5, 7.0, 9.0, 11.0)  # gain (nats times count) that keeps an n-gram of order 2, 3, 4, 5


@dataclass(slots=True)
class Grams:
    """n-grams of one order: ``head`` is the first word of five (0 below five), ``keys`` 16 bits a word, counts."""

    order: int
    head: npt.NDArray[np.uint16]
    keys: Keys
    counts: Ints


def merged(order: int, parts: Iterable[Grams]) -> Grams:
    """Grams of one order added up, sorted by context and word."""
    given = list(parts)
    head = np.concatenate([g.head for g in given])
    keys = np.concatenate([g.keys for g in given])
    counts = np.concatenate([g.counts for g in given])
    rank = np.lexsort((keys, head)) if order == ORDER else np.argsort(keys, kind="stable")
    head, keys, counts = head[rank], keys[rank], counts[rank]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (head[1:] != head[:-1])
    first = np.flatnonzero(new)
    return Grams(order, head[first], keys[first], np.add.reduceat(counts, first))


def windows(stream: npt.NDArray[np.uint16], order: int, weight: int) -> Grams:
    """All n-grams of a stream of sentences that stand inside one sentence."""
    size = len(stream) - order + 1
    keys = np.zeros(size, dtype=np.uint64)
    good = np.ones(size, dtype=bool)
    for place in range(order):
        part = stream[place : place + size]
        if place or order < ORDER:
            keys = (keys << BASE) | part
        good &= (part != START) if place else True
        good &= (part != END) if place < order - 1 else True
    head = stream[:size] if order == ORDER else np.zeros(size, dtype=np.uint16)
    return merged(order, [Grams(order, head[good], keys[good], np.full(int(good.sum()), weight))])


def read_texts(data: Path) -> dict[str, list[list[str]]]:
    """The sentences of every register's training part."""
    texts = {r: [s for text in split(data, r)[0] for s in sentences(text)] for r in FILES}
    return texts | {"places": places_named(data), "persons": persons_named(data)}


def places_named(data: Path) -> list[list[str]]:
    """Administrative units as sentences: the unit, its district, its province."""
    found: list[list[str]] = []
    with (data / "lists" / "admin_units_legacy_63.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            for line in sentences(f"{row['name']}, {row['district']}, {row['province']}"):
                found.append(line)
    return found


def persons_named(data: Path, seed: int = 5, size: int = 60000) -> list[list[str]]:
    """Names put together from their parts as often as the parts were seen."""
    rng = random.Random(seed)
    parts: dict[str, list[tuple[str, int]]] = {}
    with (data / "lists" / "person_name_parts.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            parts.setdefault(row["part"], []).append((row["token"], int(row["n_distinct_names"] or 1)))
    drawn = {p: rng.choices([t for t, _ in rows], [n for _, n in rows], k=size) for p, rows in parts.items()}
    return [
        s for names in zip(drawn["ho"], drawn["dem"], drawn["ten"], strict=True) for s in sentences(" ".join(names))
    ]


def vocabulary(texts: dict[str, list[list[str]]], counted: dict[str, int], syllables: set[str]) -> list[str]:
    """Special tokens, then words seen often enough (syllables: twice), most frequent first."""
    seen: Counter[str] = Counter(counted)
    for register, lines in texts.items():
        own: Counter[str] = Counter()
        for line in lines:
            own.update(line)
        for word, count in own.items():
            seen[word] += count * WEIGHTS[register]
    good = [(c, w) for w, c in seen.items() if w not in SPECIAL and (c >= 24 or (c >= 2 and w in syllables))]
    return [*SPECIAL, *(w for _, w in sorted(good, key=lambda pair: (-pair[0], pair[1]))[:40000])]


def stream_of(lines: list[list[str]], ids: dict[str, int]) -> npt.NDArray[np.uint16]:
    """Sentences as one array of ids with their start and end."""
    flat: list[int] = []
    for line in lines:
        flat += [START, *(ids.get(word, UNKNOWN) for word in line), END]
    return np.array(flat, dtype=np.uint16)


def counted_rows(data: Path, order: int) -> Iterator[tuple[str, int]]:
    """Rows of the published counts of one order."""
    with lzma.open(data / "train" / f"counts_{order}gram.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            words, count = line.rstrip("\n").rsplit("\t", 1)
            yield words, int(count)


def published(data: Path, order: int, ids: dict[str, int]) -> Grams:
    """The published counts of one order as grams."""
    keys: list[int] = []
    counts: list[int] = []
    for words, count in counted_rows(data, order):
        key = 0
        for word in words.split(" "):
            key = key << 16 | ids.get(word if word[0] == "<" else canonical(word), UNKNOWN)
        keys.append(key)
        counts.append(count)
    zeros = np.zeros(len(keys), dtype=np.uint16)
    return Grams(order, zeros, np.array(keys, dtype=np.uint64), np.array(counts, dtype=np.int64))


def groups(grams: Grams) -> Ints:
    """The number of each gram's context: grams are sorted, so contexts are runs."""
    context = grams.keys >> BASE
    new = np.zeros(len(context), dtype=np.int64)
    new[1:] = (context[1:] != context[:-1]) | (grams.head[1:] != grams.head[:-1])
    return np.cumsum(new)


def suffixes(grams: Grams) -> Keys:
    """The grams without their first word, as keys of the order below."""
    if grams.order == ORDER:
        return grams.keys
    mask = np.uint64((1 << 16 * (grams.order - 1)) - 1)
    return grams.keys & mask


def continuations(upper: Grams, lower: Grams) -> Ints:
    """Kneser-Ney counts of the lower order: before how many words a gram was seen (its own count after a start)."""
    place = np.searchsorted(lower.keys, suffixes(upper))
    found = np.bincount(place, minlength=len(lower.keys))
    begins = (lower.keys >> np.uint64(16 * (lower.order - 1))) == START
    return np.where(begins, lower.counts, np.maximum(found, 1))


def estimate(grams: Grams, counts: Ints, lower_p: Floats) -> tuple[Floats, Floats]:
    """Interpolated probabilities of grams, and per gram the weight its context gives to the order below."""
    group = groups(grams)
    discount = np.array(DISCOUNTS)[np.minimum(counts, 3)]
    total = np.bincount(group, counts)[group]
    gamma = np.bincount(group, discount)[group] / total
    return (counts - discount) / total + gamma * lower_p, gamma


@dataclass(slots=True)
class Level:
    """An order with its probabilities, those of backing off, and which grams are kept."""

    grams: Grams
    p: Floats
    lower_p: Floats
    gamma: Floats
    keep: npt.NDArray[np.bool_]


def train(orders: dict[int, Grams]) -> tuple[Floats, dict[int, Level]]:
    """Unigram probabilities by id and the levels two to five."""
    size = int(orders[1].keys.max()) + 1
    seen = np.bincount((orders[2].keys & np.uint64(0xFFFF)).astype(np.int64), minlength=size).astype(float)
    seen[START] = 0
    unigrams = (seen + 0.3) / (seen + 0.3).sum()
    levels: dict[int, Level] = {}
    p_below = unigrams
    for order in range(2, ORDER + 1):
        grams = orders[order]
        counts = grams.counts if order == ORDER else continuations(orders[order + 1], grams)
        if order == 2:
            below = unigrams[(grams.keys & np.uint64(0xFFFF)).astype(np.int64)]
        else:
            below = p_below[np.searchsorted(orders[order - 1].keys, suffixes(grams))]
        p, gamma = estimate(grams, counts, below)
        levels[order] = Level(grams, p, below, gamma, np.zeros(len(p), dtype=bool))
        p_below = p
    return unigrams, levels


def prune(levels: dict[int, Level], thresholds: dict[int, float]) -> None:
    """Mark the grams to keep: those that gain, and the suffixes of every gram kept."""
    for order in range(ORDER, 1, -1):
        level = levels[order]
        gain = level.grams.counts * np.log(level.p / (level.gamma * level.lower_p))
        level.keep |= gain > thresholds[order]
        if order > 2:
            below = levels[order - 1]
            place = np.searchsorted(below.grams.keys, suffixes(level.grams)[level.keep])
            below.keep[place] = True


def context_weights(level: Level) -> tuple[npt.NDArray[np.bool_], Floats]:
    """The first kept gram of each context with any, and the context's weight made anew over what is kept."""
    group = groups(level.grams)
    kept = level.keep
    left = 1 - np.bincount(group, level.p * kept)
    below = 1 - np.bincount(group, level.lower_p * kept)
    weight = np.clip(left, 1e-6, None) / np.clip(below, 1e-6, None)
    first = np.zeros(len(group), dtype=bool)
    where = np.flatnonzero(kept)
    if len(where):
        first[where[np.concatenate([[True], group[where][1:] != group[where][:-1]])]] = True
    return first, weight[group]


def hash_keys(grams: Grams, mask: npt.NDArray[np.bool_], drop_last: bool) -> Keys:
    """The reader's keys of grams (or of their contexts): words from the last to the first."""
    keys, head = grams.keys[mask], grams.head[mask]
    out = np.zeros(len(keys), dtype=np.uint64)
    for place in range(1 if drop_last else 0, min(grams.order, ORDER - 1)):
        out = extend(out, ((keys >> np.uint64(16 * place)) & np.uint64(0xFFFF)).astype(np.uint16))
    return extend(out, head) if grams.order == ORDER else out


def write_table(folder: Path, name: str, keys: Keys, logs: Floats) -> int:
    """Write a table; entries beyond a row's cells are left out. Returns how many were."""
    scale, shift = (float(logs.max() - logs.min()) or 1.0) / 63, float(logs.max())
    byte = np.clip(np.rint((shift - logs) / scale), 0, 63).astype(np.uint8)
    rows = max(1, int(len(keys) / (CELLS * 0.86)))
    row, print_, check = places(keys, rows)
    rank = np.argsort(row, kind="stable")
    row, print_, packed = row[rank], print_[rank], (check << np.uint8(6) | byte)[rank]
    cell = np.arange(len(row)) - np.searchsorted(row, row)
    fits = cell < CELLS
    prints = np.zeros((rows, CELLS), dtype=np.uint16)
    values = np.zeros((rows, CELLS), dtype=np.uint8)
    prints[row[fits], cell[fits]] = print_[fits]
    values[row[fits], cell[fits]] = packed[fits]
    np.save(folder / f"{name}.prints.npy", prints)
    np.save(folder / f"{name}.values.npy", values)
    np.save(folder / f"{name}.scale.npy", np.array([scale, shift]))
    return int((~fits).sum())


def write(folder: Path, words: list[str], unigrams: Floats, levels: dict[int, Level]) -> None:
    """Write the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.txt").write_text("\n".join(words) + "\n", "utf-8")
    np.save(folder / "unigrams.npy", np.log10(unigrams[: len(words)]).astype(np.float16))
    keys, logs, context_keys, context_logs = [], [], [], []
    for level in levels.values():
        keys.append(hash_keys(level.grams, level.keep, drop_last=False))
        logs.append(np.log10(level.p[level.keep]))
        first, weight = context_weights(level)
        context_keys.append(hash_keys(level.grams, first, drop_last=True))
        context_logs.append(np.log10(weight[first]))
        logging.info("order %d: %d seen, %d kept", level.grams.order, len(level.p), int(level.keep.sum()))
    lost = write_table(folder, "probs", np.concatenate(keys), np.maximum(np.concatenate(logs), -7.0))
    lost_too = write_table(
        folder, "backoffs", np.concatenate(context_keys), np.clip(np.concatenate(context_logs), -2.5, 0.5)
    )
    logging.info("left out for want of cells: %d, %d", lost, lost_too)


def build(data: Path, out: Path, thresholds: tuple[float, ...] = THRESHOLDS) -> None:
    """Read, count, estimate, prune, write."""
    texts = read_texts(data)
    counted = {canonical(w): c for w, c in counted_rows(data, 1) if w[0] != "<"}
    syllables = {canonical(s) for s in column(data / "lists" / "syllables.tsv", "syllable")}
    words = vocabulary(texts, counted, syllables)
    ids = {word: number for number, word in enumerate(words)}
    streams = {r: stream_of(lines, ids) for r, lines in texts.items()}
    texts.clear()
    orders: dict[int, Grams] = {}
    for order in range(1, ORDER + 1):
        parts = [windows(stream, order, WEIGHTS[r]) for r, stream in streams.items()]
        orders[order] = merged(order, [*parts, *([published(data, order, ids)] if order < ORDER else [])])
    unigrams, levels = train(orders)
    unigrams = np.concatenate([unigrams, np.full(max(0, len(words) - len(unigrams)), unigrams.min())])
    prune(levels, dict(zip(range(2, ORDER + 1), thresholds, strict=True)))
    write(out, words, unigrams, levels)
