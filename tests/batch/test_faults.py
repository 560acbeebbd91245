"""Nothing lost, nothing doubled: kills, hangs, broken and hostile files, full and read-only disks."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.batch.support import doichieu, environment, fake_tesseract, letter, picture, quarantine, rows, start

REAL = "/usr/bin/tesseract"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def pdf_of(path: Path, pages: int = 1) -> Path:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(path)
    return path


def wait_for(path: Path, seconds: float = 60) -> str:
    """The content of a file that somebody is about to write."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if path.exists() and path.read_text().strip():
            return path.read_text().strip()
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written within {seconds} s")


def slow_tesseract(tmp_path: Path) -> Path:
    """Waits for a file "go"; writes its parent's process id (the worker's) to "worker" first."""
    go, worker = tmp_path / "go", tmp_path / "worker"
    return fake_tesseract(
        tmp_path / "bin",
        f'echo $PPID > {worker}\nwhile [ ! -e {go} ]; do sleep 0.1; done\nexec {REAL} "$@"',
    )


def test_broken_files_are_quarantined_with_reasons(shelf: Path, tmp_path: Path) -> None:
    (shelf / "good.txt").write_text(letter(1), encoding="utf-8")
    (shelf / "zero.pdf").write_bytes(b"")
    (shelf / "folder.pdf").mkdir()
    pdf_of(shelf / "whole.pdf")
    (shelf / "stub.pdf").write_bytes((shelf / "whole.pdf").read_bytes()[:60])
    with pikepdf.open(shelf / "whole.pdf") as pdf:
        pdf.save(shelf / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    Image.new("1", (30_000, 30_000), 1).save(shelf / "huge.tiff", compression="group4")
    (shelf / "noise.bin").write_bytes(bytes(range(256)) * 40)
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    told = {Path(row["file"]).name: row["reason"] for row in quarantine(tmp_path / "out")}
    assert set(told) >= {"zero.pdf", "folder.pdf", "stub.pdf", "locked.pdf", "huge.tiff", "noise.bin"}
    assert "good.txt" not in told
    assert "empty" in told["zero.pdf"]
    assert "folder" in told["folder.pdf"]
    assert "password" in told["locked.pdf"]
    assert "pixels" in told["huge.tiff"]
    assert all(row["what to do"] for row in quarantine(tmp_path / "out"))
    assert "quarantine" in done.stdout.splitlines()[-1]


def test_a_pdf_without_its_end_is_read(shelf: Path, tmp_path: Path) -> None:
    whole = pdf_of(tmp_path / "whole.pdf", 3)
    (shelf / "cut.pdf").write_bytes(whole.read_bytes()[:-200])
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "out", "select pages from documents") == [(3,)]


