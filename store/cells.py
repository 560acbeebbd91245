"""A value of the records as a cell of each export format."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal

#: Excel keeps 15 digits of a number and 32,767 characters of a text.
_EXCEL_DIGITS = 10**15
_EXCEL_TEXT = 32_767
_EXCEL_FIRST = datetime(1900, 3, 1)
_CUT = " … [cut: the whole text is in the other formats]"
# What XML 1.0 cannot hold, and a workbook is XML.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Plain = str | int | float | None


def json_value(value: object) -> object:
    """A value for JSON: whole figures without a point, others as printed.

    >>> json_value(Decimal("1200")), json_value(Decimal("35.7")), json_value(["a"])
    (1200, 35.7, ['a'])
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def csv_cell(value: object) -> object:
    """A value for CSV: lists are JSON, nothing is empty, figures as printed.

    >>> csv_cell(Decimal("1200")), csv_cell(["a", "b"]), csv_cell(None)
    ('1200', '["a", "b"]', None)
    """
    if isinstance(value, Decimal):
        return str(json_value(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def parquet_cell(value: object) -> object:
    """A value for Parquet: figures as numbers, lists as JSON in text."""
    return json_value(value) if isinstance(value, Decimal) else csv_cell(value)


def whole_day(value: object) -> datetime | None:
    """The day that a text YYYY-MM-DD names; None for a month or nothing, for no day is made up.

    >>> whole_day("2022-05-09"), whole_day("2022-05"), whole_day(None)
    (datetime.datetime(2022, 5, 9, 0, 0), None, None)
    """
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d")
    except ValueError:
        return None


def excel_day(value: object) -> object:
    """A date for Excel: a real one from 1900-03-01 on, where its calendar is right, else text.

    >>> excel_day("2022-05-09"), excel_day("2022-05"), excel_day("1890-01-31")
    (datetime.date(2022, 5, 9), '2022-05', '1890-01-31')
    """
    known = whole_day(value)
    return known.date() if known and known >= _EXCEL_FIRST else excel_cell(value)


def excel_cell(value: object) -> object:
    """A value for Excel: text that its XML can hold, cut at its limit; numbers that it would round become text.

    >>> excel_cell(17660000000), excel_cell(12345678901234567), excel_cell("a\\x01b") == "a\\ufffdb"
    (17660000000, '12345678901234567', True)
    """
    plain = parquet_cell(value)
    if isinstance(plain, int) and abs(plain) >= _EXCEL_DIGITS:
        return str(plain)
    if not isinstance(plain, str):
        return plain
    clean = _NOT_XML.sub("\ufffd", plain)
    return clean if len(clean) <= _EXCEL_TEXT else clean[: _EXCEL_TEXT - len(_CUT)] + _CUT
