"""citation-agrees across documents: a document is cited alike everywhere, and as its own head says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.calendar import printed
from audit.make import finding
from audit.rules.citation_agrees import differ
from audit.series.numbers import cited_body, is_central, issuer_of, named_year
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import blame, citations, heads, of_two_documents, spots
from records.finding import Finding
from records.series import Cited, Member, Series

_ID = "citation-agrees"
_MANUAL = """
Every citation of a number against the head of the document that bears it, and against the citations of that
number in other documents. Numbers begin anew each year and with each body: dates are held against each other
only where both are of one year (or the number itself names its year) and surely of one body: a central one,
one that both name with its place, or one that a document means when it cites a number of its own kind without
naming a body. The date that most documents give is expected, the others are reported. A date known to the
month agrees with its days; a citation without a date agrees with any.
"""
_Cite = tuple[Member, Cited]


def _check(series: Series) -> Iterator[Finding]:
    cites = citations(series.members)
    found = [*_against_heads(heads(series.members), cites), *_against_each_other(cites)]
    yield from found
    if not found:
        yield from _agreement(heads(series.members), cites)


def comparable(number: str, one: str | None, other: str | None) -> bool:
    """True where two dates are of one year, or a year cannot make two documents of one number."""
    return bool(one and other) and (str(one)[:4] == str(other)[:4] or named_year(number) is not None)


def _against_heads(bearers: Sequence[Member], cites: Sequence[_Cite]) -> Iterator[Finding]:
    for head in bearers:
        day, body = head.card.issued_on, issuer_of(head.card)
        if head.card.told or day is None or body is None:
            continue
        for member, cited in cites:
            if not of_two_documents(head, member) or cited_body(cited, member.card) != body:
                continue
            if comparable(cited.number, day, cited.issued_on) and differ(day, cited.issued_on):
                yield finding(
                    _ID, "error", "fails", "citation-head-differs", [*spots([member]), head.spot],
                    expected=printed(day), found=printed(cited.issued_on), blame=blame(member),
                    number=cited.number, one=printed(day), other=printed(cited.issued_on),
                )  # fmt: skip


def _against_each_other(cites: Sequence[_Cite]) -> Iterator[Finding]:
    """Each date that fewer documents give against the commonest one of the same body and year."""
    dated = [(member, cited) for member, cited in cites if cited.issued_on and cited_body(cited, member.card)]
    dated.sort(key=lambda cite: (-cite[0].documents, -cite[0].times, str(cite[1].issued_on)))
    kept: list[_Cite] = []
    for member, cited in dated:
        other = next((one for one in kept if _contradict(one, (member, cited))), None)
        if other is None:
            kept.append((member, cited))
        else:
            day = other[1].issued_on
            yield finding(
                _ID, "error", "fails", "citation-differs", [*spots([member]), *spots([other[0]])],
                expected=printed(day), found=printed(cited.issued_on), blame=blame(member),
                number=cited.number, one=printed(day), other=printed(cited.issued_on),
            )  # fmt: skip


def _contradict(one: _Cite, other: _Cite) -> bool:
    (first, stated), (second, cited) = one, other
    return (
        differ(stated.issued_on, cited.issued_on)
        and comparable(cited.number, stated.issued_on, cited.issued_on)
        and cited_body(stated, first.card) == cited_body(cited, second.card)
        and of_two_documents(first, second)
    )


def _agreement(bearers: Sequence[Member], cites: Sequence[_Cite]) -> Iterator[Finding]:
    """One finding where two documents tell of one number alike."""
    alike = [member for member, cited in cites if _agrees_somewhere(member, cited, cites)]
    borne = [(h, m) for h in bearers for m, c in cites if of_two_documents(h, m) and _is_cited(h, c)]
    if borne:
        head, member = borne[0]
        number = str(head.card.number)
        yield finding(_ID, "note", "holds", "citation-head", [member.spot, head.spot, *spots(alike)], number=number)
    elif alike:
        times, number = sum(member.times for member in alike), next(c.number for _, c in cites)
        yield finding(_ID, "note", "holds", "citation-agrees", spots(alike), number=number, times=str(times))


def _agrees_somewhere(member: Member, cited: Cited, cites: Sequence[_Cite]) -> bool:
    """True where another document cites the number with the same date, or any with none for a central body."""
    if cited.issued_on is None:
        return member.documents > 1 and is_central(cited.number)
    if member.documents > 1:
        return True
    return any(
        other.card.document != member.card.document
        and stated.issued_on is not None
        and not differ(stated.issued_on, cited.issued_on)
        and comparable(cited.number, stated.issued_on, cited.issued_on)
        for other, stated in cites
    )


def _is_cited(head: Member, cited: Cited) -> bool:
    day = head.card.issued_on
    return not head.card.told and bool(day) and bool(cited.issued_on) and not differ(day, cited.issued_on)


_PLAN = (
    "UBND TỈNH AN PHÚ\nSố: 17/KH-UBND\nAn Phú, ngày {date}\n\nKẾ HOẠCH\nPhát triển du lịch năm 2022\n\n"
    "Ủy ban nhân dân tỉnh An Phú ban hành kế hoạch như sau.\n"
)
_LETTER = (
    "UBND TỈNH AN PHÚ\nSỞ DU LỊCH\nSố: {number}/BC-SDL\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\n"
    "Kết quả phát triển du lịch\n\n"
    "Thực hiện Kế hoạch số 17/KH-UBND ngày {date} của Ủy ban nhân dân tỉnh An Phú, Sở báo cáo như sau.\n"
)

RULE = SeriesRule(
    _ID,
    ("number",),
    _MANUAL,
    _check,
    (
        SeriesExample(
            "holds", (_PLAN.format(date="03 tháng 02 năm 2022"), _LETTER.format(number=45, date="03/02/2022"))
        ),
        SeriesExample(
            "fails", (_PLAN.format(date="03 tháng 02 năm 2022"), _LETTER.format(number=45, date="08/02/2022"))
        ),
        SeriesExample(
            "holds", (_LETTER.format(number=44, date="03/02/2022"), _LETTER.format(number=45, date="03/02/2022"))
        ),
        SeriesExample(
            "fails", (_LETTER.format(number=44, date="03/02/2022"), _LETTER.format(number=45, date="03/3/2022"))
        ),
    ),
)