@pytest.mark.parametrize(("kind", "code"), [("locked", 8), ("zero", 2), ("missing", 5)])
def test_exit_codes_when_nothing_is_read(shelf: Path, tmp_path: Path, kind: str, code: int) -> None:
    target = shelf
    if kind == "locked":
        with pikepdf.open(pdf_of(tmp_path / "w.pdf")) as pdf:
            pdf.save(shelf / "l.pdf", encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    elif kind == "zero":
        (shelf / "z.pdf").write_bytes(b"")
    else:
        target = shelf / "none"
    done = doichieu("run", target, "--archive", tmp_path / "out")
    assert done.returncode == code, done.stderr


def test_a_hanging_tesseract_costs_its_page_only(shelf: Path, tmp_path: Path) -> None:
    picture(shelf / "scan.png", "Số: 5/KH-LĐLĐ")
    (shelf / "good.txt").write_text(letter(1), encoding="utf-8")
    env = environment(fake_tesseract(tmp_path / "bin", "sleep 600"))
    done = doichieu("run", shelf, "--archive", tmp_path / "out", "--page-timeout", "2", env=env)
    assert done.returncode == 0, done.stderr
    (row,) = quarantine(tmp_path / "out")
    assert (Path(row["file"]).name, row["stage"]) == ("scan.png", "ocr")
    assert "did not answer within 2 s" in row["reason"]
    again = doichieu("run", shelf, "--archive", tmp_path / "out", "--only-failed")
    assert again.returncode == 0, again.stderr
    assert quarantine(tmp_path / "out") == []
    assert len(rows(tmp_path / "out", "select id from documents")) == 2


@pytest.mark.parametrize("script", ["exit 1", "kill -11 $$", "echo nonsense > $2.tsv"])
def test_a_tesseract_that_fails_is_told(shelf: Path, tmp_path: Path, script: str) -> None:
    picture(shelf / "scan.png", "Số: 5/KH-LĐLĐ")
    done = doichieu(
        "run", shelf, "--archive", tmp_path / "out", env=environment(fake_tesseract(tmp_path / "b", script))
    )
    assert done.returncode in (2, 7), done.stderr
    (row,) = quarantine(tmp_path / "out")
    assert row["stage"] == "ocr"
    assert "esseract" in row["reason"]


def test_no_tesseract_at_all(shelf: Path, tmp_path: Path) -> None:
    picture(shelf / "scan.png", "Số: 5/KH-LĐLĐ")
    (shelf / "good.txt").write_text(letter(1), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    done = doichieu("run", shelf, "--archive", tmp_path / "out", env=environment() | {"PATH": str(tmp_path / "bin")})
    assert done.returncode == 3, done.stderr
    assert len(rows(tmp_path / "out", "select id from documents")) == 1
    assert "doctor" in quarantine(tmp_path / "out")[0]["what to do"]


def test_a_killed_worker_loses_nothing(shelf: Path, tmp_path: Path) -> None:
    picture(shelf / "scan.png", "Số: 5/KH-LĐLĐ")
    (shelf / "good.txt").write_text(letter(1), encoding="utf-8")
    run = start("run", shelf, "--archive", tmp_path / "out", "-j", "1", env=environment(slow_tesseract(tmp_path)))
    worker = int(wait_for(tmp_path / "worker"))
    (tmp_path / "worker").unlink()
    os.kill(worker, signal.SIGKILL)
    assert int(wait_for(tmp_path / "worker")) != worker  # tried once more, by another worker
    (tmp_path / "go").touch()
    assert run.wait(timeout=120) == 0
    assert len(rows(tmp_path / "out", "select id from documents")) == 2
    assert quarantine(tmp_path / "out") == []


def test_a_killed_run_goes_on_where_it_was(shelf: Path, tmp_path: Path) -> None:
    for number in range(1, 6):
        (shelf / f"a{number}.txt").write_text(letter(number), encoding="utf-8")
    picture(shelf / "z.png", "Số: 5/KH-LĐLĐ")
    run = start("run", shelf, "--archive", tmp_path / "out", "-j", "1", env=environment(slow_tesseract(tmp_path)))
    wait_for(tmp_path / "worker")
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=30)
    (tmp_path / "go").touch()
    before = {row[0] for row in rows(tmp_path / "out", "select id from documents")}
    assert len(before) == 5
    done = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "1 documents read" in done.stdout
    ids = [row[0] for row in rows(tmp_path / "out", "select id from documents")]
    assert len(ids) == len(set(ids)) == 6
    pages = rows(tmp_path / "out", "select document, page from pages")
    assert len(pages) == len(set(pages)) == 6
    assert not (tmp_path / "out" / ".scratch").exists()


def test_ctrl_c_keeps_what_is_done(shelf: Path, tmp_path: Path) -> None:
    (shelf / "a.txt").write_text(letter(1), encoding="utf-8")
    picture(shelf / "z.png", "Số: 5/KH-LĐLĐ")
    run = start("run", shelf, "--archive", tmp_path / "out", "-j", "1", env=environment(slow_tesseract(tmp_path)))
    wait_for(tmp_path / "worker")
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=240) == 130
    assert len(rows(tmp_path / "out", "select id from documents")) == 1
    assert (tmp_path / "out" / "quarantine.csv").exists()


def test_two_runs_on_one_archive(shelf: Path, tmp_path: Path) -> None:
    picture(shelf / "z.png", "Số: 5/KH-LĐLĐ")
    first = start("run", shelf, "--archive", tmp_path / "out", env=environment(slow_tesseract(tmp_path)))
    wait_for(tmp_path / "worker")
    second = doichieu("run", shelf, "--archive", tmp_path / "out")
    assert second.returncode == 5
    assert "another run" in second.stderr
    assert str(first.pid) in second.stderr
    (tmp_path / "go").touch()
    assert first.wait(timeout=120) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of 2 MB; skipped where mounting is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_ends_the_run_and_the_next_goes_on(shelf: Path, tmp_path: Path, small_disk: Path) -> None:
    for number in range(1, 9):
        text = letter(number) + "Một đoạn văn dài để làm đầy đĩa.\n" * 9_000
        (shelf / f"a{number}.txt").write_text(text, encoding="utf-8")
    done = doichieu("run", shelf, "--archive", small_disk / "out")
    assert done.returncode == 5, done.stderr
    assert "full" in done.stderr
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    again = doichieu("run", shelf, "--archive", small_disk / "out")
    assert again.returncode == 0, again.stderr
    assert len(rows(small_disk / "out", "select id from documents")) == 8


def test_a_read_only_archive(shelf: Path, small_disk: Path) -> None:
    (shelf / "a.txt").write_text(letter(1), encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = doichieu("run", shelf, "--archive", small_disk)
    assert done.returncode == 5
    assert "cannot be written" in done.stderr


def test_a_page_that_needs_too_much_memory(shelf: Path, tmp_path: Path) -> None:
    Image.new("RGB", (10_500, 10_500), "white").save(shelf / "big.png")
    (shelf / "good.txt").write_text(letter(1), encoding="utf-8")
    env = environment(DOICHIEU_WORKER_MEMORY="1100000000")
    done = doichieu("run", shelf, "--archive", tmp_path / "out", env=env)
    assert done.returncode == 0, done.stderr
    (row,) = quarantine(tmp_path / "out")
    assert Path(row["file"]).name == "big.png"
    assert "memory" in row["reason"]
