"""Confusion matrix and speed of the language verdict on pages of every kind.

    python -m benchmarks.verdict --data FOLDER [--english FILE...] [--french FILE...] [--read PAIRS.tsv...] [--errors N]

FOLDER is the one of corpora.build_lists. Pages come from the held-out tail of each source, and from Wikipedia, which
the profiles have not seen. English and French are plain text files of your own; without --english, Python's own topics.
PAIRS are rendered pages (``nlp.repair.training.render --held-out``): those read with ``fra`` are judged too.
"""

from __future__ import annotations

import argparse
import pydoc_data.topics
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpora.build_profiles import TRAIN_FILES, paragraphs, readings
from corpora.damage import lose_letters, shift_glyphs, swap_letters
from nlp.repair.codec import WINDOWS, encodings
from nlp.repair.legacy import decode_bytes, encode
from nlp.repair.syllables import strip_accents
from nlp.repair.verdict import judge

SIZES = (400, 120, 60, 10)  # words a page
PAGES = 60  # of each kind and size


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with what it is: the kind it was made as and the labels that are right."""

    kind: str
    right: frozenset[str]
    size: int
    text: str


READ = frozenset({"wrong-language:vi"})
ALIKE = frozenset({"wrong-language:vi", "wrong-language:vi-ascii"})


def label(text: str) -> str:
    """The verdict as one word: legacy with its encoding, clean and wrong-language with their language."""
    found = judge(text)
    detail = found.encoding if found.verdict == "legacy" else found.language
    return found.verdict.value + (f":{detail}" if detail and found.verdict != "abstained" else "")


def pages(lines: Sequence[str], size: int, rng: Random, wanted: int = PAGES) -> Iterator[str]:
    """Pages of ``size`` words or a little more, of paragraphs that stand together."""
    for _ in range(wanted):
        at, page, words = rng.randrange(len(lines)), list[str](), 0
        while words < size:
            line = " ".join(lines[at % len(lines)].split()[: size - words])
            page.append(line)
            words += sum(any(char.isalpha() for char in word) for word in line.split())
            at += 1
        yield "\n".join(page)


def shown(text: str, encoding: str) -> str:
    """The text in a legacy encoding as a text layer shows it, typographic signs made plain before."""
    plain = text.translate(str.maketrans("“”‘’–—…", "\"\"''--."))
    data = "".join(char for char in plain if ord(char) < 0x100 or char.isalpha())
    return "".join(WINDOWS[code] for code in encode(data, encoding))


def table_of_figures(rng: Random) -> str:
    """A table without prose: a few unit names, the rest figures."""
    rows = [[f"{rng.randrange(1, 10 ** rng.randrange(1, 8)):,}".replace(",", ".") for _ in range(6)] for _ in range(25)]
    heads = rng.sample(["TT", "STT", "%", "ha", "kg", "m2", "2021", "2022"], 4)
    return "\n".join(" ".join(row) for row in [heads, *rows])


Damage = Callable[[str, Random], str]
DAMAGES: Mapping[str, tuple[Damage, frozenset[str]]] = {
    "vi-clean": (lambda text, _: text, frozenset({"clean:vi"})),
    "vi-capitals": (lambda text, _: text.upper(), frozenset({"clean:vi"})),
    "vi-ascii": (lambda text, _: strip_accents(text), frozenset({"wrong-language:vi-ascii"})),
    "letters-lost": (lose_letters, frozenset({"garbage"})),
    "glyphs-shifted": (shift_glyphs, frozenset({"garbage"})),
    "letters-swapped": (swap_letters, frozenset({"garbage"})),
    "glyph-numbers": (
        lambda text, rng: "".join(c if c.isspace() else f"(cid:{rng.randrange(900)})" for c in text),
        frozenset({"garbage"}),
    ),
    "tcvn3-hyphens": (lambda text, _: shown(text, "tcvn3").replace("\xad", "-"), frozenset({"legacy:tcvn3"})),
    "tcvn3-lost-u": (lambda text, _: shown(text, "tcvn3").replace("\xad", ""), frozenset({"legacy:tcvn3"})),
    "mostly-tcvn3": (lambda text, _: _partly(text, 0.65), frozenset({"legacy:tcvn3"})),
    "partly-tcvn3": (lambda text, _: _partly(text, 0.3), frozenset({"clean:vi"})),
}


def _partly(text: str, share: float) -> str:
    """The head of the text in TCVN3, the rest in Unicode."""
    words = text.split(" ")
    cut = int(len(words) * share)
    return shown(" ".join(words[:cut]), "tcvn3") + " " + " ".join(words[cut:])


def _fair(right: frozenset[str], size: int) -> frozenset[str]:
    """The labels that are right at this size: ten words of capitals are the same read as English or stripped."""
    return ALIKE if right <= ALIKE and size < 50 else right


def read_in_french(paths: Sequence[Path]) -> list[str]:
    """The lines of rendered pages as read with ``fra``."""
    rows = (line.split("\t") for path in paths for line in path.read_text("utf-8").splitlines())
    return [row[7] for row in rows if row[0] == "fra"]


def samples(data: Path, english: Sequence[str], french: Sequence[str], misread: Sequence[str] = ()) -> Iterator[Sample]:
    """Pages of every kind and size, seeded."""
    rng = Random(11)
    held = [line for name in TRAIN_FILES[:3] for line in paragraphs(data, name, held_out=True) if line.strip()]
    wiki = [line for line in paragraphs(data, "tnt305_viwiki", held_out=True)[::20] if line.strip()]
    sources: list[tuple[str, Sequence[str], frozenset[str]]] = [
        ("vi-wiki", wiki, frozenset({"clean:vi"})),
        ("vi-read-vie", [line for _, line in readings(data, "vie", held_out=True)], frozenset({"clean:vi"})),
        ("vi-read-eng", [line for _, line in readings(data, "eng", held_out=True)], READ),
        ("vi-read-fra", misread, READ),
        ("en", english, frozenset({"clean:en"})),
        ("fr", french, frozenset({"clean:fr"})),
    ]
    for size in SIZES:
        for kind, lines, right in sources:
            if lines:
                yield from (Sample(kind, _fair(right, size), size, page) for page in pages(lines, size, rng))
        for kind, (damage, right) in DAMAGES.items():
            made = pages(held, size, rng)
            yield from (Sample(kind, _fair(right, size), size, damage(page, rng)) for page in made)
        for name in encodings():
            right = frozenset({f"legacy:{name}"})
            yield from (Sample(name, right, size, shown(page, name)) for page in pages(held, size, rng))
    figures = frozenset({"abstained"})
    yield from (Sample("figures", figures, 0, table_of_figures(rng)) for _ in range(PAGES))
    yield Sample("empty", frozenset({"empty"}), 0, " \n\f")


def text_lines(files: Sequence[Path]) -> list[str]:
    """Paragraphs of plain text files, those of some length."""
    text = "\n".join(file.read_text("utf-8", "replace") for file in files)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if len(part.split()) > 8]


def _python_topics() -> list[str]:
    text = "\n\n".join(pydoc_data.topics.topics.values())
    return [" ".join(part.split()) for part in text.split("\n\n") if len(part.split()) > 12 and part[:4].strip()]


def report(found: Sequence[tuple[Sample, str]], errors: int) -> Iterator[str]:
    """The lines of the report: a confusion row a kind, for long pages and for short ones, then the shares."""
    for long in (True, False):
        chosen = [(sample, got) for sample, got in found if (sample.size >= 50 or sample.size == 0) == long]
        rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sample, got in chosen:
            rows[sample.kind][got] += 1
        yield f"\n{'pages of 50 words and more' if long else 'ten-word pages'}: kind, labels given"
        yield from (
            f"  {kind:16}" + "  ".join(f"{got} {n}" for got, n in row.most_common()) for kind, row in rows.items()
        )
        right = sum(got in sample.right for sample, got in chosen)
        wrong = sum(got not in sample.right and got != "abstained" for sample, got in chosen)
        yield f"  right {right / len(chosen):.4f}  wrong {wrong / len(chosen):.4f}  of {len(chosen)} pages"
    bad = [(sample, got) for sample, got in found if got not in sample.right and got != "abstained"]
    yield from (f"{sample.kind} {sample.size} -> {got}: {sample.text[:300]!r}" for sample, got in bad[:errors])


def decoding_speed(texts: Sequence[str]) -> Iterator[str]:
    """MB of legacy bytes decoded in a second of one core, an encoding a line."""
    clean = "\n".join(list(texts[:PAGES]) * 30)
    for name in encodings():
        data = encode(clean, name)
        start = time.process_time()
        decode_bytes(data, name)
        yield f"{name:16}{len(data) / 1e6 / (time.process_time() - start):6.1f} MB/s"


def main() -> str:
    """Judges every page; returns the report with pages per second on pages of 400 words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--english", type=Path, nargs="*", default=[])
    parser.add_argument("--french", type=Path, nargs="*", default=[])
    parser.add_argument("--read", type=Path, nargs="*", default=[])
    parser.add_argument("--errors", type=int, default=0, help="print so many wrong pages")
    chosen = parser.parse_args()
    english = text_lines(chosen.english) if chosen.english else _python_topics()
    made = list(samples(chosen.data, english, text_lines(chosen.french), read_in_french(chosen.read)))
    found = [(sample, label(sample.text)) for sample in made]
    large = [sample.text for sample in made if sample.size == SIZES[0]]
    start = time.process_time()
    for text in large:
        judge(text)
    speed = (
        f"{len(large) / (time.process_time() - start):.0f} pages/s of one core, pages of {SIZES[0]} words of every kind"
    )
    return "\n".join([*report(found, chosen.errors), "", speed, *decoding_speed(large)])


if __name__ == "__main__":
    print(main())
