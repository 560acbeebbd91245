"""What the report says, in Vietnamese and English: both stand in the page, and the reader's choice hides one.

Every function returns markup in which everything that comes from an archive is escaped.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

_FOLDER = Path(__file__).parent / "templates"


def both(vietnamese: object, english: object) -> Markup:
    """A text in both languages.

    >>> both("một", "<one>")
    Markup('<span class="vi" lang="vi">một</span><span class="en" lang="en">&lt;one&gt;</span>')
    >>> both(12, 12)
    Markup('12')
    """
    if escape(vietnamese) == escape(english):
        return escape(vietnamese)
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(
        vietnamese, english
    )


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """The rows of one of the report's lists by their first column; quotation marks are letters like any other."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {next(iter(row.values())): row for row in rows}


def say(key: str) -> Markup:
    """A text of the report; raises KeyError for one that is not listed."""
    row = table("report.tsv")[key]
    return both(row["vi"], row["en"])


def word(key: str, lang: str) -> str:
    """A text of the report in one language, for attributes."""
    return table("report.tsv")[key][lang]


def label(key: str) -> Markup:
    """A term of the records; a term that is not listed stays itself.

    >>> label("wrong-language")
    Markup('<span class="vi" lang="vi">sai ngôn ngữ</span><span class="en" lang="en">wrong language</span>')
    """
    row = table("labels.tsv").get(key)
    return escape(key) if row is None else both(row["vi"], row["en"])


def rule(key: str) -> Markup:
    """Name of a rule; its id where it is not listed."""
    row = table("rules.tsv").get(key)
    return escape(key) if row is None else both(row["vi"], row["en"])


def why(key: str) -> Markup:
    """Why a rule's checks are left undecided; nothing for a rule that is not listed."""
    row = table("rules.tsv").get(key)
    return Markup("") if row is None else both(row["why_vi"], row["why_en"])


def day(iso: str | None) -> str:
    """A date as it is written in Vietnam; its digits are those of the record.

    >>> day("2022-03-17"), day("2022-05"), day(None)
    ('17/03/2022', '05/2022', '')
    """
    return "/".join(reversed((iso or "").split("-")))


def grouped(number: int) -> str:
    """A number with points between thousands, as in Vietnam.

    >>> grouped(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def counted(number: int) -> Markup:
    """A number with its thousands parted as each language does.

    >>> counted(1234567)
    Markup('<span class="vi" lang="vi">1.234.567</span><span class="en" lang="en">1,234,567</span>')
    """
    return both(grouped(number), f"{number:,}")
