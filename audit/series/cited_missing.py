"""cited-missing: a document is cited that the archive does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from audit.make import finding
from audit.rules.citation_agrees import differ
from audit.series.citation_agrees import RULE as CITATIONS
from audit.series.citation_agrees import comparable
from audit.series.numbers import cited_body, issuer_of
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import citations, heads, spots
from records.finding import Finding
from records.series import Cited, Member, Series

_ID = "cited-missing"
_MANUAL = """
Each number that is cited, once, with how often: a note where no document of the archive bears it, a check that
held where one does. A document of another body, or of another date, that bears the same number is not the
cited one, unless body and year are surely the same: then it is cited with a wrong date. What cites itself is
left out. A number that is read wrongly, here or there, is the known false alarm; laws and decrees are listed
like everything else.
"""


def _check(series: Series) -> Iterator[Finding]:
    bearers = heads(series.members)
    cites = [(m, c) for m, c in citations(series.members) if m.documents > 1 or not _cites_itself(m, bearers)]
    for there in (False, True):
        rows = [(m, c) for m, c in cites if any(_may_be(m, c, head) for head in bearers) == there]
        if rows:
            members = [member for member, _ in rows]
            yield finding(
                _ID, "note", "holds" if there else "fails", "cited-there" if there else "cited-missing",
                spots(members), found=f"{sum(member.times for member in members)}", number=rows[0][1].number,
            )  # fmt: skip


def _cites_itself(member: Member, bearers: list[Member]) -> bool:
    return any(head.card.document == member.card.document for head in bearers)


def _may_be(member: Member, cited: Cited, head: Member) -> bool:
    """Neither body nor date speaks against it; or it surely is, and is cited with a wrong date."""
    named, body = cited_body(cited, member.card), issuer_of(head.card)
    if named is not None and named == body and comparable(cited.number, cited.issued_on, head.card.issued_on):
        return True
    one_body = named is None or body is None or named == body or not cited.issuer
    return one_body and not differ(cited.issued_on, head.card.issued_on)


RULE = SeriesRule(
    _ID,
    ("number",),
    _MANUAL,
    _check,
    (
        SeriesExample("holds", CITATIONS.examples[0].texts),
        SeriesExample("fails", CITATIONS.examples[2].texts),
    ),
)
