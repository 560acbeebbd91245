"""Cleaning and levelling of pages drawn here."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extract.image.clean import DARK, clean, is_blank, noise, positive, red_channel, without_noise
from extract.image.raster import Pixels, Raster, is_bilevel
from extract.image.skew import WORTH, skew, straighten

DPI = 150


def page(rows: int = 1200, columns: int = 900, ink: int = 0, paper: int = 255) -> Pixels:
    """Lines of short strokes, like a page of text."""
    grey = np.full((rows, columns), paper, np.uint8)
    for top in range(100, rows - 100, 40):
        for left in range(100, columns - 120, 24):
            grey[top : top + 18, left : left + 4] = ink
            grey[top + 7 : top + 10, left : left + 14] = ink
    return grey


def raster(pixels: Pixels) -> Raster:
    rows, columns = pixels.shape[:2]
    box = (0.0, 0.0, columns / DPI * 72, rows / DPI * 72)
    return Raster(pixels, DPI, box[2], box[3], box, is_bilevel(pixels))


def noisy(grey: Pixels, sigma: float) -> Pixels:
    rough = np.random.default_rng(3).normal(0, sigma, grey.shape)
    return np.asarray(np.clip(grey + rough, 0, 255), np.uint8)


def test_red_ink_vanishes_and_black_stays() -> None:
    colour = np.repeat(page()[:, :, None], 3, axis=2)
    colour[300:600, 300:600] = np.minimum(colour[300:600, 300:600], np.array([235, 40, 60], np.uint8))
    cleaned = clean(raster(colour)).pixels
    assert ((cleaned < DARK) == (page() < DARK)).mean() > 0.999


def test_uneven_light_is_evened() -> None:
    fall = np.linspace(1.0, 0.25, 900)[None, :]
    cleaned = clean(raster(np.asarray(page(ink=10) * fall, np.uint8))).pixels
    assert ((cleaned < DARK) == (page() < DARK)).mean() > 0.99
    assert np.median(cleaned[:, :100]) == pytest.approx(np.median(cleaned[:, -100:]), abs=6)


def test_a_clean_bilevel_page_keeps_every_pixel() -> None:
    cleaned = clean(raster(page()))
    assert cleaned.bilevel
    assert np.array_equal(cleaned.pixels, page())


def test_a_very_fine_scan_has_its_pixels_reduced_and_its_place_kept() -> None:
    fine = replace(raster(page()), dpi=600.0)
    cleaned = clean(fine)
    assert cleaned.dpi == 300
    assert cleaned.pixels.shape == (600, 450)
    assert cleaned.to_page((0, 0, 450, 600)) == fine.box


def test_only_what_is_noisy_is_smoothed() -> None:
    still = noisy(page(), 5)
    assert without_noise(still) is still
    rough = noisy(page(), 60)
    assert noise(without_noise(rough)) < noise(rough) / 3
    specks = page()
    specks[np.random.default_rng(1).random(specks.shape) < 0.02] = 0
    assert noise(without_noise(specks)) < noise(specks) / 2


def test_a_negative_becomes_a_positive() -> None:
    assert np.array_equal(positive(255 - page()), page())
    assert np.array_equal(positive(page()), page())


def test_pale_print_is_darkened_and_not_taken_for_blank() -> None:
    cleaned = clean(raster(noisy(page(ink=195, paper=250), 3))).pixels
    assert ((cleaned < DARK) == (page() < DARK)).mean() > 0.97


@pytest.mark.parametrize("sigma", [0, 6, 10])
def test_a_blank_page_stays_white_whatever_its_noise(sigma: float) -> None:
    empty = np.full((1200, 900), 235, np.uint8)
    assert is_blank(clean(raster(noisy(empty, sigma))).pixels, DPI)


def test_one_digit_is_no_blank_page() -> None:
    sheet = np.full((1200, 900), 255, np.uint8)
    sheet[600:620, 450:453] = 0
    sheet[617:620, 445:458] = 0
    assert not is_blank(clean(raster(sheet)).pixels, DPI)
    assert not is_blank(clean(raster(noisy(sheet, 6))).pixels, DPI)


def test_grey_is_its_own_red_channel() -> None:
    grey = page()
    assert red_channel(grey) is grey


@settings(max_examples=15, deadline=None)
@given(st.floats(-8, 8))
def test_the_lean_of_a_page_is_found_and_undone(degrees: float) -> None:
    leaning = np.asarray(Image.fromarray(page()).rotate(degrees, Image.Resampling.BILINEAR, fillcolor=255))
    found = skew(leaning, DPI)
    if abs(degrees) > 1.5:
        assert found == pytest.approx(-degrees, abs=0.3)
        assert abs(skew(straighten(leaning, found)[0], DPI)) < 0.5


def test_nothing_leans_where_there_is_nothing() -> None:
    assert skew(np.full((500, 500), 255, np.uint8), DPI) == 0.0
    assert abs(skew(noisy(np.full((800, 600), 128, np.uint8), 60), DPI)) < WORTH


@given(st.floats(-10, 10), st.integers(0, 899), st.integers(0, 1199))
@settings(max_examples=50, deadline=None)
def test_boxes_of_a_levelled_page_lead_back(degrees: float, x: int, y: int) -> None:
    _, turn = straighten(np.full((1200, 900), 255, np.uint8), degrees)
    u, v = turn.matrix() @ np.array([x, y, 1.0])
    back = turn.back((u, v, u, v))
    assert math.dist(back[:2], (x, y)) < 0.01
