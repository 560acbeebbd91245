"""One error put into a document on purpose: what an audit should find, and whose error it is.

A plant changes what is printed; relations that it breaks no longer hold in the gold, whose other rows stay. Only what
the document itself lets one check is touched: members of a sum, a percentage with its quota, cells of a table with a
row of totals, the date of a document that is cited twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from corpora.generate.facts import AmountGold, CitationGold, CountGold, IgnoredGold, Mark, QuotaGold, Text
from corpora.generate.model import Block, Doc, Para, Planted, Table

#: A digit as a reader confuses it, a digit of the author's, a wrong total, percentage or date, a lost row.
KINDS = ("ocr-digit", "author-digit", "wrong-total", "wrong-percent", "wrong-date", "dropped-row")

#: Digits that look alike in print.
_ALIKE = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "5", "7": "1", "8": "3"}
_NUMERAL = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
#: The date right behind the number of a cited document: its day and its year.
_DATE = re.compile(r",? ngày (\d{1,2})(?:/|-| tháng )\d{1,2}(?:/|-| năm )(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class _Site:
    """A printed numeral that can be checked: in a paragraph (characters), or in a table (row and column)."""

    block: int
    annex: bool
    start: int
    end: int
    printed: str
    role: str
    cell: tuple[int, int] | None = None


def plant(doc: Doc, kind: str, rng: Random) -> Doc | None:
    """The document with one error of the kind, named in ``planted``; None where nothing in it can be checked for it."""
    sites = [site for site in _sites(doc) if site.role in _ROLES[kind]]
    rng.shuffle(sites)
    for site in sites:
        after = _CHANGES[kind](site.printed, rng)
        if after is not None and after != site.printed:
            blame = "reader" if kind == "ocr-digit" else "author"
            changed = _dropped(doc, site) if kind == "dropped-row" else _changed(doc, site, after)
            return replace(changed, planted=(Planted(kind, site.printed, after, blame),))
    return None


def _blocks(doc: Doc) -> Iterator[tuple[int, bool, Block]]:
    yield from ((index, False, block) for index, block in enumerate(doc.body))
    yield from ((index, True, block) for index, block in enumerate(doc.annex))


def _sites(doc: Doc) -> Iterator[_Site]:
    cited = [mark.fact.number for _, _, block in _blocks(doc) if isinstance(block, Para)
             for mark in block.text.marks if isinstance(mark.fact, CitationGold) and mark.fact.issued_on]  # fmt: skip
    year = doc.head.issued_on.year if doc.head.issued_on else None
    twice = {number for number in cited if cited.count(number) > 1}
    for index, annex, block in _blocks(doc):
        if isinstance(block, Para):
            yield from _figures(index, annex, block.text)
            yield from _dates(index, annex, block.text, twice, year)
        elif block.total_row is not None:
            yield from _cells(index, annex, block)


def _figures(index: int, annex: bool, text: Text) -> Iterator[_Site]:
    """Members of the relations that the paragraph states."""
    for relation in text.relations:
        named = dict(relation.figures)
        if relation.kind == "sum":
            parts = named["parts"]
            wanted = {named["whole"]: "whole"} | dict.fromkeys(parts if isinstance(parts, tuple) else (), "part")
        elif relation.kind == "percent" and _stands(text, named["quota"]):
            wanted = {named["count"]: "part", named["quota"]: "part"}
            yield from _percents(index, annex, text, named["stated"])
        else:
            continue
        for mark in text.marks:
            value = _value(mark)
            match = _NUMERAL.match(text.string, mark.start, mark.end)
            if value in wanted and match is not None and _reads(match[0], value):
                yield _Site(index, annex, match.start(), match.end(), match[0], wanted[value])


def _stands(text: Text, value: object) -> bool:
    return any(isinstance(mark.fact, QuotaGold) and _value(mark) == value for mark in text.marks)


def _reads(printed: str, value: object) -> bool:
    """The numeral alone is the value: no scale word makes more of it."""
    return printed.replace(".", "").replace(",", ".") == str(value)


def _value(mark: Mark) -> int | float | None:
    fact = mark.fact
    if isinstance(fact, CountGold | QuotaGold):
        return fact.value
    return fact.value_vnd if isinstance(fact, AmountGold) else None


def _percents(index: int, annex: bool, text: Text, stated: object) -> Iterator[_Site]:
    for mark in text.marks:
        match = _NUMERAL.match(text.string, mark.start, mark.end)
        if isinstance(mark.fact, IgnoredGold) and "percent" in mark.fact.why and match and _reads(match[0], stated):
            yield _Site(index, annex, match.start(), match.end(), match[0], "percent")


def _dates(index: int, annex: bool, text: Text, twice: set[str], year: int | None) -> Iterator[_Site]:
    """Days of documents that are cited again with their date (or are the document itself), years of its own year."""
    for mark in text.marks:
        fact = mark.fact
        found = _DATE.match(text.string, mark.end) if isinstance(fact, CitationGold) and fact.issued_on else None
        if found is None or not isinstance(fact, CitationGold):
            continue
        if fact.number in twice or fact.self:
            yield _Site(index, annex, *found.span(1), found[1], "date")
        elif year is not None and int(found[2]) == year and f"/{year}/" not in fact.number:
            yield _Site(index, annex, *found.span(2), found[2], "year")


def _cells(index: int, annex: bool, table: Table) -> Iterator[_Site]:
    body = table.body_rows()
    for row, column, fact in table.facts:
        if isinstance(fact, CountGold | QuotaGold) and _NUMERAL.fullmatch(body[row][column]):
            role = "whole" if row == len(table.rows) else "part"
            yield _Site(index, annex, 0, 0, body[row][column], role, (row, column))
    shares = [column for column, head in enumerate(table.header) if "%" in head]
    for row in range(len(table.rows)):
        for column in shares:
            if _NUMERAL.fullmatch(body[row][column]):
                yield _Site(index, annex, 0, 0, body[row][column], "percent", (row, column))
        if table.facts and 0 < row < len(table.rows) - 1:
            yield _Site(index, annex, 0, 0, " | ".join(body[row]), "row", (row, 0))


def _alike(printed: str, rng: Random) -> str | None:
    places = [index for index, char in enumerate(printed) if char in _ALIKE and (index or _ALIKE[char] != "0")]
    if not places:
        return None
    index = rng.choice(places)
    return printed[:index] + _ALIKE[printed[index]] + printed[index + 1 :]


def _other_digit(printed: str, rng: Random) -> str | None:
    """Any other digit that a reader would hardly make of it, at a place that counts."""
    places = [index for index, char in enumerate(printed) if char.isdecimal()]
    index = rng.choice(places)
    digits = [d for d in "123456789" if d != printed[index] and _ALIKE.get(printed[index]) != d]
    return printed[:index] + rng.choice(digits) + printed[index + 1 :]


def _wrong_total(printed: str, rng: Random) -> str | None:
    value = int(printed.replace(".", "")) if "," not in printed else None
    if value is None:
        return None
    off = rng.choice([-1, 1]) * rng.randint(max(1, value // 50), max(2, value // 8))
    return f"{value + off:,}".replace(",", ".")


def _wrong_percent(printed: str, rng: Random) -> str | None:
    whole, comma, rest = printed.partition(",")
    other = int(whole) + rng.choice([-1, 1]) * rng.randint(2, 15)
    return f"{other}{comma}{rest}" if other > 0 else None


def _wrong_day(printed: str, rng: Random) -> str | None:
    day = int(printed)
    if day > 31:  # a year: the one after the document's own
        return str(day + 1)
    other = rng.choice([d for d in range(1, 28) if d != day])
    return f"{other:02d}" if len(printed) == 2 else str(other)


def _no_row(_printed: str, _rng: Random) -> str | None:
    return ""


_ROLES: dict[str, tuple[str, ...]] = {
    "ocr-digit": ("whole", "part"),
    "author-digit": ("whole", "part"),
    "wrong-total": ("whole",),
    "wrong-percent": ("percent",),
    "wrong-date": ("date", "year"),
    "dropped-row": ("row",),
}
_CHANGES: dict[str, Callable[[str, Random], str | None]] = {
    "ocr-digit": _alike,
    "author-digit": _other_digit,
    "wrong-total": _wrong_total,
    "wrong-percent": _wrong_percent,
    "wrong-date": _wrong_day,
    "dropped-row": _no_row,
}


def _with_block(doc: Doc, site: _Site, block: Block) -> Doc:
    blocks = list(doc.annex if site.annex else doc.body)
    blocks[site.block] = block
    return replace(doc, annex=tuple(blocks)) if site.annex else replace(doc, body=tuple(blocks))


def _changed(doc: Doc, site: _Site, after: str) -> Doc:
    block = (doc.annex if site.annex else doc.body)[site.block]
    if isinstance(block, Para):
        return _with_block(doc, site, replace(block, text=_rewritten(block.text, site, after)))
    row, column = site.cell or (0, 0)
    cells = [list(line) for line in block.body_rows()]
    cells[row][column] = after
    body = tuple(tuple(line) for line in cells)
    broken = tuple(replace(relation, holds=False) for relation in block.relations)
    return _with_block(doc, site, replace(block, rows=body[:-1], total_row=body[-1], relations=broken))


def _rewritten(text: Text, site: _Site, after: str) -> Text:
    shift = len(after) - (site.end - site.start)

    def moved(at: int) -> int:
        return at + shift if at >= site.end else at

    marks = tuple(Mark(moved(mark.start), moved(mark.end), mark.fact) for mark in text.marks)
    broken = tuple(replace(relation, holds=False) for relation in text.relations)
    return Text(text.string[: site.start] + after + text.string[site.end :], marks, broken)


def _dropped(doc: Doc, site: _Site) -> Doc:
    block = (doc.annex if site.annex else doc.body)[site.block]
    if not isinstance(block, Table) or site.cell is None:
        raise TypeError("only rows of tables are dropped")
    gone = site.cell[0]
    rows = tuple(row for index, row in enumerate(block.rows) if index != gone)
    facts = tuple((row - (row > gone), column, fact) for row, column, fact in block.facts if row != gone)
    broken = tuple(replace(relation, holds=False) for relation in block.relations)
    return _with_block(doc, site, replace(block, rows=rows, facts=facts, relations=broken))
