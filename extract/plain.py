"""Pages without an image, as the readers of text, Word and Office files hand them over."""

from __future__ import annotations

from dataclasses import dataclass

from extract.office.grids import Grid
from records.page import Line


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page's lines as they stand in the file, running heads and notes apart, and the tables among the lines."""

    number: int
    lines: tuple[Line, ...] = ()
    furniture: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
