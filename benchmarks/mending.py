"""Scans read with the right language and mended, beside Tesseract alone: character error rate of whole pages.

    python -m benchmarks.mending --data FOLDER [--pages 8] [--seed 1] [--sets clean medium ...] [--layers]

Pages are printed from documents and in fonts that training never saw (``nlp.repair.training.render``), read once by
bare ``tesseract -l vie`` and once by the main job. ``--layers`` gives each page a text layer too: the truth with one
accented word in twenty spoilt, with its accents and without, for the vote of two readings.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.image.raster import Raster
from extract.ocr.page import read_image
from extract.ocr.tesseract import Tesseract
from nlp.repair.mend_pages import mend_page
from nlp.repair.restore.mending import mender
from nlp.repair.syllables import is_syllable, strip_accents
from nlp.repair.training import render
from records.page import Judgement, Line, Origin, Page, Verdict, Word
from records.settings import ReadSettings

#: Set: resolution, noise, whether one-bit, whether all of it is bold capitals.
SETS = {
    "clean": (300, "clean", False, False),
    "medium": (300, "medium", False, False),
    "one-bit 200 dpi": (200, "light", True, False),
    "one-bit 200 dpi, medium": (200, "medium", True, False),
    "bold capitals": (300, "light", False, True),
}
#: Vowels, each with its tones.
VOWELS = "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự iìỉĩíị yỳỷỹýỵ"
TONES = tuple(VOWELS.split(" "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: its pixels, resolution and text."""

    pixels: render.Gray
    dpi: int
    text: str


def sheets(name: str, data: Path, pages: int, seed: int) -> Iterator[Sheet]:
    """The pages of a set."""
    dpi, noise, bilevel, capitals = SETS[name]
    rng = random.Random(f"{name} {seed}")
    printer = render.Printer(render.HELD_OUT, rng)
    source = render.texts(data, True, rng)
    for _ in range(pages):
        family = rng.choices(list(render.HELD_OUT), [weight for weight, _, _ in render.HELD_OUT.values()])[0]
        look = render.Look(family, dpi, noise, rng.choice((12, 13, 14)))
        texts = (text.upper() for text in source) if capitals else source
        pixels, lines = printer.page(texts, look, "Bold" if capitals else None)
        if bilevel:
            pixels = np.where(pixels < rng.randint(110, 165), 0, 255).astype(np.uint8)
        yield Sheet(pixels, dpi, " ".join(line.text for line in lines))


def bare(sheet: Sheet, engine: Tesseract) -> str:
    """Tesseract alone."""
    return " ".join(word.text for word in engine.read(sheet.pixels, sheet.dpi, "vie", 300))


def page_of(sheet: Sheet, engine: Tesseract) -> Page:
    """The page as the main job reads it, a line for each row of the engine."""
    rows, columns = sheet.pixels.shape
    width, height = columns * 72 / sheet.dpi, rows * 72 / sheet.dpi
    bilevel = bool(np.isin(sheet.pixels[::5, ::5], (0, 255)).all())
    raster = Raster(sheet.pixels, sheet.dpi, width, height, (0, 0, width, height), bilevel)
    reading = read_image(raster, engine, ReadSettings())
    lines: dict[int, list[Word]] = defaultdict(list)
    for word, row in zip(reading.words, reading.rows, strict=True):
        start = lines[row][-1].start + len(lines[row][-1].text) + 1 if lines[row] else 0
        lines[row].append(replace(word, start=start))
    made = [Line(n, " ".join(w.text for w in words), tuple(words)) for n, words in enumerate(lines.values(), 1)]
    return Page(1, tuple(made), Judgement(Verdict.EMPTY), Origin.OCR, width, height)


def spoilt(text: str, rng: random.Random, *, accented: bool) -> str:
    """A layer: one word in twenty has another tone; without accents, one in twelve another letter."""
    toned = [_toned(word, rng) for word in text.split()]
    return " ".join(toned if accented else (_misread(strip_accents(word), rng) for word in toned))


def _toned(word: str, rng: random.Random) -> str:
    places = [(i, group) for i, char in enumerate(word) for group in TONES if char in group]
    if not places or rng.random() >= 0.05:
        return word
    place, group = rng.choice(places)
    return word[:place] + rng.choice(group) + word[place + 1 :]


def _misread(word: str, rng: random.Random) -> str:
    if len(word) < 3 or rng.random() >= 0.08:
        return word
    place = rng.randrange(len(word))
    return word[:place] + rng.choice("ilt1rnoce") + word[place + 1 :]


def flat(page: Page) -> str:
    """A page's text on one line."""
    return " ".join(page.text.split())


def errors(truth: str, readings: dict[str, str]) -> Counter[str]:
    """Edit distances of readings, and the size of the truth."""
    found = Counter({name: Levenshtein.distance(truth, text) for name, text in readings.items()})
    found["size"] = len(truth)
    return found


def layered(page: Page, truth: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Readings with a spoilt layer, and mended with it."""
    for name, accented in (("layer", True), ("bare layer", False)):
        layer = spoilt(truth, rng, accented=accented)
        yield name, layer
        yield f"with {name}", flat(mend_page(replace(page, layer_text=layer)))


def broken(before: Page, after: Page, truth: str) -> tuple[int, int]:
    """Words changed, and those of them that stand in the truth as they were read and not as they are now."""
    known = Counter(truth.split())
    old = [word.text for line in before.lines for word in line.words]
    new = [word.text for line in after.lines for word in line.words]
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return len(changed), sum(known[a] > 0 and known[b] == 0 and is_syllable(a) for a, b in changed)


def measure(name: str, given: argparse.Namespace) -> str:
    """One line of the report."""
    engine, rng = Tesseract(), random.Random(given.seed)
    total: Counter[str] = Counter()
    seconds = 0.0
    for sheet in sheets(name, given.data, given.pages, given.seed):
        page = page_of(sheet, engine)
        start = time.process_time()
        after = mend_page(page)
        seconds += time.process_time() - start
        readings = {"tesseract": bare(sheet, engine), "read": flat(page), "mended": flat(after)}
        readings |= dict(layered(page, sheet.text, rng)) if given.layers else {}
        total += errors(sheet.text, readings)
        total += Counter(dict(zip(("changed", "broken"), broken(page, after, sheet.text), strict=True)))
    return report(name, total, 1000 * seconds / given.pages)


def report(name: str, total: Counter[str], ms: float) -> str:
    """Rates in per cent, the change against Tesseract alone, words changed and broken, milliseconds a page."""
    kept = [key for key in total if key not in ("size", "changed", "broken")]
    rates = ", ".join(f"{key} {100 * total[key] / total['size']:.2f}" for key in kept)
    gain = 100 * (total["mended"] / max(total["tesseract"], 1) - 1)
    return f"{name:24} {rates} ({gain:+.0f} %); {total['changed']} words changed, {total['broken']} broken; {ms:.0f} ms"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", nargs="*", choices=tuple(SETS), default=tuple(SETS))
    parser.add_argument("--layers", action="store_true")
    given = parser.parse_args(arguments)
    mender()  # opened once, outside the timing
    sys.stdout.write("character error rate in per cent (change against Tesseract alone)\n")
    for name in given.sets:
        sys.stdout.write(measure(name, given) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
