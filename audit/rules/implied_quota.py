"""implied-quota: what a percentage without its quota implies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from audit.case import Case
from audit.check import interval_text
from audit.figure import Figure
from audit.interval import Interval, total
from audit.make import finding
from audit.quotas import quota_of
from audit.rule import Example, Rule
from audit.rules.percent_of_quota import stated
from audit.words import words
from records.figures import Count
from records.finding import Finding

_Implied = tuple[Count, Figure, Interval]
_ID = "implied-quota"
_MANUAL = """
A count with a percentage whose quota is not printed implies one: 2.832 "đạt 53%" means a quota of some 5.343.
By itself that is undecided. Where several such counts stand in one line, their implied quotas together must
not exceed the quota of the whole that the document prints or implies elsewhere for the same unit: where they
do, the percentages have another base than they claim.
"""


def _check(case: Case) -> Iterator[Finding]:
    implied: list[_Implied] = []
    for row in case.facts.counts:
        if row.percent is None or row.unit == "%" or _is_told(case, row) or quota_of(case.facts.quotas, row):
            continue
        percent = stated(case, row, row.percent)
        if percent.range.high == 0:
            continue
        base = case.count(row).range.over(percent.range).scaled(Fraction(100))
        implied.append((row, percent, base))
        yield finding(
            _ID, "note", "unknown", "implied", [case.spot(row.place), percent.spot],
            expected=interval_text(base), found=row.place.text.strip(), implied=interval_text(base),
        )  # fmt: skip
    yield from _conflicts(case, implied)


def _is_told(case: Case, row: Count) -> bool:
    """True when the sentence names the base of the percentage."""
    for claim in case.claims("percent"):
        roles = {term.role for term in claim.terms}
        starts = [term.place.start for term in claim.terms if term.role in ("count", "part")]
        if row.place.start in starts and roles & {"quota", "whole"}:
            return True
    return False


def _conflicts(case: Case, implied: list[_Implied]) -> Iterator[Finding]:
    """Units named in one line whose quotas together exceed that of a larger count elsewhere."""
    by_line: defaultdict[tuple[int, int], list[_Implied]] = defaultdict(list)
    for row in implied:
        by_line[row[0].place.page, row[0].place.line].append(row)
    for whole, _, limit in implied:
        for line, rows in by_line.items():
            if line == (whole.place.page, whole.place.line) or len(rows) < 2 or not _are_parts(whole, rows):
                continue
            bases = total(base for _, _, base in rows)
            if limit.high is not None and bases.low is not None and bases.low > limit.high:
                spots = [case.spot(rows[0][0].place), case.spot(whole.place), *(case.spot(r.place) for r, _, _ in rows)]
                yield finding(
                    _ID, "warning", "fails", "implied-conflict", spots,
                    expected=interval_text(limit), found=interval_text(bases), blame="author",
                    implied=interval_text(bases), limit=interval_text(limit),
                )  # fmt: skip


def _are_parts(whole: Count, rows: list[_Implied]) -> bool:
    """Smaller counts of the same unit by several holders."""
    holders = {row.holder for row, _, _ in rows}
    return (
        len(holders) == len(rows)
        and whole.holder not in holders
        and all(row.value < whole.value and words(row.unit or "") & words(whole.unit or "") for row, _, _ in rows)
    )


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example("unknown", "Liên đoàn Lao động huyện Tân Lập có 832 sáng kiến, đạt 53%."),
        Example(
            "fails",
            "1. Toàn tỉnh có 2.725 sáng kiến, đạt hơn 700% chỉ tiêu giai đoạn 1.\n"
            "2. Một số đơn vị đạt cao: LĐLĐ huyện Tân Lập có 832 sáng kiến, đạt 53%; LĐLĐ huyện Phú Thạnh có 640 sáng "
            "kiến, đạt 35,7%; LĐLĐ huyện Hòa Sơn có 484 sáng kiến, đạt 34%.",
        ),
    ),
)
