"""Turns a set page into a scan: rasterised, then worn as paper and scanner wear it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from corpora.generate.words import rows

Mode = Literal["grey", "bw", "rgb"]
Pixels = NDArray[np.uint8]
_NO_DATE = time.gmtime(0)


@dataclass(frozen=True, slots=True)
class Level:
    """How worn a scan is. skew in degrees (largest), blur in pixels at 300 dpi, noise as standard deviation of 0..255,
    fade as share of contrast kept, light as share of brightness lost at the darkest place, pepper as share of pixels,
    dust as specks a page, quality of JPEG, seal as how far the seal reaches over title and name (in its radii)."""

    skew: float
    blur: float
    noise: float
    fade: float
    light: float
    pepper: float
    dust: float
    quality: float
    seal: float


def level_named(name: str) -> Level:
    """The level "clean", "light", "medium" or "heavy"; raises ValueError for another."""
    for row in rows("levels.tsv"):
        if row["level"] == name:
            return Level(**{key: float(value) for key, value in row.items() if key != "level"})
    raise ValueError(f"unknown level {name!r}")


def images(pdf: bytes, level: str, dpi: int, mode: Mode, seed: str) -> list[Image.Image]:
    """Every page of the PDF as a worn scan; the same seed gives the same pixels."""
    found: list[Image.Image] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            bitmap = page.render(scale=dpi / 72, grayscale=mode == "grey")
            pixels = np.asarray(bitmap.to_numpy())
            pixels = pixels[:, :, 0] if mode == "grey" and pixels.ndim == 3 else pixels
            pixels = _readable(pixels, mode)
            digest = hashlib.sha256(f"{seed} {number}".encode()).digest()
            rng = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))
            found.append(_finish(_worn(pixels, level_named(level), dpi, rng), mode))
    return found


def _readable(pixels: Pixels, mode: Mode) -> Pixels:
    """Red, green and blue for colour; grey for the rest (a red seal turns mid-grey, as a scanner sees it)."""
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    colours = cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_BGR2RGB if mode == "rgb" else cv2.COLOR_BGR2GRAY)
    return np.asarray(colours, dtype=np.uint8)


def _worn(pixels: Pixels, level: Level, dpi: int, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    if level.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-level.skew, level.skew), 1.0)
        turn[0, 2] += rng.uniform(-4, 4) * dpi / 100
        turn[1, 2] += rng.uniform(-4, 4) * dpi / 100
        pixels = np.asarray(
            cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
        )
    if level.dust:
        _dust(pixels, int(level.dust), dpi, rng)
    if level.blur:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), max(0.25, level.blur * dpi / 300)))
    if level.fade < 1:
        pixels = np.asarray(cv2.convertScaleAbs(pixels, alpha=level.fade, beta=250 * (1 - level.fade)))
    if level.light:
        field = cv2.resize(
            1 - level.light * rng.random((3, 3), dtype=np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        pixels = _scaled(pixels, np.asarray(field))
    if level.noise:
        pixels = _noisy(pixels, level.noise, rng)
    if level.pepper:
        _pepper(pixels, level.pepper, rng)
    return pixels


def _scaled(pixels: Pixels, field: NDArray[np.float32]) -> Pixels:
    eighths = np.clip(field * 255, 0, 255).astype(np.uint8)
    field8 = cv2.merge([eighths] * 3) if pixels.ndim == 3 else eighths
    return np.asarray(cv2.multiply(pixels, field8, scale=1 / 255), dtype=np.uint8)


def _noisy(pixels: Pixels, deviation: float, rng: np.random.Generator) -> Pixels:
    """Adds grain; one tile is drawn and repeated, for speed."""
    height, width = pixels.shape[:2]
    side = 1024
    tile = (rng.standard_normal((side, side), dtype=np.float32) * deviation).astype(np.int16)
    grain = np.tile(tile, (height // side + 1, width // side + 1))[:height, :width]
    grain = np.repeat(grain[:, :, None], 3, axis=2) if pixels.ndim == 3 else grain
    noisy: Pixels = np.clip(pixels.astype(np.int16) + grain, 0, 255).astype(np.uint8)
    return noisy


def _pepper(pixels: Pixels, share: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    count = int(height * width * share)
    ys, xs = rng.integers(0, height, count), rng.integers(0, width, count)
    half = count // 2
    pixels[ys[:half], xs[:half]] = 0
    pixels[ys[half:], xs[half:]] = 255


def _dust(pixels: Pixels, count: int, dpi: int, rng: np.random.Generator) -> None:
    """Specks, most of them near the edges as the feeder leaves them."""
    height, width = pixels.shape[:2]
    for _ in range(count):
        near = rng.random() < 0.75
        x = int(rng.beta(0.25, 0.5) * width) if near else int(rng.random() * width)
        y = int(rng.beta(0.3, 0.4) * height) if near else int(rng.random() * height)
        grey = int(rng.integers(40, 190))
        cv2.circle(pixels, (x, y), int(rng.integers(1, max(2, dpi // 100))), (grey, grey, grey), -1)


def _finish(pixels: Pixels, mode: Mode) -> Image.Image:
    if mode != "bw":
        return Image.fromarray(pixels)
    paper = float(np.percentile(pixels[::16, ::16], 60))
    return Image.fromarray(np.where(pixels < paper * 0.72, 0, 255).astype(np.uint8)).convert(
        "1", dither=Image.Dither.NONE
    )


def image_pdf(pages: list[Image.Image], dpi: int, quality: int) -> bytes:
    """An image-only PDF: CCITT G4 for 1-bit pages, JPEG for the others."""
    buffer = BytesIO()
    how = {} if pages[0].mode == "1" else {"quality": quality}
    pages[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=pages[1:],
                  creationDate=_NO_DATE, modDate=_NO_DATE, producer="scanner", **how)  # fmt: skip
    return buffer.getvalue()


def tiff(pages: list[Image.Image], dpi: int, quality: int) -> bytes:
    """A multi-page TIFF: group 4 for 1-bit pages, JPEG for the others."""
    buffer = BytesIO()
    how = {"compression": "group4"} if pages[0].mode == "1" else {"compression": "jpeg", "quality": quality}
    pages[0].save(buffer, "TIFF", dpi=(dpi, dpi), save_all=True, append_images=pages[1:], **how)
    return buffer.getvalue()


def wrong_language_pdf(pages: list[Image.Image], dpi: int, quality: int, language: str = "eng") -> bytes:
    """The scan with the invisible text layer that Tesseract writes when told the wrong language.

    Raises FileNotFoundError without Tesseract, subprocess.CalledProcessError where it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        names: list[str] = []
        for number, page in enumerate(pages):
            kind, options = ("TIFF", {"compression": "group4"}) if page.mode == "1" else ("JPEG", {"quality": quality})
            names.append(str(Path(folder) / f"{number}.{kind.lower()}"))
            page.save(names[-1], kind, dpi=(dpi, dpi), **options)
        listing = Path(folder) / "pages.txt"
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        subprocess.run(["tesseract", str(listing), str(Path(folder) / "out"), "-l", language, "pdf"], check=True,
                       capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})  # fmt: skip
        with pikepdf.open(Path(folder) / "out.pdf") as document:
            if "/CreationDate" in document.docinfo:
                del document.docinfo["/CreationDate"]
            document.save(Path(folder) / "fixed.pdf", deterministic_id=True)
        return (Path(folder) / "fixed.pdf").read_bytes()
