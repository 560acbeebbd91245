"""What a PDF page holds besides its picture: words of the text layer, placed images, a count of ruling lines."""

from __future__ import annotations

from dataclasses import dataclass

from records.page import Word
from records.place import Box


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page: its box in points from the page's top left, its own size in pixels."""

    box: Box
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Rulings:
    """How many straight lines a page draws across and down (a rectangle has two of each)."""

    across: int = 0
    down: int = 0

    @property
    def make_table(self) -> bool:
        """True when there are enough lines for at least two cells; a lone frame or an underline is no table."""
        return self.across >= 2 and self.down >= 2 and self.across + self.down >= 5


@dataclass(frozen=True, slots=True)
class LayerPage:
    """A page as its file describes it, upright as it is displayed.

    words: in the order of the file, boxes in points from the top left of the crop box, after the page's rotation;
    width, height: in points; rotation: 0, 90, 180 or 270 degrees, already applied; text_objects: how many text
    operators the page has, so that a page whose text cannot be decoded is told from one without any.
    """

    number: int
    words: tuple[Word, ...]
    width: float
    height: float
    rotation: int = 0
    fonts: tuple[str, ...] = ()
    rulings: Rulings = Rulings()
    images: tuple[PlacedImage, ...] = ()
    text_objects: int = 0
