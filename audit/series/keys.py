"""The series that a document takes part in: the keys under which its records meet those of others.

Keys are strict: what is not surely the same thing has another key, and what does not tell whose it is, and for when,
has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from audit.series.numbers import (
    ONLY,
    body_key,
    cited_body,
    issuer_of,
    named_year,
    number_key,
    placed,
    serial,
    symbol,
)
from audit.stages import stage_of
from audit.words import fold
from records.series import Card, Cited, Entry, Quantity, Sheet, Source

#: Changes whenever keys do: what was keyed otherwise is keyed anew.
VERSION = "1"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_STAGE = re.compile(r"\b(giai doan|dot|quy|ky) (?:thu )?(?:\d{1,2}|i{1,3}|iv|vi{0,3}|ix|x|mot|hai|ba|bon)\b")
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 120  # characters of a subject: beyond, it is a sentence and no name of a thing


def entries(sheet: Sheet) -> Iterator[Entry]:
    """Every key of a document's records."""
    yield from _head(sheet.card)
    years = _years_told(sheet)
    for cited in sheet.cited:
        yield from _citation(cited, sheet.card, years)
    for quantity in sheet.quantities:
        yield from _quantity(quantity, sheet.card)


def _head(card: Card) -> Iterator[Entry]:
    if card.number is None or not symbol(card.number):
        return
    body = issuer_of(card)
    year = card.issued_on[:4] if card.issued_on else ""
    yield Entry(_number(card.number, year, body), "head", 0, card.document)
    if body is not None and not card.told:
        yield from _register(card.number, card.issued_on, body, "head", 0)


def _number(number: str, year: str, body: str | None) -> str:
    """A number with what makes it one document's: its year, unless it names it, and its body."""
    when = "" if named_year(number) else f" | {year}"
    return f"number {number_key(number)}{when} | {body or '?'}"


def _years_told(sheet: Sheet) -> dict[str, str]:
    """The year that a document gives a number somewhere; mentions without a date mean the same."""
    return {number_key(c.number): c.issued_on[:4] for c in reversed(sheet.cited) if c.issued_on}


def _citation(cited: Cited, card: Card, years: dict[str, str]) -> Iterator[Entry]:
    if not symbol(cited.number):
        return
    body = cited_body(cited, card)
    year = (cited.issued_on or years.get(number_key(cited.number)) or card.issued_on or "")[:4]
    yield Entry(_number(cited.number, year, body), "citation", cited.row, f"{cited.type or ''}|{cited.issued_on or ''}")
    if body not in (None, ONLY) and cited.issuer:
        yield from _register(cited.number, cited.issued_on, str(body), "citation", cited.row)


def _register(number: str, day: str | None, body: str, source: Source, row: int) -> Iterator[Entry]:
    """Numbers that one body gave in one year; only days can be ordered.

    Of central bodies only their own documents count: every document of an archive cites them.
    """
    run = serial(number)
    if run is not None and day is not None and _DAY.match(day):
        yield Entry(f"register {symbol(number).casefold()} | {day[:4]} | {body}", source, row, f"{run}|{day}")


def _quantity(item: Quantity, card: Card) -> Iterator[Entry]:
    subject, unit, when = fold(item.subject or ""), fold(item.unit or ""), period_key(item.period, card.issued_on)
    if not when or not unit or item.unit == "%" or not item.value.is_finite():
        return
    holder = placed(body_key(item.holder), card)
    if holder is None or item.value < 0:
        return
    says = f"{item.value}|{item.value_max}|{item.qualifier}|{item.percent}"
    if item.percent is not None or item.source == "quota":
        yield Entry(f"target {holder} | {unit} | {when}", item.source, item.row, f"{subject}|{says}")
    if " " not in subject or len(subject) > _LONGEST:
        return
    thing = f"{subject} | {unit} | {when}"
    yield Entry(f"{item.source} {holder} | {thing}", item.source, item.row, says)
    if item.source == "count":
        yield from _parts(item, card, holder, thing)


def _parts(item: Quantity, card: Card, holder: str, thing: str) -> Iterator[Entry]:
    """What a body reports of itself is the whole of those below it, and a part of the one above it."""
    if placed(body_key(card.issuer), card) != holder or item.qualifier or item.value_max is not None:
        return
    says = f"{holder}|{item.value}|{card.issued_on or ''}"
    yield Entry(f"parts {holder} | {thing}", item.source, item.row, says)
    above = placed(body_key(card.parent_issuer), card)
    if above is not None and above != holder:
        yield Entry(f"parts {above} | {thing}", item.source, item.row, says)


@lru_cache(maxsize=65536)
def period_key(period: str | None, issued_on: str | None) -> str:
    """A period by which its spellings are one; one without a year is of the year of issue unless it is a stage.

    >>> period_key("Giai đoạn I", None), period_key("quý II", "2022-07-01"), period_key("năm 2022", None)
    ('giai doan 1', 'quy 2 2022', 'nam 2022')
    """
    text = fold(period or "")
    if not text:
        return ""
    stage = stage_of(period)
    if stage is not None:
        text = _STAGE.sub(lambda match: f"{match[1]} {stage}", text, count=1)
    if _HAS_YEAR.search(text) or (stage is not None and "giai doan" in text):
        return text
    return f"{text} {issued_on[:4]}" if issued_on else ""
