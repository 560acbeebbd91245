"""name-variant: one name spelled in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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
spelling in the same document by accents alone (Sin Hồ, TLD). The commoner spelling must stand at least twice
as often. Two people whose names differ by an accent are the known false alarm; the level is a note.
"""
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_NAME = re.compile(rf"(?<![\w/.-])[{_UPPER}][^\W\d_]*(?: [{_UPPER}][^\W\d_]*){{1,3}}(?!\w)")
_SHORT = re.compile(rf"(?<![\w/.-])[{_UPPER}]{{3,10}}(?![\w])")


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
                spots = [case.spot(_place(found)) for found in (*spellings[rare], spellings[common][0])]
                yield finding(
                    _ID, "note", "fails", "name-variant", spots, expected=common, found=rare,
                    blame=case.blame(spots[0].place), rare=rare, common=common, times=str(times),
                )  # fmt: skip


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
