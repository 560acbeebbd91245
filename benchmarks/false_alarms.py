"""Clean text through the whole ladder of repair: every character that changes is a false alarm.

    python -m benchmarks.false_alarms --data FOLDER [NAME=PATH ...] [--show 20]

FOLDER holds ``train/*.txt.xz`` (one paragraph a line). A PATH is a file or a folder searched recursively for plain, .gz
and .xz text and for message catalogues (.mo: their translations); without any, the English and French that Debian
installs is taken where it is there: licences and Vim's manual, manual pages, message catalogues.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import lzma
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.repair.ladder import repair_text
from records.edit import Edit

DEFAULT = (
    "English=/usr/share/common-licenses", "English=/usr/share/vim", "English=/usr/share/man/man1",
    "French=/usr/share/man/fr", "French=/usr/share/locale/fr",
)  # fmt: skip
PAGES = 50_000  # characters given at once: a report of some pages


@dataclass(slots=True)
class Count:
    """What was read of one kind of text, and what changed."""

    size: int = 0
    seconds: float = 0.0
    changed: int = 0
    by_rung: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def texts(path: Path) -> Iterator[str]:
    """The texts of a file, or of all files of a folder."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and (file.suffix == ".mo" or file.suffix in (".gz", ".xz", ".txt", "") or path == file):
            yield from read(file)


def read(file: Path) -> Iterator[str]:
    """A file's text; nothing where it is no UTF-8 text."""
    try:
        if file.suffix == ".mo":
            with file.open("rb") as stream:
                catalogue = gettext.GNUTranslations(stream)
            yield "\n".join(text for key, text in catalogue._catalog.items() if key)  # type: ignore[attr-defined]
            return
        unpack = {".gz": gzip.decompress, ".xz": lzma.decompress}.get(file.suffix, bytes)
        yield unpack(file.read_bytes()).decode("utf-8")
    except (UnicodeDecodeError, OSError):
        return


def parts(text: str) -> Iterator[str]:
    """Whole lines, so many at once."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + PAGES) + 1 or len(text)
        yield text[start:end]
        start = end


def measure(part: str, count: Count) -> None:
    """Repair a text and count what changed."""
    before = time.process_time()
    _, edits = repair_text(part)
    count.seconds += time.process_time() - before
    count.size += len(part.encode("utf-8", "replace"))
    for edit in edits:
        if edit.changes:
            count.changed += max(len(edit.before), len(edit.after))
            count.by_rung[edit.rung] += 1
            count.examples.append(shown(part, edit))


def shown(part: str, edit: Edit) -> str:
    """An edit in its surroundings."""
    left, right = part[max(0, edit.start - 30) : edit.start], part[edit.end : edit.end + 30]
    return f"{edit.rung:10} {left!r} [{edit.before!r} -> {edit.after!r}] {right!r}"


def main() -> None:
    """Repair everything and print what changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", metavar="NAME=PATH")
    parser.add_argument("--data", type=Path, help="the training folder, for Vietnamese")
    parser.add_argument("--show", type=int, default=0, help="print so many of the edits of each kind")
    parser.add_argument("--share", type=float, default=1.0, help="take this share of the text at random")
    given = parser.parse_args()
    sources = given.sources or [source for source in DEFAULT if Path(source.partition("=")[2]).exists()]
    if given.data:
        sources += [f"{path.name.partition('.')[0]}={path}" for path in sorted((given.data / "train").glob("*.txt.xz"))]
    dice, counts = random.Random(1), dict[str, Count]()
    for source in sources:
        name, _, path = source.partition("=")
        count = counts.setdefault(name, Count())
        for text in texts(Path(path)):
            for part in parts(text):
                if dice.random() < given.share:
                    measure(part, count)
    for name, count in counts.items():
        speed = count.size / 1e6 / max(count.seconds, 1e-9)
        print(f"{name:24} {count.size / 1e6:7.1f} MB {speed:5.1f} MB/s, {count.changed} characters changed:", end=" ")
        print(", ".join(f"{rung} {n}" for rung, n in count.by_rung.most_common()) or "none")
        print(*dice.sample(count.examples, min(given.show, len(count.examples))), sep="\n", end="\n" * bool(given.show))


if __name__ == "__main__":
    main()
