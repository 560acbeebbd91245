"""What an engine that reads page images must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extract.image.raster import Pixels
from records.place import Box


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as an engine reads it: box in pixels of the image it was given, confidence 0..1, row of words it is in."""

    text: str
    box: Box
    confidence: float
    row: int


class OcrEngine(Protocol):
    """A reader of page images. It must be safe to call from several threads at once.

    Both methods raise records.errors.PageFailed where this page cannot be read, MissingProgram where the engine or
    its language data is not installed, FileAccess where a working file cannot be written.
    """

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
        """Words of grey pixels (rows, columns) in the engine's order of reading.

        timeout is in seconds; bilevel says that every pixel is black or white; local asks for a threshold from each
        pixel's neighbourhood (Sauvola) in place of one for the page; line says that the pixels are one line of text,
        block that they are lines of text one below the other.
        """
        ...

    def quarter_turns(self, pixels: Pixels, dpi: float, timeout: float) -> int:
        """Quarter turns clockwise, 0..3, that bring the text upright; 0 where that cannot be told."""
        ...
