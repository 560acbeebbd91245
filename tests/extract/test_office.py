"""Old Office files: LibreOffice makes them here from files of our own, and they are read back with their fonts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest
import xlsxwriter

from extract import reader
from extract.ocr.tesseract import Tesseract
from extract.office.libreoffice import converted, program
from extract.tools import Tools
from extract.triage import triage
from nlp.repair import legacy, normalise, verdict, words
from records.document import Kind, Limits
from records.errors import DamagedDocument, MissingProgram
from records.page import Origin, Page
from records.settings import ReadSettings

ROOT = Path(__file__).resolve().parents[2]
needs_libreoffice = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
TOOLS = Tools(verdict.judge, words.decode_words, legacy.decode_bytes, normalise.normalise_word, Tesseract())

HEAD = "Uû ban nh©n d©n huyÖn An B×nh"  # in .VnTimeH: capitals drawn on small letters
BODY = "KÕt qu¶ n¨m 2004: cã 1.200 hé n«ng d©n ®­îc vay vèn, ®¹t 98,5% kÕ ho¹ch; th­ göi vÒ vp@anbinh.example"
CLEAN = "Bảng này gõ bằng Unicode, giữ nguyên: 12/QĐ-UBND."


def shown(text: str, encoding: str) -> str:
    return legacy.encode(text, encoding).decode("cp1252")


def made(source: Path, suffix: str, folder: Path) -> Path:
    """The file converted by LibreOffice, beside it."""
    profile = (folder / "profile").as_uri()
    command = [str(program()), f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{suffix}")


def read(path: Path, tmp_path: Path) -> tuple[Page, ...]:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    pages, failures = reader.read_document(triage(path, Limits()), ReadSettings(scratch=str(scratch)), TOOLS)
    assert failures == ()
    assert [name.name for name in scratch.iterdir() if not name.name.startswith("soffice-")] == []
    return pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@needs_libreoffice
def test_a_word_file_keeps_its_fonts(folder: Path, tmp_path: Path) -> None:
    document = docx.Document()
    for text, font in ((HEAD, ".VnTimeH"), (BODY, ".VnTime"), (CLEAN, "Times New Roman")):
        document.add_paragraph().add_run(text).font.name = font
    split = document.add_paragraph()
    split.add_run("§").font.name = ".VnTimeH"
    split.add_run("iÒu 1. Tæ chøc").font.name = ".VnTime"
    document.add_table(1, 2).cell(0, 1).text = "1.200"
    document.save(str(folder / "report.docx"))
    (page,) = read(made(folder / "report.docx", "doc", folder), tmp_path)
    assert page.origin is Origin.DECODED
    assert [line.text for line in page.lines][:4] == [
        "UỶ BAN NHÂN DÂN HUYỆN AN BÌNH",
        "Kết quả năm 2004: có 1.200 hộ nông dân được vay vốn, đạt 98,5% kế hoạch; thư gửi về vp@anbinh.example",
        CLEAN,
        "Điều 1. Tổ chức",
    ]
    assert page.lines[3].words[0].raw == "§iÒu"
    assert page.lines[4].text.strip() == "1.200"


@needs_libreoffice
def test_rich_text_whose_fonts_say_to_be_vietnamese(tmp_path: Path) -> None:
    """Charset 163 makes LibreOffice read the bytes as Windows-1258, which they are not: Õ comes out as Ơ, Ý as Ư."""
    data = "".join(f"\\'{byte:02x}" if byte > 126 else chr(byte) for byte in legacy.encode(
        "Căn cứ kế hoạch công tác, đoàn kiểm tra chính sách thuế làm việc với sở tài chính vào tháng tới", "tcvn3"
    ))  # fmt: skip
    path = tmp_path / "letter.rtf"
    path.write_text(f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0\\fcharset163 .VnTime;}}}}\\f0 {data}\\par}}", "ascii")
    (page,) = read(path, tmp_path)
    assert (
        page.text == "Căn cứ kế hoạch công tác, đoàn kiểm tra chính sách thuế làm việc với sở tài chính vào tháng tới"
    )


@needs_libreoffice
def test_a_workbook_gives_a_page_a_sheet_and_a_table(folder: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(folder / "table.xlsx")) as book:
        vni = {"font_name": "VNI-Times"}
        sheet = book.add_worksheet("mot")
        sheet.write(0, 0, shown("Bảng tổng hợp kinh phí đào tạo của các đơn vị", "vni"), book.add_format(vni))
        grid = book.add_format({**vni, "border": 1})
        money = book.add_format({**vni, "border": 1, "num_format": "#,##0"})
        for column, name in enumerate(("Đơn vị", "Số người", "Kinh phí (đồng)")):
            sheet.write(2, column, shown(name, "vni"), grid)
        for row, (name, people, cost) in enumerate((("Xã Hoà Lạc", 12, 1250000), ("Tổng cộng", 12, 1250000)), 3):
            sheet.write(row, 0, shown(name, "vni"), grid)
            sheet.write(row, 1, people, grid)
            sheet.write(row, 2, cost, money)
        book.add_worksheet("trong")
        book.add_worksheet("ba").write(4, 1, CLEAN)
    pages = read(made(folder / "table.xlsx", "xls", folder), tmp_path)
    assert [page.number for page in pages] == [1, 3]
    assert [(line.number, line.text) for line in pages[0].lines] == [
        (1, "Bảng tổng hợp kinh phí đào tạo của các đơn vị"),
        (3, "Đơn vị\tSố người\tKinh phí (đồng)"),
        (4, "Xã Hoà Lạc\t12\t1.250.000"),
        (5, "Tổng cộng\t12\t1.250.000"),
    ]
    (table,) = pages[0].tables
    assert table.rows[1] == ("Xã Hoà Lạc", "12", "1.250.000")
    assert (table.box, table.lines) == (None, (3, 5))
    assert [(line.number, line.text) for line in pages[1].lines] == [(5, CLEAN)]


SLIDES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:font-face-decls><style:font-face style:name="V" svg:font-family="'VNI-Avo'"/></office:font-face-decls>
<office:automatic-styles><style:style style:name="T" style:family="text">
<style:text-properties style:font-name="V"/></style:style></office:automatic-styles>
<office:body><office:presentation>{slides}</office:presentation></office:body></office:document>"""
SLIDE = """<draw:page draw:name="p{number}"><draw:frame svg:width="20cm" svg:height="5cm" svg:x="1cm" svg:y="1cm">
<draw:text-box><text:p><text:span text:style-name="T">{text}</text:span></text:p></draw:text-box>
</draw:frame></draw:page>"""


