"""Rows of a table whose columns were lost: lines that begin with rising numbers and no stop behind them.

A layer of text without places gives "7 Tổ Văn phòng 15 8 53,3": which figure stood in which column is not told, so no
figure is read from such lines.
"""

from __future__ import annotations

import re

from nlp.find.view import LOWER, UPPER, View

#: "01 Tống Văn An ...", "1 | Tổ Toán ...", but neither "1. Công tác" nor "12 xã đã ...".
_ROW = re.compile(rf"[ ]*(\d{{1,3}})\s*\.?\s*\|?[ ]+(?=[{UPPER}])[^\n]*")
_TOTAL = re.compile(rf"[ ]*(?:Tổng(?:\s[Cc]ộng)?|TỔNG(?: CỘNG)?|Cộng|Toàn [{LOWER}]+)[^\n.;]*\d[\s|]*$")
_LEAST = 3
_BETWEEN = 3  # lines of a cell that stand between two rows
Rows = list[tuple[int, int, int]]


def _lines(plain: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]*[^\s][^\n]*", plain)]


def lost_rows(view: View) -> list[tuple[int, int]]:
    """Spans of the view from the first of such rows to the last, three at least, with the row of totals below them."""
    lines = _lines(view.plain)
    found: list[tuple[int, int]] = []
    run: list[int] = []
    last = 0
    for index, (start, end) in enumerate(lines):
        match = _ROW.match(view.plain, start, end)
        number = int(match[1]) if match and "." not in view.plain[start : match.end(1) + 1] else None
        if number is not None and run and number == last + 1 and index - run[-1] <= _BETWEEN:
            run.append(index)
        elif number is not None:
            found += _span(view, lines, run)
            run = [index]
        else:
            continue
        last = number
    return found + _span(view, lines, run)


def _span(view: View, lines: list[tuple[int, int]], run: list[int]) -> list[tuple[int, int]]:
    """The span of a run of rows, when it is long enough."""
    if len(run) < _LEAST:
        return []
    end = lines[run[-1]][1]
    for start, stop in lines[run[-1] + 1 : run[-1] + 1 + _BETWEEN]:
        if _TOTAL.match(view.plain, start, stop):
            end = stop
    return [(lines[run[0]][0], end)]
