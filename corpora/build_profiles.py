"""Letter profiles for the language verdict: how likely each run of three letters is in each kind of text.

Kinds: Vietnamese, Vietnamese without accents, English, French, some other languages, Vietnamese read as English (OCR),
Vietnamese with letters lost. Runs are taken within words, so word lists with frequencies do for the languages.
"""

from __future__ import annotations

import csv
import gzip
import lzma
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

import srsly  # type: ignore[import-untyped]

from corpora.damage import lose_letters
from nlp.repair.profiles import tokens, trigrams
from nlp.repair.syllables import strip_accents

KINDS = ("vi", "vi-ascii", "en", "fr", "other", "ocr", "gaps")
OTHER = ("de", "es", "it", "nl", "pl", "pt", "id")  # languages of one kind: Latin letters, not ours to judge
TRAIN_FILES = ("johnpa_legal_docs", "tnt305_chinhphu_news", "tnt305_official_docs", "ud_vtb_tatoeba_udhr")
HELD_OUT = 0.1  # the tail of every source is kept for measuring
EVERY = 4  # one paragraph in so many is enough for a profile
KEPT = 3000  # runs kept for each kind
FLOOR = 0.02  # share of a kind's mass left to runs that it never showed
UNSEEN = 30_000  # how many such runs share it


def paragraphs(data: Path, name: str, held_out: bool = False) -> list[str]:
    """The paragraphs of a training file in NFC: its head, or its held-out tail."""
    with lzma.open(data / "train" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        lines = unicodedata.normalize("NFC", file.read()).split("\n")
    cut = int(len(lines) * (1 - HELD_OUT))
    return lines[cut:] if held_out else lines[:cut]


def readings(data: Path, language: str, held_out: bool = False) -> list[tuple[str, str]]:
    """Line pairs (true, as read) of one OCR language: the head of the file, or its held-out tail."""
    with lzma.open(data / "ocr_pairs" / "ocr_pairs_tesseract.tsv.xz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == language]
    cut = int(len(rows) * (1 - HELD_OUT))
    return [(row[3], row[4]) for row in (rows[cut:] if held_out else rows[:cut])]


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in tokens(text))


def _frequencies(wordfreq: Path, language: str) -> Counter[str]:
    """Words of a frequency list of wordfreq (bins of a hundredth of a decade), as counts in ten million."""
    with gzip.open(wordfreq / f"small_{language}.msgpack.gz") as file:
        bins = srsly.msgpack_loads(file.read())[1:]
    found: Counter[str] = Counter()
    for step, words in enumerate(bins):
        for word in words:
            found.update(dict.fromkeys(tokens(word), round(1e7 * 10 ** (-step / 100))))
    return +found


def _kinds(data: Path, wordfreq: Path) -> Iterator[Counter[str]]:
    """The words of each kind, in the order of KINDS."""
    lines = [line for name in TRAIN_FILES for line in paragraphs(data, name)[::EVERY]]
    vi = _count(lines)
    read = _count(text for _, text in readings(data, "vie"))
    yield vi + Counter({word: 10 * count for word, count in read.items()})
    yield _count(map(strip_accents, lines))
    yield _frequencies(wordfreq, "en")
    yield _frequencies(wordfreq, "fr")
    yield sum((_frequencies(wordfreq, language) for language in OTHER), Counter[str]())
    yield _count(text for _, text in readings(data, "eng"))
    rng = Random(7)
    yield _count(lose_letters("\n".join(lines[at : at + 60]), rng) for at in range(0, len(lines), 60))


def _runs(words: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in words.items():
        for run in trigrams(word):
            found[run] += count
    return found


def rows(data: Path, wordfreq: Path) -> Iterator[tuple[str | int, ...]]:
    """The table: a run, and for each kind 100 times the natural logarithm of its likelihood."""
    runs = [_runs(words) for words in _kinds(data, wordfreq)]
    totals = [sum(found.values()) for found in runs]
    unseen = FLOOR / UNSEEN
    kept = {run for found in runs for run, _ in found.most_common(KEPT)}
    yield ("*", *(round(100 * math.log(unseen)) for _ in KINDS))
    for run in sorted(kept):
        shares = ((1 - FLOOR) * found[run] / total + unseen for found, total in zip(runs, totals, strict=True))
        yield (run, *(round(100 * math.log(share)) for share in shares))
