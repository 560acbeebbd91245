"""``doichieu repair``: text in, repaired text or edits out, whatever the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from nlp.repair.legacy import encode
from records.edit import Edit, apply

ROOT = Path(__file__).resolve().parents[2]
CLEAN = "Sở Nội vụ tỉnh Sông Mây báo cáo kết quả thực hiện nhiệm vụ năm 2003, đạt 12,5% kế hoạch đề ra.\r\nHết.\n"
READ = "Lién doan Lao dong tinh da chi dao cac cép Cong doan trién khai thuc hién Ké hoach s6 88/KH-LPLD.\n"


def call(*arguments: object, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "__main__.py"), "repair", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)


def test_clean_text_comes_back_byte_for_byte() -> None:
    done = call("-q", given=CLEAN.encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN.encode(), b"")
    assert call("-", given=b"a\xffb" + CLEAN.encode()).stdout == b"a\xffb" + CLEAN.encode()


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "bkhcm2", "viqr", "utf-16"])
def test_a_file_in_any_encoding_becomes_utf8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "old"
    path.write_bytes(CLEAN.encode("utf-16") if encoding == "utf-16" else encode(CLEAN, encoding))
    assert call(path).stdout.decode() == CLEAN


def test_edits_are_explained_and_replay() -> None:
    done = call("-", "--explain", given=READ.encode())
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(lines[0]) == ["start", "end", "before", "after", "rung", "confidence", "runner_up"]
    repaired = call("-", given=READ.encode()).stdout.decode()
    assert apply(READ, [Edit(**line) for line in lines]) == repaired
    assert "88/KH-LĐLĐ" in repaired
    assert b" edits, " in done.stderr


def test_other_files_are_read_as_a_run_reads_them(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(encode("Căn cứ báo cáo của các đơn vị", "tcvn3").decode("cp1252"))
    document.save(str(tmp_path / "old.docx"))
    assert call(tmp_path / "old.docx").stdout.decode() == "Căn cứ báo cáo của các đơn vị\n"
    edits = [json.loads(line) for line in call(tmp_path / "old.docx", "--explain").stdout.splitlines()]
    assert {(edit["rung"], edit["page"]) for edit in edits} == {("decode", 1)}


def test_exit_codes(tmp_path: Path) -> None:
    assert call(tmp_path / "absent.txt").returncode == 5
    assert call("-", given=b"").returncode == 2
    assert call("-", given=bytes(range(256)) * 9).returncode == 2
    assert call(tmp_path).returncode == 2
    assert call("-", "--nonsense").returncode == 1
