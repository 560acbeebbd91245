"""Dates as they are printed, days or months, that may not exist; compared only where they surely can be."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def exists(iso: str) -> bool:
    """True for a day or month of the calendar.

    >>> exists("2022-09-30"), exists("2022-09-31"), exists("2022-13"), exists("0000-01")
    (True, False, False, False)
    """
    return first_day(iso) is not None


def first_day(iso: str | None) -> date | None:
    """The day, or the first of the month; None for what does not exist.

    >>> first_day("2022-02"), first_day("2022-02-30")
    (datetime.date(2022, 2, 1), None)
    """
    return _day(iso, last=False)


def last_day(iso: str | None) -> date | None:
    """The day, or the last of the month; None for what does not exist.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    return _day(iso, last=True)


def _day(iso: str | None, *, last: bool) -> date | None:
    if iso is None:
        return None
    year, month, *days = (int(part) for part in iso.split("-"))
    if not 1 <= month <= 12 or year < 1:
        return None
    longest = monthrange(year, month)[1]
    day = days[0] if days else (longest if last else 1)
    return date(year, month, day) if 1 <= day <= longest else None


def surely_before(one: str | None, other: str | None) -> bool:
    """True where the whole of one lies before the whole of the other; False where either does not exist.

    >>> surely_before("2022-05", "2022-05-31"), surely_before("2022-04", "2022-05-31")
    (False, True)
    """
    end, start = last_day(one), first_day(other)
    return end is not None and start is not None and end < start


def printed(iso: str | None) -> str:
    """A date as it is written in Vietnam.

    >>> printed("2022-05-31"), printed("2022-05")
    ('31/5/2022', '5/2022')
    """
    year, *rest = (iso or "").split("-")
    return "/".join([*(part.lstrip("0") for part in reversed(rest)), year])
