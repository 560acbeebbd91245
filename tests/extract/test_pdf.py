"""Text layers: words where they stand on the page as displayed, whatever its rotation, fonts and damage."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extract.pdf.layer import LayerPage, Rulings
from extract.pdf.source import PdfSource
from extract.pdf.words import tidy
from records.errors import DamagedDocument, EncryptedDocument
from records.place import Box

TINOS = Path("/usr/share/fonts/truetype/croscore")
HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile_dev"
pytestmark = pytest.mark.skipif(not TINOS.is_dir(), reason="the font Tinos (fonts-croscore) is not installed")

Draw = Callable[[Canvas], object]
PROSE = "Huyện An Bình đề xuất 1.200 sáng kiến, được công nhận 35,7% trong năm 2022."


@pytest.fixture(scope="module", autouse=True)
def fonts() -> Iterator[None]:
    for style in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(f"Tinos-{style}", str(TINOS / f"Tinos-{style}.ttf")))
    yield


def make(path: Path, *pages: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for draw in pages:
        canvas.setFont("Tinos-Regular", 13)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def layer(path: Path, number: int = 1) -> LayerPage:
    with PdfSource(path) as source:
        return source.text_layer(number)


def prose(canvas: Canvas) -> None:
    canvas.drawString(85, 742, PROSE)


def test_words_with_places_fonts_and_sizes(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.setFont("Tinos-Bold", 16)
        canvas.drawString(85, 700, "BÁO CÁO")

    page = layer(make(tmp_path / "a.pdf", draw))
    assert [word.text for word in page.words] == [*PROSE.split(), "BÁO", "CÁO"]
    assert (page.width, page.height, page.rotation, page.fonts) == (595, 842, 0, ("Tinos", "Tinos-Bold"))
    first, last = page.words[0], page.words[-1]
    assert first.box is not None
    assert first.box[0] == pytest.approx(85, abs=1.5)
    assert first.box[1] < 100 < first.box[3]  # the base line stands 842 - 742 points from the top
    assert (first.font, first.size, last.font, last.size) == ("Tinos", 13, "Tinos-Bold", 16)


def test_places_agree_with_pdfplumber(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", prose)
    with pdfplumber.open(path) as pdf:
        theirs = pdf.pages[0].extract_words()
    for word, other in zip(layer(path).words, theirs, strict=True):
        assert word.box is not None
        assert (word.box[0], word.box[2]) == pytest.approx((other["x0"], other["x1"]), abs=1.5)
        assert other["top"] - 3 < word.box[1] < word.box[3] < other["bottom"] + 3


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotation_and_crop_box_are_honoured(tmp_path: Path, turn: int) -> None:
    """The page is cut to 100..500 by 600..800; the word begins 20 points from the cut's left, 100 from its foot."""
    plain = make(tmp_path / "a.pdf", lambda canvas: canvas.drawString(120, 700, "Hàng"))
    with pikepdf.open(plain) as pdf:
        pdf.pages[0].obj.CropBox = pikepdf.Array([100, 600, 500, 800])
        pdf.pages[0].obj.Rotate = turn
        pdf.save(tmp_path / "b.pdf")
    page = layer(tmp_path / "b.pdf")
    assert (page.width, page.height) == ((400, 200) if turn in (0, 180) else (200, 400))
    assert page.rotation == turn
    box = page.words[0].box
    assert box is not None
    near: dict[int, Box] = {
        0: (20, 88, 50, 104),
        90: (96, 20, 112, 50),
        180: (350, 96, 380, 112),
        270: (88, 350, 104, 380),
    }
    assert box == pytest.approx(near[turn], abs=5)


def test_decomposed_letters_are_composed_and_kept_as_read(tmp_path: Path) -> None:
    page = layer(
        make(tmp_path / "a.pdf", lambda canvas: canvas.drawString(85, 700, unicodedata.normalize("NFD", "kết quả")))
    )
    assert [word.text for word in page.words] == ["kết", "quả"]
    assert all(unicodedata.is_normalized("NFC", word.text) for word in page.words)


def test_a_number_broken_at_its_hyphen_is_two_words_on_two_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(85, 700, "Kế hoạch số 302/KH-")
        canvas.drawString(85, 680, "LĐLĐ ngày 13/01/2022")

    words = layer(make(tmp_path / "a.pdf", draw)).words
    assert [word.text for word in words] == ["Kế", "hoạch", "số", "302/KH-", "LĐLĐ", "ngày", "13/01/2022"]
    assert words[3].box is not None
    assert words[4].box is not None
    assert words[4].box[1] > words[3].box[1] + 10


