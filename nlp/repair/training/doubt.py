"""What Tesseract's confidence of a word tells: how much likelier a misread word bears it than a word read right.

    python -m nlp.repair.training.doubt --pairs PAIRS.tsv [MORE.tsv] [--out nlp/repair/models/channel_vie/doubt.tsv]

PAIRS are files of ``nlp.repair.training.render``. One row a kind of word and interval of confidence: kind (small,
capitals, unknown), middle of the interval (0..100), log P(confidence | misread) / P(confidence | right).
"""

import argparse
import csv
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from nlp.repair.restore.engine import MODELS
from nlp.repair.restore.mending import kind_of
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.tokens import canonical

EDGES = (0, 20, 40, 55, 65, 75, 85, 90, 91, 92, 93, 94, 95, 96, 97, 98)
MARKS = '.,;:()“”"'


def words(paths: list[Path]) -> Iterator[tuple[str, str, int]]:
    """True word, word as read and its confidence, from lines with as many words as were printed."""
    for path in paths:
        with path.open(encoding="utf-8") as rows:
            for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                true, read, sure = row[6].split(), row[7].split(" "), row[8].split(",")
                if row[0] == "vie" and len(true) == len(read) == len(sure):
                    yield from zip(true, read, map(int, sure), strict=True)


def build(paths: list[Path], model: Model, out: Path) -> None:
    """Count and write."""
    counts: Counter[tuple[str, int, bool]] = Counter()
    for true, read, sure in words(paths):
        word = read.strip(MARKS)
        if word.isalpha():
            place = max(number for number, edge in enumerate(EDGES) if edge <= sure)
            counts[kind_of(word, model), place, canonical(word) == canonical(true.strip(MARKS))] += 1
    with out.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter="\t", lineterminator="\n")
        for kind in ("small", "capitals", "unknown"):
            wrong, right = (
                sum(n for (k, _, r), n in counts.items() if k == kind and r is own) for own in (False, True)
            )
            for place, (low, high) in enumerate(pairwise(EDGES)):
                bad, good = counts[kind, place, False], counts[kind, place, True]
                if bad + good:
                    ratio = math.log((bad + 0.5) / wrong) - math.log((good + 0.5) / right)
                    writer.writerow([kind, (low + high) / 2, round(ratio, 2)])


def main() -> None:
    """Build the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=MODELS / "channel_vie" / "doubt.tsv")
    given = parser.parse_args()
    build(given.pairs, Model.load(MODELS / "syllables"), given.out)


if __name__ == "__main__":
    main()
