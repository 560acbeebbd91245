"""Triage: every file is named by its bytes, and every refusal says why."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extract.triage import triage
from records.document import Kind, Limits
from records.errors import (
    DamagedDocument,
    DoichieuError,
    EncryptedDocument,
    FileAccess,
    TooLarge,
    UnsupportedKind,
)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow remarks on odd tags

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile_dev"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def an_ole(stream: str) -> bytes:
    """The smallest OLE file with one stream at its root: header, table of sectors, directory, the stream's sector."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HHHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 0x2C, 1, 1, 0)  # one sector of the table; the directory begins in sector 1
    struct.pack_into("<II", header, 0x44, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    entries = b"".join(_entry(*found) for found in (("Root Entry", 5, 1, 0xFFFFFFFE), (stream, 2, 0xFFFFFFFF, 2)))
    return bytes(header) + table + entries.ljust(512, b"\0") + b"x" * 512


def _entry(name: str, kind: int, child: int, start: int) -> bytes:
    encoded = name.encode("utf-16-le")
    numbers = struct.pack("<HBBIII", len(encoded) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return encoded.ljust(64, b"\0") + numbers + bytes(36) + struct.pack("<IQ", start, 512)


def a_pdf(path: Path, pages: int = 2) -> Path:
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(100, 700, f"Trang {number + 1} " + "x" * 300)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("suffix", "name", "kind"),
    [("png", "PNG", "PNG"), ("jpg", "JPEG", "JPEG"), ("bmp", "BMP", "BMP"), ("webp", "WEBP", "WEBP")],
)
def test_images_are_known_by_their_bytes_whatever_their_name(tmp_path: Path, suffix: str, name: str, kind: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    Image.new("RGB", (60, 40), "white").save(path)
    renamed = path.rename(tmp_path / "report.txt")
    card = triage(renamed, Limits())
    assert (card.kind, card.format, card.pages) == (Kind.IMAGE, name, 1)
    assert card.sha256 == hashlib.sha256(renamed.read_bytes()).hexdigest()
    assert card.size == renamed.stat().st_size


def test_frames_of_a_tiff_are_pages_and_each_is_held_against_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    frames = [Image.new("1", size) for size in ((40, 40), (50, 50), (900, 900))]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert triage(path, Limits()).pages == 3
    with pytest.raises(TooLarge, match=r"900 × 900 pixels \(810,000\); the limit is 10,000 pixels"):
        triage(path, Limits(max_pixels=10_000))


def test_a_tiff_whose_directories_run_in_a_circle_ends(tmp_path: Path) -> None:
    path = tmp_path / "circle.tif"
    Image.new("L", (20, 20)).save(path)
    data = bytearray(path.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    path.write_bytes(data)
    assert triage(path, Limits()).pages == 1


def test_a_huge_image_is_refused_by_its_header_before_anything_is_decoded(tmp_path: Path) -> None:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 30_000, 30_000, 8, 0, 0, 0, 0)
    path = tmp_path / "huge.png"
    path.write_bytes(header + struct.pack(">I", zlib.crc32(header[12:])) + b"\0\0\0\x10IDAT" + bytes(20))
    with pytest.raises(TooLarge, match=r"30000 × 30000 pixels .* the limit is 120,000,000 pixels"):
        triage(path, Limits())


def test_a_pdf_counts_its_pages_and_may_have_junk_before_its_header(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "report.pdf", pages=3)
    assert (triage(path, Limits()).kind, triage(path, Limits()).pages) == (Kind.PDF, 3)
    path.write_bytes(b"\n\njunk from a mail gateway\n" + path.read_bytes())
    assert (triage(path, Limits()).kind, triage(path, Limits()).pages) == (Kind.PDF, 3)
    with pytest.raises(TooLarge, match="3 pages; the limit is 2 pages"):
        triage(path, Limits(max_pages=2))


def test_a_pdf_without_its_end_is_opened_or_refused_but_never_lost_silently(tmp_path: Path) -> None:
    whole = a_pdf(tmp_path / "whole.pdf", pages=4).read_bytes()
    short = tmp_path / "short.pdf"
    short.write_bytes(whole[:-200])
    assert triage(short, Limits()).pages == 4
    short.write_bytes(whole[:300])
    with pytest.raises(DamagedDocument, match=r"broken beyond recovery|no page"):
        triage(short, Limits())


def test_passwords_to_open_are_told_from_passwords_to_change(tmp_path: Path) -> None:
    plain = a_pdf(tmp_path / "plain.pdf")
    for name, user in (("locked.pdf", "mật khẩu"), ("guarded.pdf", "")):
        with pikepdf.open(plain) as pdf:
            pdf.save(tmp_path / name, encryption=pikepdf.Encryption(owner="chủ", user=user))
    with pytest.raises(EncryptedDocument, match="password"):
        triage(tmp_path / "locked.pdf", Limits())
    assert triage(tmp_path / "guarded.pdf", Limits()).pages == 2


def test_word_documents_and_their_neighbours(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "report.pdf"))
    assert triage(tmp_path / "report.pdf", Limits()).kind is Kind.DOCX
    with pytest.raises(TooLarge, match="unpacks to"):
        triage(tmp_path / "report.pdf", Limits(max_bytes=(tmp_path / "report.pdf").stat().st_size))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"xl/workbook.bin": b"x"}, r"Excel binary workbook \(\.xlsb\)"),
        ({"mimetype": b"application/vnd.oasis.opendocument.graphics"}, "OpenDocument graphics"),
        ({"a.txt": b"a"}, "zip archive"),
    ],
)
def test_other_zip_files_are_named(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    path = tmp_path / "file.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(UnsupportedKind, match=said):
        triage(path, Limits())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x7fELF" + bytes(60), "ELF"),
        (bytes(range(256)) * 4, "no PDF, image"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    with pytest.raises(UnsupportedKind, match=said):
        triage(path, Limits())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1\\ansi B\\'b8o c\\'b8o}", Kind.RTF),
        (an_ole("WordDocument"), Kind.DOC),
        (an_ole("Workbook"), Kind.XLS),
        (an_ole("Book"), Kind.XLS),
        (an_ole("PowerPoint Document"), Kind.PPT),
    ],
)
def test_old_office_files_by_their_bytes(tmp_path: Path, data: bytes, kind: Kind) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    assert triage(path, Limits()).kind is kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"xl/workbook.xml": b"<x/>"}, Kind.XLSX),
        ({"ppt/presentation.xml": b"<x/>"}, Kind.PPTX),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, Kind.ODT),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet-template"}, Kind.ODS),
    ],
)
def test_new_office_files_by_their_members(tmp_path: Path, members: dict[str, bytes], kind: Kind) -> None:
    path = tmp_path / "file.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert triage(path, Limits()).kind is kind


