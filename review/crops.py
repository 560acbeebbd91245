"""The piece of a page's image at a place, with what it is about marked; never of other bytes than were read."""

from __future__ import annotations

import hashlib
import io
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from threading import Lock
from typing import Literal, cast

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from sqlalchemy import select

from records.document import Kind, Limits
from records.errors import BadDocument, DoichieuError
from records.place import Box
from review.page_images import PageImage, page_image
from store import schema
from store.archive import Archive

#: no-image: text and Office files; gone: no file at any known path; changed: other bytes stand there now;
#: unreadable: the page cannot be drawn; unknown: the archive has no such page.
Reason = Literal["no-image", "gone", "changed", "unreadable", "unknown"]
#: Pages and files that are remembered.
PAGES_KEPT, FILES_KEPT = 8, 1024
#: A crop is scaled down to this many pixels on its longer side.
MOST_SIDE = 2400
_TURNED = re.compile(r"turned by (90|180|270)° clockwise")
#: Grey below which a pixel is ink; pixels of paper beside it.
_DARK, _RIM = 150, 16
_PAPER, _INK = (255, 240, 150), (178, 24, 24)


class NoImage(LookupError):
    """There is nothing to show; ``reason`` is a key for the reader's language, ``detail`` a line for a person."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a piece of a page. width, height: pixels; box: what it shows, in points from the page's top left."""

    data: bytes
    media: Literal["image/webp", "image/png"]
    width: int
    height: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the bytes of a page lie."""

    path: Path
    kind: Kind
    turns: int


class Crops:
    """Crops of an archive's pages. Safe to share between threads; one page is drawn at a time.

    The last pages are kept (some 7 MB each), so that crops of one page are asked for one after another at little cost.
    """

    def __init__(self, archive: Archive, *, limits: Limits | None = None, pages: int = PAGES_KEPT) -> None:
        self._archive = archive
        self._limits = limits or Limits()
        self._most = pages
        self._pages: OrderedDict[tuple[str, int], PageImage | NoImage] = OrderedDict()
        self._files: OrderedDict[tuple[str, int, int], str] = OrderedDict()
        self._lock = Lock()

    def crop(
        self,
        document: str,
        page: int,
        box: Box | None = None,
        *,
        marks: Sequence[Box] = (),
        margin: tuple[float, float] = (0.0, 0.0),
        trim: bool = False,
        most_side: int = MOST_SIDE,
        media: Literal["image/webp", "image/png"] = "image/webp",
    ) -> Crop:
        """The piece of a page (1-based) in ``box`` (None: all of it), widened by ``margin`` (across, down).

        All in points; ``marks`` are boxes to be marked, in points of the page; ``trim`` leaves out blank paper at the
        left and right. Raises NoImage, FileAccess.
        """
        if box is not None and not _sound(box):
            raise NoImage("unknown", f"{document}, page {page}, box {box}")
        drawn = self._page(document, page)
        wide, high = (size / drawn.scale for size in drawn.picture.size)
        x0, y0, x1, y1 = box or (0.0, 0.0, wide, high)
        around = (x0 - margin[0], y0 - margin[1], x1 + margin[0], y1 + margin[1])
        left, top, right, bottom = drawn.to_pixels(around)
        if trim:
            left, right = _inked(drawn.picture, (left, top, right, bottom))
        picture = drawn.picture.crop((left, top, right, bottom))
        for mark in filter(_sound, marks):
            a, b, c, d = drawn.to_pixels(mark)
            if a < right and c > left and b < bottom and d > top:
                _mark(picture, (a - left, b - top, c - left, d - top))
        picture.thumbnail((most_side, most_side))
        shown = (left / drawn.scale, top / drawn.scale, right / drawn.scale, bottom / drawn.scale)
        return Crop(_encoded(picture, media), media, *picture.size, shown)

    def size(self, document: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points. Raises NoImage, FileAccess."""
        drawn = self._page(document, page)
        return drawn.picture.width / drawn.scale, drawn.picture.height / drawn.scale

    def _page(self, document: str, page: int) -> PageImage:
        key = document, page
        with self._lock:
            if key not in self._pages:
                self._pages[key] = self._drawn(document, page)
                while len(self._pages) > max(1, self._most):
                    self._pages.popitem(last=False)
            self._pages.move_to_end(key)
            found = self._pages[key]
        if isinstance(found, NoImage):
            raise found.with_traceback(None)
        return found

    def _drawn(self, document: str, page: int) -> PageImage | NoImage:
        try:
            source = self._source(document, page)
            return page_image(source.path, source.kind, page, source.turns, self._limits)
        except NoImage as why:
            return why
        except (BadDocument, OSError, MemoryError, ValueError) as error:
            reason = error.reason if isinstance(error, DoichieuError) else type(error).__name__
            return NoImage("unreadable", reason)

    def _source(self, document: str, page: int) -> _Source:
        d, j = schema.documents.c, schema.judgements.c
        query = (
            select(d.kind, d.sha256, j.note)
            .select_from(schema.documents)
            .outerjoin(schema.judgements, (j.document == d.id) & (j.page == page))
            .where(d.id == document, d.pages >= page)
        )
        row = next(iter(self._archive.select(query)), None)
        if row is None or page < 1:
            raise NoImage("unknown", f"{document}, page {page}")
        kind = Kind(cast(str, row["kind"]))
        if kind not in (Kind.PDF, Kind.IMAGE):
            raise NoImage("no-image", kind.value)
        return _Source(self._file(document, cast(str, row["sha256"])), kind, turns(cast("str | None", row["note"])))

    def _file(self, document: str, sha256: str) -> Path:
        """A path at which the bytes that were read still lie."""
        c = schema.document_paths.c
        paths = self._archive.select(select(c.path).where(c.document == document).order_by(c.path))
        there = [path for row in paths if (path := Path(cast(str, row["path"]))).is_file()]
        for path in there:
            if self._sha256(path) == sha256:
                return path
        raise NoImage("changed" if there else "gone")

    def _sha256(self, path: Path) -> str:
        """Hash of a file; remembered as long as its size and time of change stay."""
        status = path.stat()
        key = str(path), status.st_size, status.st_mtime_ns
        if key not in self._files:
            with path.open("rb") as stream:
                self._files[key] = hashlib.file_digest(stream, "sha256").hexdigest()
            while len(self._files) > FILES_KEPT:
                self._files.popitem(last=False)
        return self._files[key]


