"""Grey seals: painted out around the print; pages without one stay as they are."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.image.raster import Pixels
from extract.image.seal import Ring, find_seals, without_seals

DPI = 300.0
RADIUS = 200  # 17 mm


def paper(rows: int = 1500, columns: int = 1200) -> Pixels:
    """White with a few lines of print."""
    page = np.full((rows, columns), 255, np.uint8)
    for top in range(80, 420, 80):
        cv2.putText(page, "Can cu ke hoach nam 2031 cua so", (80, top), cv2.FONT_HERSHEY_TRIPLEX, 1.6, (20,), 3)
    return page


def signed(page: Pixels) -> Pixels:
    """The page with a name where a seal will lie."""
    cv2.putText(page, "PHO GIAM DOC", (420, 850), cv2.FONT_HERSHEY_TRIPLEX, 1.6, (20,), 5)
    return page


def sealed(page: Pixels, x: int = 560, y: int = 960, tone: int = 120) -> Pixels:
    """The page with a seal of that grey, print over it as dark as before."""
    seal = np.full_like(page, 255)
    cv2.circle(seal, (x, y), RADIUS, (tone,), 6, cv2.LINE_AA)
    cv2.circle(seal, (x, y), 140, (tone,), 3, cv2.LINE_AA)
    for corner in range(12):
        angle = corner * math.pi / 6
        spot = (round(x - 12 + 165 * math.cos(angle)), round(y + 12 + 165 * math.sin(angle)))
        cv2.putText(seal, "H", spot, cv2.FONT_HERSHEY_DUPLEX, 1.0, (tone,), 3, cv2.LINE_AA)
    star = [(x, y - 70), (x + 45, y + 60), (x - 70, y - 20), (x + 70, y - 20), (x - 45, y + 60)]
    cv2.fillPoly(seal, [np.array(star)], (tone,))
    return np.asarray(np.minimum(page, seal), np.uint8)


@pytest.mark.parametrize("tone", [105, 120, 150, 180])
def test_a_seal_goes_and_the_print_over_it_stays(tone: int) -> None:
    before = signed(paper())
    after = without_seals(sealed(before, tone=tone), DPI)
    assert ((after < 100) == (before < 100)).mean() > 0.9999
    assert np.count_nonzero((after < 215) & (before == 255)) < 150


def test_nothing_changes_outside_the_seal() -> None:
    page = sealed(signed(paper()))
    rows, columns = np.nonzero(without_seals(page, DPI) != page)
    assert rows.size > 5000
    assert np.hypot(columns - 560, rows - 960).max() < RADIUS + 30


@given(
    x=st.integers(230, 950), y=st.integers(700, 1250), tone=st.integers(100, 180), dpi=st.sampled_from([150, 200, 300])
)
@settings(max_examples=15, deadline=None)
def test_the_ring_is_found_where_it_lies(x: int, y: int, tone: int, dpi: int) -> None:
    page = cv2.resize(sealed(paper(), x, y, tone), None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA)
    found = find_seals(np.asarray(page, np.uint8), dpi)
    assert len(found) == 1
    ring = found[0]
    assert isinstance(ring, Ring)
    assert math.hypot(ring.x - x * dpi / DPI, ring.y - y * dpi / DPI) < 10 * dpi / DPI
    assert ring.radius == pytest.approx(RADIUS * dpi / DPI, rel=0.06)


def photograph() -> Pixels:
    page = paper()
    rows, columns = np.mgrid[0:600, 0:900]
    picture = 130 + 70 * np.sin(rows / 60) * np.cos(columns / 80) + np.random.default_rng(1).normal(0, 8, rows.shape)
    page[700:1300, 150:1050] = np.clip(picture, 0, 255).astype(np.uint8)
    cv2.circle(page, (500, 1000), RADIUS, (120,), cv2.FILLED)
    return page


def shaded_table() -> Pixels:
    page = paper()
    for row in range(6):
        cv2.rectangle(page, (100, 600 + 100 * row), (1100, 700 + 100 * row), (130,), 4)
        if row % 2 == 0:
            cv2.rectangle(page, (104, 604 + 100 * row), (1096, 696 + 100 * row), (190,), cv2.FILLED)
        cv2.putText(page, f"{row}   1.200   35,5", (140, 665 + 100 * row), cv2.FONT_HERSHEY_TRIPLEX, 1.5, (20,), 3)
    return page


def chart() -> Pixels:
    page = paper()
    cv2.circle(page, (560, 960), RADIUS, (140,), cv2.FILLED)
    cv2.ellipse(page, (560, 960), (RADIUS, RADIUS), 0, 0, 120, (90,), cv2.FILLED)
    for bar in range(5):
        cv2.rectangle(page, (800 + 70 * bar, 1300 - 90 * bar), (850 + 70 * bar, 1400), (150,), cv2.FILLED)
    return page


def square_stamp() -> Pixels:
    page = paper()
    cv2.rectangle(page, (300, 700), (700, 1000), (130,), 6)
    cv2.putText(page, "CONG VAN DEN", (320, 780), cv2.FONT_HERSHEY_TRIPLEX, 1.3, (130,), 3)
    return page


def pale_print() -> Pixels:
    return np.asarray(255 - (255 - signed(paper())) // 3, np.uint8)


def black_ring() -> Pixels:
    page = signed(paper())
    cv2.circle(page, (560, 960), RADIUS, (20,), 6, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("make", [paper, photograph, shaded_table, chart, square_stamp, pale_print, black_ring])
def test_other_greys_are_no_seals(make: Callable[[], Pixels]) -> None:
    page = make()
    assert without_seals(page, DPI) is page


@pytest.mark.parametrize("shape", [(1, 1), (40, 2000), (3000, 20)])
def test_odd_sizes_are_borne(shape: tuple[int, int]) -> None:
    page = np.full(shape, 255, np.uint8)
    assert without_seals(page, DPI) is page
