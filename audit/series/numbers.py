"""Numbers of documents (số, ký hiệu) and the bodies that gave them, as documents name them.

A number tells its document only together with its year and its issuer: every year and every body begins anew. The
symbols of central bodies, of which there is one each, are listed in ``central.tsv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from audit.quotas import holder_key
from audit.words import fold
from records.series import Card, Cited

_CENTRAL = Path(__file__).resolve().parent.parent / "central.tsv"
_SERIAL = re.compile(r"\s*0*(\d+)")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_LEVEL = re.compile(r"\b(?:tinh|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu) [^\W\d_]+")
_HOME = re.compile(r"\b(?:tinh|tp) ([^\W\d_]+(?: [^\W\d_]+)*)")
_PROVINCIAL = re.compile(r"(.+) tinh\b ?(.*)\Z")
#: Organs of a body: what they issue bears the body's numbers.
_ORGANS = re.compile(r"\A(?:ban thuong vu|ban chap hanh|doan chu tich|thuong truc|chu tich) (?=\S)")
#: Names of a class of bodies, of which a province has many.
_CLASS = re.compile(r"\b(?:huyen|quan|thi xa|thi tran|xa|phuong|tp)\Z|\b(?:cac|cap|cdcs|don vi|co so|nhom)\b")
#: Local bodies whose legal acts name their year.
_LOCAL = frozenset({"ubnd", "hdnd"})
#: The only body: a central one, whose name says nothing that its symbol does not.
ONLY = "-"


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """What is equal for two spellings of one number: case and blanks do not count.

    >>> number_key("07 / KH-LĐLĐ") == number_key("7/kh-lđlđ")
    True
    """
    key = "".join(unicodedata.normalize("NFC", number).casefold().split())
    return key.lstrip("0") or key


def serial(number: str) -> int | None:
    """The running number.

    >>> serial("0302/KH-LĐLĐ"), serial("/LĐLĐ")
    (302, None)
    """
    match = _SERIAL.match(number)
    return None if match is None or len(match[1]) > 9 else int(match[1])


@lru_cache(maxsize=65536)
def symbol(number: str) -> str:
    """What follows the running number and the year; "" where there is nothing.

    >>> symbol("302/KH-LĐLĐ"), symbol("30/2020/NĐ-CP"), symbol("20-NQ/TW"), symbol("82")
    ('KH-LĐLĐ', 'NĐ-CP', 'NQ/TW', '')
    """
    rest = re.sub(r"\A\s*\d+[a-z]?\s*", "", _YEAR.sub("/", number))
    return rest.strip(" /-")


def named_year(number: str) -> str | None:
    """The year within a number.

    >>> named_year("30/2020/NĐ-CP"), named_year("302/KH-LĐLĐ")
    ('2020', None)
    """
    match = _YEAR.search(number)
    return None if match is None else match[1]


@cache
def _central() -> frozenset[str]:
    with _CENTRAL.open(encoding="utf-8", newline="") as stream:
        return frozenset(fold(row["symbol"]) for row in csv.DictReader(stream, delimiter="\t"))


def issuer_letters(number: str) -> str:
    """The issuer's letters, folded.

    >>> issuer_letters("302/KH-LĐLĐ"), issuer_letters("10/2017/NQ-QH14")
    ('ldld', 'qh')
    """
    return fold(re.split(r"[-/]", symbol(number))[-1]).rstrip("0123456789 ")


@lru_cache(maxsize=65536)
def is_central(number: str) -> bool:
    """True where one body alone gives such numbers.

    >>> is_central("46/HD-TLĐ"), is_central("302/KH-LĐLĐ"), is_central("15/2018/TT-BTC")
    (True, False, True)
    """
    letters = issuer_letters(number)
    return letters in _central() or (named_year(number) is not None and letters not in _LOCAL)


@lru_cache(maxsize=65536)
def body_key(name: str | None) -> str:
    """A body's name by which its short and long forms, and its organs, are one.

    >>> body_key("Ban Thường vụ Liên đoàn Lao động tỉnh An Phú") == body_key("LĐLĐ tỉnh An Phú")
    True
    """
    return _ORGANS.sub("", holder_key(name))


def names_place(key: str) -> bool:
    """True for the key of a body that names the one place it belongs to.

    >>> names_place("ldld huyen tan lap"), names_place("ldld huyen"), names_place("so y te")
    (True, False, False)
    """
    return _LEVEL.search(key) is not None


def home(card: Card) -> str:
    """The province of a document: that of its issuer or the body above it, else where it was issued; "" if unknown."""
    for name in (card.issuer, card.parent_issuer):
        match = _HOME.search(body_key(name))
        if match is not None:
            return match[1]
    return fold(card.place_name or "")


def placed(key: str, card: Card) -> str | None:
    """The key of a body that a document names, with its place: a body that names none is the document's own province's.

    None for a class of bodies ("LĐLĐ huyện") and where the province is not known.

    >>> placed("ldld", Card("a", "a", place_name="An Phú")), placed("ldld tinh an phu", Card("a", "a"))
    ('ldld @ an phu', 'ldld @ an phu')
    """
    provincial = _PROVINCIAL.match(key)
    if provincial is not None and provincial[2]:
        return f"{provincial[1]} @ {provincial[2]}"
    if not key or names_place(key):
        return key or None
    where, name = home(card), key if provincial is None else provincial[1]
    return f"{name} @ {where}" if where and not _CLASS.search(name) else None


def issuer_of(card: Card) -> str | None:
    """The body that issued a document; None where it is not sure."""
    if card.number is not None and is_central(card.number):
        return ONLY
    return placed(body_key(card.issuer), card)


def cited_body(cited: Cited, card: Card) -> str | None:
    """The body whose document is cited: the named one, else the citing body itself where the symbol is its own."""
    if is_central(cited.number):
        return ONLY
    if cited.issuer:
        return placed(body_key(cited.issuer), card)
    own, letters = body_key(card.issuer), issuer_letters(cited.number)
    initials = "".join(word[0] for word in own.split())
    is_own = bool(letters) and (letters in own.split() or initials.startswith(letters))
    return placed(own, card) if is_own else None
