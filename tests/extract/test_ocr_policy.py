"""When a page is read again, which reading is kept, and where its words lie on the page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from extract.drafts import Draft, ocr_page
from extract.image.raster import Pixels, Raster
from extract.ocr.engine import OcrWord
from extract.ocr.page import read_image
from extract.tools import Action, Plan, Tools
from records.errors import PageFailed
from records.page import Judgement, Verdict
from records.settings import ReadSettings

DPI = 144.0  # two pixels a point


class Engine:
    """An engine that answers by rule and keeps what it was asked."""

    def __init__(self, answer: Callable[[Pixels, bool], list[OcrWord]], turns: int = 0) -> None:
        self.answer, self.turns = answer, turns
        self.asked: list[str] = []

    def read(
        self,
        pixels: Pixels,
        dpi: float,
        language: str,
        timeout: float,
        *,
        bilevel: bool = False,
        local: bool = False,
        line: bool = False,
        block: bool = False,
    ) -> list[OcrWord]:
        self.asked.append("line" if line else "local" if local else "read")
        return self.answer(pixels, local)

    def quarter_turns(self, pixels: Pixels, dpi: float, timeout: float) -> int:
        self.asked.append("turns")
        return self.turns


def sheet(rows: int = 400, columns: int = 300) -> Raster:
    """A grey page with some ink in its upper left part."""
    pixels = np.full((rows, columns), 240, np.uint8)
    pixels[40:60:4, 40:120] = 20
    width, height = columns / 2, rows / 2
    return Raster(pixels, DPI, width, height, (0, 0, width, height))


def words(confidence: float, text: str = "đoàn", count: int = 40) -> list[OcrWord]:
    return [OcrWord(text, (40, 40, 80, 60), confidence, n // 10) for n in range(count)]


def test_a_good_reading_is_the_only_one() -> None:
    engine = Engine(lambda pixels, local: words(0.95))
    reading = read_image(sheet(), engine, ReadSettings())
    assert engine.asked == ["read"]
    assert reading.attempts == 1
    assert reading.note is None
    assert reading.confidence == pytest.approx(0.95)
    assert reading.words[0].box == pytest.approx((20, 20, 40, 30))
    assert reading.words[0].raw == "đoàn"
    assert reading.rows == tuple(n // 10 for n in range(40))


def test_a_blank_page_is_not_sent() -> None:
    engine = Engine(lambda pixels, local: words(0.95))
    blank = sheet()
    blank.pixels[:] = 240
    reading = read_image(blank, engine, ReadSettings())
    assert engine.asked == []
    assert reading.words == ()
    assert reading.confidence is None
    assert reading.note == "blank page"


def test_a_doubtful_reading_is_made_again_and_the_better_kept() -> None:
    engine = Engine(lambda pixels, local: words(0.9 if local else 0.7))
    reading = read_image(sheet(), engine, ReadSettings())
    assert engine.asked == ["read", "local"]
    assert reading.confidence == pytest.approx(0.9)
    assert reading.attempts == 2
    assert reading.note is not None
    assert "local threshold" in reading.note


def test_more_plausible_text_outweighs_fewer_surer_words() -> None:
    engine = Engine(lambda pixels, local: words(0.99, count=3) if local else words(0.75))
    assert len(read_image(sheet(), engine, ReadSettings()).words) == 40


def test_a_second_try_that_fails_leaves_the_first() -> None:
    def answer(pixels: Pixels, local: bool) -> list[OcrWord]:
        if local:
            raise PageFailed("it hangs")
        return words(0.7)

    assert read_image(sheet(), Engine(answer), ReadSettings()).confidence == pytest.approx(0.7)


def test_a_first_try_that_fails_is_the_pages_failure() -> None:
    def answer(pixels: Pixels, local: bool) -> list[OcrWord]:
        raise PageFailed("it hangs")

    with pytest.raises(PageFailed, match="it hangs"):
        read_image(sheet(), Engine(answer), ReadSettings())


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_is_read_upright(turns: int) -> None:
    """The engine finds the ink wherever it lies and only reads it where it lies in the upper left part."""

    def answer(pixels: Pixels, local: bool) -> list[OcrWord]:
        y, x = np.nonzero(pixels < 128)
        upright = x.mean() < pixels.shape[1] / 2 and y.mean() < pixels.shape[0] / 2
        box = (float(x.min()), float(y.min()), float(x.max() + 1), float(y.max() + 1))
        return [OcrWord("đoàn", box, 0.95 if upright else 0.3, 0)] * 40

    upright = sheet()
    lying = np.ascontiguousarray(np.rot90(upright.pixels, turns))
    rows, columns = lying.shape
    page = Raster(lying, DPI, columns / 2, rows / 2, (0, 0, columns / 2, rows / 2))
    reading = read_image(page, Engine(answer, turns), ReadSettings())
    assert reading.turns == turns
    assert (reading.width, reading.height) == (upright.width, upright.height)
    assert reading.words[0].box == pytest.approx((20, 20, 60, 28.5), abs=1)


def test_an_engine_that_sees_no_turn_leaves_the_page() -> None:
    engine = Engine(lambda pixels, local: words(0.3))
    reading = read_image(sheet(), engine, ReadSettings())
    assert engine.asked == ["read", "turns", "local"]
    assert reading.turns == 0


def test_the_page_keeps_how_it_was_read() -> None:
    reading = read_image(sheet(), Engine(lambda pixels, local: words(0.9 if local else 0.5)), ReadSettings())
    empty = Judgement(Verdict.EMPTY)
    tools = Tools(lambda text, fonts: empty, lambda found, name: list(found), lambda data, name: "", str, Engine(read))
    page = ocr_page(Draft(Plan(3, empty, Action.READ), None), reading, tools, 3)
    assert page.note == reading.note
    assert page.note is not None
    assert "kept the reading local threshold" in page.note


def test_only_a_first_page_has_its_date_read_again() -> None:
    """Words of a date with an unsure month; the engine is sure of nothing else."""
    texts = ("ngày", "14", "tháng", "L]", "năm", "2031")
    line = [OcrWord(t, (20 + 30 * n, 40, 45 + 30 * n, 60), 0.5 if t == "L]" else 0.95, 0) for n, t in enumerate(texts)]
    for first, asked in ((True, ["read", "line"]), (False, ["read"])):
        engine = Engine(lambda pixels, local: line)
        read_image(sheet(), engine, ReadSettings(), first_page=first)
        assert engine.asked == asked


def read(pixels: Pixels, local: bool) -> list[OcrWord]:
    return []


def test_a_poor_one_bit_page_is_read_with_thicker_strokes() -> None:
    page = sheet()
    page = Raster(np.where(page.pixels < 128, 0, 255).astype(np.uint8), DPI, page.width, page.height, page.box, True)
    inks: list[int] = []

    def answer(pixels: Pixels, local: bool) -> list[OcrWord]:
        inks.append(int((pixels < 128).sum()))
        return words(0.7 if len(inks) == 1 else 0.9)

    reading = read_image(page, Engine(answer), ReadSettings())
    assert inks[1] > inks[0]
    assert reading.note is not None
    assert "thickened" in reading.note
