"""date-order: what comes first is dated first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from audit.calendar import first_day, last_day, printed, surely_before
from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from audit.words import fold
from records.facts import DateFact
from records.figures import Claim
from records.finding import Finding, Spot

_ID = "date-order"
#: Words before a date up to which figures were counted; "đến ngày" alone may also be a date to come.
_AS_OF = re.compile(r"\b(?:tinh den|so lieu|thong ke den|ket qua den)\b")
_TO_COME = re.compile(r"\b(?:se|du kien|uoc|la du|la het|phai|phan dau)\b")
_MANUAL = """
A document cites only what was issued before it or on its day; its figures are not of a day after it; a span
ends after it begins; the length that is told of a span ("40 ngày", "90 năm (28/7/1929 - 28/7/2019)") is that
of its dates, both ends counted or not. Compared only where the dates as printed leave no doubt (a month may
hold any of its days). Without a date of issue the order is undecided. A document that is a draft or carries
several dates of issue may err here.
"""


def _check(case: Case) -> Iterator[Finding]:
    issued = case.facts.head.get("issued_on")
    found = [*_spans(case), *_after_issue(case, issued), *_lengths(case)]
    yield from found
    dated = [row for row in case.facts.dates if row.role in ("cited", "as-of", "issued")]
    if any(item.verdict == "fails" for item in found) or not case.facts.dates:
        return
    spots = [case.spot(row.place) for row in dated or case.facts.dates]
    if issued is None:
        yield finding(_ID, "note", "unknown", "dates-unknown", [case.spot(case.start), *spots])
        yield from _until(case)
    else:
        yield finding(_ID, "note", "holds", "dates-order", spots)


def _until(case: Case) -> Iterator[Finding]:
    """Without a date of issue: what is cited lies before the day up to which the document counts."""
    cited = [row for row in case.facts.dates if row.role == "cited"]
    ends = [row for row in case.facts.dates if row.role in ("as-of", "period")]
    last = max((row.date_end or row.date for row in ends), default=None)
    if cited and last and not any(surely_before(last, row.date) for row in cited):
        yield finding(_ID, "note", "holds", "dates-order", [case.spot(row.place) for row in (*cited, *ends)])


def _spans(case: Case) -> Iterator[Finding]:
    for row in case.facts.dates:
        if row.date_end is not None and surely_before(row.date_end, row.date):
            yield finding(
                _ID, "error", "fails", "date-span", [case.spot(row.place)],
                found=row.place.text, blame=case.blame(row.place),
                first=printed(row.date), last=printed(row.date_end),
            )  # fmt: skip


def _after_issue(case: Case, issued: str | None) -> Iterator[Finding]:
    if issued is None:
        return
    for row in case.facts.dates:
        if row.role not in ("cited", "as-of") or not surely_before(issued, row.date):
            continue
        if row.role == "as-of" and not _counted_until(case, row):
            continue
        cited = row.role == "cited"
        yield finding(
            _ID, "error" if cited else "warning", "fails", "date-after" if cited else "date-asof",
            [case.spot(row.place), *_issue_spot(case)],
            expected=f"≤ {printed(issued)}", found=printed(row.date),
            blame=case.blame(row.place), issued=printed(issued), date=printed(row.date),
        )  # fmt: skip


def _counted_until(case: Case, row: DateFact) -> bool:
    return bool(_AS_OF.search(fold(case.before(row.place)))) and not _TO_COME.search(fold(case.after(row.place)))


def _issue_spot(case: Case) -> list[Spot]:
    fields = [item for item in case.facts.head.fields if item.name == "issued_on" and item.place is not None]
    return [case.spot(item.place) for item in fields if item.place is not None]


def _lengths(case: Case) -> Iterator[Finding]:
    for claim in case.claims("span"):
        dates = [row for row in case.facts.dates if _within(claim, row)]
        ends = [(dates[0].date, dates[0].date_end)] if dates and dates[0].date_end else []
        ends += [(one.date, other.date) for one, other in pairwise(dates)]
        if ends and ends[0][1] is not None:
            yield from _length(case, claim, ends[0][0], ends[0][1])


def _within(claim: Claim, row: DateFact) -> bool:
    return claim.place.start <= row.place.start and row.place.end <= claim.place.end


def _length(case: Case, claim: Claim, first: str, last: str) -> Iterator[Finding]:
    term = next((term for term in claim.terms if term.role == "length"), None)
    start, end = first_day(first), last_day(last)
    if term is None or start is None or end is None or term.qualifier:
        return
    unit = (term.unit or "").lower()
    if unit == "năm":
        allowed = {end.year - start.year - ((end.month, end.day) < (start.month, start.day))}
    elif unit == "tháng":
        months = (end.year - start.year) * 12 + end.month - start.month
        allowed = {months, months + 1}
    elif unit == "ngày":
        allowed = {(end - start).days, (end - start).days + 1}
    else:
        return
    holds = term.value in allowed
    expected = f"{max(allowed)} {unit}"
    yield finding(
        _ID, "error", "holds" if holds else "fails", "length-holds" if holds else "length-fails",
        [case.spot(term.place), case.spot(claim.place)], expected=expected, found=term.place.text,
        blame=None if holds else case.blame(term.place), first=printed(first), last=printed(last),
    )  # fmt: skip


_HEAD = "UBND TỈNH AN PHÚ\nSố: {number}/BC-UBND\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả thực hiện\n\n"

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example("holds", _HEAD.format(number=45) + "Thực hiện Kế hoạch số 17/KH-UBND ngày 03/02/2022 của UBND tỉnh."),
        Example("fails", _HEAD.format(number=45) + "Thực hiện Kế hoạch số 17/KH-UBND ngày 03/02/2023 của UBND tỉnh."),
    ),
)
