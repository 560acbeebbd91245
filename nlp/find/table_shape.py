"""The parts of a table: its head of one or more rows, the row of column numbers, the row of totals, wrapped rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.find.table_model import RawTable, Row, begins_with_cue, cues, joined
from nlp.find.view import fold
from records.facts import Cells

_ORDINAL = re.compile(r"(?:\d{1,4}|[IVXLC]{1,7}|[A-ZĐ]|[a-zđ]|\d{1,3}\.\d{1,3})[.)]?\Z")
_NUMBERED = re.compile(r"\(?\s*(\d{1,2}|[A-ZĐa-z])\s*\)?(?:\s*=.*)?\Z")
_BRACKETED = re.compile(r"\(\s*\d{1,2}\s*\)(?:\s*=.*)?\Z")
_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d\Z", re.IGNORECASE)
_MOST_HEAD = 4
_TOTAL = re.compile(r"[\s:*]*(?:\(.*\)|[IVX]+(?:\s*\+\s*[IVX]+)*|[A-Z]|\d+ .*)?[\s:.*]*\Z", re.IGNORECASE)


def head_rows(table: RawTable) -> int:
    """How many of the first rows are the head, at least one: as far as merged cells reach, or blanks are filled."""
    count = 1
    while count < min(len(table.rows) - 1, _MOST_HEAD) and (_reaches(table, count) or _has_group(table, count)):
        count += 1
    rows = table.rows
    return 2 if count == 1 and len(rows) > 2 and _fills(rows[0], rows[1]) else count


def _reaches(table: RawTable, row: int) -> bool:
    """True when a cell of the rows above reaches into the row."""
    return any(table.owner(row, column)[0] < row for column in range(table.width))


def _has_group(table: RawTable, row: int) -> bool:
    """True when a cell over several columns, not all, ends above the row, and the row has a word for each of them."""
    above = [table.owner(row - 1, column) for column in range(table.width)]
    for place in set(above):
        columns = [column for column in range(table.width) if above[column] == place]
        below = [table.rows[row][column] for column in columns]
        words = all(cell.text and (not cell.is_figure or _YEAR.match(cell.text)) for cell in below)
        if 1 < len(columns) < table.width and words:
            return True
    return False


def _fills(upper: Row, lower: Row) -> bool:
    """True when the lower row has words where the upper one has blanks, and else nothing new and no figure."""
    new = [column for column, cell in enumerate(lower) if cell.text and cell.text != upper[column].text]
    if not upper[0].text or not new or 0 in new:
        return False
    if any(lower[column].is_figure and not _YEAR.match(lower[column].text) for column in new):
        return False
    blanks = [column for column, cell in enumerate(upper) if not cell.text]
    return bool(blanks) and all(column in new for column in blanks)


def flat_head(table: RawTable, count: int) -> Cells:
    """One text a column: what stands above it from top to bottom, joined by " - "; a group counts for all its parts."""
    return tuple(" - ".join(dict.fromkeys(_above(table, count, column))) for column in range(table.width))


def _above(table: RawTable, count: int, column: int) -> Iterator[str]:
    """The texts of a column of the head from top to bottom."""
    for row in range(count):
        r, c = table.owner(row, column)
        text = table.rows[r][c].text
        while not text and not table.owners and c > 0 and row < count - 1 and table.rows[row + 1][c].text:
            c -= 1  # a group's name stands over its first column
            text = table.rows[row][c].text
        if text:
            yield text


def is_numbers(row: Row, following: Row | None) -> bool:
    """True for a row that numbers the columns: "(1) (2) (3)", "A B 1 2", "1 2 3"."""
    texts = [cell.text for cell in row if cell.text]
    if _are_bracketed(row):
        return True
    if len(texts) < 2 or not all(_NUMBERED.match(text) for text in texts):
        return False
    if all(_BRACKETED.match(text) for text in texts):
        return True
    if len(texts) < 3 or len(texts) < len(row) - (len(row) > 4) or not row[0].text:
        return False
    names = [match[1] for text in texts if (match := _NUMBERED.match(text))]
    figures = [int(name) for name in names if name.isdecimal()]
    letters = [name.upper() for name in names if not name.isdecimal()]
    first = figures[0] if figures else 1
    rising = figures == list(range(first, first + len(figures))) and first in (1, len(letters) + 1)
    lettered = letters == list("ABCDEFGHIJ"[: len(letters)])
    data = following is not None and following[0].text == "2"
    return rising and lettered and not data


def _are_bracketed(row: Row) -> bool:
    """True when most cells have the number of their column in brackets, and the rest are as short: misread ones."""
    right = sum(cell.text == f"({index})" for index, cell in enumerate(row, start=1))
    return right >= max(3, 0.6 * len(row)) and all(len(cell.text) <= 4 for cell in row)


def is_total(row: Row) -> bool:
    """True for a row of totals: its first words are a cue of one and nothing else but a bracket or a number."""
    first = next((cell.text for cell in row if cell.text and not _ORDINAL.match(cell.text)), "")
    folded = fold(first).strip(" *:")
    for cue in cues("total"):
        if folded == cue or (folded.startswith(cue + " ") and len(folded.split()) <= 6 and _ends_total(folded, cue)):
            return True
    return False


def _ends_total(folded: str, cue: str) -> bool:
    rest = folded[len(cue) :].strip()
    return rest.startswith(("toan", "cac", "(", "chung", "khoi", "so")) or bool(_TOTAL.match(rest))


def is_ordinal(text: str) -> bool:
    """True for a row's number: "1", "IV", "a)", "1.2"."""
    return bool(_ORDINAL.match(text))


def heads_ordinals(header: Cells) -> bool:
    """True when the first column is headed "TT", "STT"..."""
    return fold(header[0]).strip(" .") in cues("ordinal")


def without_wraps(rows: Sequence[Row], header: Cells) -> list[Row]:
    """Rows whose cells go on from the row above, put into it: no number of their own, no figure, nothing else new."""
    found: list[Row] = []
    for row in rows:
        if found and _wraps(row, found[-1], header):
            found[-1] = tuple(joined(pair) for pair in zip(found[-1], row, strict=True))
        else:
            found.append(row)
    return found


def _wraps(row: Row, above: Row, header: Cells) -> bool:
    if row[0].text or not above[0].text or not heads_ordinals(header) or is_total(row):
        return False
    texts = [column for column, cell in enumerate(row) if cell.text]
    return bool(texts) and all(above[c].text and not row[c].is_figure for c in texts) and len(texts) < len(row) - 1


def is_headlike(row: Row) -> bool:
    """True when a row can be a head: words in at least two cells, no figure but years."""
    texts = [cell.text for cell in row if cell.text]
    return len(texts) >= 2 and not any(cell.is_figure and not _YEAR.match(cell.text) for cell in row)


def is_title_row(row: Row) -> bool:
    """True for a table's first row that holds nothing but its title."""
    texts = [cell.text for cell in row if cell.text]
    return len(texts) == 1 and begins_with_cue(texts[0], "title")
