"""What cleaning a page is worth: character error rate of recognition on one page spoiled in many ways.

``python -m benchmarks.cleaning [--only NAME...] [--way NAME...]``. The page is one column of prose, so that the order
of reading costs nothing, set in Tinos 13 pt; damages are seeded. ``none`` hands the grey page to Tesseract as it is,
``red`` its red channel, ``median`` smooths every page alike before its light is evened; ``cleaned`` and ``local`` are
one reading each after cleaning (local: Sauvola's threshold), ``policy`` is what a run does, further tries included.
Rates are Levenshtein distances over the true text's length, in per cent.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from extract.image.clean import clean, even_light, noise, positive, red_channel
from extract.image.raster import Pixels, Raster, is_bilevel
from extract.ocr.engine import OcrWord
from extract.ocr.page import read_image
from extract.ocr.tesseract import Tesseract
from records.settings import ReadSettings

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
SENTENCES = (
    "Ban Chấp hành Công đoàn huyện Lương Khê báo cáo kết quả chín tháng đầu năm 2023 như sau.",
    "Toàn huyện có 47 công đoàn cơ sở với 3.128 đoàn viên, tăng 216 người so với cùng kỳ, đạt 104,7% kế hoạch.",
    "Thực hiện Kế hoạch số 58/KH-LĐLĐ ngày 14/02/2023, các đơn vị đã đăng ký 1.095 sáng kiến cải tiến kỹ thuật.",
    "Giá trị làm lợi ước tính 8 tỷ 430 triệu đồng, trong đó khối trường học chiếm hơn 35,6% tổng số.",
    "Đã tổ chức 12 lớp tập huấn về an toàn, vệ sinh lao động cho 640 lượt cán bộ tại xã Thuận Mỹ và thị trấn Phú Ổ.",
    "Tuy nhiên, việc thu đoàn phí ở một số nơi còn chậm; công tác kiểm tra, giám sát chưa được thường xuyên.",
    "Đề nghị Thường trực Huyện uỷ quan tâm bố trí kinh phí sửa chữa nhà văn hoá, hoàn thành trước ngày 31/10/2023.",
    "Mỗi khối thi đua giới thiệu từ 2 đến 3 tập thể xuất sắc, lập hồ sơ gửi về Ban Tổ chức để thẩm định.",
)


def page_text(lines: int = 34) -> list[str]:
    """The lines of the page, broken to its width."""
    font = ImageFont.truetype(str(FONT), 54)
    rows = [""]
    for word in " ".join(SENTENCES * 4).split():
        if font.getlength(f"{rows[-1]} {word}") > 1900:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows[:lines]


def printed(dpi: int, scale: float = 1.0) -> Pixels:
    """The page as clean red-green-blue pixels."""
    page = Image.new("RGB", (2480, 3508), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), round(54 * scale))
    for number, row in enumerate(page_text()):
        draw.text((300, 300 + 84 * number), row, font=font, fill=(20, 20, 25))
    if dpi != 300:
        page = page.resize((2480 * dpi // 300, 3508 * dpi // 300), Image.Resampling.LANCZOS)
    return np.asarray(page)


def noisy(pixels: Pixels, sigma: float, blur: float = 0.0) -> Pixels:
    """Gaussian noise after a blur."""
    rng = np.random.default_rng(5)
    soft = cv2.GaussianBlur(pixels, (0, 0), blur) if blur else pixels
    return np.asarray(np.clip(soft + rng.normal(0, sigma, pixels.shape), 0, 255), np.uint8)


def speckled(pixels: Pixels, share: float) -> Pixels:
    """Salt and pepper on a share of the pixels."""
    rng = np.random.default_rng(6)
    dice, out = rng.random(pixels.shape[:2]), pixels.copy()
    out[dice < share / 2] = 0
    out[dice > 1 - share / 2] = 255
    return out


def shaded(pixels: Pixels) -> Pixels:
    """Light that falls off to a fifth in one corner, as a photograph has it."""
    rows, columns = pixels.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns]
    light = 1.0 - 0.8 * (x / columns) * (y / rows)
    return np.asarray(pixels * light[:, :, None], np.uint8)


def sealed(pixels: Pixels) -> Pixels:
    """Round red seals over the text."""
    page = Image.fromarray(pixels)
    seal = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(seal)
    for x, y in ((700, 700), (1500, 1500), (900, 2300)):
        for ring in (0, 60, 140):
            draw.ellipse((x + ring, y + ring, x + 600 - ring, y + 600 - ring), outline=(225, 40, 50), width=14)
        draw.regular_polygon((x + 300, y + 300, 110), 5, fill=(225, 40, 50))
    return np.asarray(np.minimum(np.asarray(page), np.asarray(seal)), np.uint8)


def leaning(pixels: Pixels, degrees: float) -> Pixels:
    """The page turned clockwise."""
    page = Image.fromarray(pixels).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return np.asarray(page)


def bilevel(pixels: Pixels, threshold: int = 150) -> Pixels:
    """One bit a pixel, kept as 0 and 255."""
    return np.asarray(np.where(pixels[:, :, 1] < threshold, 0, 255), np.uint8)


#: Name of the damage: resolution and how the page is made.
PAGES: dict[str, tuple[int, Callable[[], Pixels]]] = {
    "clean": (300, lambda: printed(300)),
    "light noise": (300, lambda: noisy(printed(300), 12, 0.8)),
    "red seals": (300, lambda: noisy(sealed(printed(300)), 6)),
    "uneven light": (300, lambda: noisy(shaded(printed(300)), 6)),
    "medium noise": (300, lambda: noisy(printed(300), 60, 1.2)),
    "heavy noise": (300, lambda: noisy(printed(300), 110, 1.5)),
    "salt and pepper 3 %": (300, lambda: speckled(printed(300), 0.03)),
    "faded": (300, lambda: noisy(np.asarray(255 - (255 - printed(300)) * 0.25, np.uint8), 10)),
    "negative": (300, lambda: np.asarray(255 - printed(300), np.uint8)),
    "lean 1°": (300, lambda: noisy(leaning(printed(300), 1.0), 8)),
    "lean 2°": (300, lambda: noisy(leaning(printed(300), 2.0), 8)),
    "lean 4°, noise": (300, lambda: noisy(leaning(printed(300), 4.0), 60, 1.0)),
    "on its side": (300, lambda: np.ascontiguousarray(np.rot90(printed(300)))),
    "upside down": (300, lambda: np.ascontiguousarray(np.rot90(printed(300), 2))),
    "200 dpi": (200, lambda: noisy(printed(200), 10, 0.7)),
    "150 dpi, noise": (150, lambda: noisy(printed(150), 20, 0.7)),
    "200 dpi one-bit": (200, lambda: bilevel(noisy(printed(200), 12, 0.7))),
    "200 dpi one-bit, noise": (200, lambda: bilevel(noisy(printed(200), 45, 0.7))),
    "200 dpi one-bit, thin": (200, lambda: bilevel(noisy(printed(200), 20, 0.9), 90)),
    "200 dpi one-bit, specks": (200, lambda: speckled(bilevel(noisy(printed(200), 12, 0.7)), 0.02)),
    "300 dpi one-bit, noise": (300, lambda: bilevel(noisy(printed(300), 60, 0.8))),
}  # fmt: skip


def raster(name: str) -> Raster:
    """The spoiled page as a raster."""
    dpi, make = PAGES[name]
    pixels = make()
    rows, columns = pixels.shape[:2]
    width, height = columns / dpi * 72, rows / dpi * 72
    return Raster(pixels, dpi, width, height, (0, 0, width, height), is_bilevel(pixels))


def text_of(words: list[OcrWord]) -> str:
    """The words in the order of reading."""
    return " ".join(word.text for word in words)


def _once(page: Raster, pixels: Pixels, *, local: bool = False) -> tuple[str, float]:
    words = Tesseract().read(pixels, page.dpi, "vie", 120, bilevel=is_bilevel(pixels), local=local)
    return text_of(words), sum(w.confidence for w in words) / max(len(words), 1)


def _policy(page: Raster) -> tuple[str, float]:
    reading = read_image(page, Tesseract(), ReadSettings())
    return " ".join(w.text for w in reading.words), reading.confidence or 0.0


def _cleaned(page: Raster, *, local: bool = False) -> tuple[str, float]:
    cleaned = clean(page)
    return _once(cleaned, cleaned.pixels, local=local)


def _median(page: Raster) -> tuple[str, float]:
    """A 3 × 3 median whether the page is noisy or not, then even light."""
    grey = np.asarray(cv2.medianBlur(positive(red_channel(page.pixels)), 3), np.uint8)
    return _once(page, grey if page.bilevel else even_light(grey, page.dpi))


WAYS: dict[str, Callable[[Raster], tuple[str, float]]] = {
    "none": lambda page: _once(page, np.asarray(Image.fromarray(page.pixels).convert("L"))),
    "red": lambda page: _once(page, red_channel(page.pixels)),
    "median": _median,
    "cleaned": _cleaned,
    "local": lambda page: _cleaned(page, local=True),
    "policy": _policy,
}


def main() -> None:
    """Print a table: damage by way, error rate in per cent (mean confidence), cost of cleaning, measured noise."""
    parser = argparse.ArgumentParser(description="character error rate of one page spoiled in many ways")
    parser.add_argument("--only", nargs="*", choices=tuple(PAGES), default=tuple(PAGES))
    parser.add_argument("--way", nargs="*", choices=tuple(WAYS), default=("none", "median", "cleaned", "policy"))
    asked = parser.parse_args()
    truth = " ".join(page_text())
    out = sys.stdout
    out.write(f"{'page':26}" + "".join(f"{way:>15}" for way in asked.way) + "   ms of cleaning, noise\n")
    for name in asked.only:
        page = raster(name)
        start = time.process_time()
        clean(page)
        spent = (time.process_time() - start) * 1000
        out.write(f"{name:26}")
        for way in asked.way:
            read, confidence = WAYS[way](page)
            rate = 100 * Levenshtein.distance(truth, read) / len(truth)
            out.write(f"{rate:8.2f} ({confidence:.2f})")
        out.write(f"   {spent:.0f}, {noise(positive(red_channel(page.pixels))):.1f}\n")
        out.flush()


if __name__ == "__main__":
    main()
