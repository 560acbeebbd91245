"""An answer as a table: nothing is cut off, whatever the terminal's width."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.answer_format import write_table
from store.query import Answer

ROWS = [
    ("Liên đoàn Lao động huyện Thạch Phong", 17660000000, Decimal("99.50"), "93/KH-LĐLĐ"),
    (None, None, None, "a\x1b[2Jb\u202ec"),
]


@pytest.mark.parametrize("width", [20, 40, 80, 100, 200, None])
def test_every_figure_is_whole_at_every_width(width: int | None) -> None:
    lines: list[str] = []
    assert write_table(Answer(("holder", "value_vnd", "percent", "number"), iter(ROWS)), width, lines.append) == 2
    text = "\n".join(lines)
    assert all(figure in text for figure in ("17660000000", "99.50", "93/KH-LĐLĐ"))
    assert " ".join(re.findall(r"Liên|đoàn|Lao|động|huyện|Thạch|Phong", text)) == ROWS[0][0]
    assert "\x1b" not in text
    assert "\u202e" not in text
    if width in (80, 100, 200):
        assert max(map(len, lines)) <= width


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.integers(-(10**15), 10**15)), max_size=5), st.integers(1, 120))
def test_any_text_is_written(rows: list[tuple[str, int]], width: int) -> None:
    lines: list[str] = []
    write_table(Answer(("text", "n"), iter(rows)), width, lines.append)
    assert all(str(number) in "\n".join(lines) for _, number in rows)
