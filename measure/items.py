"""What is compared: an item of a document, from gold or from an archive, brought into one shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from nlp.find.lists import abbreviations

Row = Mapping[str, object]

#: Field names of a head in gold files and of the ``documents`` table where they differ.
HEAD_FIELDS = {
    "type": "type", "number": "number", "issuer": "issuer", "parent_issuer": "parent_issuer", "place": "place_name",
    "issued_on": "issued_on", "title": "title", "signer": "signer", "signer_title": "signer_title",
    "signed_for": "signed_for",
}  # fmt: skip
#: Head fields that are names: compared strictly, and once more with accents, case and punctuation folded.
NAMES = frozenset({"issuer", "parent_issuer", "place", "title", "signer", "signer_title", "signed_for"})

#: What makes two rows of a kind the same: these fields, in gold's and in the tables' names.
KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "citations": (("type", "type"), ("number", "number"), ("issued_on", "issued_on")),
    "dates": (("iso", "date"), ("iso_end", "date_end")),
    "quotas": (("value", "value"),),
    "counts": (("value", "value"),),
    "amounts": (("value_vnd", "value_vnd"),),
    "initiatives": (("title", "title"),),
    "tables": (("header", "header"), ("rows", "rows")),
}
#: Fields that are looked at once the keys agree: exact ones, and ones that agree when they share words.
DETAILS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "dates": (("role", "role", True),),
    "quotas": (("subject", "subject", False), ("holder", "holder", False)),
    "counts": (("subject", "subject", False), ("holder", "holder", False)),
    "initiatives": (("author", "author", True), ("unit", "unit", False), ("benefit_vnd", "benefit_vnd", True)),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A row to compare: ``key`` decides whether it is found, ``details`` whether it is right in full.

    optional: a row of gold that counts neither as found nor as missed.
    """

    key: tuple[str | None, ...]
    details: tuple[str | None, ...] = ()
    line: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A document's items by kind, and its head by gold's field names.

    names: of its files; paths: where they were read. passed: by kind, the lines (first, last) whose rows gold does not
    judge.
    """

    name: str
    head: dict[str, str | None] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    paths: tuple[Path, ...] = ()
    passed: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def plain(value: object) -> str | None:
    """A value as text that compares equal whatever the type it came in: 1200, 1200.0 and "1200" are one.

    >>> plain(1200.0), plain("35.70"), plain("08/2017"), plain(None), plain("")
    ('1200', '35.7', '08/2017', None, None)
    """
    if value is None or value == "":
        return None
    text = unicodedata.normalize("NFC", str(value)).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    return format(number.normalize(), "f") if "." in text or isinstance(value, float) else text


def fold(text: str) -> str:
    """Lower case, without accents (đ too), punctuation as spaces.

    >>> fold("Liên đoàn Lao động – tỉnh X")
    'lien doan lao dong tinh x'
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _key(name: str, value: object) -> str | None:
    """A field as it is compared. What parts a name in a table's head from its group's is nobody's print: a space here.

    >>> _key("header", ["TT", "Kết quả - Đạt"]) == _key("header", ["TT", "Kết quả Đạt"])
    True
    """
    if name == "header" and isinstance(value, list):
        return plain([str(cell).replace(" - ", " ") for cell in value])
    return plain(value)


def items_of(kind: str, rows: Iterable[Row], gold: bool) -> list[Item]:
    """Rows of a kind as items; ``gold`` says whose field names the rows use."""
    side = 0 if gold else 1
    found = []
    for row in rows:
        key = tuple(_key(names[side], row.get(names[side])) for names in KEYS[kind])
        details = tuple(plain(row.get(ours if gold else table)) for ours, table, _ in DETAILS.get(kind, ()))
        line = row.get("line")
        found.append(Item(key, details, line if isinstance(line, int) else None, row.get("optional") is True))
    return found


def share_words(one: str | None, other: str | None) -> bool:
    """True when both name the same: at least 60 % of the shorter one's words; two nulls agree.

    Accents are folded and abbreviations written out.

    >>> share_words("LĐLĐ huyện Sìn Hồ", "huyện Sin Hồ"), share_words("sáng kiến", None)
    (True, False)
    >>> share_words("Sở GDĐT", "Sở Giáo dục và Đào tạo")
    True
    """
    if one is None or other is None:
        return one is other
    left, right = _words(one), _words(other)
    shorter, longer = sorted((left, right), key=len)
    return bool(shorter) and len(shorter & longer) >= 0.6 * len(shorter)


def _words(text: str) -> frozenset[str]:
    """The folded words of a name, its abbreviations written out."""
    known = abbreviations()
    full = _TOKEN.sub(lambda match: known.get(match[0], match[0]), unicodedata.normalize("NFC", text))
    return frozenset(fold(full).split())


_TOKEN = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*")
