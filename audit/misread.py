"""The smallest misreadings of a printed numeral: what a reader may have made of another figure.

Confusions of digits, a digit lost, a digit doubled, a point for a comma (OCR error studies: Nguyen et al., "Survey of
post-OCR processing approaches", ACM Computing Surveys 54(6), 2021); the pairs are printed digits that look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Digits that readers take for one another, and others that do so now and then.
_USUAL = ("17", "38", "56", "08")
_RARE = ("14", "06", "69", "35", "27", "49", "68", "89", "23", "39")


def _confused(pairs: tuple[str, ...]) -> dict[str, str]:
    return {d: "".join(sorted({c for pair in pairs if d in pair for c in pair} - {d})) for d in "0123456789"}


CONFUSED, ALIKE = _confused(_USUAL), _confused(_RARE)

#: Costs: a usual confusion or a point for a comma, a rare one, a doubled or lost digit, any other digit.
CONFUSION, RARE, LENGTH, OTHER = 1, 2, 3, 4


def misreadings(printed: str) -> Iterator[tuple[int, str]]:
    """Numerals that may have been read as ``printed``, each with its cost, the cheapest first.

    >>> sorted(text for cost, text in misreadings("17") if cost == 1)
    ['11', '77']
    """
    seen = {printed}
    for cost, text in sorted(_all(printed), key=lambda pair: pair[0]):
        if text not in seen:
            seen.add(text)
            yield cost, text


def _all(printed: str) -> Iterator[tuple[int, str]]:
    for index, char in enumerate(printed):
        before, after = printed[:index], printed[index + 1 :]
        if char.isdecimal() and char.isascii():
            yield from ((CONFUSION, before + digit + after) for digit in CONFUSED[char])
            yield from ((RARE, before + digit + after) for digit in ALIKE[char])
            yield from ((OTHER, before + digit + after) for digit in "0123456789" if digit != char)
        elif char in ".,":
            yield CONFUSION, before + (".,"[char == "."]) + after
    yield from _other_lengths(printed)


def _other_lengths(printed: str) -> Iterator[tuple[int, str]]:
    """One digit more (it was lost) or one less (it was doubled), the groups of thousands made anew."""
    grouped = "." in printed and re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed) is not None
    digits, comma, rest = printed.replace(".", "").partition(",") if grouped else printed.partition(",")
    if not digits.isdecimal():
        return
    for index in range(len(digits) + 1):
        for digit in "0123456789":
            yield LENGTH, _written(digits[:index] + digit + digits[index:], grouped) + comma + rest
    for index in range(len(digits)):
        if len(digits) > 1 and digits[index] in digits[max(0, index - 1) : index] + digits[index + 1 : index + 2]:
            yield LENGTH, _written(digits[:index] + digits[index + 1 :], grouped) + comma + rest


def _written(digits: str, grouped: bool) -> str:
    digits = digits.lstrip("0") or "0" if grouped else digits
    if grouped and len(digits) > 3:
        return f"{int(digits):,}".replace(",", ".")
    return digits
