"""The date of a head read once more: what is asked of the engine, and what may change."""

from __future__ import annotations

import numpy as np
import pytest

from extract.image.raster import Pixels, Raster
from extract.ocr.dateline import surer_date
from extract.ocr.engine import OcrWord
from records.errors import PageFailed

WHITE = Raster(np.full((1200, 900), 255, np.uint8), 100.0, 648, 864, (0, 0, 648, 864))
SURE = 0.95


def row(texts: str, confidences: dict[str, float], top: float = 200, left: float = 300) -> list[OcrWord]:
    """Words of ten pixels a letter, twenty high."""
    words: list[OcrWord] = []
    for text in texts.split():
        right = left + 10 * len(text)
        words.append(OcrWord(text, (left, top, right, top + 20), confidences.get(text, SURE), round(top)))
        left = right + 10
    return words


class Lines:
    """An engine that answers each line in turn; boxes of words follow the cut-out."""

    def __init__(self, *answers: list[OcrWord]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[int, int]] = []

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
        assert line
        self.asked.append((pixels.shape[0], pixels.shape[1]))
        if not self.answers:
            raise PageFailed("no answer")
        scale = dpi / WHITE.dpi
        edge = round(0.3 * 20)  # a frame of the room around the line, which is not scaled, and that room, which is
        moved = []
        for word in self.answers.pop(0):
            x0, y0, x1, y1 = word.box
            box = (
                (x0 - 294) * scale + edge,
                (y0 - 194) * scale + edge,
                (x1 - 294) * scale + edge,
                (y1 - 194) * scale + edge,
            )
            moved.append(OcrWord(word.text, box, word.confidence, 0))
        return moved

    def quarter_turns(self, pixels: Pixels, dpi: float, timeout: float) -> int:
        return 0


def read(words: list[OcrWord], engine: Lines) -> str:
    return " ".join(word.text for word in surer_date(WHITE, words, engine, "vie", 9.0))


MONTH = "Yên Lạc, ngày 14 tháng L] năm 2031"


def line(month: str, confidence: float) -> list[OcrWord]:
    return row(f"Yên Lạc, ngày 14 tháng {month} năm 2031", {month: confidence})


def test_two_sure_readings_that_agree_replace_an_unsure_word() -> None:
    words = row(MONTH, {"L]": 0.42})
    engine = Lines(line("11", 0.94), line("11", 0.91))
    better = surer_date(WHITE, words, engine, "vie", 9.0)
    assert [word.text for word in better] == MONTH.replace("L]", "11").split()
    assert better[5].confidence == pytest.approx(0.91)
    assert better[5].box == words[5].box
    assert len(engine.asked) == 2
    assert engine.asked[1][1] > 1.4 * engine.asked[0][1]


@pytest.mark.parametrize(
    ("first", "second", "readings"),
    [
        (line("11", 0.94), line("17", 0.95), 2),
        (line("11", 0.94), line("11", 0.80), 2),
        (line("11", 0.60), line("11", 0.95), 1),
        (line("ll", 0.95), line("ll", 0.95), 1),
        (row("Yên Lạc, ngày 14 tháng1 năm 2031", {}), line("11", 0.95), 1),
        ([], [], 1),
    ],
    ids=["disagree", "second unsure", "first unsure", "no digits", "run together", "nothing read"],
)
def test_less_than_that_changes_nothing(first: list[OcrWord], second: list[OcrWord], readings: int) -> None:
    engine = Lines(first, second)
    assert read(row(MONTH, {"L]": 0.42}), engine) == MONTH
    assert len(engine.asked) == readings


@pytest.mark.parametrize(
    "words",
    [
        row("Yên Lạc, ngày 14 tháng 11 năm 2031", {}),
        row("Yên Lạc, ngày 14 tháng 11 năm 2031", {"Lạc,": 0.2, "ngày": 0.5}),
        row(MONTH, {"L]": 0.42}, top=900),
        row("Số: 2J4/KH-SYT", {"2J4/KH-SYT": 0.1}),
        [],
    ],
    ids=["sure", "unsure elsewhere", "in the body", "a number", "nothing"],
)
def test_where_no_number_of_the_heads_date_is_unsure_nothing_is_read(words: list[OcrWord]) -> None:
    engine = Lines(line("12", 0.97), line("12", 0.97))
    assert surer_date(WHITE, words, engine, "vie", 9.0) == words
    assert engine.asked == []


def test_a_reading_that_fails_changes_nothing() -> None:
    assert read(row(MONTH, {"L]": 0.42}), Lines()) == MONTH
    assert read(row(MONTH, {"L]": 0.42}), Lines(line("11", 0.95))) == MONTH


def test_a_sure_number_stays_beside_an_unsure_one() -> None:
    other = row("Yên Lạc, ngày 19 tháng 11 năm 2031", {})
    assert read(row(MONTH, {"L]": 0.42}), Lines(other, other)) == MONTH.replace("L]", "11")
