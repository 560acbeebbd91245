"""name-variant: one name spelled in two ways."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from audit.words import fold
from records.dossier import TextLine
from records.finding import Finding
from records.place import Place

_ID = "name-variant"
_MANUAL = """
Names of several capitalised words (Sìn Hồ) and abbreviations in capitals (TLĐ) that differ from a commoner
spelling in the same document by accents alone (Sin Hồ, TLD); the commoner spelling must stand at least twice
as often. An abbreviation that ends or begins with D behind a letter where other abbreviations there have Đ (QHLD
beside LĐLĐ, NLĐ, CNLĐ). Slips of accents in common words (``slips.tsv``: đơn đốc) where the document also spells
them right (đôn đốc). Two people whose names differ by an accent are the known false alarm; the level is a note.
"""
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_NAME = re.compile(rf"(?<![\w/.-])[{_UPPER}][^\W\d_]*(?: [{_UPPER}][^\W\d_]*){{1,3}}(?!\w)")
_SHORT = re.compile(rf"(?<![\w/.-])[{_UPPER}]{{3,10}}(?![\w])")


_CAPITALS = re.compile(r"[A-ZĐƯ]{2,}(?![^\W\d_])")
_SLIPS = Path(__file__).parent.parent / "slips.tsv"
_OFTEN, _AS_OFTEN = 5, 2  # times that Đ must stand behind a letter, and how many times as often as D


@dataclass(frozen=True, slots=True)
class _Found:
    line: TextLine
    start: int
    text: str


def _check(case: Case) -> Iterator[Finding]:
    told: set[int] = set()  # places within longer names that were told already
    for spellings in sorted(_groups(case).values(), key=lambda found: min(map(len, found))):
        counts = Counter({text: len(found) for text, found in spellings.items()})
        (common, times), *rest = counts.most_common()
        for rare, few in rest:
            starts = {found.line.start + found.start + i for found in spellings[rare] for i in range(len(rare))}
            if times >= 2 * few and _differ_by_accents(rare, common) and not starts & told:
                told |= starts
                yield _variant(case, [*spellings[rare], spellings[common][0]], rare, common, times)
    yield from _plain_d(case, told)
    yield from _misspelled(case)


def _variant(case: Case, found: list[_Found], rare: str, common: str, times: int) -> Finding:
    spots = [case.spot(_place(one)) for one in found]
    return finding(
        _ID, "note", "fails", "name-variant", spots, expected=common, found=rare,
        blame=case.blame(spots[0].place), rare=rare, common=common, times=str(times),
    )  # fmt: skip


def _plain_d(case: Case, told: set[int]) -> Iterator[Finding]:
    """Abbreviations that end or begin with D behind a letter (LD), where others there have Đ (LĐ)."""
    capitals = [run for line in case.dossier.lines for run in _CAPITALS.findall(line.text)]
    pairs = Counter(pair for run in capitals for pair in (run[:2], run[-2:]))
    wrong: defaultdict[tuple[str, str, str, int], list[_Found]] = defaultdict(list)
    for line in case.dossier.lines:
        for match in () if line.text.isupper() else _SHORT.finditer(line.text):
            common, at = _with_stroke(match[0], pairs)
            if common and line.start + match.start() not in told:
                place = _Found(line, match.start(), match[0])
                wrong[match[0], common, at, pairs[at]].append(place)
    for (rare, common, at, times), places in wrong.items():
        spots = [case.spot(_place(one)) for one in places]
        yield finding(
            _ID, "note", "fails", "name-plain", spots, expected=common, found=rare,
            blame=case.blame(spots[0].place), rare=rare, common=common, pair=at, times=str(times),
        )  # fmt: skip


def _with_stroke(text: str, pairs: Counter[str]) -> tuple[str, str]:
    """An abbreviation with Đ at its end or start where others there have it, and the pair; "" where they have not."""
    for start, pair in ((False, text[-2:]), (True, text[:2])):
        right = f"{pair[0]}Đ"
        if pair[1] == "D" and pairs[right] >= max(_OFTEN, _AS_OFTEN * pairs[pair]):
            return (right + text[2:] if start else text[:-2] + right), right
    return "", ""


def _misspelled(case: Case) -> Iterator[Finding]:
    """Words of the list of slips that the document also spells right."""
    for wrong, right in _slips().items():
        found = [_Found(line, m.start(), m[0]) for line in case.dossier.lines for m in wrong.finditer(line.text)]
        pattern = re.compile(rf"(?<!\w){right}(?!\w)", re.IGNORECASE)
        well = [_Found(line, m.start(), m[0]) for line in case.dossier.lines if found
                for m in pattern.finditer(line.text)]  # fmt: skip
        if found and well:
            yield _variant(case, [*found, well[0]], found[0].text, right, len(well))


@cache
def _slips() -> dict[re.Pattern[str], str]:
    with _SLIPS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {re.compile(rf"(?<!\w){row['wrong']}(?!\w)", re.IGNORECASE): row["right"] for row in rows}


def _groups(case: Case) -> dict[str, dict[str, list[_Found]]]:
    """Spellings of each name by its folded form; lines in capitals are titles and drop accents at will."""
    groups: defaultdict[str, defaultdict[str, list[_Found]]] = defaultdict(lambda: defaultdict(list))
    for line in case.dossier.lines:
        if line.text.isupper():
            continue
        for pattern in (_NAME, _SHORT):
            for match in pattern.finditer(line.text):
                groups[fold(match[0])][match[0]].append(_Found(line, match.start(), match[0]))
    return {key: dict(found) for key, found in groups.items() if len(found) > 1}


def _differ_by_accents(one: str, other: str) -> bool:
    """Not by case alone, and both with the same case."""
    return one.lower() != other.lower() and [c.isupper() for c in one] == [c.isupper() for c in other]


def _place(found: _Found) -> Place:
    start = found.line.start + found.start
    return Place(found.line.page, found.line.line, start, start + len(found.text), found.text, found.text)


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "fails",
            "Huyện Sìn Lập.\nHuyện Sìn Lập dẫn đầu.\nHuyện Sìn Lập đạt kết quả tốt.\nHuyện Sin Lập được khen.\n",
        ),
    ),
)
