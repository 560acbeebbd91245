"""Document numbers (số, ký hiệu của văn bản): their grammar, their normal form, and when a reading is implausible.

State numbers are ``123/2020/NĐ-CP`` and ``12/KH-UBND`` (NĐ 30/2020/NĐ-CP, annexes I and III), Party numbers
``34-CT/TW`` (Hướng dẫn 36-HD/VPTW), union numbers ``3259/CTr-TLĐ`` or, for letters, ``878/LĐLĐ``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.find.lists import organ_abbreviations, symbol_corrections, type_codes
from nlp.find.view import LOWER, View

_CAPITAL = "A-ZĂÂĐÊÔƠƯ"
_SMALL = rf"(?<=[TQCH])[rgyh](?![{LOWER}])|(?<=T)ra(?![{LOWER}])|(?<=Q)y(?=[ĐD])|(?<=[ĐD])i(?![{LOWER}])"
#: One part of a symbol: capitals with the few small letters that abbreviations have (CTr, TTg, QyĐ, QĐi).
_PART = rf"[{_CAPITAL}](?:[{_CAPITAL}&]|{_SMALL}){{0,14}}+(?:\d{{1,2}}[A-ZĐ]?(?![{LOWER}]))?"
#: After a part: no small letter, unless a word was glued on ("NĐ-CPngày").
_PART_END = rf"(?![{LOWER}])|(?=ngày|của|và|về|quy|thì|có)"
_DIGITS = r"(?P<digits>\d{1,5}(?:\.\d{1,2})?[a-zA-ZđĐ]{0,2}?)"
_SYMBOL = (
    rf"(?P<symbol>{_PART}(?:{_PART_END})"
    rf"(?:\s{{0,3}}-\s{{1,3}}(?={_PART}(?:\W|$))(?=[{_CAPITAL}]{{2}}){_PART}(?:{_PART_END})|"
    rf"\s?[-/&.]{_PART}(?:{_PART_END})|-\d{{1,2}}(?:/\d\dh\d\d)?(?=[/-][A-ZĐ])){{0,7}}+)"
)
#: The whole number in running text. A number may be broken by blanks or a line end, never inside its digits.
NUMBER = re.compile(
    rf"(?:(?<![\w./,-])|(?<=[Ss]ố)){_DIGITS}(?:\s{{0,2}}/\s{{0,2}}(?P<year>\d{{4,5}}))?"
    rf"\s{{0,3}}(?:(?P<sep>[/-])/?\s{{0,2}}|(?<=/\d{{4}})(?=[A-ZĐ]{{2,4}}-)){_SYMBOL}(?!\.(?:pdf|docx?|xlsx?)\b)"
)
_LONG = 5


#: A Party number in its normal form: hyphen before the type, slash before the organ.
PARTY = re.compile(r"\d+[a-zđ]{0,2}-")


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in the view: its span, digits as printed, year part, symbol, and the normal form."""

    start: int
    end: int
    digits: str
    symbol: str
    value: str

    @property
    def code(self) -> str | None:
        """The type's abbreviation in the symbol: "KH" in "13/KH-LĐLĐ"; None in "878/LĐLĐ"."""
        return code_of(self.symbol)

    @property
    def has_organ(self) -> bool:
        """True when something follows the first part of the symbol."""
        return len(re.split(r"[-/]", self.symbol)) > 1


def code_of(symbol: str) -> str | None:
    """The type's abbreviation that a symbol begins with, or None.

    >>> code_of("QĐ-UBND"), code_of("LĐLĐ"), code_of("UBND-NC")
    ('QĐ', None, None)
    """
    first = re.split(r"[-/]", symbol, maxsplit=1)[0]
    return first if first in type_codes() else None


@cache
def normal_symbol(symbol: str) -> str:
    """The symbol without blanks and with its letters set right.

    >>> normal_symbol("QĐ - TLD"), normal_symbol("BC-LPLD"), normal_symbol("ND-CP"), normal_symbol("CT-TTG")
    ('QĐ-TLĐ', 'BC-LĐLĐ', 'NĐ-CP', 'CT-TTg')
    >>> normal_symbol("QĐĐ-TTg"), normal_symbol("KH-SGDĐIT"), normal_symbol("KH-SGTVT")
    ('QĐ-TTg', 'KH-SGDĐT', 'KH-SGTVT')
    """
    parts = re.split(r"([-/.])", re.sub(r"\s+", "", symbol).rstrip("&."))
    if len(parts) > 1:
        parts[0] = _undoubled(parts[0], party=parts[1] == "/")
    for index in range(0, len(parts), 2):
        meant, place = symbol_corrections().get(parts[index], (parts[index], "any"))
        if place == "any" or (place == "type") == (index == 0 and len(parts) > 1):
            parts[index] = meant
        if index or len(parts) == 1:
            parts[index] = _without_intruder(parts[index])
    return "".join(parts)


def _undoubled(code: str, party: bool) -> str:
    """A type's code without a letter read twice (QĐĐ), where no other code is one letter away (CTT is CT or CTr)."""
    if code in type_codes():
        return code
    single = re.sub(r"(.)\1", r"\1", code)
    small = {known for known in type_codes() if known[:-1] == code[:-1] and known[-1].islower()}
    small -= set() if party else {"QĐi"}
    return single if single in type_codes() and not small else code


@cache
def _known_organs() -> frozenset[str]:
    """Abbreviations of organs long enough that one letter more inside them is a reader's slip."""
    meant = (right for right, place in symbol_corrections().values() if place != "type")
    return frozenset(part for part in (*organ_abbreviations(), *meant) if len(part) >= _LONG)


def _without_intruder(part: str) -> str:
    """The organ's part without a letter that was read twice, or one too many inside a long known abbreviation."""
    if part in organ_abbreviations() or part in _known_organs():
        return part
    single = re.sub(r"(.)\1", r"\1", part)
    if single in organ_abbreviations() or len(part) <= _LONG:
        return single if single in organ_abbreviations() else part
    shorter = {part[:i] + part[i + 1 :] for i in range(1, len(part) - 1)} & _known_organs()
    return shorter.pop() if len(shorter) == 1 else part


def normal_number(digits: str, year: str | None, separator: str, symbol: str) -> str:
    """The number in its normal form; digits are never changed.

    >>> normal_number("276", None, "/", "BC - LĐLĐ"), normal_number("06", "2018", "/", "QĐ-UBND")
    ('276/BC-LĐLĐ', '06/2018/QĐ-UBND')
    """
    return digits + (f"/{year}" if year else "") + separator + normal_symbol(symbol)


def _number(match: re.Match[str]) -> Number:
    symbol, digits, separator = match["symbol"].rstrip("&. "), match["digits"], match["sep"] or "/"
    code = digits.lstrip("0123456789.")
    if separator == "-" and not match["year"] and code in type_codes():  # the slash was lost: "335HD-SGDĐT"
        digits, symbol, separator = digits[: -len(code)], f"{code}-{symbol}", "/"
    value = normal_number(digits, match["year"], separator, symbol)
    return Number(match.start(), match.end("symbol"), digits, normal_symbol(symbol), value)


def find_numbers(view: View, start: int = 0, end: int | None = None) -> list[Number]:
    """Everything in the view that has the form of a document number; what is a citation is decided elsewhere."""
    return [_number(m) for m in NUMBER.finditer(view.plain, start, len(view.plain) if end is None else end)]


def match_number(view: View, at: int) -> Number | None:
    """The number that begins at an offset, or None."""
    match = NUMBER.match(view.plain, at)
    return _number(match) if match else None
