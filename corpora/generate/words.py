"""The phrase material beside this file, and how numbers, dates and money are printed."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent
MONTHS_FROM = 3  # Nghị định 30/2020, annex I: days below 10 and months 1 and 2 are printed with a leading zero


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a TSV file beside this module."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def tree(name: str) -> dict[str, dict[str, object]]:
    """A JSON file beside this module: an object of objects."""
    loaded: dict[str, dict[str, object]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def strings(value: object) -> list[str]:
    """A JSON list of strings, checked."""
    if not isinstance(value, list):
        raise TypeError(f"expected a list in the phrase files, got {value!r}")
    return [str(item) for item in value]


def whole(value: int, rng: Random | None = None) -> str:
    """A whole number as reports print it: leading zero below 10, dots at thousands (now and then left out).

    >>> whole(5), whole(1200), whole(10555)
    ('05', '1.200', '10.555')
    """
    if 1000 <= value < 10_000 and rng is not None and rng.random() < 0.08:
        return str(value)
    return f"{value:02d}" if value < 10 else f"{value:,}".replace(",", ".")


def decimal(value: int | float) -> str:
    """A number with a decimal comma.

    >>> decimal(35.7), decimal(100)
    ('35,7', '100')
    """
    return f"{value}".replace(".", ",")


def percent(value: int | float, rng: Random) -> str:
    """A percentage, seldom with a space before the sign."""
    return decimal(value) + (" %" if rng.random() < 0.08 else "%")


def two_digit_month(when: date) -> str:
    """The month as the decree prints it: "01", "02", "3"... "12"."""
    return f"{when.month:02d}" if when.month < MONTHS_FROM else str(when.month)


def day(when: date, rng: Random, style: str = "state") -> str:
    """A day as printed after the word "ngày"."""
    if style == "party" and rng.random() < 0.7:
        return f"{when.day}-{when.month}-{when.year}"
    kind = rng.random()
    short_day, short_month = f"{when.day:02d}", two_digit_month(when)
    if kind < 0.3:
        return f"{short_day} tháng {short_month} năm {when.year}"
    if kind < 0.45:
        return f"{when.day}/{when.month}/{when.year}"
    if kind < 0.6:
        return f"{short_day}/{when.month:02d}/{when.year}"
    return f"{short_day}/{short_month}/{when.year}"


def long_day(when: date) -> str:
    """The day in a document's head: "ngày 06 tháng 9 năm 2023"."""
    return f"ngày {when.day:02d} tháng {two_digit_month(when)} năm {when.year}"


def money(vnd: int, rng: Random) -> str:
    """An amount of whole đồng, exact in one of the usual writings.

    >>> money(30_000, Random(1))
    '30.000 đồng'
    >>> sorted({money(17_660_000_000, Random(n)) for n in range(40)})
    ['17 tỷ 660 triệu đồng', '17,66 tỷ đồng', '17.660 triệu đồng', '17.660.000.000 đồng', '17.660.000.000đ']
    """
    full = f"{vnd:,}".replace(",", ".")
    choices = [f"{full} đồng", f"{full}đ"] if vnd >= 10**6 else [f"{full} đồng"]
    million, rest = divmod(vnd, 10**6)
    if not rest and million:
        choices += [f"{million:,}".replace(",", ".") + " triệu đồng"] * 2
        if million >= 1000:
            choices += [decimal(million / 1000).removesuffix(",0") + " tỷ đồng"] * 3
            billion, left = divmod(million, 1000)
            choices += [f"{billion} tỷ {left} triệu đồng"] if left else []
    return rng.choice(choices)


def shift(when: date, days: int) -> date:
    """The date so many days later, Sundays moved to Monday as an office would."""
    moved = when + timedelta(days=days)
    return moved + timedelta(days=1) if moved.weekday() == 6 else moved
