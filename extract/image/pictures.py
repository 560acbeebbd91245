"""Files of images to rasters through Pillow: every mode becomes 8-bit grey or red-green-blue, upright, on white."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageFile, ImageOps

from extract.image.raster import Pixels, Raster, check_pixels, is_bilevel, square
from records.document import Limits
from records.errors import DamagedDocument, FileAccess, TooLarge

#: The formats tried, so that an odd file never reaches a decoder that nobody meant to use.
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000", "PPM")
PLAUSIBLE_DPI = (70.0, 1200.0)
#: A scanned page's short side in inches; a resolution that makes it otherwise is a default of the camera.
PLAUSIBLE_SIDE = (2.0, 24.0)
A4_INCHES = (8.27, 11.69)
CUT_SHORT = "the image is cut short: only the part that could be decoded was read"

# Pillow's own guard warns and raises at fixed sizes; check_pixels refuses by the settings before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
# Whether a cut image raises or is filled up is one switch for the whole process, so one thread decodes at a time.
_DECODING = Lock()


def image_raster(path: Path, frame: int, limits: Limits) -> Raster:
    """The pixels of one frame (0-based) of an image file, turned upright as its orientation tag says.

    The resolution is the file's where plausible, else that of an A4 page of this width. An image whose data end too
    early is read as far as it goes, with a note.

    Raises:
        TooLarge: more pixels than ``limits.max_pixels``; nothing was decoded.
        DamagedDocument: no decoder can make anything of the frame, or there is no such frame.
        FileAccess: the file cannot be opened.
    """
    picture, note = _decoded(path, frame, limits)
    dpi_x, dpi_y = _resolution(picture)
    pixels, dpi = square(_pixels(ImageOps.exif_transpose(picture)), dpi_x, dpi_y)
    rows, columns = pixels.shape[:2]
    width, height = columns / dpi * 72, rows / dpi * 72
    return Raster(pixels, dpi, width, height, (0.0, 0.0, width, height), is_bilevel(pixels), note)


def _decoded(path: Path, frame: int, limits: Limits) -> tuple[Image.Image, str | None]:
    """The frame, loaded; and a note when only part of it could be."""
    try:
        with _DECODING:
            try:
                return _load(path, frame, limits), None
            except (OSError, SyntaxError, ValueError) as error:
                return _load_what_is_there(path, frame, limits, error), CUT_SHORT
    except (FileAccess, TooLarge, DamagedDocument):
        raise
    except MemoryError as error:
        raise TooLarge(f"frame {frame + 1} does not fit in memory") from error
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, EOFError, IndexError, KeyError) as error:
        raise DamagedDocument(f"frame {frame + 1} cannot be decoded: {error}") from error


def _load(path: Path, frame: int, limits: Limits) -> Image.Image:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FileAccess(f"{path.name} cannot be opened: {error.strerror}") from error
    with stream, Image.open(stream, formats=FORMATS) as picture:
        check_pixels(*picture.size, limits, "the image")
        if frame:
            picture.seek(frame)
            check_pixels(*picture.size, limits, f"frame {frame + 1}")
        picture.load()
        return picture.copy() if getattr(picture, "is_animated", False) else _detached(picture)


def _detached(picture: Image.Image) -> Image.Image:
    """The picture with nothing left to read from its file."""
    picture.load()
    return picture


def _load_what_is_there(path: Path, frame: int, limits: Limits, error: Exception) -> Image.Image:
    """Decode leniently; raise DamagedDocument with the first error where nothing but one flat colour comes out."""
    if isinstance(error, (FileAccess, TooLarge)):
        raise error
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture = _load(path, frame, limits)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    low, high = cast(tuple[float, float], picture.convert("L").getextrema())
    if low == high:
        raise DamagedDocument(f"frame {frame + 1} cannot be decoded: {error}") from error
    return picture


def _resolution(picture: Image.Image) -> tuple[float, float]:
    """Pixels an inch across and down: the file's where plausible, else those of an A4 page of this width."""
    columns, rows = picture.size
    tag = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in tag or (0, 0))
    except (TypeError, ValueError, ZeroDivisionError):
        across = down = 0.0
    low, high = PLAUSIBLE_DPI
    if low <= across <= high and low <= down <= high:
        side = min(columns / across, rows / down)
        if PLAUSIBLE_SIDE[0] <= side <= PLAUSIBLE_SIDE[1]:
            return across, down
    guess = columns / (A4_INCHES[0] if rows >= columns else A4_INCHES[1])
    guess = min(max(guess, low), high)
    return guess, guess


def _pixels(picture: Image.Image) -> Pixels:
    """8-bit grey or red-green-blue from any mode."""
    mode = picture.mode
    if mode == "L":
        return np.asarray(picture)
    if mode in _GREY:
        return np.asarray(picture.convert("L"))
    if mode.startswith(("I", "F")):
        return _scaled(np.asarray(picture))
    return np.asarray(_RGB.get(mode, _plain)(picture))


def _scaled(values: npt.NDArray[np.generic]) -> Pixels:
    """Deep grey values brought to 0..255 by the depth that they use (8, 12 or 16 bits), never clipped."""
    numbers = values.astype(np.float32)
    if not np.isfinite(numbers).all():
        numbers = np.nan_to_num(numbers)
    low, most = min(float(numbers.min()), 0.0), float(numbers.max())
    top = next((float(t) for t in (1, 255, 4095, 65535) if most <= t), most)
    return ((numbers - low) * (255.0 / max(top - low, 1e-9))).round().astype(np.uint8)


def _on_white(picture: Image.Image) -> Image.Image:
    """Transparent parts over white paper."""
    rgba = picture.convert("RGBA")
    paper = Image.new("RGB", rgba.size, (255, 255, 255))
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


def _palette(picture: Image.Image) -> Image.Image:
    return _on_white(picture) if "transparency" in picture.info else picture.convert("RGB")


def _lab(picture: Image.Image) -> Image.Image:
    turned = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return turned if turned is not None else picture.convert("L")


def _plain(picture: Image.Image) -> Image.Image:
    return _palette(picture)  # an RGB file may name one transparent colour too


_GREY = frozenset({"1"})
_RGB: dict[str, Callable[[Image.Image], Image.Image]] = {
    "P": _palette, "PA": _on_white, "LA": _on_white, "La": _on_white, "RGBA": _on_white, "RGBa": _on_white, "LAB": _lab,
}  # fmt: skip
