"""row-gap: the rows of a table are numbered without a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from audit.case import Case
from audit.grid import Grid
from audit.make import finding
from audit.rule import Example, Rule
from records.finding import Finding

_ID = "row-gap"
_MANUAL = """
The column of row numbers (TT, STT) rises by one. It may begin anew at 1 below the head of a group; anything
else, a number left out, twice or lower than the one before, is reported: a dropped row is the commonest
reason why totals fail.
"""


def _check(case: Case) -> Iterator[Finding]:
    for table in case.facts.tables:
        grid = Grid(case, table)
        for column in range(len(table.header)):
            if grid.is_numbering(column):
                yield from _column(case, grid, column)


def _column(case: Case, grid: Grid, column: int) -> Iterator[Finding]:
    numbered = [(row, int(cell)) for row in grid.body if (cell := grid.cells[row][column].strip(" .")).isdecimal()]
    if len(numbered) < 2:
        return
    broken = False
    for (_, before), (row, after) in itertools.pairwise(numbered):
        if after not in (before + 1, 1):
            broken = True
            spot = case.spot(grid.place(row, column) or case.start)
            yield finding(
                _ID, "warning", "fails", "rows-fail", [spot], expected=str(before + 1), found=str(after),
                blame=case.blame(spot.place), before=str(before), after=str(after),
            )  # fmt: skip
    if not broken:
        first, last = (grid.place(numbered[end][0], column) or case.start for end in (0, -1))
        spots = [case.spot(first), case.spot(last)]
        yield finding(_ID, "note", "holds", "rows-hold", spots, first=str(numbered[0][1]), last=str(numbered[-1][1]))


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "holds",
            "Kết quả:\nTT\tĐơn vị\tKết quả\n1\tHuyện Tân Lập\t150\n2\tHuyện Phú Thạnh\t30\n3\tHuyện Hòa Sơn\t23\n",
        ),
        Example(
            "fails",
            "Kết quả:\nTT\tĐơn vị\tKết quả\n1\tHuyện Tân Lập\t150\n2\tHuyện Phú Thạnh\t30\n4\tHuyện Hòa Sơn\t23\n",
        ),
    ),
)
