"""Pages a minute of ``doichieu run`` beside bare Tesseract, OCRmyPDF and pdfplumber, on the same pages in one run.

``make bench`` (or ``bash benchmarks/speed.sh --pages 96 --rounds 2``). Every contender is a whole command, start-up
included; rounds alternate, and the median of each is compared, for the machine is noisy: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
OCRMYPDF = ROOT / "build" / "peers" / "bin" / "ocrmypdf"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_PLUMBER = """
import sys, pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname"])
            page.close()
"""
_SENTENCES = (
    "Công đoàn cơ sở đã phối hợp với chuyên môn tổ chức đợt thi đua ngắn hạn, có {n} đoàn viên tham gia, đạt {p}%.",
    "Căn cứ Kế hoạch số {n}/KH-LĐLĐ ngày {d}/{m}/2023 của Liên đoàn Lao động tỉnh, đơn vị đã triển khai đến đoàn viên.",
    "Tính đến ngày {d}/{m}/2023 toàn ngành ghi nhận {n} lượt đăng ký, tăng hơn {p}% so với cùng kỳ năm trước.",
    "Hội nghị thống nhất giao Văn phòng theo dõi, đôn đốc và báo cáo kết quả trước ngày {d}/{m}/2024 để tổng hợp.",
)


def born_digital(path: Path, pages: int, first: int) -> None:
    """A PDF of plain text pages (about 400 words each) in Tinos, no table; ``first`` varies the figures."""
    if "Tinos" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Tinos", str(FONT)))
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(pages):
        canvas.setFont("Tinos", 13)
        words: list[str] = []
        for i in range(16):
            seed = first * 1009 + page * 31 + i * 7
            words += (
                _SENTENCES[i % 4].format(n=seed % 900 + 12, p=seed % 90 + 5, d=seed % 27 + 1, m=seed % 11 + 1).split()
            )
        top, line = A4[1] - 60.0, ""
        for word in words:
            if pdfmetrics.stringWidth(f"{line} {word}", "Tinos", 13) > A4[0] - 140:
                canvas.drawString(85, top, line)
                top, line = top - 19, word
            else:
                line = f"{line} {word}".strip()
        canvas.drawString(85, top, line)
        canvas.showPage()
    canvas.save()


def scanned(path: Path, pages: int, images: Path) -> list[Path]:
    """An image-only PDF of grey 300-dpi pages, and the same images as files for bare Tesseract."""
    source = path.with_name("source.pdf")
    born_digital(source, pages, 7)
    canvas = Canvas(str(path), pagesize=A4)
    files = []
    for number, page in enumerate(pypdfium2.PdfDocument(source)):
        file = images / f"{number:03}.png"
        page.render(scale=300 / 72, grayscale=True).to_pil().save(file, dpi=(300, 300))
        canvas.drawImage(str(file), 0, 0, *A4)
        canvas.showPage()
        files.append(file)
    canvas.save()
    source.unlink()
    return files


def _call(*command: str | Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr[-2000:]}")


def bare_tesseract(files: list[Path], out: Path) -> None:
    """One process a core, one thread each, TSV out."""
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with ThreadPoolExecutor(CORES) as pool:
        jobs = [pool.submit(_call, "tesseract", f, out / f.stem, "-l", "vie", "tsv", env=env) for f in files]
        for job in jobs:
            job.result()


def doichieu(paths: list[Path], work: Path) -> None:
    """The main job into a new archive."""
    archive = work / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    _call(ROOT / ".venv/bin/doichieu", "run", *paths, "--archive", archive, "-q")


def measure(rounds: int, contenders: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Seconds of each contender, the rounds alternating."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name, run in contenders.items():
            began = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - began)
            print(f"round {number + 1}: {name}: {seconds[name][-1]:.1f} s", file=sys.stderr)
    return seconds


def table(title: str, pages: int, seconds: dict[str, list[float]], ours: str) -> str:
    """A Markdown table: seconds, pages a minute, and the ratio of each to ours."""
    rows = [f"### {title}", "", "| how | median s | all s | pages/min | our time / its time |", "|---|---|---|---|---|"]
    base = statistics.median(seconds[ours])
    for name, all_seconds in seconds.items():
        middle = statistics.median(all_seconds)
        each = ", ".join(f"{s:.1f}" for s in all_seconds)
        rows.append(f"| {name} | {middle:.1f} | {each} | {60 * pages / middle:.0f} | {base / middle:.2f} |")
    return "\n".join(rows)


def main() -> None:
    """Make the pages, run everybody, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=96, help="image pages")
    parser.add_argument("--text-pages", type=int, default=2000, help="born-digital pages, in files of 50")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    given = parser.parse_args()
    work: Path = given.work
    shutil.rmtree(work, ignore_errors=True)
    for name in ("images", "out", "texts"):
        (work / name).mkdir(parents=True)
    scan = work / "scan.pdf"
    files = scanned(scan, given.pages, work / "images")
    ocrmypdf: list[str | Path] = [OCRMYPDF, "--jobs", str(CORES), "-l", "vie", scan, work / "o.pdf"]
    image_seconds = measure(given.rounds, {
        "doichieu run": lambda: doichieu([scan], work),
        "bare tesseract, one a core, images ready": lambda: bare_tesseract(files, work / "out"),
        f"OCRmyPDF --jobs {CORES} -l vie": lambda: _call(*ocrmypdf),
        "the same with --output-type pdf": lambda: _call(*ocrmypdf, "--output-type", "pdf"),
    })  # fmt: skip
    texts = [work / "texts" / f"{i:03}.pdf" for i in range(max(1, given.text_pages // 50))]
    for number, path in enumerate(texts):
        born_digital(path, 50, number)
    text_seconds = measure(given.rounds, {
        "doichieu run": lambda: doichieu(texts, work),
        "pdfplumber words, one process": lambda: _call(sys.executable, "-c", _PLUMBER, *texts),
    })  # fmt: skip
    print(table(f"{given.pages} image-only pages, 300 dpi, {CORES} cores", given.pages, image_seconds, "doichieu run"))
    print()
    print(table(f"{len(texts) * 50} born-digital pages without tables", len(texts) * 50, text_seconds, "doichieu run"))


if __name__ == "__main__":
    main()
