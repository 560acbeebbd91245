"""sum-of-parts across documents: what the units report makes what the body above them reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.calendar import printed, surely_before
from audit.check import Check, Relation, value_text
from audit.figure import Figure
from audit.interval import total
from audit.make import finding
from audit.series.numbers import body_key, placed
from audit.series.rule import SeriesExample, SeriesRule
from audit.series.told import name_of, quantities, quantity_figure
from records.finding import Finding
from records.series import Member, Quantity, Series

_ID = "sum-of-parts"
_MANUAL = """
What bodies report of themselves against what the body above them (as printed in their heads) reports of itself:
the same subject, unit and period. The parts together are no more than the whole; where they make it exactly,
that held. Where they are fewer, units may not have reported or their reports are not in the archive: undecided,
and those that are there are named. Of a unit that reports twice the latest report counts. That the whole is
the sum of these units is presumed: more than the whole is an inconsistency only where exactly one misreading
explains it. A whole that is told before a part of it was reported is a warning where the parts make it exactly.
"""
_MOST = 60
_Row = tuple[Member, Quantity]


def _check(series: Series) -> Iterator[Check | Finding]:
    above = series.key.removeprefix("parts ").split(" | ")[0]
    wholes, parts = _split(quantities(series.members, "count"), above)
    if not wholes or not 2 <= len(parts) <= _MOST:
        return
    for member, item in wholes:
        whole = quantity_figure(member, item)
        figures = [quantity_figure(one, part) for one, part in parts]
        together = total(figure.range for figure in figures)
        if together.exact and together.meets(whole.range):
            yield Check(_ID, "error", Relation.SUM, (whole, *figures), "across-sum", claimed=False)
            yield from _later(member, parts, whole)
        elif together.low is not None and together.low > whole.value:
            yield Check(_ID, "error", Relation.WITHIN, (whole, *figures), "across-part", claimed=False)
        else:
            yield _undecided(whole, figures, parts)


def _split(rows: Sequence[_Row], above: str) -> tuple[list[_Row], list[_Row]]:
    """The rows of the body above, each value once; the latest row of every other body."""
    wholes: dict[object, _Row] = {}
    latest: dict[str, _Row] = {}
    for member, item in rows:
        holder = placed(body_key(item.holder), member.card) or ""
        if holder == above:
            wholes.setdefault(item.value, (member, item))
        elif holder not in latest or (latest[holder][0].card.issued_on or "") < (member.card.issued_on or ""):
            latest[holder] = member, item
    return list(wholes.values()), [latest[holder] for holder in sorted(latest)]


def _undecided(whole: Figure, figures: Sequence[Figure], parts: Sequence[_Row]) -> Finding:
    together = sum((figure.value for figure in figures), start=figures[0].value * 0)
    names = ", ".join(str(item.holder) for _, item in parts[:12])
    return finding(
        _ID, "note", "unknown", "across-parts", [whole.spot, *(figure.spot for figure in figures)],
        expected=value_text(together), found=value_text(whole.value), units=names, count=str(len(parts)),
        missing=value_text(whole.value - together),
    )  # fmt: skip


def _later(member: Member, parts: Sequence[_Row], whole: Figure) -> Iterator[Finding]:
    issued = member.card.issued_on
    for one, _ in parts:
        if surely_before(issued, one.card.issued_on):
            yield finding(
                "date-order", "warning", "fails", "input-later", [whole.spot, one.spot],
                expected=f"≥ {printed(one.card.issued_on)}", found=printed(issued), blame="unknown",
                issued=printed(issued), later=printed(one.card.issued_on), other=name_of(one.card),
            )  # fmt: skip


_UNIT = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ\nLIÊN ĐOÀN LAO ĐỘNG HUYỆN {unit}\nSố: {number}/BC-LĐLĐ\n"
    "{place}, ngày 05 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Giai đoạn 1, Liên đoàn Lao động huyện {place} có {value} sáng kiến được cập nhật.\n"
)
_WHOLE = (
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ\nSố: 45/BC-LĐLĐ\n"
    "An Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Giai đoạn 1, Liên đoàn Lao động tỉnh An Phú có {value} sáng kiến được cập nhật.\n"
)
_UNITS = (
    _UNIT.format(unit="TÂN LẬP", place="Tân Lập", number=12, value=150),
    _UNIT.format(unit="HÒA SƠN", place="Hòa Sơn", number=31, value=235),
)

RULE = SeriesRule(
    _ID,
    ("parts",),
    _MANUAL,
    _check,
    (
        SeriesExample("holds", (*_UNITS, _WHOLE.format(value=385))),
        SeriesExample("unknown", (*_UNITS, _WHOLE.format(value=460))),
    ),
)
