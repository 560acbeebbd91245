"""The channel from pairs of lines: how often a word, an onset, a rime, a capital was read as what.

Writes TSV files: ``words``, ``onsets``, ``rimes`` and ``letters`` (read, true, count; letters of words with as many
as their reading), ``cases`` (left, own, right, true case, count).
"""

import csv
import logging
import lzma
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from nlp.repair.restore.parts import parts
from nlp.repair.restore.pieces import case_of, skeleton
from nlp.repair.restore.tokens import canonical
from nlp.repair.syllables import is_syllable
from nlp.repair.training.align import distance, pairs, texts

Counts = Counter[tuple[str, str]]
Key = TypeVar("Key", bound=tuple[str, ...])


def read_rows(path: Path) -> Iterator[list[str]]:
    """The fields of a file of rendered pairs, packed or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as rows:
        for row in rows:
            yield row.rstrip("\n").split("\t")


def lines(paths: list[Path], languages: set[str]) -> Iterator[tuple[str, str]]:
    """True line and read line of files of rendered pairs (the older, five-column kind too)."""
    for path in paths:
        for fields in read_rows(path):
            if fields[0] in languages:
                yield (fields[6], fields[7]) if len(fields) > 7 else (fields[3], fields[4])


def settled(word: str) -> str:
    """A true word with its tone where canonical() puts it, in its own case."""
    small = canonical(word)
    if len(small) != len(word):
        return word
    return "".join(c.upper() if w.isupper() else c for c, w in zip(small, word, strict=True))


def boundary(true: str, read: str, at: int) -> int:
    """Where in a reading the first ``at`` letters of the true word end, by edit distance of the skeletons."""
    if at == 0:
        return 0
    shift = 0
    for op in Levenshtein.editops(skeleton(true), skeleton(read)):
        if op.src_pos < at:
            shift += {"insert": 1, "delete": -1}.get(op.tag, 0)
    return max(0, min(len(read), at + shift))


def count_words(
    paths: list[Path], languages: set[str]
) -> tuple[Counts, Counter[tuple[str, str, str, str]], Counter[str]]:
    """Words read as words, cases in their surroundings, and how words are joined and split."""
    words: Counts = Counter()
    cases: Counter[tuple[str, str, str, str]] = Counter()
    shapes: Counter[str] = Counter()
    for true, read in lines(paths, languages):
        spoken = texts(read)
        kinds = ["-", *map(case_of, spoken), "-"]
        for pair, _, j in pairs(true, read):
            shapes[f"{len(pair.true)}-{len(pair.read)}"] += 1
            if (len(pair.true), len(pair.read)) != (1, 1):
                continue
            target, source = settled(pair.true[0]), pair.read[0]
            if distance(target, source) <= 0.75 or len(target) < 3:
                words[source, target] += 1
                cases[kinds[j], kinds[j + 1], kinds[j + 2], case_of(target)] += 1
    return words, cases, shapes


def cut(words: Counts) -> tuple[Counts, Counts]:
    """Onsets and rimes read as what: cut by edit distance first, then where the first counts find it likeliest."""
    onsets: Counts = Counter()
    rimes: Counts = Counter()
    syllables = {(r, t): n for (r, t), n in words.items() if is_syllable(t)}
    for (read, true), count in syllables.items():
        onset, rime = parts(true)
        at = boundary(true, read, len(onset))
        onsets[read[:at], onset] += count
        rimes[read[at:], rime] += count
    for _ in range(2):
        onsets, rimes = recut(syllables, onsets, rimes)
    return onsets, rimes


def recut(syllables: dict[tuple[str, str], int], onsets: Counts, rimes: Counts) -> tuple[Counts, Counts]:
    """Onsets and rimes counted anew, every reading cut where the counts so far find it likeliest."""
    new_onsets: Counts = Counter()
    new_rimes: Counts = Counter()
    for (read, true), count in syllables.items():
        onset, rime = parts(true)
        first = boundary(true, read, len(onset))
        best, at = -math.inf, first
        for place in range(min(len(read), len(onset) + 2) + 1) if onset else [first]:
            left = math.log(onsets.get((read[:place], onset), 0) + 0.05)
            score = left + math.log(rimes.get((read[place:], rime), 0) + 0.05) - 0.5 * abs(place - first)
            if score > best:
                best, at = score, place
        new_onsets[read[:at], onset] += count
        new_rimes[read[at:], rime] += count
    return new_onsets, new_rimes


def letters(words: Counts) -> Counts:
    """Letters read as what, over words with as many letters in the reading."""
    found: Counts = Counter()
    for (read, true), count in words.items():
        if len(read) == len(true):
            for pair in zip(read, true, strict=True):
                found[pair] += count
    return found


def write(path: Path, counts: Mapping[Key, int], least: int) -> None:
    """Write counts of at least some size, most frequent first."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if count >= least:
                writer.writerow([*key, count])


def build(paths: list[Path], languages: set[str], out: Path, least: int = 2) -> None:
    """Align the pairs of some languages, count, cut, and write the tables of a channel."""
    words, cases, shapes = count_words(paths, languages)
    onsets, rimes = cut(words)
    out.mkdir(parents=True, exist_ok=True)
    write(out / "words.tsv", words, least)
    write(out / "onsets.tsv", onsets, 1)
    write(out / "rimes.tsv", rimes, 1)
    write(out / "letters.tsv", letters(words), 1)
    write(out / "cases.tsv", cases, 1)
    logging.info("%s: shapes %s, kinds of words %d", sorted(languages), dict(shapes), len(words))
