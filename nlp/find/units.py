"""Units: the noun that a figure counts ("sáng kiến", "ha", "lượt người"), and the noun phrase it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.find.lists import rows
from nlp.find.view import LOWER, UPPER, View, fold

#: A word of a unit: letters, "m2", "km/h", "m³"; between words one blank or line end, or a comma of a listed unit.
_WORD = re.compile(r"[^\W_]+(?:[²³]|/[^\W\d_]+)?")
_GAP = re.compile(r"(?:,?[ ]{1,3}|[ ]?\n[ ]{0,4})(?!\n)")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the view: its span, its listed name, and its class (count, measure, money, share)."""

    start: int
    end: int
    name: str
    kind: str


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Folded unit -> (name as listed, class)."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("units.tsv"):
        found.setdefault(fold(row["unit"]), (row["unit"], row["class"]))
    return found


@cache
def _prefixes() -> frozenset[str]:
    """Every beginning of a listed unit that ends with a word."""
    return frozenset(
        " ".join(words[:n]) for words in (unit.split() for unit in _units()) for n in range(1, len(words) + 1)
    )


def read_unit(view: View, at: int) -> Unit | None:
    """The longest listed unit that begins at an offset, or None.

    >>> read_unit(View("12 lượt người tham gia"), 3)
    Unit(start=3, end=13, name='lượt người', kind='count')
    """
    folded, key, best, end = view.folded, "", None, at
    for _ in range(_LONGEST):
        word = _WORD.match(folded, end)
        if word is None:
            break
        key += word[0]
        known = _units().get(key)
        if known:
            best = Unit(at, word.end(), *known)
        gap = _GAP.match(folded, word.end())
        if gap is None or (key not in _prefixes() and key + "," not in _prefixes()):
            break
        key += ", " if "," in gap[0] else " "
        end = gap.end()
    return best if best is None or _fits(view, best) else None


def _fits(view: View, unit: Unit) -> bool:
    """False for a word that is the unit only once its marks are taken off, or that begins a proper name.

    A single syllable must have its marks ("qua" is no "quà"), a one-letter measure its case; a place or a body with a
    capital behind it is a name ("số 2 thành phố Lai Sơn").
    """
    printed = view.plain[unit.start : unit.end]
    named = printed[0].isupper() and printed[1:].islower() and " " not in printed
    if (unit.kind == "place" or named) and _NAME.match(view.plain, unit.end):
        return False
    if " " in printed or "\n" in printed:
        return True
    return printed == unit.name if len(printed) == 1 else printed.lower() == unit.name.lower()


_NAME = re.compile(rf"\s[{UPPER}][{LOWER}]")


_STARTS = re.compile(r"(?<![^\W_])[^\W\d_]|%")


def unit_within(text: str) -> Unit | None:
    """The longest unit that a short text names, the first of the longest: "Số lượt sáng kiến cập nhật".

    >>> unit_within("Số lượt sáng kiến cập nhật dự thi").name
    'lượt sáng kiến cập nhật'
    """
    view = View(text)
    found = [unit for match in _STARTS.finditer(view.plain) if (unit := read_unit(view, match.start()))]
    return max(found, key=lambda unit: unit.end - unit.start, default=None)
