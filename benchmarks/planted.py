"""What the audit finds of planted errors, and what it says of sound documents.

    python -m benchmarks.planted --count 500 --channel FILE

Makes ``count`` sound documents and as many with one planted error each (kinds in turn), reads them by the
whole pipeline and prints, by kind: how many were found, how many had the right proposal, how often the blame was
right; and how many sound documents raised a false alarm (an error or a warning that fails). Errors of a reader are
planted into text that was read: every syllable as ``--channel`` (columns gold, ocr, count: counted readings) says it
may have been read, figures untouched. A third of the sound documents is such text, too.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from corpora.generate.compose import make_document
from corpora.generate.model import Doc, Planted
from corpora.generate.plain import clean_text
from corpora.generate.plant import KINDS, plant
from pipeline import examine, journey
from records.document import Document
from records.finding import Finding
from records.settings import ReadSettings

_SYLLABLE = re.compile(r"[^\W\d_]+")
#: A number of a document: its letters are no syllables.
_NUMBERED = re.compile(r"\S*\d\S*[/-]\S*[^\W\d_]")
_TYPES = ("BC", "KH", "TB", "BC")


@dataclass(frozen=True, slots=True)
class Case:
    """A document to audit: its text, and the error that was planted in it."""

    name: str
    text: str
    planted: Planted | None
    read: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    case: Case
    found: bool
    proposed: bool
    blamed: bool
    alarms: tuple[str, ...]


@cache
def channel(path: Path) -> dict[str, list[tuple[str, int]]]:
    """Each syllable with its readings and how often they were counted."""
    readings: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not any(char.isdigit() for char in row["ocr"]):
                readings[row["gold"]].append((row["ocr"], int(row["count"])))
    return dict(readings)


def misread(text: str, rng: Random, readings: dict[str, list[tuple[str, int]]]) -> str:
    """The text as a reader of the wrong language gives it; figures stay, words in no list lose their marks."""

    def one(match: re.Match[str]) -> str:
        word = match[0]
        known = readings.get(word) or readings.get(word.lower())
        if not known or _NUMBERED.match(text, text.rfind(" ", 0, match.start()) + 1):
            return _bare(word)
        drawn = rng.choices([r for r, _ in known], [n for _, n in known])[0]
        if word.isupper() and len(word) > 1:
            return drawn.upper()
        return drawn.capitalize() if word[0].isupper() and not drawn[0].isupper() else drawn

    return _SYLLABLE.sub(one, text)


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def cases(count: int, seed: int, table: Path | None) -> Iterator[Case]:
    """Sound documents, then planted ones."""
    rng = Random(seed)
    made = 0
    for number in range(2 * count):
        doc = make_document(seed + number, _TYPES[number % len(_TYPES)])
        if doc.head.number is None or doc.head.issued_on is None:
            continue  # a blank in the head is no sound document
        made += 1
        yield _case(doc, table is not None and made % 3 == 0, rng, table)
        if made == count:
            break
    yield from _planted(count, seed + 2 * count, rng, table)


def _planted(count: int, seed: int, rng: Random, table: Path | None) -> Iterator[Case]:
    kinds = [kind for kind in KINDS if table is not None or kind != "ocr-digit"]
    made = 0
    for number in range(20 * count):
        for kind in kinds[made % len(kinds) :] + kinds[: made % len(kinds)]:
            doc = plant(make_document(seed + number, _TYPES[number % len(_TYPES)]), kind, rng)
            if doc is not None:
                made += 1
                yield _case(doc, kind == "ocr-digit", rng, table)
                break
        if made == count:
            return


def _case(doc: Doc, read: bool, rng: Random, table: Path | None) -> Case:
    text = clean_text(doc)
    if read and table is not None:
        text = misread(text, rng, channel(table))
    return Case(doc.name, text, doc.planted[0] if doc.planted else None, read)


def judge(case: Case) -> Result:
    """Read and audit one document, and compare with what was planted."""
    document = _read(case)
    failing = [item for item in document.findings if item.verdict == "fails" and item.level != "note"]
    if case.planted is None:
        return Result(case, False, False, False, tuple(f"{item.rule}: {item.message}" for item in failing))
    about = [item for item in failing if _is_about(item, case.planted)]
    wanted = f"{case.planted.after} → {case.planted.before}"
    others = tuple(f"{item.rule}: {item.message}" for item in failing if item not in about)
    return Result(
        case,
        bool(about),
        any(item.proposal == wanted for item in about),
        bool(about) and about[0].blame == case.planted.blame,
        others,
    )


def _read(case: Case) -> Document:
    settings = ReadSettings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{case.name}.txt"
        path.write_text(case.text, encoding="utf-8")
        return journey(examine(path, settings.limits), settings)


def _is_about(item: Finding, planted: Planted) -> bool:
    """A finding with the planted figure in its places; of a lost row, any of its table; of a date, one naming it."""
    if planted.kind == "dropped-row":
        return item.rule in ("table-total", "row-gap")
    if planted.kind == "wrong-date":
        named = re.findall(r"\d+", f"{item.expected} {item.found}")
        return item.rule in ("citation-agrees", "date-order") and planted.after.lstrip("0") in named
    return any(planted.after in spot.place.text for spot in item.places)


def table_of(results: list[Result]) -> str:
    """The figures as a table for the terminal."""
    lines = [f"{'planted':<16}{'documents':>10}{'found':>8}{'proposed':>10}{'blame':>8}"]
    groups = [(kind, [r for r in results if r.case.planted and r.case.planted.kind == kind]) for kind in KINDS]
    groups.append(("all", [r for r in results if r.case.planted]))
    for name, group in groups:
        if group:
            shares = [sum(getattr(r, key) for r in group) / len(group) for key in ("found", "proposed", "blamed")]
            lines.append(f"{name:<16}{len(group):>10}{shares[0]:>8.3f}{shares[1]:>10.3f}{shares[2]:>8.3f}")
    for name, read in (("sound, as printed", False), ("sound, as read", True)):
        group = [r for r in results if r.case.planted is None and r.case.read == read]
        if group:
            wrong = sum(bool(r.alarms) for r in group)
            lines.append(f"{name}: {len(group)} documents, {wrong} with a false alarm ({wrong / len(group):.3f})")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=500, help="sound documents, and as many planted ones")
    parser.add_argument("--seed", type=int, default=70_000)
    parser.add_argument("--channel", type=Path, help="counted readings of syllables (TSV: gold, ocr, count)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="list what was missed, and the false alarms")
    given = parser.parse_args(argv)
    made = list(cases(given.count, given.seed, given.channel))
    with ProcessPoolExecutor(given.jobs) as pool:
        results = list(pool.map(judge, made, chunksize=8))
    print(table_of(results))
    if given.misses:
        _misses(results)


def _misses(results: list[Result]) -> None:
    for result in results:
        planted = result.case.planted
        if planted is not None and not (result.found and (result.proposed or planted.kind != "ocr-digit")):
            print(f"{result.case.name}: {planted} found={result.found} proposed={result.proposed}")
        if planted is None and result.alarms:
            print(f"{result.case.name}: false alarms {result.alarms}")
    rules = Counter(alarm.partition(":")[0] for r in results if r.case.planted is None for alarm in r.alarms)
    print(dict(rules))


if __name__ == "__main__":
    main()
