"""Round seals that a grey scan shows as a second, paler ink: found by their ring, and painted out around the print.

In a scan in colour the red channel drops them; in a grey one a red seal is mid-grey, and its ring and words cut the
signer's title and name that it is stamped over (Nghị định 30/2020/NĐ-CP, article 33).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.image.raster import Pixels

#: Resolution of the copy whose tones are told apart: there a seal's ring is at least two pixels wide.
TONE_DPI = 150.0
#: Resolution of the copy that rings are sought on, and the radii of seals in millimetres (prescribed: 15 to 21).
RING_DPI, RADII = 75.0, (12.0, 23.0)
#: Share of the way from print to paper from which ink is no longer print, and grey levels that paper may be darker.
ABOVE_PRINT, BELOW_PAPER = 0.2, 35
#: A pixel darker than this is ink whatever the print; the share of the page, and of the ink, that counts as darkest,
#: and the share of the page that may be dust.
SURELY_INK, DARKEST, DARKEST_INK, DUST = 192, 0.005, 0.1, 0.0002
#: Darker than this share of the way from print to paper is print at its core.
CORE = 0.25
#: A cell of that copy bears the second ink from this share of 255 on; shorter pieces of it (in cells) are specks.
HALF, PIECE = 120, 8
#: With fewer cells of the second ink there is no ring; with more the page is shaded, noisy or bears a picture.
LEAST_CELLS, MOST_CELLS = 100, 8000
#: Votes that a centre needs, and how many centres are looked at.
VOTES, MOST_CENTRES = 14, 5
#: Share of its directions in which a ring bears the second ink (print that crosses it breaks it), and an outer one's.
DIRECTIONS, SURE_RING, OUTER_RING = 180, 0.6, 0.45
#: From this share on a centre is worth moving, and how often it is moved.
LIKELY_RING, MOVES = 0.3, 6
#: Share of the second ink inside a ring and, so many cells off, outside it: more is a disc or a picture.
MOST_INSIDE, MOST_OUTSIDE, CLEAR = 0.45, 0.30, 5
#: Width in grey levels of the window that finds the seal's own tone, and how far from it towards print, print begins.
PEAK, MARGIN = 9, 0.25
#: How far (mm) the line of a ring may reach beyond its radius.
RING_WIDTH = 1.5


@dataclass(frozen=True, slots=True)
class Ring:
    """A seal's outermost circle: centre and radius in pixels."""

    x: float
    y: float
    radius: float


def without_seals(grey: Pixels, dpi: float) -> Pixels:
    """The cleaned page (dark print on even white) with round seals of a paler ink painted out.

    Only pixels within a seal's ring change, and of those only the paler ink and its edges; the very same array comes
    back where there is no seal.
    """
    rings = find_seals(grey, dpi)
    if not rings:
        return grey
    page, dark = grey.copy(), print_level(grey[::4, ::4])
    for ring in rings:
        _paint_out(page, ring, dpi, dark)
    return page


def find_seals(grey: Pixels, dpi: float) -> list[Ring]:
    """Rings of a paler ink than the print on a cleaned page, of a seal's size and with paper inside."""
    if min(grey.shape) < 2 * RADII[0] / 25.4 * dpi:
        return []
    step = max(1, round(dpi / TONE_DPI))
    sample = np.ascontiguousarray(grey[::step, ::step])
    ink = _second_ink(sample, print_level(sample[::2, ::2]))
    factor = min(1.0, RING_DPI * step / dpi)
    cells = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    cells = _without_specks(np.asarray(cv2.threshold(cells, HALF, 255, cv2.THRESH_BINARY)[1], np.uint8))
    if not LEAST_CELLS <= cv2.countNonZero(cells) <= MOST_CELLS:
        return []
    scale = step / factor
    return [Ring(ring.x * scale, ring.y * scale, ring.radius * scale) for ring in _rings(cells, dpi / scale)]


def _rings(cells: Pixels, dpi: float) -> list[Ring]:
    """The seals' rings among the cells, the fullest first, none with its centre inside another."""
    centres = sorted((_centred(cells, x, y, dpi) for x, y in _centres(cells, dpi)), reverse=True)
    rings: list[Ring] = []
    for _, (x, y) in centres:
        if all(math.hypot(x - ring.x, y - ring.y) > ring.radius for ring in rings):
            ring = _outer_ring(cells, x, y, dpi)
            rings += [ring] if ring is not None else []
    return rings


def print_level(sample: Pixels) -> float:
    """Grey of the darkest print: the darkest half per cent of the page, or tenth of its ink where that is less."""
    ink = float(np.count_nonzero(sample < SURELY_INK)) / max(sample.size, 1)
    share = min(DARKEST, max(ink * DARKEST_INK, DUST)) if ink else DARKEST
    return float(np.percentile(sample, 100 * share))


def _second_ink(sample: Pixels, dark: float) -> Pixels:
    """Mask of the pixels between print and paper that are not the edges of print: no core of print is near them."""
    low, high = _between(dark)
    pale = cv2.inRange(sample, (low,), (high,))
    core = cv2.inRange(sample, (0,), (dark + CORE * (255 - dark),))
    near = cv2.dilate(core, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.bitwise_and(pale, cv2.bitwise_not(near)), np.uint8)


