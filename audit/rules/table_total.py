"""table-total: columns, rows and shares of a table come out."""

from __future__ import annotations

from collections.abc import Iterator

from audit.case import Case
from audit.check import Check, Relation
from audit.figure import Figure
from audit.grid import Grid
from audit.make import finding
from audit.rule import Example, Rule
from audit.table_shares import shares
from records.finding import Finding

_ID = "table-total"
_MANUAL = """
In every table with figures: the total row against the rows above (groups numbered I, II against their own
rows, and the total against the groups), a total column against the columns it sums, and a column of shares
against the two columns that it is the share of. Where cells report nothing (blank, "-"), a total that is
larger than the printed rows is undecided, and the blank rows are named. Columns of years, prices, ranks,
marks and shares are not summed. Which columns belong to a total or a share is presumed from their heads and
must fit most rows; single rows that do not fit are the findings.
"""


def _check(case: Case) -> Iterator[Check | Finding]:
    for table in case.facts.tables:
        grid = Grid(case, table)
        if len(grid.body) >= 2:
            yield from _columns(case, grid)
            yield from _total_columns(grid)
            yield from shares(grid, _ID)


def _columns(case: Case, grid: Grid) -> Iterator[Check | Finding]:
    for column in range(len(grid.table.header)):
        if not grid.adds_up(column):
            continue
        if grid.groups:
            yield from _group_sums(grid, column)
        total = None if grid.total is None else grid.figures[grid.total][column]
        rows = grid.groups or tuple(grid.body)
        parts = [figure for row in rows if (figure := grid.figures[row][column]) is not None]
        if total is None or len(parts) < 2:
            continue
        check = _sum(grid, column, total, parts)
        blank = [row for row in grid.blanks(column) if row in rows]
        if check.verdict == "fails" and blank and _may_be_missing(check):
            yield _undecided(case, grid, column, check, blank)
        else:
            yield check


def _sum(grid: Grid, column: int, total: Figure, parts: list[Figure]) -> Check:
    name = grid.table.header[column].strip()
    return Check(_ID, "error", Relation.SUM, (total, *parts), "column", (("column", name),))


def _may_be_missing(check: Check) -> bool:
    """The rows that report something add up to less than the total."""
    expected, found = check.sides()
    return expected.high is not None and found.high is not None and expected.high < found.high


def _undecided(case: Case, grid: Grid, column: int, check: Check, blank: list[int]) -> Finding:
    expected, _ = check.sides()
    args = dict(check.args)
    return finding(
        _ID, "note", "unknown", "column-unknown", [figure.spot for figure in check.figures],
        expected=f"{expected.low}", found=check.figures[0].printed, column=args["column"],
        blank=", ".join(grid.row_name(row) for row in blank),
    )  # fmt: skip


def _group_sums(grid: Grid, column: int) -> Iterator[Check]:
    """Each group's own figure against the rows up to the next group."""
    ends = (*grid.groups[1:], len(grid.body))
    for head, end in zip(grid.groups, ends, strict=True):
        whole = grid.figures[head][column]
        parts = [figure for row in range(head + 1, end) if (figure := grid.figures[row][column]) is not None]
        if whole is not None and len(parts) >= 2 and len(parts) == end - head - 1:
            yield _sum(grid, column, whole, parts)


def _total_columns(grid: Grid) -> Iterator[Check]:
    """A column that its head calls a total against the columns right of it, where that fits most rows."""
    columns = range(len(grid.table.header))
    for column in columns:
        if not grid.is_total_column(column) or not grid.adds_up(column):
            continue
        others = [c for c in columns if c > column and grid.adds_up(c) and not grid.is_total_column(c)]
        checks = list(_row_sums(grid, column, others))
        held = sum(check.verdict == "holds" for check in checks)
        if len(checks) >= 3 and held * 4 >= len(checks) * 3:
            yield from checks


def _row_sums(grid: Grid, column: int, others: list[int]) -> Iterator[Check]:
    for row in range(len(grid.cells)):
        whole = grid.figures[row][column]
        parts = [figure for c in others if (figure := grid.figures[row][c]) is not None]
        if whole is not None and len(parts) >= 2 and len(parts) == len(others):
            yield Check(_ID, "error", Relation.SUM, (whole, *parts), "row", (("row", grid.row_name(row)),))


_TABLE = """Kết quả thực hiện:
TT\tĐơn vị\tChỉ tiêu\tKết quả
1\tHuyện Tân Lập\t115\t150
2\tHuyện Phú Thạnh\t135\t30
3\tHuyện Hòa Sơn\t130\t23
Tổng\t\t380\t{total}
"""

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (Example("holds", _TABLE.format(total="203")), Example("fails", _TABLE.format(total="208"))),
)
