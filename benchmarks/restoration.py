"""Restoration and mending on held-out pages: syllables right, speed, memory, beside pyvi where it is installed.

    python -m nlp.repair.training.render --data FOLDER --held-out --languages eng,vie --seed 98 --pages 60 --out H.tsv
    python -m benchmarks.restoration H.tsv

The pages are of documents and of font families that training never saw. A syllable is right when it is spelled as it
was printed, case and tone included (hoà and hòa count as one). A lone figure that stands for a word is locked and
counts as wrong. ``--registers FOLDER`` tells official documents and laws from news, encyclopedia and invented lines.
"""

import argparse
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from nlp.repair.restore.engine import Restorer
from nlp.repair.restore.mending import Mender, Read
from nlp.repair.training.align import pairs, texts
from nlp.repair.training.channel import settled
from nlp.repair.training.source import FILES, split

Pages = dict[tuple[str, str, str, str], list["Row"]]
UNREADABLE = 0.5  # a line whose reading differs in half its letters was not read at all


@dataclass(frozen=True, slots=True)
class Row:
    """A line: as printed, as read, the confidences of its words, and the register it comes from."""

    true: str
    read: str
    sure: tuple[float, ...]
    register: str


def registers(data: Path | None) -> Callable[[str], str]:
    """Which register a printed line comes from ("" where the folder is not given)."""
    if data is None:
        return lambda line: ""
    held = {name: "\n".join(" ".join(text.split()) for text in split(data, name)[1]) for name in FILES}
    upper = {name: text.upper() for name, text in held.items()}
    return lambda line: next((name for name in held if line in held[name] or line in upper[name]), "invented")


def pages(paths: list[Path], language: str, register: Callable[[str], str]) -> Pages:
    """Lines by file, family, noise and page."""
    found: Pages = defaultdict(list)
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            lang, family, _style, _dpi, noise, page, true, read, sure = line.split("\t")[:9]
            if lang == language:
                row = Row(true, read, tuple(float(c) for c in sure.split(",")), register(true))
                found[str(path), family, noise, page].append(row)
    return found


def right(true: str, got: str) -> tuple[int, int]:
    """Syllables printed and syllables right in a line."""
    total = sum(any(map(str.isalpha, word)) for word in texts(true))
    good = 0
    for pair, _, _ in pairs(true, got):
        if len(pair.true) == len(pair.read) == 1 and any(map(str.isalpha, pair.true[0])):
            good += settled(pair.true[0]) == settled(pair.read[0])
    return total, good


def broken(row: Row, got: str) -> tuple[int, int, int]:
    """Words read right, those of them broken, and figures changed, in a line with as many words before and after."""
    lines = texts(row.true), texts(row.read), texts(got)
    if len({len(line) for line in lines}) > 1:
        return 0, 0, 0
    same = [(t, g) for t, r, g in zip(*lines, strict=True) if t == r]
    spoilt = [t for t, g in same if t != g]
    return len(same), len(spoilt), sum(any(map(str.isdigit, t)) for t in spoilt)


def restored(work: Callable[[str], str], found: Pages) -> Iterator[str]:
    """Lines of a report: accuracy by noise, words broken, speed."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    seconds = 0.0
    for (_, _, noise, _), rows in found.items():
        before = time.process_time()
        out = work("\n".join(row.read for row in rows)).split("\n")
        seconds += time.process_time() - before
        for row, got in zip(rows, out, strict=True):
            total, good = right(row.true, got)
            same, spoilt, figures = broken(row, got)
            for key in filter(None, (noise, "all", row.register)):
                tally[key].update(total=total, good=good, same=same, spoilt=spoilt, figures=figures)
    for key, t in sorted(tally.items()):
        share = 100 * t["good"] / t["total"]
        kept = f"of {t['same']} words read right {t['spoilt']} broken, figures changed {t['figures']}"
        yield f"  {key:10} {share:6.2f} % of {t['total']} syllables right; {kept}"
    yield f"  page by page {tally['all']['total'] / seconds:,.0f} syllables/s of processor time"


def mended(mender: Mender, found: Pages) -> Iterator[str]:
    """Lines of a report: character error rate before and after, by noise, and of capitals."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, _, noise, _), rows in found.items():
        text, read = "", list[Read]()
        for row in rows:
            for word, sure in zip(row.read.split(" "), row.sure, strict=False):
                read.append(Read(len(text), len(text) + len(word), sure))
                text += word + " "
            text = text[:-1] + "\n"
        for row, got in zip(rows, mender.mend(text, read)[0].split("\n"), strict=False):
            before, after = Levenshtein.distance(row.true, row.read), Levenshtein.distance(row.true, got)
            if before <= UNREADABLE * len(row.true):
                for key in (noise, "all", *(["capitals"] if row.true.isupper() else [])):
                    tally[key].update(size=len(row.true), before=before, after=after)
    for key, t in sorted(tally.items()):
        change = 100 * (t["after"] - t["before"]) / max(1, t["before"])
        was, now = (100 * t[when] / t["size"] for when in ("before", "after"))
        yield f"  {key:10} CER {was:.2f} -> {now:.2f} % ({change:+.0f} %)"


def peer() -> Callable[[str], str] | None:
    """pyvi's accents, line by line; None where it is not installed."""
    try:
        from pyvi import ViUtils  # installed for the benchmark only
    except ImportError:
        return None

    def one(line: str) -> str:
        try:
            return str(ViUtils.add_accents(line))
        except (KeyError, IndexError):  # it fails on some letters and on empty lines
            return line

    return lambda text: "\n".join(map(one, text.split("\n")))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--registers", type=Path, help="the training folder")
    given = parser.parse_args()
    register = registers(given.registers)
    before = time.perf_counter()
    restorer = Restorer.load()
    print(f"loaded in {time.perf_counter() - before:.2f} s")
    found = pages(given.pairs, "eng", register)
    whole = "\n\n".join("\n".join(row.read for row in rows) for rows in found.values())
    size = sum(any(map(str.isalpha, word)) for word in texts(whole))
    before = time.process_time()
    restorer.restore(whole)
    print(f"all pages at once: {size / (time.process_time() - before):,.0f} syllables/s of processor time")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB ({sys.platform})")
    print("restored (read with eng)", *restored(lambda text: restorer.restore(text)[0], found), sep="\n")
    print("as read", *restored(lambda text: text, found), sep="\n")
    other = peer()
    print(*(["pyvi", *restored(other, found)] if other else ["pyvi is not installed"]), sep="\n")
    print("mended (read with vie)", *mended(Mender.load(), pages(given.pairs, "vie", register)), sep="\n")


if __name__ == "__main__":
    main()
