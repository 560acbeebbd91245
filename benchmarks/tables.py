"""Cell-exact rates of tables beside img2table and camelot, on the same generated pages in one run.

``python -m benchmarks.tables [--count 12] [--seed 500] [--only KIND...] [--peers PYTHON]``. PYTHON is the interpreter
of an environment with ``img2table`` and ``camelot-py``; without it only this project is measured. Every document holds
one table of :func:`corpora.generate.tables.varied_table` (grouped heads, column numbers, wrapped cells, blanks, more
rows than a page). A cell is right when its text is exactly the printed one; rows are matched in order; heads are
apart and for this project only, for peers leave a head of two rows as it is. Below each kind stand the rates by what
its tables have: grouped heads, several pages with the head repeated or not, totals, blank cells (each of them counted
by itself there). The last part counts tables found in documents without any.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pipeline
from corpora.generate.compose import make_document
from corpora.generate.facts import Text
from corpora.generate.model import Doc, Para, Table
from corpora.generate.tables import varied_table
from corpora.generate.write import content
from records.document import Limits
from records.facts import TableFact
from records.settings import ReadSettings

Rows = list[list[str]]
#: Kind -> layout, level of wear, whether lines are drawn, flavour that suits the peers.
KINDS: dict[str, tuple[str, str, bool, str]] = {
    "pdf": ("pdf", "clean", True, "lattice"),
    "pdf-unruled": ("pdf", "clean", False, "stream"),
    "scan-light": ("scan", "light", True, "lattice"),
    "scan-medium": ("scan", "medium", True, "lattice"),
    "scan-bw": ("scan-bw", "light", True, "lattice"),
    "scan-unruled": ("scan", "light", False, "stream"),
    "txt": ("txt", "clean", True, ""),
    "docx": ("docx", "clean", True, ""),
}
PEERS = ("img2table", "camelot")


@dataclass(frozen=True, slots=True)
class Case:
    """A written document and the table in it."""

    path: Path
    table: Table

    @property
    def rows(self) -> Rows:
        """The rows below the head."""
        return [list(row) for row in self.table.body_rows()]


def document(seed: int, ruled: bool) -> Doc:
    """A report of a head and an annex with one table."""
    doc = make_document(seed, "BC")
    table = replace(varied_table(seed, doc.world), ruled=ruled)
    return replace(doc, body=doc.body[:2], annex=(Para(Text("BIỂU TỔNG HỢP KẾT QUẢ"), "center"), table))


def right_cells(want: Rows, have: Rows) -> int:
    """Cells of ``want`` that ``have`` has exactly, rows matched in order so that most agree."""
    best = [0] * (len(have) + 1)
    for row in want:
        line = [0]
        for index, other in enumerate(have):
            agree = sum(a == b for a, b in zip(row, other, strict=False)) if len(other) == len(row) else 0
            line.append(max(best[index] + agree, best[index + 1], line[index]))
        best = line
    return best[-1]


def our_tables(path: Path) -> tuple[TableFact, ...]:
    """The tables as a run finds them."""
    return pipeline.journey(pipeline.examine(path, Limits()), ReadSettings()).facts.tables


def traits(table: Table, tables_pages: int) -> list[str]:
    """What a table has that is hard."""
    names = ["grouped head" if table.groups else "plain head", "total row" if table.total_row else "no total row"]
    if tables_pages > 1:
        names.append("several pages, head repeated" if table.repeats else "several pages, head once")
    return names


class Traits:
    """Right cells and all cells by trait."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def add(self, name: str, right: int, cells: int) -> None:
        """Count cells of a trait."""
        counts = self._counts.setdefault(name, [0, 0])
        counts[0], counts[1] = counts[0] + right, counts[1] + cells

    def lines(self) -> list[str]:
        """A line a trait."""
        return [f"    {name:30} {right / cells:.4f}  ({right} of {cells})"
                for name, (right, cells) in sorted(self._counts.items()) if cells]  # fmt: skip


def blank_cells(want: Rows, have: Rows) -> tuple[int, int]:
    """Blank cells that are blank, and all of them, in rows of the same number and width."""
    pairs = [(a, b) for one, other in zip(want, have, strict=False) for a, b in zip(one, other, strict=False)]
    return sum(a == b == "" for a, b in pairs), sum(cell == "" for row in want for cell in row)


def _our_rows(tables: Sequence[TableFact]) -> Rows:
    return [list(row) for fact in tables for row in (*fact.rows, *([fact.total_row] if fact.total_row else []))]


