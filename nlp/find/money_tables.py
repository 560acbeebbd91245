"""Amounts of money in the columns of tables whose heads, or the line above the table, name đồng as their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nlp.find.cells import clean_head, money_scale, stated_scale
from nlp.find.numerals import parse_digits
from nlp.find.phrasebook import pattern
from nlp.find.view import fold, squeeze
from records.facts import TableFact
from records.figures import Amount

_FIGURE = re.compile(r"\d[\d.,]*")
#: Heads of columns that are no money even where the whole table is in đồng.
_OTHER = re.compile(
    r"^(?:tt|stt|so tt|so luong|sl|don vi|don vi tinh|dvt|ghi chu|nam|ty le|%|so nguoi|so ho|ngay|khoi luong)\b|%|"
    r"\bso\b.*\b(?:nguoi|ho|suat|luot)\b"
)
_SUMS = re.compile(r"tong|cong|thanh tien|nam 20\d\d")
_ABOVE = 160


def table_amounts(tables: Sequence[TableFact], text: str) -> Iterator[Amount]:
    """The amounts in money columns of tables; ``text`` is the document's, for the line above a table."""
    for table in tables:
        above = text[max(0, table.place.start - _ABOVE) : table.place.start] + (table.title or "")
        whole = stated_scale(above)
        scales = [_scale(head, whole) for head in table.header]
        total = [(table.total_row, table.total_places)] if table.total_row else []
        places = table.places or ((),) * len(table.rows)
        for row, where in [*zip(table.rows, places, strict=True), *total]:
            for col, cell in enumerate(row):
                value = _value(cell, scales[col])
                if value is not None:
                    place = (where[col] if where else None) or table.place
                    yield Amount(clean_head(table.header[col]) or None, value, place)


def _scale(head: str, whole: Decimal | None) -> Decimal | None:
    """The scale of a column: its own head's, else the table's where the head speaks of money."""
    own = money_scale(head)
    if own is not None or whole is None:
        return own
    folded = squeeze(fold(head))
    money = pattern("money_cues.tsv", "benefit", "noun", "verb").search(folded)
    return (
        whole
        if not _OTHER.search(folded) and (money or re.search(r"tong|cong|thanh tien|nam 20\d\d", folded))
        else None
    )


def _value(cell: str, scale: Decimal | None) -> int | None:
    """Đồng in a cell that is a bare figure of a money column."""
    printed = cell.strip()
    if scale is None or not _FIGURE.fullmatch(printed):
        return None
    value = parse_digits(printed)
    return int(value * scale) if value is not None and value * scale == int(value * scale) else None
