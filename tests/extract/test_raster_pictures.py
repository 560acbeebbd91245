"""Image files of every mode: the same picture must come out whatever the file stores it as."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from extract.image.pictures import image_raster
from extract.image.raster import Raster
from records.document import Limits
from records.errors import BadDocument, DamagedDocument, FileAccess, TooLarge

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile_dev"


def picture() -> Image.Image:
    """A light page with a dark bar near its top left and a red spot, so that turns and colours show."""
    pixels = np.full((240, 160, 3), 230, np.uint8)
    pixels[20:60, 10:90] = (30, 30, 30)
    pixels[150:200, 100:150] = (220, 20, 30)
    return Image.fromarray(pixels)


def read(path: Path, frame: int = 0) -> Raster:
    return image_raster(path, frame, Limits())


def saved(path: Path, image: Image.Image, **settings: Any) -> Path:
    image.save(path, **settings)
    return path


def assert_like(found: Raster, slack: int = 12) -> None:
    wanted = np.asarray(picture(), np.int16)
    pixels = found.pixels if found.pixels.ndim == 3 else np.repeat(found.pixels[:, :, None], 3, axis=2)
    assert pixels.shape == wanted.shape
    close = np.abs(pixels.astype(np.int16) - wanted).max(axis=2) <= slack
    assert close[:140].mean() > 0.97  # the grey part
    if not (pixels[:, :, 0] == pixels[:, :, 1]).all():
        assert close.mean() > 0.95


@pytest.mark.parametrize(
    ("name", "mode", "settings"),
    [
        ("a.png", "RGB", {}), ("a.png", "L", {}), ("a.png", "P", {}), ("a.png", "RGBA", {}), ("a.png", "LA", {}),
        ("a.jpg", "RGB", {"quality": 95}), ("a.jpg", "CMYK", {"quality": 95}), ("a.tif", "CMYK", {}),
        ("a.tif", "RGB", {"compression": "tiff_lzw"}), ("a.webp", "RGB", {"lossless": True}), ("a.bmp", "RGB", {}),
        ("a.gif", "P", {}), ("a.jp2", "RGB", {}), ("a.tif", "YCbCr", {}),
    ],
)  # fmt: skip
def test_modes_and_formats(tmp_path: Path, name: str, mode: str, settings: dict[str, object]) -> None:
    image = picture().quantize(8) if mode == "P" else picture().convert(mode)
    assert_like(read(saved(tmp_path / name, image, **settings)))


def test_lab(tmp_path: Path) -> None:
    lab = ImageCms.profileToProfile(
        picture(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    assert_like(read(saved(tmp_path / "a.tif", lab)))


@pytest.mark.parametrize("depth", [12, 16])
def test_deep_grey_is_scaled_not_clipped(tmp_path: Path, depth: int) -> None:
    deep = np.asarray(picture().convert("L"), np.uint32) * (2**depth - 1) // 255
    deep[0, 0] = 2**depth - 1
    for name in ("a.png", "a.tif"):
        assert_like(read(saved(tmp_path / name, Image.fromarray(deep.astype(np.uint16)))))


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert (read(saved(tmp_path / "a.png", clear)).pixels == 255).all()


def test_one_bit_pages_of_a_fax_by_frame(tmp_path: Path) -> None:
    first, second = (Image.fromarray(np.where(np.eye(200) > k, 0, 255).astype(np.uint8)).convert("1") for k in (0, 2))
    path = tmp_path / "fax.tif"
    first.save(path, save_all=True, append_images=[second], compression="group4", dpi=(200, 200))
    assert read(path).bilevel
    assert (read(path).pixels == 0).sum() == 200
    assert (read(path, 1).pixels == 255).all()
    with pytest.raises(DamagedDocument):
        read(path, 2)


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
@pytest.mark.parametrize(
    ("tag", "undo"), [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)]
)
def test_orientation_tags(tmp_path: Path, suffix: str, tag: int, undo: Image.Transpose) -> None:
    stored, path = picture().transpose(undo), tmp_path / f"a.{suffix}"
    if suffix == "jpg":
        exif = Image.Exif()
        exif[274] = tag
        stored.save(path, exif=exif, quality=95)
    else:
        info = ImageFileDirectory_v2()
        info[274] = tag
        stored.save(path, tiffinfo=info)
    assert_like(read(path))


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ((2480, 3508), (300, 300), 300.0),
        ((2480, 3508), (72, 72), 2480 / 8.27),  # a camera's default: the page would be a metre wide
        ((1654, 2339), None, 200.0),
        ((2480, 3508), (1, 1), 2480 / 8.27),
    ],
)
def test_resolution(tmp_path: Path, size: tuple[int, int], dpi: tuple[int, int] | None, expected: float) -> None:
    settings = {"dpi": dpi} if dpi else {}
    found = read(saved(tmp_path / "a.png", Image.new("L", size, 255), **settings))
    assert found.dpi == pytest.approx(expected, rel=0.01)
    assert found.width == pytest.approx(size[0] / found.dpi * 72)


def test_fax_resolution_is_made_square(tmp_path: Path) -> None:
    path = saved(tmp_path / "fax.tif", Image.new("1", (1728, 1078), 1), dpi=(204, 98))
    assert read(path).pixels.shape == (pytest.approx(2244, abs=2), 1728)


def test_a_cut_image_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    whole = saved(tmp_path / "a.jpg", Image.fromarray(rng.integers(0, 255, (400, 400), np.uint8)))
    whole.write_bytes(whole.read_bytes()[:30_000])
    found = read(whole)
    assert found.note is not None
    assert "cut short" in found.note
    whole.write_bytes(whole.read_bytes()[:60])
    with pytest.raises(DamagedDocument):
        read(whole)


def test_pixels_are_counted_before_they_are_decoded(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Image.new("1", (30_000, 30_000)))
    with pytest.raises(TooLarge, match="30000 × 30000"):
        read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccess):
        read(tmp_path / "none.png")


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the folder of malformed files is not beside the project")
def test_malformed_files_give_pixels_or_a_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on broken tags
        for path in sorted(HOSTILE.rglob("*")):
            if path.is_dir() or path.suffix in (".pdf", ".tsv"):
                continue
            try:
                assert read(path).pixels.dtype == np.uint8, path
            except BadDocument as error:
                assert error.reason, path
