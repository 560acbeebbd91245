"""When two readings mean the same: issuers, dates, numbers and titles as different documents write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

#: How a reading of a number stands to the number that another document cites.
Agreement = Literal["exact", "near", "garbage", "differs"]

_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"\W*(?:so\b)?\W*(\d+)\s*[a-z]?\W*")
#: Words that a title must have to be recognised by them.
_FEWEST_WORDS = 4
_SHARE_OF_WORDS = 0.6


def fold(text: str) -> str:
    """Letters without case and marks.

    >>> fold("Sở Y tế ĐỒNG")
    'so y te dong'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def number_key(number: str) -> str:
    """What must be equal for two numbers of documents to be the same: marks count, case and spaces do not.

    >>> number_key("07 / KH-LĐLĐ") == number_key("07/kh-lđlđ") != number_key("07/KH-LDLD")
    True
    """
    return "".join(unicodedata.normalize("NFC", number).casefold().split())


def same_date(one: str | None, other: str | None) -> bool:
    """True where two dates agree as far as both are known; a month agrees with each of its days.

    >>> same_date("2018-03", "2018-03-12"), same_date("2018-03-11", "2018-03-12"), same_date(None, "2018-03")
    (True, False, True)
    """
    if one is None or other is None:
        return True
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def same_issuer(one: str | None, other: str | None) -> bool:
    """True where two names of a body do not contradict each other: all words of one occur in the other.

    A word of three letters or more may stand for the first letters of others, as abbreviations do.

    >>> same_issuer("UBND tỉnh", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"), same_issuer("Sở Y tế", "Sở Nội vụ")
    (True, False)
    """
    if one is None or other is None:
        return True
    words, others = _WORD.findall(fold(one)), _WORD.findall(fold(other))
    return _within(words, others) or _within(others, words)


def _within(words: list[str], others: list[str]) -> bool:
    initials = "".join(word[0] for word in others)
    return all(word in others or (len(word) > 2 and word in initials) for word in words)


def digits_of(number: str) -> str:
    """Digits before the first ``/`` or ``-``, without leading zeros.

    >>> digits_of("0751/BC-LĐLĐ"), digits_of("7c/NQ-BCH"), digits_of("//")
    ('751', '7', '')
    """
    return re.sub(r"\D", "", re.split(r"[/\-]", number)[0]).lstrip("0")


def compare_reading(reading: str, number: str) -> Agreement:
    """How an unsure reading of a number stands to a number that is cited.

    exact: plain digits, all equal; near: as many digits, at least half of them equal; garbage: a reading in which no
    number can be recognised, which says nothing; differs: another number.

    >>> [compare_reading(reading, "1942/KH-SYT") for reading in ("1942/", "Số: 1342 /KH", "A%t2/KH", "77/KH")]
    ['exact', 'near', 'garbage', 'differs']
    """
    read, cited = digits_of(reading), digits_of(number)
    equal = sum(a == b for a, b in zip(read, cited, strict=False))
    plain = _PLAIN.fullmatch(fold(re.split(r"[/\-]", reading)[0])) is not None
    if plain and read == cited:
        return "exact"
    if read and len(read) == len(cited) and 2 * equal >= len(cited):
        return "near"
    return "differs" if plain else "garbage"


def title_follows(title: str | None, after: str) -> bool:
    """True where at least 60 % of a title's words stand in the text that follows a citation.

    >>> title_follows("Về việc phòng chống dịch mùa hè", "của Sở Y tế về phòng, chống dịch mùa hè; các đơn vị")
    True
    """
    words = set(_WORD.findall(fold(title or "")))
    if len(words) < _FEWEST_WORDS:
        return False
    near = set(_WORD.findall(fold(after[: 2 * len(title or "") + 40])))
    return len(words & near) >= _SHARE_OF_WORDS * len(words)