def test_invisible_text_is_a_text_layer(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(85, 700)
        text.setTextRenderMode(3)
        text.textOut("chữ ẩn")
        canvas.drawText(text)

    assert [word.text for word in layer(make(tmp_path / "a.pdf", draw)).words] == ["chữ", "ẩn"]


def test_images_are_listed_with_their_pixels_even_within_forms(tmp_path: Path) -> None:
    picture = ImageReader(Image.new("L", (200, 100), 128))

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("seal")
        canvas.drawImage(picture, 0, 0, 50, 25)
        canvas.endForm()
        canvas.translate(300, 400)
        canvas.scale(2, 2)
        canvas.doForm("seal")

    page = layer(make(tmp_path / "a.pdf", draw))
    (image,) = page.images
    assert (image.columns, image.rows) == (200, 100)
    assert image.box == pytest.approx((300, 392, 400, 442), abs=0.1)
    assert (page.words, page.text_objects) == ((), 0)


def table(canvas: Canvas) -> None:
    canvas.grid([85, 150, 350, 450], [700, 680, 660, 640])
    rows = [("STT", "Đơn vị", "Số lượng"), ("1", "Huyện An Bình", "1.200"), ("2", "Huyện Hòa Sơn", "35,7")]
    for y, row in zip((685, 665, 645), rows, strict=True):
        for x, cell in zip((90, 155, 355), row, strict=True):
            canvas.drawString(x, y, cell)


def test_ruled_tables_are_read_cell_by_cell(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", table, prose)
    with PdfSource(path) as source:
        assert source.text_layer(1).rulings.make_table
        (found,) = source.tables(1)
        assert source.tables(2) == ()
    assert found.rows == (
        ("STT", "Đơn vị", "Số lượng"),
        ("1", "Huyện An Bình", "1.200"),
        ("2", "Huyện Hòa Sơn", "35,7"),
    )
    assert found.box == pytest.approx((85, 142, 450, 202), abs=1)


def test_a_frame_or_an_underline_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.rect(85, 600, 200, 50)
        canvas.line(85, 500, 200, 500)

    assert layer(make(tmp_path / "a.pdf", draw)).rulings == Rulings(across=3, down=2)
    assert Rulings(3, 3).make_table
    assert not Rulings(4, 1).make_table


def test_a_file_without_its_end_gives_the_same_words(tmp_path: Path) -> None:
    whole = make(tmp_path / "a.pdf", prose, table)
    short = tmp_path / "short.pdf"
    short.write_bytes(whole.read_bytes()[:-200])
    assert [layer(short, n).words for n in (1, 2)] == [layer(whole, n).words for n in (1, 2)]


def test_a_rebuilt_copy_is_read_and_removed(tmp_path: Path) -> None:
    """A file without its trailer is refused by pdfium and rebuilt by pikepdf."""
    with pikepdf.open(make(tmp_path / "a.pdf", prose)) as pdf:
        pdf.save(tmp_path / "b.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    short, scratch = tmp_path / "short.pdf", tmp_path / "scratch"
    short.write_bytes((tmp_path / "b.pdf").read_bytes()[:-200])
    scratch.mkdir()
    with PdfSource(short, scratch) as source:
        assert source.recovered
        assert source.path.is_relative_to(scratch)
        assert [word.text for word in source.text_layer(1).words] == PROSE.split()
    assert list(scratch.iterdir()) == []


def test_locked_and_broken_files_say_so(tmp_path: Path) -> None:
    plain = make(tmp_path / "a.pdf", prose)
    with pikepdf.open(plain) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedDocument):
        PdfSource(tmp_path / "b.pdf")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n" + bytes(200))
    with pytest.raises(DamagedDocument, match=r"c\.pdf: the PDF is broken beyond recovery"):
        PdfSource(tmp_path / "c.pdf", tmp_path)
    with PdfSource(plain) as source, pytest.raises(IndexError, match="pages 1 to 1, not 2"):
        source.text_layer(2)


def test_threads_may_share_a_source(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", *[lambda c, n=n: c.drawString(85, 700, f"Trang {n}") for n in range(12)])
    with PdfSource(path) as source, ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(source.text_layer, list(range(1, 13)) * 5))
    assert [page.words[1].text for page in pages] == [str(n) for n in range(12)] * 5


@pytest.mark.parametrize(
    ("raw", "text"), [("ﬁnal", "final"), ("ke\u0302\u0301t", "kết"), ("t\u00ad", "t\u00ad"), ("\u200b", "\u200b")]
)
def test_tidy(raw: str, text: str) -> None:
    assert tidy(raw) == text


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared folder of malformed files is not here")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdfminer/issue-1113-evil-xobjects.pdf", True),
        ("pypdf/r2-empty-password.pdf", True),
        ("pypdf/indirect-rotation.pdf", True),
        ("pypdf/issue-297.pdf", True),
        ("pillow/trailer_loop.pdf", False),
        ("pypdf/encrypted_doc_no_id.pdf", False),
    ],
)
def test_malformed_files_are_read_page_by_page(name: str, words: bool) -> None:
    with PdfSource(HOSTILE / name) as source:
        pages = [source.text_layer(number) for number in range(1, source.pages + 1)]
        assert any(page.words for page in pages) == words
        for page in pages:
            assert all(word.box is not None for word in page.words)
