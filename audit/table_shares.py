"""Columns of shares: which two columns each is the share of, and whether every row comes out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from audit.check import Check, Relation
from audit.grid import Grid

#: Rows that a pair of columns must explain before the others are held against it.
_MOST = 0.75
_FEWEST = 3
#: Tables wider than this are not searched for pairs.
_WIDEST = 16


def shares(grid: Grid, rule: str) -> Iterator[Check]:
    """The checks of every share column against the pair of columns that explains most of its rows."""
    columns = [column for column in range(len(grid.table.header)) if grid.adds_up(column)]
    if len(columns) > _WIDEST:
        return
    for column in range(len(grid.table.header)):
        if grid.is_share(column):
            found = [list(_pair(grid, rule, column, pair)) for pair in permutations(columns, 2)]
            yield from max(found, key=_held, default=[]) if found and _explains(max(found, key=_held)) else []


def _held(checks: list[Check]) -> int:
    return sum(check.verdict == "holds" for check in checks)


def _explains(checks: list[Check]) -> bool:
    return len(checks) >= _FEWEST and _held(checks) >= _MOST * len(checks)


def _pair(grid: Grid, rule: str, column: int, pair: tuple[int, int]) -> Iterator[Check]:
    for row, figures in enumerate(grid.figures):
        share, count, quota = figures[column], figures[pair[0]], figures[pair[1]]
        if share is not None and count is not None and quota is not None and quota.value > 0:
            args = (("row", grid.row_name(row)),)
            yield Check(rule, "error", Relation.RATIO, (share, count, quota), "ratio", args)
