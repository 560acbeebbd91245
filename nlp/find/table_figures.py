"""Rows of tables as quotas and counts: the holder from the column of names, subject, unit and period from the head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.find.cells import stated_unit
from nlp.find.cue_words import Cues
from nlp.find.issuers import Home, full_name
from nlp.find.lists import rows
from nlp.find.numerals import DIGITS, english_style, parse_digits
from nlp.find.periods import period_in
from nlp.find.subjects import clean_head
from nlp.find.units import Unit, unit_within
from nlp.find.view import View, fold, squeeze
from records.facts import TableFact
from records.figures import Count, Quota
from records.place import Place

_CELL = re.compile(rf"\s*({DIGITS})\s*(%)?\s*(?:\([^()]*\))?\s*")
#: Characters before a table in which the line above it may name the unit of its figures.
ABOVE = 160
_NUMBERED = 0.6  # share of a column's filled cells that are numbers
_COUNTED = re.compile(r"(?:tong )?so\b")  # a head that says itself what it counts
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: role (number, name, item, unit, target, report, percent, skip) and what its head says."""

    index: int
    role: str
    subject: str | None = None
    unit: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class TableFigures:
    """What a table's rows state."""

    quotas: tuple[Quota, ...] = ()
    counts: tuple[Count, ...] = ()


