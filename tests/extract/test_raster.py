"""Pixels of PDF pages: pdfium's own rendering at the same size is the oracle for images taken without resampling."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from extract.image.raster import Pixels, Raster, pdf_raster, square
from records.document import Limits
from records.errors import TooLarge

WIDE, HIGH = 150, 200  # points of the page; the image has four pixels a point (288 dpi)
COLUMNS, ROWS = 4 * WIDE, 4 * HIGH


def picture() -> Pixels:
    """Black bars on white that look different however the page is turned or mirrored."""
    grey = np.full((ROWS, COLUMNS), 255, np.uint8)
    grey[40:80, 40:400] = 0
    grey[120:700, 60:90] = 0
    return grey


def stream(pdf: pikepdf.Pdf, data: bytes, **keys: object) -> pikepdf.Object:
    made = pikepdf.Stream(pdf, data)
    for key, value in keys.items():
        made[Name(f"/{key}")] = value
    return pdf.make_indirect(made)


def one_bit(pdf: pikepdf.Pdf, grey: Pixels, **keys: object) -> pikepdf.Object:
    settings: dict[str, object] = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 1, **keys}
    data = np.packbits(grey > 0, axis=1).tobytes()
    return stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=COLUMNS, Height=ROWS, **settings)


def save(path: Path, pdf: pikepdf.Pdf, content: bytes, xobjects: dict[str, Any], **keys: Any) -> Path:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resources = Dictionary(XObject=Dictionary(**xobjects), Font=Dictionary(F=font))
    box = Array([0, 0, WIDE, HIGH])
    page = Dictionary(Type=Name.Page, MediaBox=box, Resources=resources, Contents=pdf.make_stream(content), **keys)
    pdf.pages.append(pikepdf.Page(page))
    pdf.save(path)
    return path


def raster(path: Path, limits: Limits | None = None) -> Raster:
    return pdf_raster(pdfium.PdfDocument(path), 1, Lock(), limits or Limits())


def rendered(path: Path, scale: float = 4.0) -> Pixels:
    return np.array(pdfium.PdfDocument(path)[0].render(scale=scale, grayscale=True).to_numpy()).reshape(
        -1, round(pdfium.PdfDocument(path)[0].get_width() * scale)
    )


MATRICES = {
    "upright": "150 0 0 200 0 0",
    "mirrored": "-150 0 0 200 150 0",
    "upside down": "150 0 0 -200 0 200",
    "half turn": "-150 0 0 -200 150 200",
}


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_scan_keeps_its_pixels_however_it_is_laid(tmp_path: Path, matrix: str, rotation: int) -> None:
    pdf = pikepdf.new()
    content = f"q {matrix} cm /I Do Q".encode()
    path = save(tmp_path / "scan.pdf", pdf, content, {"I": one_bit(pdf, picture())}, Rotate=rotation)
    found = raster(path)
    assert np.array_equal(found.pixels, rendered(path))
    assert found.dpi == pytest.approx(288)
    assert found.bilevel
    assert found.note is None


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [b"", b" 0 0 1 RG 2 w 75 60 m 140 60 l S"], ids=["own pixels", "rendered"])
def test_boxes_are_in_the_space_of_the_page_as_displayed(tmp_path: Path, rotation: int, drawn: bytes) -> None:
    """The bar at the picture's top, 10 to 100 points across and 10 to 20 down, turned clockwise with the page."""
    pdf = pikepdf.new()
    grey = picture()
    grey[120:] = 255
    content = b"q 150 0 0 200 0 0 cm /I Do Q" + drawn
    found = raster(save(tmp_path / "scan.pdf", pdf, content, {"I": one_bit(pdf, grey)}, Rotate=rotation))
    wide, high = (WIDE, HIGH) if rotation % 180 == 0 else (HIGH, WIDE)
    assert (found.width, found.height) == (wide, high)
    y, x = np.nonzero((found.pixels if found.pixels.ndim == 2 else found.pixels.max(axis=2)) < 100)
    box = found.to_page((float(x.min()), float(y.min()), float(x.max() + 1), float(y.max() + 1)))
    wanted = {
        0: (10, 10, 100, 20),
        90: (180, 10, 190, 100),
        180: (50, 180, 140, 190),
        270: (10, 50, 20, 140),
    }[rotation]
    assert box == pytest.approx(wanted, abs=0.5)