def _measure_ours(cases: list[Case], show: Callable[[str], None] | None) -> str:
    right = all_cells = heads = tables = 0
    began, by_trait = time.perf_counter(), Traits()
    for case in cases:
        found = our_tables(case.path)
        rows = _our_rows(found)
        cells = sum(map(len, case.rows))
        got = right_cells(case.rows, rows)
        for name in traits(case.table, pipeline.examine(case.path, Limits()).pages - 1):
            by_trait.add(name, got, cells)
        by_trait.add("blank cells", *blank_cells(case.rows, rows))
        right, all_cells, tables = right + got, all_cells + cells, tables + len(found)
        heads += bool(found) and found[0].header == case.table.flat_header()
        if show and (not found or found[0].header != case.table.flat_header()):
            show(f"  {case.path.name}: {case.table.flat_header()}\n    {found[0].header if found else None}")
        if show and got < cells:
            show(f"  {case.path.name}: {got} of {cells}, {len(rows)} rows of {len(case.rows)}")
            for want, have in zip(case.rows, rows, strict=False):
                if want != have:
                    show(f"    {want}\n    {have}")
    seconds = time.perf_counter() - began
    rate = f"{right / all_cells:.4f}  ({right} of {all_cells} cells)"
    said = f"{rate}  heads {heads}/{len(cases)}  tables {tables}/{len(cases)}  {seconds:.0f} s"
    return "\n".join([said, *by_trait.lines()])


def _measure_peer(cases: list[Case], python: str, peer: str, flavour: str) -> str:
    began = time.perf_counter()
    script = str(Path(__file__).with_name("table_peers.py"))
    paths = [str(case.path) for case in cases]
    answer = subprocess.run([python, script, peer, flavour, *paths], capture_output=True, text=True, check=False)
    found: list[Rows] = [json.loads(line[5:]) for line in answer.stdout.splitlines() if line.startswith("ROWS ")]
    if len(found) != len(cases):
        return f"failed: {answer.stderr[-300:]}"
    right = sum(right_cells(case.rows, rows) for case, rows in zip(cases, found, strict=True))
    all_cells = sum(len(row) for case in cases for row in case.rows)
    return f"{right / all_cells:.4f}  ({right} of {all_cells} cells)  {time.perf_counter() - began:.0f} s"


def _write(folder: Path, kind: str, seeds: range) -> list[Case]:
    layout, level, ruled, _ = KINDS[kind]
    cases = []
    for seed in seeds:
        doc = document(seed, ruled)
        suffix = {"txt": ".txt", "docx": ".docx"}.get(layout, ".pdf")
        path = folder / f"{kind}-{seed}{suffix}"
        path.write_bytes(content(doc, layout, level))
        table = doc.annex[-1]
        if isinstance(table, Table):
            cases.append(Case(path, table))
    return cases


def _false_alarms(folder: Path, seeds: range, layouts: Sequence[str]) -> None:
    """Tables found in documents that have none."""
    for layout in layouts:
        found = made = 0
        for seed in seeds:
            doc = replace(make_document(seed), annex=())
            if any(isinstance(block, Table) for block in doc.body):
                continue
            path = folder / f"none-{layout}-{seed}.{'pdf' if layout in ('pdf', 'scan') else layout}"
            path.write_bytes(content(doc, layout))
            tables = our_tables(path)
            found, made = found + len(tables), made + 1
            for table in tables:
                print(f"  false: {path.name} page {table.place.page} {table.header}")
        print(f"no table, {layout:6} {found} found in {made} documents")


def main() -> int:
    """Run the benchmark and print a line a kind and tool."""
    parser = argparse.ArgumentParser(description="Cell-exact rates of tables.")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--only", nargs="*", choices=[*KINDS, "none"], default=[*KINDS, "none"])
    parser.add_argument("--peers", help="Python with img2table and camelot-py")
    parser.add_argument("--none-count", type=int, default=60, help="documents without a table, a layout")
    parser.add_argument("--show", action="store_true", help="print rows that differ")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as scratch:
        seeds = range(options.seed, options.seed + options.count)
        for kind in KINDS:
            if kind not in options.only:
                continue
            cases = _write(Path(scratch), kind, seeds)
            print(f"{kind:13} doichieu   {_measure_ours(cases, print if options.show else None)}", flush=True)
            if options.peers and KINDS[kind][3]:
                for peer in PEERS:
                    rate = _measure_peer(cases, options.peers, peer, KINDS[kind][3])
                    print(f"{kind:13} {peer:10} {rate}", flush=True)
        if "none" in options.only:
            others = range(options.seed, options.seed + options.none_count)
            _false_alarms(Path(scratch), others, ("txt", "md", "docx", "pdf"))
            _false_alarms(Path(scratch), others[: max(1, options.none_count // 6)], ("scan",))
    return 0


if __name__ == "__main__":
    sys.exit(main())
