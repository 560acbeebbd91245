"""Crops show the place that the records name, only of the bytes that were read, and say why there is none."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import insert

from records.document import Limits
from records.place import Box
from review.crops import Crop, Crops, NoImage
from store import schema
from store.archive import Archive

#: A black bar on an A4 page, in points from the top left.
BAR: Box = (100.0, 200.0, 160.0, 220.0)


def store(archive: Archive, path: Path, kind: str = "pdf", note: str | None = None, pages: int = 1) -> str:
    """A document's row with its path and the judgement of its first page."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    key = sha256[:16]
    row = {"id": key, "path": str(path), "sha256": sha256, "kind": kind, "pages": pages, "origin": "ocr"}
    judged = {"document": key, "page": 1, "words": 0, "note": note}
    with archive.writing() as connection:
        connection.execute(insert(schema.documents).values(row))
        connection.execute(insert(schema.document_paths).values(document=key, path=str(path)))
        connection.execute(insert(schema.judgements).values(judged))
    return key


def draw(path: Path, size: tuple[float, float] = (595.0, 842.0)) -> Path:
    canvas = Canvas(str(path), pagesize=size)
    canvas.rect(BAR[0], size[1] - BAR[3], BAR[2] - BAR[0], BAR[3] - BAR[1], stroke=0, fill=1)
    canvas.save()
    return path


def ink(crop: Crop) -> float:
    """Share of dark pixels."""
    dark = Image.open(io.BytesIO(crop.data)).convert("L").histogram()[:100]
    return sum(dark) / (crop.width * crop.height)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "kho") as opened:
        yield opened


def test_a_crop_of_a_pdf_shows_the_place(archive: Archive, tmp_path: Path) -> None:
    crops = Crops(archive)
    key = store(archive, draw(tmp_path / "a.pdf"))
    there, beside = crops.crop(key, 1, BAR), crops.crop(key, 1, (300, 200, 360, 220))
    assert ink(there) > 0.9
    assert ink(beside) == 0
    assert (there.width, there.height) == (125, 42)
    assert there.data[:4] == b"RIFF"
    assert crops.size(key, 1) == pytest.approx((595, 842), abs=1)


def test_a_crop_of_an_image_file_shows_the_place(archive: Archive, tmp_path: Path) -> None:
    page = Image.new("L", (2480, 3508), 255)
    x0, y0, x1, y1 = (round(value * 300 / 72) for value in BAR)
    page.paste(0, (x0, y0, x1, y1))
    page.save(tmp_path / "a.tiff", dpi=(300, 300))
    key = store(archive, tmp_path / "a.tiff", "image")
    assert ink(Crops(archive).crop(key, 1, BAR, media="image/png")) > 0.9


def test_a_page_read_on_its_side_is_shown_as_it_was_read(archive: Archive, tmp_path: Path) -> None:
    note = "kept the reading turned by 90° clockwise (cleaned: confidence 0.30; turned by 90° clockwise: ...)"
    key = store(archive, draw(tmp_path / "a.pdf"), note=note)
    turned: Box = (842 - BAR[3], BAR[0], 842 - BAR[1], BAR[2])
    crops = Crops(archive)
    assert ink(crops.crop(key, 1, turned)) > 0.9
    assert ink(crops.crop(key, 1, BAR)) < 0.1


def test_marks_are_drawn_and_margins_stay_on_the_page(archive: Archive, tmp_path: Path) -> None:
    crops = Crops(archive)
    key = store(archive, draw(tmp_path / "a.pdf"))
    mark: Box = (300, 300, 340, 312)
    plain = crops.crop(key, 1, mark, margin=(20, 10), media="image/png")
    marked = crops.crop(key, 1, mark, margin=(20, 10), marks=[mark, (0, 0, 5, 5)], media="image/png")
    assert len(Image.open(io.BytesIO(plain.data)).convert("RGB").getcolors() or []) == 1
    colours = {colour for _, colour in Image.open(io.BytesIO(marked.data)).convert("RGB").getcolors() or []}
    assert colours == {(255, 255, 255), (255, 240, 150), (178, 24, 24)}
    assert crops.crop(key, 1, (580, 830, 590, 840), margin=(50, 50)).box == pytest.approx((530, 780, 595, 842), abs=1)
    assert crops.crop(key, 1, (9000, 9000, 9010, 9010)).width == 1
    with pytest.raises(NoImage, match="nan"):
        crops.crop(key, 1, (float("nan"), 0, 5, 5))


def test_blank_paper_at_the_sides_is_trimmed(archive: Archive, tmp_path: Path) -> None:
    crops = Crops(archive)
    key = store(archive, draw(tmp_path / "a.pdf"))
    crop = crops.crop(key, 1, (0, 190, 595, 230), trim=True)
    assert crop.box[0] == pytest.approx(BAR[0] - 8, abs=1)
    assert crop.box[2] == pytest.approx(BAR[2] + 8, abs=1)
    assert crops.crop(key, 1, (0, 400, 595, 420), trim=True).box == pytest.approx((0, 400, 595, 420), abs=1)


def test_large_sheets_are_drawn_small_and_crops_are_bounded(archive: Archive, tmp_path: Path) -> None:
    key = store(archive, draw(tmp_path / "a.pdf", (4000.0, 4000.0)))
    crop = Crops(archive).crop(key, 1, most_side=600)
    assert (crop.width, crop.height) == (600, 600)


def test_why_there_is_no_picture(archive: Archive, tmp_path: Path) -> None:
    crops = Crops(archive)

    def reason(key: str, page: int = 1) -> str:
        with pytest.raises(NoImage) as caught:
            crops.crop(key, page, BAR)
        return caught.value.reason

    (tmp_path / "a.txt").write_text("chữ")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nonsense")
    changed, gone = draw(tmp_path / "changed.pdf"), draw(tmp_path / "gone.pdf", (600.0, 800.0))
    keys = [store(archive, path) for path in (changed, gone, tmp_path / "broken.pdf")]
    draw(changed, (300.0, 300.0))
    gone.unlink()
    assert [reason(key) for key in keys] == ["changed", "gone", "unreadable"]
    assert reason(store(archive, tmp_path / "a.txt", "text")) == "no-image"
    assert [reason("0" * 16), reason(keys[0], 2), reason(keys[0], 0)] == ["unknown"] * 3


def test_an_image_above_the_limit_is_not_decoded(archive: Archive, tmp_path: Path) -> None:
    Image.new("L", (400, 400), 255).save(tmp_path / "a.png")
    canvas = Canvas(str(tmp_path / "b.pdf"))
    canvas.drawImage(str(tmp_path / "a.png"), 0, 0)
    canvas.save()
    crops = Crops(archive, limits=Limits(max_pixels=100_000))
    for key in (store(archive, tmp_path / "a.png", "image"), store(archive, tmp_path / "b.pdf")):
        with pytest.raises(NoImage, match=r"unreadable: .*400 × 400 pixels"):
            crops.crop(key, 1, BAR)


def test_a_page_is_drawn_once(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = Crops._drawn

    def counted(self: Crops, document: str, page: int) -> object:
        drawn.append(document)
        return real(self, document, page)

    monkeypatch.setattr(Crops, "_drawn", counted)
    crops = Crops(archive, pages=1)
    one, two = store(archive, draw(tmp_path / "a.pdf")), store(archive, draw(tmp_path / "b.pdf", (400.0, 900.0)))
    for key in (one, one, two, two, one):
        crops.crop(key, 1, BAR)
    assert drawn == [one, two, one]
