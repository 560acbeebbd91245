"""header-type: the type of the document fits the code in its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from audit.words import fold
from records.finding import Finding

_ID = "header-type"
_MANUAL = """
A BÁO CÁO bears BC in its number (45/BC-UBND; the Party writes 45-BC/TU), a KẾ HOẠCH bears KH, and so on: the
type's abbreviation of Nghị định 30/2020/NĐ-CP, phụ lục III, must be one part of the number. Letters (công
văn) bear none. Laws and other types whose numbers name the issuer only are not compared. Looked at even where
the number's digits are blank.
"""
#: Types whose number does not name them.
_WITHOUT = frozenset({"CV", "LUẬT", "L", "NQLT", "TTLT", "GM", "GGT", "PG", "PC", "PB"})
_PARTS = re.compile(r"[^\W\d_]+")


def _check(case: Case) -> Iterator[Finding]:
    fields = {item.name: item for item in case.facts.head.fields}
    kind, number = fields.get("type"), fields.get("number")
    if kind is None or number is None or kind.value in _WITHOUT:
        return
    printed = number.value or (number.place.text if number.place else "")
    spots = [case.spot(item.place) for item in (number, kind) if item.place is not None]
    parts = _PARTS.findall(printed)
    if kind.value is None or not parts or not spots or (number.value is None and "blank" not in (number.reason or "")):
        yield finding(_ID, "note", "unknown", "type-unknown", spots or [case.spot(case.start)])
        return
    fits = fold(kind.value) in {fold(part) for part in parts}
    title = kind.place.text.strip(" *#") if kind.place else kind.value
    yield finding(
        _ID, "warning", "holds" if fits else "fails", "type-holds" if fits else "type-fails", spots,
        expected=kind.value, found=printed, blame=None if fits else case.blame(spots[0].place),
        title=title, number=printed.strip(), code=kind.value,
    )  # fmt: skip


_TEXT = "UBND TỈNH AN PHÚ\nSố: 45/{code}\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả thực hiện kế hoạch\n"

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (Example("holds", _TEXT.format(code="BC-UBND")), Example("fails", _TEXT.format(code="UBND"))),
)
