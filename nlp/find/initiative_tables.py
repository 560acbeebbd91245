"""Initiatives in tables ("TT | Tên sáng kiến | Tác giả | Đơn vị | Giá trị làm lợi"): a row each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.find.amounts import find_amounts
from nlp.find.authorship import post_and_unit
from nlp.find.cells import cell_place, column, money_scale
from nlp.find.numerals import parse_digits
from nlp.find.people import people_between
from nlp.find.quantities import find_quantities
from nlp.find.view import View, squeeze
from records.facts import Cells, TableFact
from records.figures import Initiative

_THING = r"(?:sang kien|giai phap|de tai|mo hinh|cong trinh)"
_TITLE = re.compile(
    rf"(?:^ten|^noi dung|^tieu de|ten goi)\b.*{_THING}|^{_THING}(?:,? (?:va )?{_THING})*$|"
    rf"^{_THING} (?:duoc|de nghi|tieu bieu)"
)
_AUTHOR = re.compile(r"tac gia|ho va ten|ho ten|ho, ten|nguoi thuc hien|chu nhiem|ca nhan")
_POST = re.compile(r"chuc vu|chuc danh|nghe nghiep|vi tri")
_UNIT = re.compile(r"don vi(?! tinh)|noi cong tac|co quan|cong doan|truong|doanh nghiep|dia chi")
_FIELD = re.compile(r"linh vuc|nganh|nhom")
_BENEFIT = re.compile(r"lam loi|tiet kiem|hieu qua kinh te|gia tri|so tien|loi ich")
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts of an initiative stand in a table."""

    title: int
    author: int | None
    post: int | None
    unit: int | None
    field: int | None
    benefit: int | None
    scale: Decimal | None


def table_initiatives(tables: Sequence[TableFact]) -> Iterator[Initiative]:
    """The initiatives of tables that have a column of titles and one of authors or units."""
    for table in tables:
        columns = _columns(table)
        if columns is not None:
            for index, row in enumerate(table.rows):
                initiative = _initiative(table, columns, index, row)
                if initiative is not None:
                    yield initiative


def _columns(table: TableFact) -> _Columns | None:
    head = table.header
    title = column(head, _TITLE)
    if title is None:
        return None
    benefit = column(head, _BENEFIT, (title,))
    author = column(head, _AUTHOR, (title, benefit))
    post = column(head, _POST, (title, author, benefit))
    unit = column(head, _UNIT, (title, author, post, benefit))
    field = column(head, _FIELD, (title, author, post, unit, benefit))
    if author is None and unit is None:
        return None
    scale = money_scale(head[benefit]) if benefit is not None else None
    return _Columns(title, author, post, unit, field, benefit, scale)


def _initiative(table: TableFact, columns: _Columns, index: int, row: Cells) -> Initiative | None:
    title = squeeze(row[columns.title]).strip(' “”"*.;,')
    if len(title.split()) < _LEAST_WORDS:
        return None
    author, post, unit = _author(_cell(row, columns.author))
    benefit, per = _benefit(_cell(row, columns.benefit), columns.scale)
    return Initiative(
        title,
        cell_place(table, index, columns.title),
        author,
        _cell(row, columns.post) or post,
        _cell(row, columns.unit) or unit,
        _cell(row, columns.field),
        benefit,
        per,
    )


def _cell(row: Cells, col: int | None) -> str | None:
    return squeeze(row[col]).strip(" .;,-") or None if col is not None else None


def _author(cell: str | None) -> tuple[str | None, str | None, str | None]:
    """Name, post and unit in a cell of authors."""
    if cell is None:
        return None, None, None
    view = View(cell)
    people = people_between(view, 0, len(cell), known_only=False, trusted=True)
    if not people:
        name = re.split(r"\s*[-,(–]\s*", cell)[0]
        return (name, None, None) if len(name.split()) <= 5 else (None, None, cell)
    post, unit = post_and_unit(view, people[-1].end, len(cell))
    return ", ".join(person.name for person in people), post, unit


def _benefit(cell: str | None, scale: Decimal | None) -> tuple[int | None, str | None]:
    """The benefit of a cell: a bare figure of a money column, or an amount in words."""
    if cell is None:
        return None, None
    if scale is not None and re.fullmatch(r"\d[\d.,]*", cell):
        value = parse_digits(cell)
        return (int(value * scale), None) if value is not None and value * scale == int(value * scale) else (None, None)
    view = View(cell)
    amounts = find_amounts(view, find_quantities(view))
    return (amounts[0].value, amounts[0].per) if amounts else (None, None)
