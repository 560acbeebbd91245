"""repeat-agrees: the same quantity stated twice is the same figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.case import Case
from audit.check import Check, Relation
from audit.quotas import holder_key
from audit.rule import Example, Rule
from audit.words import fold
from records.figures import Claim, Count, Quota, Term
from records.place import Place

_ID = "repeat-agrees"
_MANUAL = """
Two rows of one document with the same holder, subject, unit and period are one quantity, and their figures
must agree where they are of one size (figures far apart are two quantities); the first statement is compared
with each later one. A whole that is broken down ("trong tổng số 1.260 ...") is the figure told right before with
its percentage. A subject of one word ("sáng kiến") is too little to tell two quantities from one, so such a pair
only ever holds, as do two cells of tables: a difference there is no alarm unless one misreading explains it.
"""
_REACH = 400  # characters
_NEAR = Decimal("0.2")  # of the larger: figures farther apart are two quantities
#: Words that say that the figure was told before.
_ABOVE = re.compile(r"(?:\S+ ){0,4}(?:neu|noi|ke) tren\b")
_IN_ALL = re.compile(r"\b(?:cong la|cong chung la|phan tich ket qua)\Z")
_CLEAR = 4  # words of a subject that name one thing


def _check(case: Case) -> Iterator[Check]:
    for rows in (case.facts.counts, case.facts.quotas):
        yield from _repeats(case, rows)
    for claim in case.claims("sum"):
        yield from _told_before(case, claim)


def _told_before(case: Case, claim: Claim) -> Iterator[Check]:
    """A whole that is broken down is mostly the figure told right before ("Trong tổng số 1.260 đảng viên nêu trên")."""
    wholes = [term for term in claim.terms if term.role == "whole" and term.qualifier is None]
    parts = [term for term in claim.terms if term.role == "part"]
    if len(wholes) != 1 or not parts:
        return
    told = _figure_before(case, claim, wholes[0])
    if told is not None and told.value > max(term.value for term in parts):
        figures = case.term(wholes[0]), case.count(told)
        yield Check(_ID, "error", Relation.EQUAL, figures, "repeat", claimed=_refers_back(case, wholes[0].place))


def _figure_before(case: Case, claim: Claim, whole: Term) -> Count | None:
    """The last count before a claim that has a percentage and the unit of the whole."""
    taken = {term.place.start for term in claim.terms}
    first = min(taken)
    near = [
        row
        for row in case.facts.counts
        if first - _REACH <= row.place.start < first
        and row.percent is not None
        and row.qualifier is None
        and fold(row.unit or "") == fold(whole.unit or "")
    ]
    return max(near, key=lambda row: row.place.start, default=None)


def _refers_back(case: Case, place: Place) -> bool:
    return bool(_ABOVE.match(fold(case.after(place))) or _IN_ALL.search(fold(case.before(place))))


def _repeats(case: Case, rows: Sequence[Count | Quota]) -> Iterator[Check]:
    groups: defaultdict[tuple[str, ...], list[Count | Quota]] = defaultdict(list)
    for row in rows:
        if row.subject and row.holder and row.qualifier is None and row.value_max is None:
            groups[_key(row)].append(row)
    for group in groups.values():
        first = case.count(group[0])
        for row in group[1:]:
            again = case.count(row)
            # two cells of tables with one subject are of two columns or years that their heads did not tell
            cells = {row.place.start, group[0].place.start} <= case.cells
            clear = len(fold(row.subject or "").split()) >= _CLEAR and not cells
            if row.value == group[0].value or (clear and _near(row.value, group[0].value)):
                yield Check(_ID, "error", Relation.EQUAL, (again, first), "repeat", claimed=False)


def _near(one: Decimal, other: Decimal) -> bool:
    """True for figures of one size; others are hardly the same quantity."""
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))


def _key(row: Count | Quota) -> tuple[str, ...]:
    return holder_key(row.holder), fold(row.subject or ""), fold(row.unit or ""), fold(row.period or "")


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "holds",
            "1. Liên đoàn Lao động tỉnh An Phú có 21.725 lượt sáng kiến được cập nhật.\n"
            "2. Liên đoàn Lao động tỉnh An Phú có 21.725 lượt sáng kiến được cập nhật, vượt kế hoạch.",
        ),
    ),
)
