"""Crops for the report: embedded in the page, bounded in number and in bytes."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from records.finding import Finding
from records.place import Box, union
from review.crops import Crops, NoImage, Reason
from store.archive import Archive

#: Pictures of a report and their bytes in all; findings are asked for from the worst on.
MOST_SHOTS, MOST_BYTES = 60, 6_000_000
#: Pixels of the longer side of a picture.
MOST_SIDE = 1240
#: Points around the marked places; the width that a crop has at least, so that words stand beside a figure; the height
#: above which only the reported place is shown, with what stands right above it.
_MARGIN, _LEAST_WIDTH, _MOST_HEIGHT, _LINE, _ABOVE = (40.0, 22.0), 330.0, 320.0, 26.0, 90.0
#: Further right than any page reaches: a crop as wide as the page.
_WIDE = 99_999.0
#: Rules that are about rows of tables: a figure says little without the name of its row.
_OF_ROWS = ("table-total", "row-gap")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as a data URI with its size in pixels, and the page it shows."""

    uri: str
    width: int
    height: int
    page: int


class Shots:
    """Pictures of findings until the bounds are reached; ``left_out`` counts those that came later."""

    def __init__(self, archive: Archive) -> None:
        self._crops = Crops(archive)
        self._bytes = 0
        self._number = 0
        self.left_out = 0

    def of(self, finding: Finding) -> Shot | Reason | None:
        """The picture of a finding's place; why there is none; None where no picture was to be expected."""
        spot = next((spot for spot in finding.places if spot.place.box is not None), None)
        if spot is None or spot.place.box is None:
            return None
        if self._number >= MOST_SHOTS or self._bytes >= MOST_BYTES:
            self.left_out += 1
            return None
        page = spot.place.page
        same = [other.place for other in finding.places if other.document == spot.document and other.place.page == page]
        boxes = [place.box for place in same if place.box is not None]
        shown = region(spot.place.box, boxes, row=finding.rule in _OF_ROWS)
        try:
            crop = self._crops.crop(
                spot.document, page, shown, marks=boxes, margin=_MARGIN, trim=shown[2] >= _WIDE, most_side=MOST_SIDE
            )
        except NoImage as why:
            return why.reason
        self._number += 1
        self._bytes += len(crop.data)
        data = base64.b64encode(crop.data).decode("ascii")
        return Shot(f"data:{crop.media};base64,{data}", crop.width, crop.height, page)


def region(first: Box, boxes: list[Box], *, row: bool = False) -> Box:
    """What to show of a page, in points: all boxes where they are near one another, else what
    leads to the first. What is of several lines, or a table's row, is shown as wide as the page.

    >>> region((300, 100, 340, 112), [(300, 100, 340, 112)])
    (155.0, 100, 485.0, 112)
    >>> region((300, 100, 340, 112), [(300, 100, 340, 112), (300, 140, 340, 152)])
    (0.0, 100, 99999.0, 152)
    """
    around = union(boxes) or first
    x0, y0, x1, y1 = around
    if y1 - y0 > _MOST_HEIGHT:
        return 0.0, first[1] - _ABOVE, _WIDE, first[3]
    if row or y1 - y0 > _LINE:
        return 0.0, y0, _WIDE, y1
    wider = max(0.0, _LEAST_WIDTH - (x1 - x0)) / 2
    return x0 - wider, y0, x1 + wider, y1
