"""Figures that can be drawn: quota against result by unit, percent by stage; only as they stand in the records."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, cast

from sqlalchemy import ColumnElement, Label, Select, Table, literal, null, select, union_all

from review.report_lists import below
from store import schema
from store.archive import Archive

#: Charts of a report, bars of a chart, bars that make one worth while.
MOST_CHARTS, MOST_BARS, LEAST_BARS = 6, 30, 3
#: Figures of one document that are looked at: a table of 10,000 rows is no chart.
_MOST_FIGURES = 4000
#: A holder this many times above all others is the whole that they are parts of; drawn, it would flatten them.
_WHOLE = 2.5
_MOST_VALUE = 1e15


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: result of a quota, or percent alone, as in the records; stage: the period it stands for."""

    name: str
    stage: str | None
    quota: Decimal | None
    result: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn of one document. whole: the row of the whole, told beside; left: bars that found no room."""

    kind: Literal["quota", "percent"]
    document: str
    path: str
    unit: str | None
    stage: str | None
    bars: tuple[Bar, ...]
    whole: Bar | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quota or a count with its holder; percent: what the text states for it."""

    source: str
    where: tuple[int, int]
    holder: str
    unit: str | None
    period: str | None
    value: Decimal
    percent: Decimal | None

    @property
    def stage(self) -> str:
        """The period, alike however it is capitalised."""
        return (self.period or "").casefold()


def charts(archive: Archive, folder: str) -> tuple[tuple[Chart, ...], int]:
    """The charts with the most bars, and how many more there could be. Raises FileAccess."""
    best: list[Chart] = []
    number = 0
    for (document, path), rows in groupby(archive.select(_query()), lambda row: (row["document"], row["path"])):
        figures = [figure for _, row in zip(range(_MOST_FIGURES), rows, strict=False) if (figure := _figure(row))]
        found = list(document_charts(figures, (cast(str, document), below(cast(str, path), folder))))
        number += len(found)
        best = sorted([*best, *found], key=lambda chart: -len(chart.bars))[:MOST_CHARTS]
    return tuple(best), number - len(best)


def _query() -> Select[*tuple[object, ...]]:
    counts, quotas, d = schema.counts, schema.quotas, schema.documents.c
    both = union_all(_columns(counts, counts.c.percent), _columns(quotas, null().label("percent"))).subquery()
    return (
        select(both, d.path)
        .join(schema.documents, d.id == both.c.document)
        .order_by(d.path, both.c.document, both.c.start)
    )


def _columns(table: Table, percent: ColumnElement[Decimal] | Label[None]) -> Select[*tuple[object, ...]]:
    """Source and columns of a figure's row, in one order for both tables; ranges are no bars."""
    names = ("document", "page", "line", "start", "holder", "unit", "period", "value")
    columns = [table.c[name] for name in names]
    query = select(literal(table.name).label("source"), *columns, percent)
    return query.where(table.c.holder.is_not(None), table.c.value_max.is_(None))


def _figure(row: Mapping[str, object]) -> _Figure | None:
    """The figure of a row; None for one that cannot be drawn or is a share itself."""
    value, percent = cast(Decimal, row["value"]), cast("Decimal | None", row["percent"])
    if row["unit"] == "%" or not _drawable(value):
        return None
    return _Figure(
        cast(str, row["source"]),
        (cast(int, row["page"]), cast(int, row["line"])),
        " ".join(cast(str, row["holder"]).split()),
        cast("str | None", row["unit"]),
        cast("str | None", row["period"]),
        value,
        percent if percent is not None and _drawable(percent) else None,
    )


def _drawable(value: Decimal | None) -> bool:
    return value is not None and value.is_finite() and 0 <= value < _MOST_VALUE


def document_charts(figures: list[_Figure], where: tuple[str, str]) -> Iterator[Chart]:
    """The charts of one document's figures; where: its id and path."""
    pairs = list(_pairs(figures))
    groups: defaultdict[tuple[str | None, str], list[tuple[_Figure, _Figure]]] = defaultdict(list)
    for count, quota in pairs:
        groups[count.unit, count.stage or quota.stage].append((count, quota))
    for (unit, _), members in groups.items():
        bars = _distinct(Bar(c.holder, c.period or q.period, q.value, c.value, c.percent) for c, q in members)
        stage = next((bar.stage for bar in bars if bar.stage), None)
        if len(bars) >= LEAST_BARS:
            yield _chart("quota", where, bars, unit, stage)
    yield from _percents(figures, {count for count, _ in pairs}, where)


def _pairs(figures: list[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    """Counts, each with its one quota: of the same holder, on the same line, else of the same unit and period."""
    quotas: defaultdict[tuple[object, ...], list[_Figure]] = defaultdict(list)
    for quota in figures:
        if quota.source == "quotas":
            quotas[quota.holder, quota.where].append(quota)
            quotas[quota.holder, quota.unit, quota.stage].append(quota)
    for count in figures:
        if count.source == "counts":
            near = quotas[count.holder, count.where] or quotas[count.holder, count.unit, count.stage]
            if len({quota.value for quota in near}) == 1:
                yield count, near[0]


def _distinct(bars: Iterable[Bar]) -> list[Bar]:
    """One bar a name and stage; those that are stated differently are left out: none of them is known to be right."""
    by_name: defaultdict[tuple[str, str], list[Bar]] = defaultdict(list)
    for bar in bars:
        by_name[bar.name, (bar.stage or "").casefold()].append(bar)
    alike = [found for found in by_name.values() if len({(b.quota, b.result, b.percent) for b in found}) == 1]
    return [found[0] for found in alike]


def _percents(figures: list[_Figure], paired: set[_Figure], where: tuple[str, str]) -> Iterator[Chart]:
    """Percentages by stage where a holder has several, else by holder where no quota is known."""
    stated = [figure for figure in figures if figure.source == "counts" and figure.percent is not None]
    staged = _distinct(Bar(f.holder, f.period, None, f.value, f.percent) for f in stated if f.period)
    times: defaultdict[str, int] = defaultdict(int)
    for bar in staged:
        times[bar.name] += 1
    several = [bar for bar in staged if times[bar.name] > 1]
    if len(several) > 1:
        yield _chart("percent", where, sorted(several, key=lambda bar: (bar.name, (bar.stage or "").casefold())))
    alone = _distinct(Bar(f.holder, None, None, f.value, f.percent) for f in stated if f not in paired)
    alone = [bar for bar in alone if times[bar.name] < 2]
    if len(alone) >= LEAST_BARS:
        yield _chart("percent", where, alone)


def _chart(
    kind: Literal["quota", "percent"],
    where: tuple[str, str],
    bars: list[Bar],
    unit: str | None = None,
    stage: str | None = None,
) -> Chart:
    whole = _whole(kind, bars)
    shown = [bar for bar in bars if bar is not whole]
    return Chart(kind, *where, unit, stage, tuple(shown[:MOST_BARS]), whole, max(0, len(shown) - MOST_BARS))


def _whole(kind: str, bars: list[Bar]) -> Bar | None:
    """The bar that stands for all others together."""
    if len(bars) < 3:
        return None
    sizes = [float(bar.quota if kind == "quota" and bar.quota is not None else bar.percent or 0) for bar in bars]
    first, second = sorted(sizes, reverse=True)[:2]
    return bars[sizes.index(first)] if first > _WHOLE * max(second, math.ulp(0)) else None