@needs_libreoffice
def test_a_presentation_gives_a_page_a_slide(folder: Path, tmp_path: Path) -> None:
    texts = ("QUY ĐỊNH VỀ QUẢN LÝ ĐẦU TƯ XÂY DỰNG", "Nghị định số 16/2005/NĐ-CP hướng dẫn chi tiết")
    slides = "".join(SLIDE.format(number=n, text=shown(text, "vni")) for n, text in enumerate(texts, 1))
    (folder / "talk.fodp").write_text(SLIDES.format(slides=slides), encoding="utf-8")
    pages = read(made(folder / "talk.fodp", "ppt", folder), tmp_path)
    assert [[line.text for line in page.lines] for page in pages] == [[text] for text in texts]


@needs_libreoffice
def test_what_libreoffice_cannot_load_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "cut.rtf").write_bytes(b"{\\rtf1")
    with (
        pytest.raises(DamagedDocument, match=r"cut\.rtf: LibreOffice cannot read it"),
        converted(tmp_path / "cut.rtf", Kind.RTF, str(tmp_path), 60, Limits()),
    ):
        pass


def a_file(tmp_path: Path) -> Path:
    path = tmp_path / "letter.rtf"
    path.write_bytes(b"{\\rtf1 a}")
    return path


def a_program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(condition: object, seconds: float = 10.0) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


def test_without_libreoffice_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFFICE_CMD", str(tmp_path / "none"))
    with pytest.raises(MissingProgram, match="LibreOffice, which reads rtf files") as caught:
        reader.read_document(triage(a_file(tmp_path), Limits()), ReadSettings(), TOOLS)
    assert "libreoffice-writer" in caught.value.advice
    assert caught.value.exit_code == 3


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFFICE_CMD", a_program(tmp_path, f"sleep 300 & echo $! > {tmp_path}/pid; wait"))
    with (
        pytest.raises(DamagedDocument, match=r"did not answer within 0\.5 s"),
        converted(a_file(tmp_path), Kind.RTF, str(tmp_path), 0.5, Limits()),
    ):
        pass
    assert not is_running(int((tmp_path / "pid").read_text()))
    assert not list(tmp_path.glob("soffice-*"))  # its profile may be broken too


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -SEGV $$", "crashed over it"),
        ("echo Error: no filter; exit 0", "Error: no filter"),
        ("exit 7", "status 7"),
    ],
)
def test_a_program_that_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str) -> None:
    monkeypatch.setenv("SOFFICE_CMD", a_program(tmp_path, script))
    with (
        pytest.raises(DamagedDocument, match=said),
        converted(a_file(tmp_path), Kind.RTF, str(tmp_path), 20, Limits()),
    ):
        pass


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
def test_nothing_is_left_running_when_the_worker_is_killed(tmp_path: Path) -> None:
    script = a_program(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 300")
    code = (
        "from pathlib import Path; from extract.office.libreoffice import converted\n"
        "from records.document import Kind, Limits\n"
        f"with converted(Path({str(a_file(tmp_path))!r}), Kind.RTF, {str(tmp_path)!r}, 300, Limits()): pass"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "SOFFICE_CMD": script})
    pid = tmp_path / "pid"
    assert wait_for(lambda: pid.exists() and pid.read_text().strip())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert wait_for(lambda: not is_running(int(pid.read_text())))
