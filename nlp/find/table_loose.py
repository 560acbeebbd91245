"""Rows of a table in text that fell apart: where cells were blank, the figures stand below the row, a line each.

Which columns they are of is told by the table's head, and by its totals; where these do not tell, the cells stay blank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from nlp.find.numerals import parse_digits
from nlp.find.table_model import BLANK, Cell, is_figure
from nlp.find.table_shape import heads_ordinals, is_headlike, is_total
from records.page import DocumentText, Line

_Placed = tuple[int, Line]
#: Lines of one figure each that make a row that fell apart, at least.
_LEAST = 2


def loose_lines(texts: Sequence[str]) -> frozenset[int]:
    """Numbers of the lines that hold one figure and nothing else, two or more in a row, and of a total above such."""
    found: set[int] = set()
    run: list[int] = []
    for index, text in enumerate([*texts, ""]):
        if is_figure(text.strip()):
            run.append(index)
            continue
        if len(run) >= _LEAST:
            above = run[0] - 1
            found.update(run)
            if above >= 0 and "|" not in texts[above] and is_total((Cell(texts[above].strip()),)):
                found.add(above)
        run = []
    return frozenset(found)


def spread(split: Sequence[Sequence[Cell]], width: int) -> tuple[int, int] | None:
    """Of a head of two rows how many columns have no group, and how many columns each group has; None for any other.

    The names that stand over the parts are the last ones of the upper row.
    """
    if len(split) < 3 or not len(split[0]) < width or not len(split[1]) < width:
        return None
    groups = len(split[0]) + len(split[1]) - width
    if not 0 < groups < len(split[0]) or len(split[1]) % groups or not is_headlike(tuple(split[1])):
        return None
    return len(split[0]) - groups, len(split[1]) // groups


def in_columns(
    text: DocumentText, lines: Sequence[_Placed], cells_of: Callable[[DocumentText, _Placed], list[Cell]]
) -> list[list[Cell]]:
    """The cells of each row, those that fell apart put together again."""
    rows: list[list[Cell]] = []
    apart: dict[int, list[Cell]] = {}
    for item in lines:
        cells = cells_of(text, item)
        if rows and "|" not in item[1].text and is_figure(item[1].text.strip()):
            apart.setdefault(len(rows) - 1, []).append(cells[0])
        else:
            rows.append(cells)
    return _placed(rows, apart) if apart else rows


def _placed(rows: list[list[Cell]], apart: dict[int, list[Cell]]) -> list[list[Cell]]:
    width = max(len(row) for row in rows)
    known = spread(rows, width)
    if known is None:
        return rows
    own, each = known
    leads = {index: _lead(rows[index], rows[0], own) for index in apart}
    part = _part(rows, apart, own, each)
    for index, figures in apart.items():
        places = range(own, width, each)
        if part is None or len(figures) != len(places) or len(leads[index]) != own:
            continue
        whole = [*leads[index], *[BLANK] * (width - own)]
        for place, figure in zip(places, figures, strict=True):
            whole[place + part] = figure
        rows[index] = whole
    return rows


def _lead(row: list[Cell], head: list[Cell], own: int) -> list[Cell]:
    """The first cells of a row; a total has no number before its name."""
    numbered = heads_ordinals(tuple(cell.text for cell in head))
    return [BLANK, *row] if len(row) == own - 1 and numbered and is_total(tuple(row)) else row


def _part(rows: list[list[Cell]], apart: dict[int, list[Cell]], own: int, each: int) -> int | None:
    """The column within each group that loose figures are of: the one whose figures then sum to the total's."""
    totals = [index for index in apart if is_total(tuple(rows[index]))]
    items = [index for index, row in enumerate(rows) if index > 2 and row[0].text.isdecimal()]
    if len(totals) != 1:
        return None
    wanted = _value(apart[totals[0]][0])
    fit = []
    for part in range(each):
        cells = [
            apart[index][0] if index in apart else rows[index][own + part]
            for index in items
            if index in apart or len(rows[index]) > own + part
        ]
        if sum((_value(cell) or Decimal(0) for cell in cells), Decimal(0)) == wanted:
            fit.append(part)
    return fit[0] if len(fit) == 1 else None


def _value(cell: Cell) -> Decimal | None:
    return parse_digits(cell.text, False) if cell.text else None
