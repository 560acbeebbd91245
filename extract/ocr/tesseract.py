"""Tesseract, called once a page with the path of a quickly written image; the only module that runs it.

The program is the one that the environment variable TESSERACT_CMD names, else ``tesseract`` on the PATH.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

import pytesseract
from PIL import Image

from extract.image.raster import Pixels
from extract.ocr.engine import OcrWord
from extract.ocr.slots import OcrSlots
from records.errors import FileAccess, MissingProgram, PageFailed

#: Rows of Tesseract's TSV that hold a word, and the columns that are read.
WORD_LEVEL = "5"
COLUMNS = frozenset(
    {"level", "block_num", "par_num", "line_num", "left", "top", "width", "height", "conf", "text"}
)  # fmt: skip
#: An orientation is believed from this confidence of Tesseract's on (it has no upper end; clear pages give 5 to 20).
SURE = 2.0
#: What Tesseract says when the data of a language are not there.
NO_DATA = ("Failed loading language", "Error opening data file", "couldn't load any languages")


class Tesseract:
    """The engine of :mod:`extract.ocr.engine` that runs the Tesseract program, held to one thread a run.

    scratch is the folder for the page images while they are read (None: the system's temporary folder); slots bounds
    the runs over all processes.
    """

    def __init__(self, scratch: str | None = None, slots: OcrSlots | None = None) -> None:
        self._scratch = scratch
        self._slots = slots
        # With threads of its own Tesseract takes three times as long, and the other core reads another page.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        pytesseract.pytesseract.tesseract_cmd = os.environ.get("TESSERACT_CMD") or "tesseract"

    def read(
        self,
        pixels: Pixels,
        dpi: float,
        language: str,
        timeout: float,
        *,
        bilevel: bool = False,
        local: bool = False,
        line: bool = False,
        block: bool = False,
    ) -> list[OcrWord]:
        """Words of a page: see :class:`extract.ocr.engine.OcrEngine`."""
        config = f"-c tessedit_create_tsv=1 --psm {7 if line else 6 if block else 3} --dpi {round(dpi)}"
        if local:
            config += " -c thresholding_method=2"

        with _written(pixels, bilevel, self._scratch) as path, self._slot():
            return _words(_answer(path, "tsv", language, config, timeout))

    def numeral(self, pixels: Pixels, dpi: float, language: str, timeout: float) -> list[OcrWord]:
        """Words of pixels that hold one numeral: digits, separators and the sign of percentages only.

        Raises PageFailed, MissingProgram, FileAccess as ``read`` does.
        """
        config = f"-c tessedit_create_tsv=1 -c tessedit_char_whitelist=0123456789.,% --psm 7 --dpi {round(dpi)}"
        with _written(pixels, False, self._scratch) as path, self._slot():
            return _words(_answer(path, "tsv", language, config, timeout))

    def quarter_turns(self, pixels: Pixels, dpi: float, timeout: float) -> int:
        """Quarter turns clockwise that bring the page upright; 0 where Tesseract is not sure or has no ``osd`` data."""

        try:
            with _written(pixels, False, self._scratch) as path, self._slot():
                answer = _answer(path, "osd", "osd", f"--psm 0 --dpi {round(dpi)}", timeout)
        except (MissingProgram, PageFailed):
            return 0  # too little text to tell, or no data: the reading in hand stands
        return _turns(answer)

    def _slot(self) -> AbstractContextManager[None]:
        return self._slots.hold() if self._slots is not None else nullcontext()


@contextmanager
def _written(pixels: Pixels, bilevel: bool, scratch: str | None) -> Iterator[Path]:
    """Path of the pixels as an uncompressed TIFF, which is the quickest to write and to read.

    It lies in a folder of its own in ``scratch``, where the answer comes to lie too; both are gone afterwards.
    """
    image = Image.fromarray(pixels)
    if bilevel:
        image = image.convert("1", dither=Image.Dither.NONE)
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="page-", dir=scratch, ignore_cleanup_errors=True)
            )
            path = Path(folder) / "page.tif"
            image.save(path, format="TIFF")
        except OSError as error:
            place = scratch or tempfile.gettempdir()
            raise FileAccess(f"the page's image cannot be written to {place}: {error.strerror or error}") from error
        yield path


def _run(path: Path, kind: str, language: str, config: str, timeout: float) -> str:
    """One run of the program, its answer written beside the image and not, as pytesseract would, among all others."""
    base = path.with_suffix("")
    pytesseract.pytesseract.run_tesseract(str(path), str(base), kind, language, config, timeout=timeout)
    return base.with_suffix(f".{kind}").read_bytes().decode()


def _answer(path: Path, kind: str, language: str, config: str, timeout: float) -> str:
    """The program's answer of a kind ("tsv", "osd"); its failures as the project's errors."""
    try:
        return _run(path, kind, language, config, timeout)
    except pytesseract.TesseractNotFoundError as error:
        raise MissingProgram("Tesseract is not installed or not on the PATH") from error
    except pytesseract.TesseractError as error:
        raise _failure(error.status, str(error.message), language) from error
    except RuntimeError as error:
        raise PageFailed(f"Tesseract did not answer within {timeout:g} s") from error
    except PermissionError as error:
        raise MissingProgram(f"Tesseract cannot be run: {error.strerror}") from error
    except FileNotFoundError as error:
        raise PageFailed("Tesseract ended without a result") from error
    except OSError as error:
        raise FileAccess(f"Tesseract's working file failed: {error.strerror or error}") from error
    except ValueError as error:
        raise PageFailed(f"Tesseract's answer cannot be understood: {error}") from error


def _failure(status: int, message: str, language: str) -> MissingProgram | PageFailed:
    """The error for a run that ended with a status other than 0 (below 0: the signal that killed it)."""
    if any(phrase in message for phrase in NO_DATA):
        return MissingProgram(f"Tesseract has no data for the language '{language}'")
    last = message[-200:].strip() or "it said nothing"
    if status < 0:
        return PageFailed(f"Tesseract was killed by signal {-status}: {last}")
    return PageFailed(f"Tesseract failed with status {status}: {last}")


def _turns(osd: str) -> int:
    """Quarter turns of an answer about orientation; 0 where it is not sure.

    >>> _turns("Rotate: 270\\nOrientation confidence: 7.25\\nScript: Latin")
    3
    >>> _turns("Rotate: 180\\nOrientation confidence: 0.31")
    0
    """
    found = dict(line.split(": ", 1) for line in osd.splitlines() if ": " in line)
    try:
        turn, sure = int(found["Rotate"]), float(found["Orientation confidence"])
    except (KeyError, ValueError):
        return 0
    return turn // 90 % 4 if sure >= SURE else 0


def _words(tsv: str) -> list[OcrWord]:
    """Words of Tesseract's TSV; its rows of blocks, paragraphs and lines, and words of spaces only, are left out.

    >>> head = "level page_num block_num par_num line_num word_num left top width height conf text"
    >>> row = "5 1 1 1 1 1 10 20 30 8 96.5 1.200"
    >>> _words("\\n".join(line.replace(" ", chr(9)) for line in (head, row)))
    [OcrWord(text='1.200', box=(10.0, 20.0, 40.0, 28.0), confidence=0.965, row=0)]
    """
    numbers: dict[tuple[str, str, str], int] = {}
    try:
        table = csv.DictReader(tsv.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
        if not COLUMNS.issubset(table.fieldnames or ()):
            raise PageFailed("Tesseract's answer cannot be understood: it is not a table of words")
        return [_word(row, numbers) for row in table if row["level"] == WORD_LEVEL and _is_read(row)]
    except (ValueError, TypeError, csv.Error) as error:
        raise PageFailed(f"Tesseract's answer cannot be understood: {error}") from error


def _is_read(row: dict[str, str]) -> bool:
    return float(row["conf"]) >= 0 and bool((row["text"] or "").strip())


def _word(row: dict[str, str], numbers: dict[tuple[str, str, str], int]) -> OcrWord:
    line = (row["block_num"], row["par_num"], row["line_num"])
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    confidence = min(float(row["conf"]) / 100, 1.0)
    box = (left, top, left + width, top + height)
    return OcrWord(row["text"].strip(), box, round(confidence, 4), numbers.setdefault(line, len(numbers)))
