"""citation-agrees: a document is cited alike wherever it is cited."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from audit.calendar import printed
from audit.case import Case
from audit.make import finding
from audit.rule import Example, Rule
from records.facts import Citation
from records.finding import Finding

_ID = "citation-agrees"
_JOINED, _DOUBLED = re.compile(r"[-/ ]"), re.compile(r"(\D)\1+")
_MANUAL = """
Every mention of one number (type and issuer's letters included) gives the same date, and the document's own
number its own date; one number is always called by one type. Slips in the letters of a number ("27/CTTg" for
"27/CT-TTg") make no other document of it. Numbers begin anew each year: two dates in different years are two
documents unless the number itself names the year (30/2020/NĐ-CP); such a pair is undecided. A mention without
a date agrees with any. Citations are also compared across documents, and with the cited document itself.
"""


def _check(case: Case) -> Iterator[Finding]:
    own = case.facts.head.get("number"), case.facts.head.get("issued_on")
    groups: defaultdict[str, list[Citation]] = defaultdict(list)
    for row in case.facts.citations:
        if row.number is not None:
            groups[_key(row.number)].append(row)
    for key, rows in groups.items():
        number = Counter(str(row.number) for row in rows).most_common(1)[0][0]
        if own[0] is not None and key == _key(own[0]):
            yield from _self(case, number, own[1], rows)
        elif len(rows) > 1:
            yield from _group(case, number, rows)
            yield from _types(case, number, rows)


def _key(number: str) -> str:
    """A number by which its slips are one ("27/CTTg", "27/CT-TTg"): letters alone, doubled ones once."""
    digits, _, letters = number.partition("/")
    once = _DOUBLED.sub(r"\1", _JOINED.sub("", letters))
    return f"{digits}/{once}"


def _types(case: Case, number: str, rows: list[Citation]) -> Iterator[Finding]:
    """One number is a document of one type."""
    counts = Counter(row.type for row in rows if row.type is not None)
    if len(counts) < 2 or not all(row.place.text for row in rows):
        return
    (one, times), (other, few) = counts.most_common(2)
    if times > few and one and other:
        wrong = [row for row in rows if row.type == other]
        first = next(row for row in rows if row.type == one)
        yield finding(
            _ID, "warning", "fails", "citation-differs", [case.spot(row.place) for row in (*wrong, first)],
            expected=one, found=other, blame=case.blame(wrong[0].place), number=number, one=one, other=other,
        )  # fmt: skip


def _self(case: Case, number: str, issued: str | None, rows: list[Citation]) -> Iterator[Finding]:
    spots = [case.spot(row.place) for row in rows]
    other = next((row.issued_on for row in rows if row.issued_on and issued and differ(row.issued_on, issued)), None)
    if other is None or issued is None:
        yield finding(_ID, "note", "holds", "citation-self", spots, number=number)
    else:
        yield finding(
            _ID, "warning", "fails", "citation-self-differs", spots, expected=printed(issued), found=printed(other),
            blame=case.blame(rows[0].place), number=number, one=printed(issued), other=printed(other),
        )  # fmt: skip


def _group(case: Case, number: str, rows: list[Citation]) -> Iterator[Finding]:
    dated = [row for row in rows if row.issued_on is not None]
    for row in dated[1:]:
        first = dated[0]
        if differ(first.issued_on, row.issued_on):
            yield finding(
                _ID, "error", "unknown" if may_be_two(number, first.issued_on, row.issued_on) else "fails",
                "citation-differs", [case.spot(row.place), case.spot(first.place)],
                expected=printed(first.issued_on), found=printed(row.issued_on), blame=case.blame(row.place),
                number=number, one=printed(first.issued_on), other=printed(row.issued_on),
            )  # fmt: skip
            return
    spots = [case.spot(row.place) for row in rows]
    yield finding(_ID, "note", "holds", "citation-agrees", spots, number=number, times=str(len(rows)))


def differ(one: str | None, other: str | None) -> bool:
    """True where two dates cannot be one; a month agrees with every day of it.

    >>> differ("2022-05", "2022-05-31"), differ("2022-05-30", "2022-05-31")
    (False, True)
    """
    return bool(one and other) and not (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def may_be_two(number: str, one: str | None, other: str | None) -> bool:
    """True where one number may stand for two documents: of different years, and not naming its year."""
    years = (one or "")[:4], (other or "")[:4]
    return years[0] != years[1] and not any(f"/{year}/" in number for year in years)


RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "holds",
            "Thực hiện Kế hoạch số 17/KH-UBND ngày 03/02/2022 của UBND tỉnh An Phú.\n"
            "Các đơn vị báo cáo theo Kế hoạch số 17/KH-UBND ngày 03 tháng 02 năm 2022 của UBND tỉnh An Phú.",
        ),
        Example(
            "fails",
            "Thực hiện Kế hoạch số 17/KH-UBND ngày 03/02/2022 của UBND tỉnh An Phú.\n"
            "Các đơn vị báo cáo theo Kế hoạch số 17/KH-UBND ngày 08/02/2022 của UBND tỉnh An Phú.",
        ),
    ),
)