def test_ole_files_that_are_not_read_say_why(tmp_path: Path) -> None:
    path = tmp_path / "file.doc"
    path.write_bytes(an_ole("VisioDocument"))
    with pytest.raises(UnsupportedKind, match="no Word, Excel or PowerPoint"):
        triage(path, Limits())
    path.write_bytes(OLE + bytes(512) + "WordDocument".encode("utf-16-le"))
    with pytest.raises(DamagedDocument, match="directory"):
        triage(path, Limits())
    path.write_bytes(an_ole("WordDocument")[:1500])  # the directory is there, the text is not
    assert "cut short" in (triage(path, Limits()).note or "")


def test_a_word_file_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedDocument):
        triage(path, Limits())


def test_what_is_no_regular_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    with pytest.raises(UnsupportedKind, match=r"x\.pdf is a folder"):
        triage(tmp_path / "x.pdf", Limits())
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnsupportedKind, match="pipe"):
        triage(tmp_path / "pipe.pdf", Limits())
    (tmp_path / "zero.pdf").touch()
    with pytest.raises(DamagedDocument, match="0 bytes"):
        triage(tmp_path / "zero.pdf", Limits())
    with pytest.raises(FileAccess, match="No such file"):
        triage(tmp_path / "missing.pdf", Limits())
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(FileAccess):
        triage(tmp_path / "a", Limits())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "secret.pdf")
    path.chmod(0)
    with pytest.raises(FileAccess, match="Permission denied"):
        triage(path, Limits())


def test_the_limit_on_bytes_comes_first(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("a" * 101)
    with pytest.raises(TooLarge, match="101 bytes; the limit is 100 bytes"):
        triage(tmp_path / "long.txt", Limits(max_bytes=100))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"II*\0\x08\0\0\0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM"]
    ),
    rest=st.binary(min_size=1, max_size=300),
)
def test_any_bytes_give_a_card_or_a_reason(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + rest)
    try:
        assert triage(path, Limits(max_pixels=10**6)).pages >= 1
    except DoichieuError as error:
        assert path.name in error.reason


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared folder of malformed files is not here")
def test_malformed_files_of_other_projects_give_a_card_or_a_reason() -> None:
    seen = {}
    for row in (HOSTILE / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]:
        path = HOSTILE / row.split("\t")[0]
        try:
            seen[path.name] = str(triage(path, Limits()).pages)
        except DoichieuError as error:
            seen[path.name] = type(error).__name__
    assert seen["r6-user-password.pdf"] == seen["aes-256-r6.pdf"] == "EncryptedDocument"
    assert seen["r6-owner-password.pdf"] == seen["r2-empty-password.pdf"] == "1"
    assert seen["decompression_bomb.gif"] == "TooLarge"
    assert seen["multipage.tiff"] == seen["g4-multi.tiff"] == "3"
    assert seen["multipage_multiple_frame_loop.tiff"] == "2"
    assert seen["hopper.psd"] == "UnsupportedKind"
