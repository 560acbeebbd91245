"""number-series: the numbers that a body gives rise with their dates, and each is given once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from audit.calendar import first_day, printed
from audit.make import finding
from audit.misread import CONFUSION, misreadings
from audit.rules.citation_agrees import differ
from audit.series.citation_agrees import comparable
from audit.series.numbers import issuer_of, serial, symbol
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import blame, heads
from audit.words import fold
from records.finding import Blame, Finding
from records.series import Cited, Member, Series

_ID = "number-series"
_MANUAL = """
Within a year a body's numbers of one symbol rise with their dates. Of all numbers whose day is known, from
heads and from citations that name a local body, those are reported that have to be left out for the rest to rise:
the fewest, each number weighing as many documents as give it its date (longest non-decreasing subsequence). A
number that is out of place by a week or less is undecided, for numbers are kept ready and registered late; so
is one among fewer than two that agree. Two documents with one number and different days, or with one day and
different titles, are reported; with one day and like titles they are two copies of one document.
"""
#: Days by which registries are seen to be late.
_LAG = 7
_FEWEST = 2
_SAME_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class _Point:
    """A number with the day that most documents give it."""

    run: int
    day: date
    member: Member
    weight: int


def _check(series: Series) -> Iterator[Finding]:
    if series.key.startswith("register "):
        yield from _register(series)
    else:
        yield from _twice(series)


def _register(series: Series) -> Iterator[Finding]:
    points = _points(series.members)
    if len(points) < 2:
        return
    kept = _rising(points)
    runs = {point.run for point in kept}
    broken = [point for point in points if point.run not in runs]
    name = _name(points[0].member)
    for point in broken:
        yield _broken(name, point, kept)
    if len(kept) > 1:
        spots = [kept[0].member.spot, kept[-1].member.spot]
        year = str(kept[0].day.year)
        yield finding(_ID, "note", "holds", "series-holds", spots, issuer=name, year=year, times=str(len(kept)))


def _points(members: Sequence[Member]) -> list[_Point]:
    """Each number once, with its commonest day; a number of which two days are as common tells nothing here."""
    weights: defaultdict[int, defaultdict[date, list[Member]]] = defaultdict(lambda: defaultdict(list))
    for member in members:
        number, issued = _told(member)
        run, day = serial(number), first_day(issued)
        if run is not None and day is not None:
            weights[run][day].append(member)
    points = []
    for run, days in sorted(weights.items()):
        ranked = sorted(((sum(m.documents for m in rows), day) for day, rows in days.items()), reverse=True)
        if len(ranked) == 1 or ranked[0][0] > ranked[1][0]:
            weight, day = ranked[0]
            points.append(_Point(run, day, days[day][0], weight))
    return points


def _told(member: Member) -> tuple[str, str | None]:
    if isinstance(member.fact, Cited):
        return member.fact.number, member.fact.issued_on
    return str(member.card.number), member.card.issued_on


def _rising(points: Sequence[_Point]) -> list[_Point]:
    """The heaviest subsequence whose days do not fall; of equals the one that keeps the earlier numbers.

    Fenwick tree of the best weight up to a day: O(n log n) for n numbers.
    """
    days = sorted({point.day for point in points})
    tree = [(0, -1)] * (len(days) + 1)
    before = [-1] * len(points)
    best = (0, -1)
    for index, point in enumerate(points):
        rank = bisect_right(days, point.day)
        weight, before[index] = max((tree[i] for i in _down(rank)), key=lambda pair: pair[0])
        own = (weight + point.weight, index)
        for i in _up(rank, len(days)):
            tree[i] = max(tree[i], own, key=lambda pair: pair[0])
        best = max(best, own, key=lambda pair: pair[0])
    kept = []
    index = best[1]
    while index >= 0:
        kept.append(points[index])
        index = before[index]
    return kept[::-1]


def _down(rank: int) -> Iterator[int]:
    yield rank
    while (rank := rank - (rank & -rank)) > 0:
        yield rank


def _up(rank: int, size: int) -> Iterator[int]:
    while rank <= size:
        yield rank
        rank += rank & -rank


def _broken(name: str, point: _Point, kept: Sequence[_Point]) -> Finding:
    at = bisect_right([one.run for one in kept], point.run)
    lower, upper = kept[at - 1] if at else None, kept[at] if at < len(kept) else None
    other = lower if lower is not None and lower.day > point.day else upper
    if other is None:
        raise ValueError("a number that fits its neighbours was left out")
    first, second = sorted((point, other), key=lambda one: one.run)
    sure = abs((point.day - other.day).days) > _LAG and len(kept) > _FEWEST - 1
    proposal = _proposal(point, kept) if point.member.read else None
    return finding(
        _ID, "warning", "fails" if sure else "unknown", "series-fails", [point.member.spot, other.member.spot],
        found=printed(point.day.isoformat()), blame=_blame(point, proposal) if sure else None, proposal=proposal,
        expected=_between(lower, upper, point), issuer=name,
        later=str(first.run), late=printed(first.day.isoformat()),
        earlier=str(second.run), early=printed(second.day.isoformat()),
    )  # fmt: skip


def _between(lower: _Point | None, upper: _Point | None, point: _Point) -> str:
    ends = [one for one in (lower, upper) if one is not None and one is not point]
    return " … ".join(f"{printed(one.day.isoformat())} ({one.run})" for one in ends)


def _blame(point: _Point, proposal: str | None) -> Blame:
    if proposal is not None:
        return "reader"
    return "unknown" if point.member.read else "author"


def _proposal(point: _Point, kept: Sequence[_Point]) -> str | None:
    """The one misreading of the running number that puts it in its place, if there is exactly one."""
    taken = {one.run for one in kept}
    fitting = set()
    for cost, text in misreadings(str(point.run)):
        if cost > CONFUSION or not text.isdecimal() or int(text) in taken:
            continue
        at = bisect_right([one.run for one in kept], int(text))
        after_lower = at == 0 or kept[at - 1].day <= point.day
        if after_lower and (at == len(kept) or point.day <= kept[at].day):
            fitting.add(text)
    return f"{point.run} → {fitting.pop()}" if len(fitting) == 1 else None


def _name(member: Member) -> str:
    """Body and symbol for a person."""
    fact = member.fact
    body = fact.issuer if isinstance(fact, Cited) else member.card.issuer
    return " ".join(part for part in (body, f"({symbol(_told(member)[0])})") if part)


def _twice(series: Series) -> Iterator[Finding]:
    """One number in the heads of two documents of one body."""
    bearers = [head for head in heads(series.members) if not head.card.told and head.card.issued_on]
    for one, other in combinations(bearers[:20], 2):
        body = issuer_of(one.card)
        days = one.card.issued_on, other.card.issued_on
        number = str(other.card.number)
        if body is None or body != issuer_of(other.card) or not comparable(number, *days):
            continue
        if differ(*days) or not _like(one, other):
            yield finding(
                _ID, "warning", "fails", "series-same", [other.spot, one.spot], found=number, blame=blame(other),
                issuer=str(other.card.issuer), later=number,
            )  # fmt: skip


def _like(one: Member, other: Member) -> bool:
    """True where the titles may be of one document."""
    left, right = (set(fold(member.card.title or "").split()) for member in (one, other))
    return not left or not right or len(left & right) >= _SAME_TITLE * min(len(left), len(right))


_PLAN = (
    "UBND TỈNH AN PHÚ\nSố: {number}/KH-UBND\nAn Phú, ngày {date} năm 2022\n\nKẾ HOẠCH\nPhát triển {what}\n\n"
    "Ủy ban nhân dân tỉnh An Phú ban hành kế hoạch như sau.\n"
)
_FIRST = _PLAN.format(number=17, date="03 tháng 02", what="du lịch")
_SECOND = _PLAN.format(number=45, date="20 tháng 4", what="giao thông nông thôn")
_LAST = _PLAN.format(number=90, date="15 tháng 9", what="nhà ở xã hội")

RULE = SeriesRule(
    _ID,
    ("register", "number"),
    _MANUAL,
    _check,
    (
        SeriesExample("holds", (_FIRST, _SECOND, _LAST)),
        SeriesExample(
            "fails", (_FIRST, _SECOND, _LAST, _PLAN.format(number=60, date="12 tháng 01", what="vùng trồng chè"))
        ),
        SeriesExample("unknown", (_FIRST, _SECOND, _PLAN.format(number=46, date="18 tháng 4", what="vùng trồng chè"))),
        SeriesExample("fails", (_FIRST, _PLAN.format(number=17, date="09 tháng 5", what="vùng trồng chè"))),
    ),
)
