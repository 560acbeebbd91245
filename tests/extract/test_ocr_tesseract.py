"""Tesseract itself, and programs in its place that hang, crash and talk nonsense."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.image.raster import Pixels
from extract.ocr.slots import OcrSlots
from extract.ocr.tesseract import Tesseract
from records.errors import FileAccess, MissingProgram, PageFailed

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
real = pytest.mark.skipif(
    shutil.which("tesseract") is None or not FONT.exists(), reason="needs Tesseract and the Tinos font"
)
WHITE: Pixels = np.full((60, 80), 255, np.uint8)


def printed(*rows: str, columns: int = 1300) -> Pixels:
    """Lines of text in 13 pt at 200 dpi."""
    page = Image.new("L", (columns, 120 + 60 * len(rows)), 255)
    font = ImageFont.truetype(str(FONT), 36)
    for number, row in enumerate(rows):
        ImageDraw.Draw(page).text((60, 60 + 60 * number), row, font=font, fill=0)
    return np.asarray(page)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A function that puts a shell script in Tesseract's place, first on the PATH."""

    def install(script: str) -> Tesseract:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.delenv("TESSERACT_CMD", raising=False)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        return Tesseract(str(scratch))

    return install


def left(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ("exec sleep 60", PageFailed, "did not answer within 0.5 s"),
        ("trap '' TERM; sleep 60", PageFailed, "did not answer within 0.5 s"),
        ("kill -SEGV $$", PageFailed, "signal 11"),
        ("echo 'first' >&2; echo 'Image too small!!' >&2; exit 1", PageFailed, "status 1.*Image too small"),
        ("exit 0", PageFailed, "without a result"),
        ("echo nonsense > $2.tsv", PageFailed, "not a table of words"),
        ("head -c 4000 /dev/urandom > $2.tsv", PageFailed, "cannot be understood"),
        ("head -c 400 /dev/urandom >&2; exit 3", PageFailed, "."),
        ("echo \"Failed loading language 'vie'\" >&2; exit 1", MissingProgram, "no data for the language 'vie'"),
    ],
    ids=["hangs", "hangs and will not end", "crashes", "fails", "silent", "nonsense", "bytes", "noisy", "no data"],
)
def test_a_broken_program_is_a_reason(
    tmp_path: Path, fake: object, script: str, error: type[Exception], words: str
) -> None:
    engine = fake(script)  # type: ignore[operator]
    with pytest.raises(error, match=words):
        engine.read(WHITE, 200, "vie", 0.5)
    assert left(tmp_path) == []


def test_numbers_of_the_table_that_are_none(fake: object) -> None:
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    row = "5 1 1 1 1 1 x 20 30 8 96.5 abc"
    table = "\\n".join(line.replace(" ", "\\t") for line in (head, row))
    engine = fake(f"printf '{table}' > $2.tsv")  # type: ignore[operator]
    with pytest.raises(PageFailed, match="cannot be understood"):
        engine.read(WHITE, 200, "vie", 5)


def test_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSERACT_CMD", "/nowhere/tesseract")
    with pytest.raises(MissingProgram, match="not installed"):
        Tesseract().read(WHITE, 200, "vie", 5)


def test_one_thread_a_run(tmp_path: Path, fake: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "8")
    engine = fake(f"echo $OMP_THREAD_LIMIT > {tmp_path}/limit; exit 1")  # type: ignore[operator]
    with pytest.raises(PageFailed):
        engine.read(WHITE, 200, "vie", 5)
    assert (tmp_path / "limit").read_text().strip() == "1"


def test_a_folder_that_takes_no_image(tmp_path: Path) -> None:
    with pytest.raises(FileAccess, match="cannot be written"):
        Tesseract(str(tmp_path / "none")).read(WHITE, 200, "vie", 5)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(image: Image.Image, file: object, **_: object) -> None:
        with Path("/dev/full").open("wb", buffering=0) as device:
            device.write(image.tobytes())

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(FileAccess, match="No space left"):
        Tesseract(str(tmp_path)).read(WHITE, 200, "vie", 5)
    assert list(tmp_path.iterdir()) == []


@real
def test_words_boxes_and_rows(tmp_path: Path) -> None:
    rows = ("Số lượng đạt 1.200 người, bằng 35,7%", "Phụ lục kèm theo")
    pixels = printed(*rows)
    words = Tesseract(str(tmp_path)).read(pixels, 200, "vie", 60)
    assert [w.text for w in words] == [
        "Số",
        "lượng",
        "đạt",
        "1.200",
        "người,",
        "bằng",
        "35,7%",
        "Phụ",
        "lục",
        "kèm",
        "theo",
    ]
    assert [w.row for w in words] == [0] * 7 + [1] * 4
    assert all(0.5 < w.confidence <= 1 for w in words)
    assert all(60 <= w.box[0] < w.box[2] <= 1300 and w.box[1] < w.box[3] for w in words)
    assert max(w.box[3] for w in words[:7]) <= min(w.box[1] for w in words[7:])
    assert list(tmp_path.iterdir()) == []


@real
def test_a_language_without_data() -> None:
    with pytest.raises(MissingProgram, match="'xyz'"):
        Tesseract().read(WHITE, 200, "xyz", 30)


@real
def test_threads_share_an_engine(tmp_path: Path) -> None:
    engine = Tesseract(slots=OcrSlots(tmp_path, 2))
    pages = [printed(f"Kế hoạch số {n} của tổ công tác") for n in (31, 46, 58, 72)]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda page: engine.read(page, 200, "vie", 60), pages))
    assert [words[3].text for words in read] == ["31", "46", "58", "72"]


@real
def test_quarter_turns_of_a_page() -> None:
    rows = ["Ban chấp hành công đoàn cơ sở tổ chức hội nghị tổng kết năm"] * 5
    page = printed(*rows)
    for turns in (1, 2):
        lying = np.ascontiguousarray(np.rot90(page, turns))  # turned counterclockwise: clockwise turns undo it
        assert Tesseract().quarter_turns(lying, 200, 60) == turns
    assert Tesseract().quarter_turns(WHITE, 200, 60) == 0
