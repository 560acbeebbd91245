"""Pictures of pages and of figures: drawn one at a time, of a bounded size, from the very bytes that were read."""

from __future__ import annotations

from threading import BoundedSemaphore

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from records.document import Limits
from records.place import Box
from review.crops import Crop, Crops, NoImage
from review.web.asked import number_of, reader
from review.web.evidence import MARGIN, spots
from review.web.pages import page
from review.web.words import sayer
from store.archive import Archive

#: A page is drawn from at most this many pixels, and shown with at most so many on its longer side.
LIMITS = Limits(max_pixels=80_000_000)
PAGE_SIDE, CROP_SIDE = 1800, 1400
#: Pictures that are made at once; others wait.
AT_ONCE = 2


class Pictures:
    """The pictures of one archive."""

    def __init__(self, archive: Archive, who: str) -> None:
        self._archive = archive
        self._who = who
        self._crops = Crops(archive, limits=LIMITS, pages=6)
        self._turn = BoundedSemaphore(AT_ONCE)

    def frame(self, request: Request) -> Response:
        """The frame of a page's picture: the picture with its marks, or why there is none."""
        document, number = request.path_params["document"], number_of(request.query_params.get("page"))
        told, size = None, (0.0, 0.0)
        try:
            with self._turn:
                size = self._crops.size(document, number)
        except NoImage as why:
            told = why
        values = {"document": document, "page": number, "told": told, "size": size}
        return page(request, reader(request, self._who), "_picture.html", **values)

    def whole(self, request: Request) -> Response:
        """The picture of a page."""
        document, number = request.path_params["document"], number_of(request.query_params.get("page"))
        return self._picture(request, document, number, None, PAGE_SIDE)

    def figure(self, request: Request) -> Response:
        """The piece of a page around one figure of a finding."""
        with self._archive.reading() as connection:
            places = spots(connection, request.path_params["key"])
        index = number_of(request.path_params["index"], 0)
        if index >= len(places) or places[index].place.box is None:
            return self._none(request, NoImage("unknown"))
        spot = places[index]
        return self._picture(request, spot.document, spot.place.page, spot.place.box, CROP_SIDE)

    def _picture(self, request: Request, document: str, number: int, box: Box | None, side: int) -> Response:
        try:
            with self._turn:
                made = self._made(document, number, box, side)
        except NoImage as why:
            return self._none(request, why)
        return Response(made.data, media_type=made.media)

    def _made(self, document: str, number: int, box: Box | None, side: int) -> Crop:
        if box is None:
            return self._crops.crop(document, number, most_side=side)
        return self._crops.crop(document, number, box, marks=[box], margin=MARGIN, most_side=side)

    def _none(self, request: Request, why: NoImage) -> Response:
        """A picture that says why there is no picture."""
        text = sayer(reader(request, self._who).language)(f"image-{why.reason}")
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 60" width="600" height="60">'
            f'<text x="12" y="36" font-family="sans-serif" font-size="16" fill="#777">{escape(text)}</text></svg>'
        )
        return Response(drawing, 404, media_type="image/svg+xml")
