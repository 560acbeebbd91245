"""Records of figures found in the view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.find.figures import Figure
from nlp.find.table_figures import TableFigures
from records.figures import Count, Quota
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


def _quota(figure: Figure, where: Where) -> Quota:
    q, place = figure.quantity, where(figure.start, figure.stop)
    return Quota(figure.subject, figure.holder, q.value, figure.unit, place, figure.period, q.hedge, q.value_max)


def _count(figure: Figure, where: Where) -> Count:
    q, place = figure.quantity, where(figure.start, figure.stop)
    percent = figure.percent.value if figure.percent else None
    return Count(
        figure.subject, figure.holder, q.value, figure.unit, place, q.hedge, percent, figure.period, q.value_max
    )