def turns(note: str | None) -> int:
    """Quarter turns clockwise with which a page was read, from the note on its reading.

    >>> turns("kept the reading turned by 90° clockwise (cleaned: confidence 0.31; turned by 90° clockwise: ...)")
    1
    >>> turns("kept the reading cleaned (cleaned: confidence 0.61; turned by 180° clockwise: confidence 0.20)")
    0
    """
    kept = (note or "").partition("kept the reading ")[2].partition(" (")[0]
    found = _TURNED.search(kept) or (_TURNED.search(note or "") if kept in ("local threshold", "thickened") else None)
    return int(found[1]) // 90 if found else 0


def _inked(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """Left and right of what is dark within a box, with a little paper; specks of a scan do not count."""
    left, _, right, _ = box
    dark = picture.crop(box).convert("L").filter(ImageFilter.MedianFilter(3)).point(lambda value: 255 * (value < _DARK))
    found = dark.getbbox()
    return (left, right) if found is None else (max(left, left + found[0] - _RIM), min(right, left + found[2] + _RIM))


def _sound(box: Box) -> bool:
    return all(map(isfinite, box))


def _mark(picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Tint the paper within a box as a marker pen does, and frame it: seen on a screen and in grey print."""
    left, top, right, bottom = max(box[0] - 3, 0), max(box[1] - 3, 0), box[2] + 3, box[3] + 3
    piece = picture.crop((left, top, right, bottom))
    picture.paste(ImageChops.multiply(piece, Image.new("RGB", piece.size, _PAPER)), (left, top))
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), outline=_INK, width=2)


def _encoded(picture: Image.Image, media: Literal["image/webp", "image/png"]) -> bytes:
    stream = io.BytesIO()
    if media == "image/webp":
        picture.save(stream, "WEBP", quality=70, method=4)
    else:
        picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
