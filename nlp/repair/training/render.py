"""Pages rendered from clean text, damaged like scans, and read by Tesseract: pairs of true line and line as read.

    python -m nlp.repair.training.render --data FOLDER --out pairs.tsv --pages 300 --seed 1 [--held-out]

One row a line: language, font, style, dpi, noise, number of the page, true line, line as read, confidences of
its words (0..100, by commas).
"""

import argparse
import csv
import random
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from nlp.repair.training.source import Inventor, split

Gray = npt.NDArray[np.uint8]
FONT_ROOT = Path("/usr/share")
# family: weight in training, files by style; the families of HELD_OUT are never trained on
FAMILIES = {
    "Tinos": (40, "Tinos-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    "LiberationSerif": (10, "LiberationSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    "Arimo": (12, "Arimo-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    "LinLibertine": (12, "LinLibertine_{}.otf", ("R", "RB", "RI", "RBI")),
    "Gentium": (6, "CharisSIL-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    "NotoSerif": (10, "NotoSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    "DejaVuSerif": (3, "DejaVuSerif{}.ttf", ("", "-Bold", "-Italic", "-BoldItalic")),
    "Roboto": (5, "Roboto-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
}
HELD_OUT = {
    "Termes": (3, "texgyretermes-{}.otf", ("regular", "bold", "italic", "bolditalic")),
    "NotoSans": (1, "NotoSans-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
}
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
PRINTABLE = frozenset("0123456789 .,;:!?()[]/-–+%“”\"'…&*=_") | ALPHABET | frozenset(c.upper() for c in ALPHABET)
REGISTERS = {"official": 50, "legal": 22, "government": 14, "wiki": 12, "treebank": 2}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is printed and damaged."""

    family: str
    dpi: int
    noise: str
    size: float


@dataclass(slots=True)
class Line:
    """A printed line: its text, style and the y of its middle in pixels."""

    text: str
    style: str
    middle: float


def clean(text: str) -> bool:
    """Whether every font has the letters of a paragraph and it is worth printing."""
    return len(text) > 3 and all(char in PRINTABLE for char in text)


def font_files() -> dict[str, Path]:
    """Every font file under the system's share folder by its name."""
    return {p.name: p for ending in ("ttf", "otf") for p in FONT_ROOT.rglob(f"*.{ending}")}


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Lines of a paragraph no wider than a width in pixels."""
    line = ""
    for word in text.split():
        trial = f"{line} {word}" if line else word
        if line and font.getlength(trial) > width:
            yield line
            trial = word
        line = trial
    if line:
        yield line


def dress(text: str, rng: random.Random) -> tuple[str, str]:
    """A style for a paragraph, and the paragraph (short ones sometimes in capitals)."""
    short = len(text) < 120
    if short and rng.random() < 0.25:
        return text.upper(), rng.choice(("Bold", "Bold", "Regular"))
    weights = (45, 30, 10, 15) if short else (74, 5, 16, 5)
    return text, rng.choices(STYLES, weights)[0]


LEVELS = {  # blur in pixels at 220 dpi, sigma of the noise in grey levels, degrees of turn, share of specks
    "light": (0.4, 6, 0.2, 0.0),
    "medium": (0.75, 14, 0.4, 0.0003),
    "heavy": (0.95, 22, 0.6, 0.001),
}


def thicken(page: Gray, dpi: int, rng: random.Random) -> Gray:
    """Strokes sometimes thicker (toner), sometimes thinner (worn ribbon)."""
    if rng.random() >= 0.3:
        return page
    brush = np.ones((2, 2), dtype=np.uint8)
    thicker = rng.random() < 0.6 or dpi < 200
    return np.asarray(cv2.erode(page, brush) if thicker else cv2.dilate(page, brush), dtype=np.uint8)


def speckle(page: Gray, sigma: float, salt: float, rng: random.Random) -> Gray:
    """Grey paper, noise and specks."""
    dice = np.random.default_rng(rng.randrange(2**32))
    grey = page.astype(np.float32) * rng.uniform(0.75, 1.0) + rng.uniform(0, 20) + dice.normal(0, sigma, page.shape)
    specks = dice.random(page.shape)
    grey[specks < salt] = 0
    grey[specks > 1 - salt] = 255
    return np.clip(grey, 0, 255).astype(np.uint8)


def squeeze(page: Gray, rng: random.Random) -> Gray:
    """The page saved as a poor JPEG or in black and white, sometimes."""
    out: cv2.typing.MatLike = page
    if rng.random() < 0.3:
        squeezed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 70)])[1]
        opened = cv2.imdecode(squeezed, cv2.IMREAD_GRAYSCALE)
        out = out if opened is None else opened
    if rng.random() < 0.35:
        out = cv2.threshold(out, rng.randint(110, 165), 255, cv2.THRESH_BINARY)[1]
    return np.asarray(out, dtype=np.uint8)


def damage(page: Gray, look: Look, rng: random.Random) -> Gray:
    """The page blurred, turned, greyed and speckled as its noise level says."""
    if look.noise == "clean":
        return page
    blur, sigma, angle, salt = LEVELS[look.noise]
    sharp = thicken(page, look.dpi, rng)
    soft = cv2.GaussianBlur(sharp, (0, 0), max(0.05, blur * look.dpi / 220 * rng.uniform(0.7, 1.15)))
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-angle, angle), 1)
    turned = cv2.warpAffine(soft, turn, (width, height), borderValue=(255,), flags=cv2.INTER_CUBIC)
    return squeeze(speckle(np.asarray(turned, dtype=np.uint8), sigma, salt, rng), rng)


class Printer:
    """Prints pages of paragraphs in the fonts of a set of families."""

    def __init__(self, families: Mapping[str, tuple[int, str, tuple[str, ...]]], rng: random.Random) -> None:
        self._families, self._rng, self._files = families, rng, font_files()

    def look(self) -> Look:
        """A family, resolution, noise level and size at random."""
        rng = self._rng
        family = rng.choices(list(self._families), [w for w, _, _ in self._families.values()])[0]
        dpi = rng.choices((150, 200, 250, 300), (25, 40, 10, 25))[0]
        noise = rng.choices(("clean", "light", "medium", "heavy"), (20, 30, 30, 20))[0]
        return Look(family, dpi, noise, rng.choice((12, 13, 13, 14)))

    def fonts(self, look: Look) -> dict[str, ImageFont.FreeTypeFont]:
        """The four styles of a look's family at its size."""
        _, name, endings = self._families[look.family]
        pixels = round(look.size * look.dpi / 72)
        return {
            s: ImageFont.truetype(str(self._files[name.format(e)]), pixels)
            for s, e in zip(STYLES, endings, strict=True)
        }

    def page(self, texts: Iterator[str], look: Look, only: str | None = None) -> tuple[Gray, list[Line]]:
        """A page of paragraphs (dressed at random, or as they are in one style), and its lines from the top."""
        fonts, dpi = self.fonts(look), look.dpi
        image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
        pen, y, lines = ImageDraw.Draw(image), 0.8 * dpi, list[Line]()
        step = look.size * dpi / 72 * self._rng.uniform(1.25, 1.6)
        for plain in texts:
            text, style = (plain, only) if only else dress(plain, self._rng)
            for line in wrap(text, fonts[style], round(6.4 * dpi)):
                if y > 10.9 * dpi:
                    return damage(np.asarray(image), look, self._rng), lines
                pen.text((1.1 * dpi, y), line, font=fonts[style], fill=self._rng.randint(0, 50))
                lines.append(Line(line, style, y + step * 0.4))
                y += step
        return damage(np.asarray(image), look, self._rng), lines


def read(page: Gray, lang: str) -> list[tuple[float, list[tuple[str, str]]]]:
    """Tesseract's lines: y of the middle in pixels, and words with their confidence."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        image = Path(folder) / "p.png"
        cv2.imwrite(str(image), page, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        done = subprocess.run(
            ["tesseract", str(image), "-", "-l", lang, "--psm", "6", "tsv"],
            capture_output=True,
            text=True,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )
    found: dict[tuple[str, str, str], list[tuple[float, str, str]]] = {}
    for row in csv.reader(done.stdout.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if row[0] == "5" and row[11].strip():
            middle = int(row[7]) + int(row[9]) / 2
            found.setdefault((row[2], row[3], row[4]), []).append((middle, row[11], row[10].split(".")[0]))
    return [(float(np.median([m for m, _, _ in ws])), [(w, c) for _, w, c in ws]) for ws in found.values()]


def pair(lines: list[Line], got: list[tuple[float, list[tuple[str, str]]]]) -> Iterator[tuple[Line, str, str]]:
    """Each printed line with the one reading nearest to it; lines with none or two are left out."""
    gap = min((b.middle - a.middle for a, b in pairwise(lines)), default=50) * 0.45
    for line in lines:
        near = [words for middle, words in got if abs(middle - line.middle) < gap]
        if len(near) == 1:
            yield line, " ".join(w for w, _ in near[0]), ",".join(c for _, c in near[0])


def texts(data: Path, held_out: bool, rng: random.Random) -> Iterator[str]:
    """Paragraphs without end, a few in a row from one register, as the registers weigh."""
    pools = {r: [t for t in split(data, r)[held_out] if clean(t)] for r in REGISTERS}
    inventor = Inventor(data, rng)
    while True:
        if rng.random() < 0.12:
            yield inventor.line()
        pool = pools[rng.choices(list(REGISTERS), list(REGISTERS.values()))[0]]
        start = rng.randrange(len(pool))
        yield from pool[start : start + rng.randint(3, 8)]


def main() -> None:
    """Render, read, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--languages", default="eng,eng,eng,fra,vie")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    printer = Printer(HELD_OUT if given.held_out else FAMILIES, rng)
    source = texts(given.data, given.held_out, rng)
    with given.out.open("w", encoding="utf-8") as out:
        for number in range(given.pages):
            look = printer.look()
            page, lines = printer.page(source, look)
            langs = given.languages.split(",") if given.held_out else [rng.choice(given.languages.split(","))]
            for lang in dict.fromkeys(langs):
                for line, text, sure in pair(lines, read(page, lang)):
                    row = (lang, look.family, line.style, str(look.dpi), look.noise, str(number), line.text, text, sure)
                    out.write("\t".join(row) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
