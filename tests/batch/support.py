"""What the tests of runs share: starting the command, a fake Tesseract, looking into an archive."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(ROOT / "__main__.py")]
FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"


def environment(path_first: Path | None = None, **more: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("DOICHIEU_")}
    if path_first is not None:
        env["PATH"] = f"{path_first}:{env['PATH']}"
    return env | more


def doichieu(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env or environment(), timeout=300)


def start(*arguments: object, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    asked = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore Ctrl-C, and so
    try:  # would what they start
        return subprocess.Popen(command, env=env or environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, asked)


def letter(number: int, place: str = "Sông Mây") -> str:
    return (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place.upper()}\n\nSố: {number}/KH-LĐLĐ\n\n{place}, ngày 06 tháng 9 năm 2023\n\n"
        f"KẾ HOẠCH\nTổ chức hội nghị lần thứ {number}\n\nThực hiện Hướng dẫn số 7/HD-TLĐ ngày 02/8/2023 của Tổng "
        f"Liên đoàn Lao động Việt Nam, đơn vị xây dựng kế hoạch như sau.\n"
    )


def picture(path: Path, text: str, size: tuple[int, int] = (1240, 1754)) -> Path:
    """A page image at 150 dpi with a few large lines."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((120, 120), text, fill=0, font=ImageFont.truetype(FONT, 30), spacing=18)
    image.save(path, dpi=(150, 150))
    return path


def fake_tesseract(folder: Path, script: str) -> Path:
    """A program named tesseract in a folder to be put first on PATH; --version and --list-langs answer as real."""
    folder.mkdir(exist_ok=True)
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        '  *--version*) echo "tesseract 5.3.0"; exit 0;;\n'
        '  *--list-langs*) printf "List of available languages (1):\\nvie\\nosd\\n"; exit 0;;\n'
        f"esac\n{script}\n"
    )
    program.chmod(0o755)
    return folder


def rows(archive: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(archive / "records.sqlite")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def quarantine(archive: Path) -> list[dict[str, str]]:
    with (archive / "quarantine.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
