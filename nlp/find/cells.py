"""What the columns of a table hold, told by their heads, and where a cell stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from nlp.find.view import fold, squeeze
from records.facts import TableFact
from records.place import Place

#: Đồng that one printed unit of a money column stands for, by its name in heads ("ĐVT: triệu đồng", "(1.000đ)").
_MONEY_UNIT = re.compile(
    r"(?P<ty>t[yi] dong|ty d\b)|(?P<trieu>trieu dong|tr\.? ?d\b|tr\.? ?dong|trieu d\b)|"
    r"(?P<nghin>(?:1[.,]?000|nghin|ngan) ?(?:dong|d\b|vnd))|"
    r"(?P<dong>(?<!hop )(?<!hoi )(?<!cong )\bdong\b(?! chi)|\bvnd\b|\(d\))"
)
_SCALES = {"ty": Decimal(10**9), "trieu": Decimal(10**6), "nghin": Decimal(1000), "dong": Decimal(1)}
_UNIT_LINE = re.compile(r"(?:dvt|don vi tinh|don vi)\s*:?\s*(?P<unit>[^\n;,]{1,24})")


def column(header: Sequence[str], pattern: re.Pattern[str], taken: Sequence[int | None] = ()) -> int | None:
    """The first column whose head (folded, on one line) the pattern finds, or None."""
    heads = [squeeze(fold(cell)) for cell in header]
    return next((i for i, head in enumerate(heads) if i not in taken and pattern.search(head)), None)


def money_scale(text: str) -> Decimal | None:
    """How many đồng a printed 1 is worth where a head names money, or None.

    >>> money_scale("Giá trị làm lợi (triệu đồng)"), money_scale("Hợp đồng"), money_scale("Số tiền (1.000đ)")
    (Decimal('1000000'), None, Decimal('1000'))
    """
    match = _MONEY_UNIT.search(squeeze(fold(text)))
    return _SCALES[match.lastgroup or "dong"] if match else None


def stated_scale(text: str) -> Decimal | None:
    """The scale that a line above a table states for all of it ("Đơn vị tính: triệu đồng"), or None."""
    match = _UNIT_LINE.search(fold(text))
    return money_scale(match["unit"]) if match else None


def stated_unit(text: str) -> str | None:
    """The unit, as printed, that the last line above a table states for all of it, or None.

    >>> stated_unit("BIỂU SẢN LƯỢNG\\n(Đơn vị tính: nghìn tấn)\\n"), stated_unit("Đơn vị: Huyện A")
    ('nghìn tấn', None)
    """
    found = re.findall(r"(?:ĐVT|Đvt|[Đđ]ơn vị tính)\s*:\s*([^\n;,().:]{1,24}?)\s*(?=[\n;,().:]|$)", text)
    return squeeze(found[-1]) if found else None


def cell_place(table: TableFact, row: int, col: int) -> Place:
    """The place of a cell, or the table's where cells have none."""
    known = table.places[row][col] if table.places else None
    return known or table.place


def clean_head(cell: str) -> str:
    """A head without its unit in brackets.

    >>> clean_head("Kinh phí\\n(triệu đồng)")
    'Kinh phí'
    """
    return squeeze(re.sub(r"\([^()]*\)|(?:ĐVT|Đơn vị tính)\s*:.*", " ", cell)).strip(" :,-")