def _without_specks(cells: Pixels) -> Pixels:
    """The cells without pieces that are shorter than an arc of a ring, as grain and the edges of letters leave."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cells, connectivity=8, ltype=cv2.CV_32S)
    kept = (np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= PIECE) * np.uint8(255)
    kept[0] = 0
    return np.asarray(kept[labels], np.uint8)


def _centres(cells: Pixels, dpi: float) -> list[tuple[float, float]]:
    """Centres of circles of a seal's size among the cells, those with the most votes first."""
    least, most = _radii(dpi)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(cells, (3, 3), 0), cv2.HOUGH_GRADIENT, dp=1.0, minDist=6,
        param1=120, param2=VOTES, minRadius=least, maxRadius=most,
    )  # fmt: skip
    return [] if found is None else [(float(x), float(y)) for x, y, _ in found[0][:MOST_CENTRES]]


def _centred(cells: Pixels, x: float, y: float, dpi: float) -> tuple[float, tuple[float, float]]:
    """The centre moved, by a cell at a time, to where the ring about it is fullest, after the share of that ring."""
    best, fullest = (x, y), _fullest(cells, x, y, dpi)
    for _ in range(MOVES if fullest >= LIKELY_RING else 0):
        near = [(best[0] + dx, best[1] + dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        share, centre = max((_fullest(cells, *point, dpi), point) for point in near)
        if share <= fullest:
            break
        best, fullest = centre, share
    return fullest, best


def _fullest(cells: Pixels, x: float, y: float, dpi: float) -> float:
    least, most = _radii(dpi)
    return float(_share(_around(cells, x, y, most + 1))[least : most + 1].max())


def _radii(dpi: float) -> tuple[int, int]:
    """The least and the largest radius of a seal in cells."""
    return round(RADII[0] / 25.4 * dpi), round(RADII[1] / 25.4 * dpi)


def _outer_ring(cells: Pixels, x: float, y: float, dpi: float) -> Ring | None:
    """The outermost ring about the centre: a line of the second ink most of the way round, paper inside and out."""
    least, most = _radii(dpi)
    around = _around(cells, x, y, most + 2 * CLEAR)
    shares = _share(around)[least : most + 1]
    if shares.max() < SURE_RING:
        return None
    radius = least + int(np.flatnonzero(shares >= OUTER_RING)[-1])
    outside = around[:, radius + CLEAR : radius + 2 * CLEAR].mean() / 255
    inside = np.average(around[:, :radius].mean(axis=0), weights=np.arange(radius) + 0.5) / 255
    return Ring(x, y, radius) if inside < MOST_INSIDE and outside < MOST_OUTSIDE else None


def _around(cells: Pixels, x: float, y: float, reach: int) -> Pixels:
    """The cells about a centre, a row for each direction and a column for each distance; none beyond the page."""
    left, top = round(x) - reach, round(y) - reach
    side = 2 * reach + 1
    part = np.zeros((side, side), np.uint8)
    seen = cells[max(0, top) : top + side, max(0, left) : left + side]
    part[max(0, -top) :, max(0, -left) :][: seen.shape[0], : seen.shape[1]] = seen
    centre = (x - left, y - top)
    return np.asarray(cv2.warpPolar(part, (reach, DIRECTIONS), centre, reach, cv2.INTER_NEAREST), np.uint8)


def _share(around: Pixels) -> npt.NDArray[np.float64]:
    """For each distance the share of directions that bear the second ink there, give or take a cell."""
    return np.asarray((cv2.dilate(around, np.ones((1, 3), np.uint8)) > 0).mean(axis=0), np.float64)


def _paint_out(page: Pixels, ring: Ring, dpi: float, dark: float) -> None:
    """Make the paler ink within the ring white, in place; print that is as dark as print elsewhere stays."""
    edge = max(1, round(dpi / 150))
    reach = ring.radius + RING_WIDTH / 25.4 * dpi
    rows, columns = page.shape
    top, bottom = max(0, int(ring.y - reach)), min(rows, math.ceil(ring.y + reach))
    left, right = max(0, int(ring.x - reach)), min(columns, math.ceil(ring.x + reach))
    part = page[top:bottom, left:right]
    disc = np.zeros_like(part)
    cv2.circle(disc, (round(ring.x - left), round(ring.y - top)), round(reach), (255,), cv2.FILLED)
    soft = np.asarray(cv2.GaussianBlur(part, (3, 3), 0), np.uint8)
    border = _border(soft, disc, dark)
    paper = 255 - BELOW_PAPER // 2
    core = _wider(cv2.inRange(soft, (0,), (border - 1,)), edge)
    seal = _wider(cv2.bitwise_and(cv2.inRange(soft, (border,), (paper,)), cv2.bitwise_not(core)), 2 * edge + 1)
    part[(seal > 0) & (disc > 0) & (soft >= border)] = 255


def _wider(mask: Pixels | cv2.typing.MatLike, pixels: int) -> Pixels:
    """The mask grown by so many pixels on every side."""
    return np.asarray(cv2.dilate(mask, np.ones((2 * pixels + 1,) * 2, np.uint8)), np.uint8)


def _border(part: Pixels, disc: Pixels, dark: float) -> int:
    """The grey that parts print from seal: MARGIN of the way from the seal's own tone to the print's.

    The tone is sought where it lies flat, as in the star and the ring, not along edges.
    """
    low, high = _between(dark)
    ink = cv2.bitwise_and(cv2.inRange(part, (low,), (high,)), disc)
    flat = cv2.erode(ink, np.ones((3, 3), np.uint8))
    counts = np.bincount(part[flat > 0], minlength=256).astype(np.float64)
    tone = float(np.argmax(np.convolve(counts, np.ones(PEAK), "same"))) if counts.any() else high
    return round(tone - MARGIN * (tone - dark))


def _between(dark: float) -> tuple[int, int]:
    """The darkest and the palest grey that are neither print nor paper."""
    return round(dark + ABOVE_PRINT * (255 - dark)), 255 - BELOW_PAPER
