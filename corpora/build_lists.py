"""Makes the lists that the program reads at run time from training text and tables of facts.

    python -m corpora.build_lists --data FOLDER [--only NAME]

FOLDER holds ``train/``, ``lists/`` and ``ocr_pairs/`` as described in README.md beside this file. The same input
always gives the same bytes. Statistics (how often a syllable was seen) are kept, memberships in word lists under the
GPL are not.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nlp.repair import phonology

LISTS = Path(__file__).parent / "lists"
COUNTED = ("n_official", "n_wiki", "n_articles", "n_news")
FREQUENT = 50  # a syllable of Vietnamese shape seen this often needs no list to vouch for it


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a TSV file with a header line, as dicts; quotes are ordinary characters."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write_table(name: str, header: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> None:
    """Writes a list into ``corpora/lists``."""
    lines = ["\t".join(header), *("\t".join(str(cell) for cell in row) for row in rows)]
    (LISTS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def build_syllables(data: Path) -> None:
    """syllables.tsv: attested syllables of the permissive lists, and frequent ones of the same shape."""
    seen: dict[str, int] = {}
    vouched: set[str] = set()
    for row in read_table(data / "lists" / "syllables.tsv"):
        syllable = row["syllable"]
        seen[syllable] = sum(int(row[column]) for column in COUNTED)
        if row["in_uts"] == "1" or row["in_viwik"] == "1":
            vouched.add(syllable)
    shapes = {shape for syllable in vouched if (shape := phonology.rime(syllable))}
    kept = {
        syllable: count
        for syllable, count in seen.items()
        if phonology.rime(syllable) in shapes and ((count and syllable in vouched) or count >= FREQUENT)
    }
    for syllable in list(kept):
        kept.setdefault(phonology.other_placement(syllable), 1)
    rows = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    write_table("syllables.tsv", ("syllable", "count"), rows)


BUILDERS: dict[str, Callable[[Path], None]] = {"syllables": build_syllables}


def main() -> None:
    """Builds every list, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/, lists/ and ocr_pairs/")
    parser.add_argument("--only", choices=sorted(BUILDERS), help="build this list alone")
    chosen = parser.parse_args()
    for name, build in BUILDERS.items():
        if chosen.only in (None, name):
            build(chosen.data)


if __name__ == "__main__":
    main()
