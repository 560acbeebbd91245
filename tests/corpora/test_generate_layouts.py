"""Every layout holds the document's words, and the same bytes each time."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from corpora.generate import LAYOUTS, make_document, write
from corpora.generate.__main__ import main
from corpora.generate.fonts import LETTERS, NoFont, font_files, missing_letters
from corpora.generate.legacy import encode
from corpora.generate.model import lines
from corpora.generate.plain import clean_text
from corpora.generate.scan import level_named
from corpora.generate.write import content

try:
    font_files()
except NoFont as error:  # pragma: no cover
    pytest.skip(f"{error}", allow_module_level=True)

DOC = make_document(3, "BC")
SHORT = make_document(5, "GM")


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def _layer(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    return "\n".join(re.sub(r"\A\d+\s", "", page) if number else page for number, page in enumerate(pages))


def test_fonts_have_every_vietnamese_letter() -> None:
    assert len(LETTERS) >= 134
    assert all(not missing_letters(path) for path in font_files().values())


def test_a_font_without_the_letters_is_found_out(tmp_path: Path) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(font_files()["regular"])
    subsetter = Subsetter(Options())
    subsetter.populate(text="abcà")
    subsetter.subset(font)
    font.save(tmp_path / "poor.ttf")
    assert "ặ" in missing_letters(tmp_path / "poor.ttf")
    assert "à" not in missing_letters(tmp_path / "poor.ttf")


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in ("wrong-ocr", "tiff-rgb", "scan-rgb")])
def test_same_document_same_bytes(layout: str) -> None:
    assert content(SHORT, layout, dpi=100) == content(SHORT, layout, dpi=100)


def test_born_digital_pdf_holds_the_clean_text() -> None:
    assert _words(_layer(content(DOC, "pdf"))) == _words(clean_text(DOC))


def test_pdf_tables_are_ruled() -> None:
    with pdfplumber.open(BytesIO(content(DOC, "pdf"))) as document:
        cells = [row for page in document.pages for table in page.extract_tables() for row in table]
    assert any("Tổng cộng" in row for row in cells)


def test_word_file_holds_the_clean_text() -> None:
    document = docx.Document(BytesIO(content(DOC, "docx")))
    text = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            seen: set[int] = set()
            for cell in row.cells:
                if id(cell._tc) not in seen:
                    seen.add(id(cell._tc))
                    text.append(cell.text)
    written = "\n".join(text)
    assert all(cell in written for line in lines(DOC) for cell in line.text.string.split("\t"))


@pytest.mark.parametrize(("layout", "encoding"), [("legacy-tcvn3", "tcvn3"), ("legacy-vni", "vni")])
def test_legacy_layer_holds_legacy_bytes_and_fonts(layout: str, encoding: str) -> None:
    pdf = content(DOC, layout)
    layer = re.sub(r"\s+", " ", _layer(pdf))
    assert re.sub(r"\s+", " ", encode(DOC.world.names["prog_short"], encoding)) in layer
    assert "ệ" not in layer
    with pdfplumber.open(BytesIO(pdf)) as document:
        fonts = {char["fontname"].split("+")[-1] for char in document.pages[0].chars}
    wanted = {".VnTime", ".VnTimeH,Bold"} if encoding == "tcvn3" else {"VNI-Times", "VNI-Times,Bold"}
    assert wanted <= fonts


def _ink(pdf: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Darkness of the first page in squares of four points, so that shifts below a point do not count."""
    with pypdfium2.PdfDocument(pdf) as document:
        pixels = np.asarray(document[0].render(scale=2, grayscale=True).to_numpy()).astype(np.float64)
    height, width = (side // 8 * 8 for side in pixels.shape[:2])
    squares = pixels[:height, :width].reshape(height // 8, 8, width // 8, 8)
    return np.asarray(255 - squares.mean(axis=(1, 3)), dtype=np.float64)


@pytest.mark.parametrize("layout", ["legacy-tcvn3", "legacy-vni"])
def test_legacy_page_looks_as_the_right_one(layout: str) -> None:
    right, legacy = _ink(content(SHORT, "pdf")), _ink(content(SHORT, layout))
    assert np.abs(right - legacy).sum() < 0.06 * right.sum()


@pytest.mark.parametrize(("layout", "mode"), [("tiff", "L"), ("tiff-bw", "1"), ("tiff-rgb", "RGB")])
def test_tiff_has_a_frame_a_page(layout: str, mode: str) -> None:
    with Image.open(BytesIO(content(DOC, layout, dpi=100))) as image, pypdfium2.PdfDocument(content(DOC, "pdf")) as pdf:
        assert image.mode == mode
        assert getattr(image, "n_frames", 1) == len(pdf)


def test_scan_has_no_text_layer_and_its_resolution() -> None:
    pdf = content(SHORT, "scan-bw", dpi=200)
    assert _layer(pdf).strip() == ""
    with pdfplumber.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        assert page.images[0]["srcsize"][0] == pytest.approx(page.width / 72 * 200, abs=2)


def test_seal_is_red_over_the_signature() -> None:
    with Image.open(BytesIO(content(SHORT, "tiff-rgb", "clean", dpi=100))) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    red = (pixels[:, :, 0] > 150) & (pixels[:, :, 1] < 110) & (pixels[:, :, 2] < 110)
    ys, xs = np.nonzero(red)
    assert len(ys) > 300
    assert xs.min() > pixels.shape[1] * 0.4


def test_worse_levels_are_worse() -> None:
    clean = _grey("clean")
    errors = [float(np.abs(_grey(level) - clean).mean()) for level in ("light", "medium", "heavy")]
    assert errors == sorted(errors)
    assert errors[0] > 0
    with pytest.raises(ValueError, match="unknown level"):
        level_named("awful")


def _grey(level: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    with Image.open(BytesIO(content(SHORT, "tiff", level, dpi=72))) as image:
        return np.asarray(image).astype(np.float64)


def test_number_by_hand_is_no_text_but_ink(tmp_path: Path) -> None:
    typed = content(SHORT, "tiff-bw", "clean", dpi=100)
    by_hand = content(SHORT, "tiff-bw", "clean", dpi=100, handwritten=True)
    assert typed != by_hand
    with Image.open(BytesIO(typed)) as first, Image.open(BytesIO(by_hand)) as second:
        ys, _ = np.nonzero(np.asarray(first) ^ np.asarray(second))
    assert ys.max() < 250  # nothing but the head has changed
    assert write(SHORT, "tiff-bw", tmp_path / "a.tiff", "clean", 100, handwritten=True).read_bytes() == by_hand


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_wrong_language_layer_is_present_and_wrong() -> None:
    layer = _layer(content(SHORT, "wrong-ocr", dpi=150))
    assert len(layer) > 400
    assert not set("ặệộờữ") & set(layer)


def test_unknown_layout_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown layout"):
        content(SHORT, "papyrus")


def test_command_writes_documents_and_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--seed", "5", "--count", "2", "--to", str(tmp_path), "--layouts", "txt,md,scan-bw", "--dpi", "100"]
    assert main([*options, "--kinds", "GM,CV"]) == 0
    assert "2 documents" in capsys.readouterr().err
    assert len(list(tmp_path.glob("*.txt"))) == 2
    assert len(list(tmp_path.glob("*.scan-bw-light-100.pdf"))) == 2
    assert len(list((tmp_path / "gold").glob("*.json"))) == 4
    with pytest.raises(SystemExit):
        main(["--to", str(tmp_path), "--layouts", "papyrus"])
