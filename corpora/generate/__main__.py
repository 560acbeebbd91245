"""``python -m corpora.generate --seed N --count N --to DIR [--layouts ...] [--kinds ...]``, or ``--samples``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from corpora.generate.compose import make_document
from corpora.generate.fonts import NoFont
from corpora.generate.model import Doc
from corpora.generate.samples import write_samples
from corpora.generate.words import rows
from corpora.generate.write import LAYOUTS, write, write_gold


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    kinds = sorted({row["type"] for row in rows("doctypes.tsv")} - {"CTr"})
    parser = argparse.ArgumentParser(prog="python -m corpora.generate", description="Make documents with their gold.")
    parser.add_argument("--samples", action="store_true", help="make corpora/samples anew and nothing else")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first document")
    parser.add_argument("--count", type=int, default=10, help="how many documents, with rising seeds")
    parser.add_argument("--to", type=Path, help="folder to write to")
    parser.add_argument("--layouts", default="txt", help="comma-separated: " + ", ".join(LAYOUTS))
    parser.add_argument("--kinds", default="", help="comma-separated, taken in turn: " + ", ".join(kinds))
    parser.add_argument(
        "--level", default="light", choices=[row["level"] for row in rows("levels.tsv")], help="wear of scans"
    )
    parser.add_argument("--dpi", type=int, default=300, help="resolution of scans")
    parser.add_argument("--handwritten", action="store_true", help="numbers of scans are written by hand")
    arguments = parser.parse_args(argv)
    if not arguments.samples and arguments.to is None:
        parser.error("--to is needed (or --samples)")
    unknown = sorted(set(arguments.layouts.split(",")) - set(LAYOUTS))
    unknown += sorted(set(filter(None, arguments.kinds.split(","))) - set(kinds))
    if unknown:
        parser.error("unknown: " + ", ".join(unknown))
    return arguments


def _write_all(doc: Doc, arguments: argparse.Namespace) -> list[str]:
    """Every layout of a document and its gold; Markdown has gold of its own, for its lines are others."""
    names: list[str] = []
    for layout in arguments.layouts.split(","):
        wear = f"-{arguments.level}-{arguments.dpi}" if layout.split("-")[0] in ("scan", "tiff", "wrong") else ""
        name = f"{doc.name}.{layout}{wear}{LAYOUTS[layout]}".replace(f".{layout}.{layout}", f".{layout}")
        write(doc, layout, arguments.to / name, arguments.level, arguments.dpi, handwritten=arguments.handwritten)
        if layout == "md":
            write_gold(doc, arguments.to / "gold" / f"{doc.name}.md.json", [name], "md")
        else:
            names.append(name)
    if names:
        write_gold(doc, arguments.to / "gold" / f"{doc.name}.json", names)
    return names


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    arguments = _arguments(argv)
    try:
        if arguments.samples:
            made = len(write_samples())
        else:
            kinds = list(filter(None, arguments.kinds.split(","))) or [None]
            for number in range(arguments.count):
                _write_all(make_document(arguments.seed + number, kinds[number % len(kinds)]), arguments)
            made = arguments.count
    except (NoFont, FileNotFoundError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 3
    sys.stderr.write(f"{made} documents made\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
