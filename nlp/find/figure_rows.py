"""Records of figures found in the view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.find.claims import ClaimMention, Part
from nlp.find.figures import Figure
from nlp.find.table_figures import TableFigures
from records.figures import Claim, Count, Quota, Term
from records.place import Place

#: The place of a span of the view.
Where = Callable[[int, int], Place]


def quota_rows(figures: Sequence[Figure], tables: Sequence[TableFigures], where: Where) -> tuple[Quota, ...]:
    """The targets of text and tables."""
    told = tuple(_quota(figure, where) for figure in figures if figure.target)
    return told + tuple(quota for table in tables for quota in table.quotas)


def count_rows(figures: Sequence[Figure], tables: Sequence[TableFigures], where: Where) -> tuple[Count, ...]:
    """The reported quantities of text and tables."""
    told = tuple(_count(figure, where) for figure in figures if not figure.target)
    return told + tuple(count for table in tables for count in table.counts)


def claim_rows(claims: Sequence[ClaimMention], where: Where) -> tuple[Claim, ...]:
    """The claims, each with its terms."""
    return tuple(
        Claim(claim.kind, tuple(_term(part, where) for part in claim.parts), where(claim.start, claim.end))
        for claim in claims
    )


def _quota(figure: Figure, where: Where) -> Quota:
    q, place = figure.quantity, where(figure.start, figure.stop)
    return Quota(figure.subject, figure.holder, q.value, figure.unit, place, figure.period, q.hedge, q.value_max)


def _count(figure: Figure, where: Where) -> Count:
    q, place = figure.quantity, where(figure.start, figure.stop)
    percent = figure.percent.value if figure.percent else None
    return Count(
        figure.subject, figure.holder, q.value, figure.unit, place, q.hedge, percent, figure.period, q.value_max
    )


def _term(part: Part, where: Where) -> Term:
    """A term; a figure that either style of separators may print has its other value as an alternative."""
    q, figure = part.quantity, part.figure
    unit = part.unit or (figure.unit if figure else q.unit.name if q.unit else None)
    value = q.value if part.value is None else part.value
    other = (format(q.other, "f"),) if q.other is not None else ()
    subject, holder = (figure.subject, figure.holder) if figure else (None, None)
    return Term(part.role, value, where(q.start, q.stop), unit, subject, holder, q.hedge, q.value_max, other)
