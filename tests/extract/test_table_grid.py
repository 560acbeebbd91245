"""Grids of ruling lines: from strokes to cells, and from pixels to strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.image.raster import Pixels
from extract.tables.grid import Stroke, grid_of
from extract.tables.ruling_lines import ruled_grids

DPI = 300.0
XS, YS = (300, 420, 1100, 1500, 1900), (400, 470, 560, 650, 740)


def strokes(xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[list[Stroke], list[Stroke]]:
    return [Stroke(y, xs[0], xs[-1]) for y in ys], [Stroke(x, ys[0], ys[-1]) for x in xs]


def drawn(xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS, thick: int = 3) -> Pixels:
    page = np.full((2000, 2400), 255, np.uint8)
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), (0,), thick)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), (0,), thick)
    return page


@given(st.integers(2, 8), st.integers(2, 12))
@settings(max_examples=30, deadline=None)
def test_a_full_grid_has_a_cell_for_each_place(columns: int, rows: int) -> None:
    across, down = strokes(tuple(40.0 * i for i in range(columns + 1)), tuple(20.0 * i for i in range(rows + 1)))
    grid = grid_of(across, down, 3.0)
    assert grid is not None
    assert (grid.rows, grid.columns, len(grid.cells)) == (rows, columns, rows * columns)


def test_cells_reach_over_missing_borders() -> None:
    across, down = strokes((0.0, 50.0, 100.0, 150.0), (0.0, 20.0, 40.0, 60.0))
    across[1] = Stroke(20.0, 50.0, 150.0)  # the first column's head is two rows high
    down[2] = Stroke(100.0, 20.0, 60.0)  # the other two have a name in common
    grid = grid_of(across, down, 3.0)
    assert grid is not None
    assert [(c.row, c.column, c.rows, c.columns) for c in grid.cells][:4] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip


def test_open_sides_are_closed_where_the_lines_end() -> None:
    across, down = strokes((0.0, 50.0, 100.0, 150.0), (0.0, 20.0, 40.0))
    grid = grid_of(across, down[1:-1], 3.0)
    assert grid is not None
    assert (grid.columns, grid.box) == (3, (0.0, 0.0, 150.0, 40.0))


def test_a_frame_makes_no_grid() -> None:
    assert grid_of(*strokes((0.0, 100.0), (0.0, 50.0)), 3.0) is None
    assert grid_of(*strokes((0.0, 50.0, 100.0), (0.0, 50.0)), 3.0) is None


@pytest.mark.parametrize("degrees", [0.0, 0.4, -1.3])
@pytest.mark.parametrize("noise", [0, 12])
def test_a_drawn_table_is_found_though_it_leans(degrees: float, noise: int) -> None:
    page = drawn()
    turn = cv2.getRotationMatrix2D((1200, 1000), degrees, 1.0)
    page = np.asarray(cv2.warpAffine(page, turn, (2400, 2000), borderValue=(255,)), np.uint8)
    grain = np.random.default_rng(1).normal(0, noise, page.shape)
    page = np.clip(page + grain, 0, 255).astype(np.uint8)
    (grid,) = ruled_grids(page, DPI).grids
    assert (grid.rows, grid.columns, len(grid.cells)) == (4, 4, 16)


def test_text_in_the_cells_makes_no_border() -> None:
    page = drawn()
    for row, y in enumerate((452, 540, 630, 720)):
        cv2.putText(page, f"{row} |||| HHHH EEE", (440, y), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (0,), 8)
    (grid,) = ruled_grids(page, DPI).grids
    assert (grid.rows, grid.columns) == (4, 4)


def test_underlines_frames_and_prose_are_no_tables() -> None:
    page = np.full((2000, 2400), 255, np.uint8)
    cv2.rectangle(page, (200, 200), (2000, 700), (0,), 3)
    cv2.line(page, (300, 900), (1200, 900), (0,), 3)
    for y in range(1000, 1800, 70):
        cv2.putText(page, "HIN HLT lll iii EEE fff ttt", (200, y), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0,), 4)
    assert ruled_grids(page, DPI).grids == ()


def test_lines_are_taken_away_and_print_stays() -> None:
    page = drawn()
    page[500:530, 600:700] = 0
    erased = ruled_grids(page, DPI).without_lines(page)
    assert np.count_nonzero(erased[500:530, 600:700] < 128) == 3000
    assert np.count_nonzero(erased < 128) == 3000


def test_without_tables_nothing_of_them_is_left() -> None:
    page = drawn()
    page[500:530, 600:700] = 0
    page[1500:1530, 600:700] = 0
    bare = ruled_grids(page, DPI).without_tables(page)
    assert np.count_nonzero(bare < 128) == 3000