@pytest.mark.parametrize("matrix", ["0 200 -150 0 150 0", "0 -200 150 0 0 200", "0 200 150 0 0 0"])
def test_an_image_laid_on_its_side_is_turned(tmp_path: Path, matrix: str) -> None:
    pdf = pikepdf.new()
    side = np.ascontiguousarray(picture().T)
    image = stream(
        pdf, side.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=ROWS, Height=COLUMNS,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    path = save(tmp_path / "side.pdf", pdf, f"q {matrix} cm /I Do Q".encode(), {"I": image})
    assert np.array_equal(raster(path).pixels, rendered(path))


def test_polarity_of_stencils_and_decode_arrays(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    draw = b"q 150 0 0 200 0 0 cm /I Do Q"
    inverted = one_bit(pdf, 255 - picture(), Decode=Array([1, 0]))
    by_decode = raster(save(tmp_path / "decode.pdf", pdf, draw, {"I": inverted}))
    pdf = pikepdf.new()
    mask = one_bit(pdf, picture(), ImageMask=True)
    del mask[Name.ColorSpace]
    stencil = raster(save(tmp_path / "stencil.pdf", pdf, draw, {"I": mask}))
    for found in (by_decode, stencil):
        assert found.pixels.shape[:2] == (ROWS, COLUMNS)
        assert np.array_equal(found.pixels.reshape(ROWS, COLUMNS, -1)[:, :, 0], picture())


def test_a_picture_that_lies_in_a_soft_mask_is_rendered(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": COLUMNS, "Height": ROWS, "BitsPerComponent": 8}
    mask = stream(pdf, (255 - picture()).tobytes(), ColorSpace=Name.DeviceGray, **keys)
    black = stream(pdf, bytes(COLUMNS * ROWS), ColorSpace=Name.DeviceGray, SMask=mask, **keys)
    found = raster(save(tmp_path / "mask.pdf", pdf, b"q 150 0 0 200 0 0 cm /I Do Q", {"I": black}))
    assert np.array_equal(found.pixels[:, :, 0], picture())


def test_an_image_within_a_form_is_found(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = one_bit(pdf, picture())
    form = stream(
        pdf, b"q 75 0 0 100 5 10 cm /I Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 999, 999]),
        Matrix=Array([2, 0, 0, 2, 0, 0]), Resources=Dictionary(XObject=Dictionary(I=image)),
    )  # fmt: skip
    found = raster(save(tmp_path / "form.pdf", pdf, b"q 1 0 0 1 -10 -20 cm /F Do Q", {"F": form}))
    assert np.array_equal(found.pixels, picture())


@pytest.mark.parametrize(
    ("text", "own"),
    [("3 Tr", True), ("0 Tr", False)],
    ids=["an invisible text layer is no bar", "visible text is rendered with the image"],
)
def test_text_over_the_image(tmp_path: Path, text: str, own: bool) -> None:
    pdf = pikepdf.new()
    content = f"q 150 0 0 200 0 0 cm /I Do Q BT /F 12 Tf {text} 20 20 Td (abc) Tj ET".encode()
    found = raster(save(tmp_path / "text.pdf", pdf, content, {"I": one_bit(pdf, picture())}))
    assert (found.dpi == pytest.approx(288)) is own
    assert own or found.dpi == 300


def test_a_small_image_is_rendered_with_its_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    path = save(tmp_path / "small.pdf", pdf, b"q 75 0 0 100 10 10 cm /I Do Q", {"I": one_bit(pdf, picture())})
    assert raster(path).dpi == 300
    assert raster(path).pixels.shape[:2] == (834, 625)


def test_strips_of_a_scan_are_rendered_at_their_resolution(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = one_bit(pdf, picture())
    content = b"q 150 0 0 100 0 0 cm /I Do Q q 150 0 0 100 0 100 cm /I Do Q"
    assert raster(save(tmp_path / "strips.pdf", pdf, content, {"I": image})).dpi == pytest.approx(288)


def test_limits_on_pixels(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    path = save(tmp_path / "page.pdf", pdf, b"q 150 0 0 200 0 0 cm /I Do Q", {"I": one_bit(pdf, picture())})
    with pytest.raises(TooLarge, match="600 × 800 pixels"):
        raster(path, Limits(max_pixels=400_000))
    blank = save(tmp_path / "blank.pdf", pikepdf.new(), b"", {})
    small = raster(blank, Limits(max_pixels=100_000))
    assert small.pixels.shape[0] * small.pixels.shape[1] <= 101_000
    assert small.note is not None
    assert "instead of 300" in small.note


def test_pixels_lead_back_to_the_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    path = save(tmp_path / "scan.pdf", pdf, b"q 140 0 0 190 5 5 cm /I Do Q", {"I": one_bit(pdf, picture())})
    found = raster(path)
    assert found.to_page((0, 0, COLUMNS, ROWS)) == pytest.approx((5, 5, 145, 195))


def test_fax_pixels_are_made_square() -> None:
    pixels, dpi = square(np.zeros((98, 204), np.uint8), 204, 98)
    assert dpi == 204
    assert pixels.shape == (204, 204)
