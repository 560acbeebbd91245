"""Ruled tables in scans, read by Tesseract: lone figures, blanks, merged heads, and what two readings leave."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.image.raster import Pixels, Raster
from extract.ocr.engine import OcrWord
from extract.ocr.page import read_image
from extract.ocr.tesseract import Tesseract
from extract.tables.crops import pieces_of, sheet_of
from extract.tables.ruling_lines import ruled_grids
from extract.tables.words import _settled, read_tables
from records.settings import ReadSettings

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
DPI = 300.0
XS = (300, 440, 1240, 1560, 1880, 2200)
ROWS = (
    ("TT", "Tên đơn vị", "Giao", "Đạt", "Ghi chú"),
    ("1", "Công đoàn huyện Lương Khê", "115", "7", ""),
    ("2", "Công đoàn xã Thuận Mỹ", "1.240", "-", "Vượt chỉ tiêu"),
    ("3", "Trường Tiểu học Phú Ổ", "5", "35,7", ""),
    ("", "Tổng cộng", "1.360", "9", ""),
)
needs_tesseract = pytest.mark.skipif(
    not (shutil.which("tesseract") and FONT.exists()), reason="needs Tesseract and the font Tinos"
)


def sheet() -> Raster:
    """A page with a sentence and a ruled table, 300 dpi."""
    page = Image.new("L", (2480, 1400), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 50)
    draw.text((300, 200), "Kết quả thực hiện của các đơn vị như sau, tính đến ngày báo cáo:", font=font, fill=20)
    ys = [400 + 90 * n for n in range(len(ROWS) + 1)]
    for y in ys:
        draw.line((XS[0], y, XS[-1], y), fill=0, width=3)
    for x in XS:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=3)
    for row, y in zip(ROWS, ys, strict=False):
        for cell, left, right in zip(row, XS, XS[1:], strict=False):
            width = font.getlength(cell)
            draw.text((left + 15 if left == XS[1] else (left + right - width) / 2, y + 14), cell, font=font, fill=20)
    pixels = np.asarray(page)
    return Raster(pixels, DPI, 2480 * 72 / DPI, 1400 * 72 / DPI, (0, 0, 2480 * 72 / DPI, 1400 * 72 / DPI))


@needs_tesseract
def test_every_cell_of_a_scanned_table_is_read() -> None:
    reading = read_image(sheet(), Tesseract(), ReadSettings())
    (table,) = reading.tables
    assert table.rows == ROWS
    assert table.box == pytest.approx((72, 96, 528, 204), abs=1)
    words = {word.raw: word for word in reading.words}
    assert words["đơn"].box is not None
    assert "Kết" in words
    assert table.boxes[1][3] == pytest.approx((374.4, 117.6, 451.2, 139.2), abs=1)


def block(words: list[OcrWord]):
    return lambda pixels, dpi: words


def test_pieces_of_a_row_stand_on_one_line_without_borders() -> None:
    page = sheet()
    ruling = ruled_grids(page.pixels, DPI)
    erased = ruling.without_lines(page.pixels)
    pieces = pieces_of(erased, DPI, ruling.grids)
    filled = sum(bool(cell) for row in ROWS for cell in row)
    assert len(pieces) == filled
    laid = sheet_of(erased, DPI, pieces)
    assert len({round(box[1]) // 60 for _, box in laid.pieces}) >= len(ROWS)
    assert laid.pixels[:, 0].min() == 255


def test_words_that_are_read_nowhere_leave_the_cells_blank_but_a_dash_is_told_by_its_shape() -> None:
    page = sheet()
    found = read_tables(page.pixels, DPI, ruled_grids(page.pixels, DPI), block([]), 5)
    assert [word.text for word in found.words] == ["-"]
    assert found.homes == ((0, 2, 3),)


def test_figures_read_as_one_word_are_read_again_each_by_itself() -> None:
    page = sheet()
    ruling = ruled_grids(page.pixels, DPI)
    erased = ruling.without_lines(page.pixels)
    row = [piece for piece in pieces_of(erased, DPI, ruling.grids) if piece.cell.row == 1 and piece.cell.column > 1]
    together = [
        box for piece, box in sheet_of(erased, DPI, pieces_of(erased, DPI, ruling.grids)).pieces if piece in row
    ]
    across = (together[0][0], together[0][1], together[-1][2], together[0][3])
    asked: list[Pixels] = []

    def read(pixels: Pixels, dpi: float) -> list[OcrWord]:
        asked.append(pixels)
        return [OcrWord("1157", across, 0.99, 0)] if len(asked) == 1 else []

    found = read_tables(page.pixels, DPI, ruling, read, 0)
    assert len(row) == len(together) == 2
    assert "1157" not in [word.text for word in found.words]
    assert len(asked) == 3


def test_small_parts_of_accents_are_cut_out_with_their_letters() -> None:
    page = sheet()
    ruling = ruled_grids(page.pixels, DPI)
    for piece in pieces_of(ruling.without_lines(page.pixels), DPI, ruling.grids):
        assert piece.room[0] <= piece.box[0] < piece.box[2] <= piece.room[2]
        assert piece.room[1] <= piece.box[1] < piece.box[3] <= piece.room[3]


def test_of_three_readings_the_one_that_comes_twice_stands() -> None:
    (kept,) = _settled([word("585", 0.80)], [word("595", 0.60)], [word("595", 0.70)])
    assert (kept.text, kept.confidence) == ("595", 0.70)


def word(text: str, confidence: float) -> OcrWord:
    return OcrWord(text, (0.0, 0.0, 10.0, 10.0), confidence, 0)


def test_two_readings_that_agree_keep_the_surer_confidence() -> None:
    (kept,) = _settled([word("595", 0.70)], [word("595", 0.95)])
    assert (kept.text, kept.confidence) == ("595", 0.95)


def test_figures_in_dispute_are_never_sure() -> None:
    (kept,) = _settled([word("595", 0.92)], [word("585", 0.40)])
    assert (kept.text, kept.confidence) == ("595", 0.40)


def test_letters_among_figures_lose_to_figures() -> None:
    (kept,) = _settled([word("4G", 0.80)], [word("46", 0.70)])
    assert kept.text == "46"


def test_a_page_without_a_table_is_read_once_as_a_whole() -> None:
    page = sheet()
    blank: Pixels = page.pixels.copy()
    blank[380:] = 255
    assert ruled_grids(blank, DPI).grids == ()