@cache
def _head_cues() -> Cues:
    return Cues.of({row["cue"]: row["role"] for row in rows("column_cues.tsv")})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table's document says of it: whose it is by default, where that sits, what its figures mostly count.

    above: the text right above the table.
    """

    issuer: str | None
    home: Home
    plan: bool = False
    subject: str | None = None
    above: str = ""


def figures_of(table: TableFact, setting: Setting) -> TableFigures:
    """The quotas and counts of a table; none where no column of numbers has a head that says what it counts."""
    columns = _columns(table, setting)
    if not any(column.role in ("target", "report") for column in columns):
        return TableFigures()
    reader = _Rows(table, columns, setting)
    found = list(reader.read())
    return TableFigures(
        tuple(f for f in found if isinstance(f, Quota)), tuple(f for f in found if isinstance(f, Count))
    )


def _columns(table: TableFact, setting: Setting) -> list[Column]:
    """Every column with its role."""
    plan = setting.plan and not any(_role_of(head) == "report" and not _estimates(head) for head in table.header)
    stated = stated_unit(setting.above)
    made = [_column(table, index, head, plan, stated) for index, head in enumerate(table.header)]
    if not any(column.role in ("name", "item") for column in made):
        texts = [c.index for c in made if c.role == "skip" and not _numeric(table, c.index)]
        made = [Column(c.index, "item") if texts and c.index == texts[0] else c for c in made]
    return [Column(c.index, "name") if c.role == "item" and _are_bodies(table, c.index) else c for c in made]


def _role_of(head: str) -> str | None:
    """The role that the cues of a head give: percent first, else the last cue (the lower head, where two stand)."""
    view = View(squeeze(head))
    cues = [role for _, role in _head_cues().all(view.plain.lower(), view.folded)]
    return "percent" if "percent" in cues or "%" in head else cues[-1] if cues else None


def _estimates(head: str) -> bool:
    """True for a head of what is expected before the plan begins ("Ước thực hiện 2025"): the rest is planned."""
    return fold(head).startswith(("uth", "uoc"))


def _column(table: TableFact, index: int, head: str, plan: bool, stated: str | None) -> Column:
    role = _role_of(head)
    if not _numeric(table, index):
        return Column(index, role if role in ("number", "name", "item", "unit") else "skip")
    if role in ("number", "money", "skip", "unit"):
        return Column(index, "number" if role == "number" else "skip")
    if role is None and index == 0:
        return Column(index, "number")
    share = role == "percent"
    if share and index and plan:
        role = "target"
    if role in (None, "name", "item"):
        role = "target" if plan else "report"
    text = clean_head(squeeze(_BRACKETS.sub(" ", head)))
    bracket = _BRACKETS.search(head)
    own, named = unit_within(bracket[1]) if bracket else None, unit_within(text or "")
    unit = own.name if own else stated if stated and not _COUNTED.match(fold(head)) else named.name if named else None
    return Column(index, role, text, "%" if share and not own else unit, period_in(head))


def _numeric(table: TableFact, index: int) -> bool:
    filled = [row[index] for row in table.rows if row[index].strip(" -–.")]
    return bool(filled) and sum(bool(_CELL.fullmatch(cell)) for cell in filled) >= _NUMBERED * len(filled)


@cache
def _body() -> re.Pattern[str]:
    """Matches the folded beginning of a cell that names a body or a place."""
    words = sorted(
        (fold(row["phrase"]) for row in rows("body_heads.tsv") if row["role"] == "head"), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(words)})\b")


def _are_bodies(table: TableFact, index: int) -> bool:
    filled = [fold(row[index]).strip(" -+") for row in table.rows if row[index].strip()]
    return bool(filled) and sum(bool(_body().match(cell)) for cell in filled) >= 0.5 * len(filled)


class _Rows:
    def __init__(self, table: TableFact, columns: Sequence[Column], setting: Setting) -> None:
        self.table, self.setting = table, setting
        self.columns = {column.index: column for column in columns}
        self.values = [column for column in columns if column.role in ("target", "report")]
        self.name = next((c.index for c in columns if c.role == "name"), None)
        self.item = next((c.index for c in columns if c.role == "item"), None)
        self.unit = next((c.index for c in columns if c.role == "unit"), None)
        self.english = english_style("\n".join(" ".join(row) for row in table.rows))
        title = View(squeeze(table.title or ""))
        self.title_period = period_in(title.plain)
        self.shared = self._shared_unit()

    def _shared_unit(self) -> str | None:
        """What the columns count where a head does not say: the unit of another head, else the document's."""
        named = Counter(column.unit for column in self.values if column.unit)
        return named.most_common(1)[0][0].removeprefix("lượt ") if named else self.setting.subject

    def read(self) -> Iterator[Quota | Count]:
        for index, row in enumerate(self.table.rows):
            places = self.table.places[index] if self.table.places else ()
            yield from self._row(row, places, self._holder(row), self._label(row))
        if self.table.total_row:
            yield from self._row(self.table.total_row, self.table.total_places, self.setting.issuer, None)

    def _holder(self, row: Sequence[str]) -> str | None:
        name = squeeze(row[self.name]).strip(" .;:") if self.name is not None else ""
        return full_name(name, self.setting.home) if name else self.setting.issuer

    def _label(self, row: Sequence[str]) -> str | None:
        return squeeze(row[self.item]).strip(" -+.;:") or None if self.item is not None else None

    def _row(
        self, row: Sequence[str], places: Sequence[Place | None], holder: str | None, label: str | None
    ) -> Iterator[Quota | Count]:
        for column in self.values:
            cell = _CELL.fullmatch(row[column.index])
            value = parse_digits(cell[1], self.english) if cell else None
            if cell is None or value is None:
                continue
            place = (places[column.index] if places else None) or self.table.place
            unit = "%" if cell[2] else self._unit(row, column)
            subject = self._subject(column, label)
            period = column.period or self.title_period
            if column.role == "target":
                yield Quota(subject, holder, value, unit, place, period)
            else:
                yield Count(subject, holder, value, unit, place, None, self._percent(row, column), period)

    def _unit(self, row: Sequence[str], column: Column) -> str | None:
        printed = squeeze(row[self.unit]) if self.unit is not None else ""
        return printed or column.unit or (None if self.item is not None else self.shared)

    def _subject(self, column: Column, label: str | None) -> str | None:
        """The label of the row with what the head adds, else what the head counts, else what the table does."""
        if label:
            return f"{label} {column.subject}" if column.subject else label
        return column.subject or self.shared

    def _percent(self, row: Sequence[str], column: Column) -> Decimal | None:
        """The percentage in the column right behind a count."""
        behind = self.columns.get(column.index + 1)
        if behind is None or behind.role != "percent":
            return None
        cell = _CELL.fullmatch(row[behind.index])
        return parse_digits(cell[1], self.english) if cell else None


def common_unit(units: Sequence[Unit | None]) -> str | None:
    """The unit that most figures of a document have, None where none has one."""
    named = Counter(unit.name for unit in units if unit and unit.kind == "count")
    return named.most_common(1)[0][0] if named else None
