"""What is drawn rather than set: rules, the signature with its round red seal, digits written by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from corpora.generate.fonts import Faces, unicode_faces
from corpora.generate.words import rows

INK = (0.05, 0.1, 0.45)
RED = (0.86, 0.08, 0.12)
RADIUS = 17 * mm


@dataclass(frozen=True, slots=True)
class Seal:
    """Words above and below the star, and how far the seal reaches over title and name, in its radii."""

    above: str
    below: str
    depth: float


class Rule(Flowable):
    """A thin centred rule, as below the issuer's name and the motto."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length, self.room = length, length

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 (names of the library)
        """Takes the whole width and 4 pt."""
        self.room = aW
        return aW, 6

    def draw(self) -> None:
        """Draws the rule."""
        start = (self.room - self.length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(start, 1.5, start + self.length, 1.5)


class SignedName(Flowable):
    """Room for the signature, the signer's name below it and, on sealed paper, the seal over both.

    The seal covers a third of the signature to the left (Nghị định 30/2020/NĐ-CP, article 33).
    """

    def __init__(self, faces: Faces, name: str, size: float, seal: Seal | None, rng: Random) -> None:
        super().__init__()
        self.faces, self.name, self.size, self.seal, self.rng = faces, name, size, seal, rng
        self.room = 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        """Takes the whole width and about five lines."""
        self.room = aW
        return aW, 78 + self.size * 1.3

    def draw(self) -> None:
        """Name, then signature and seal."""
        style = ParagraphStyle(
            "n", fontName=self.faces.names["bold"], fontSize=self.size, leading=self.size * 1.3, alignment=1
        )
        paragraph = Paragraph(self.faces.markup(self.name, "bold"), style)
        paragraph.wrapOn(self.canv, self.room, 100)
        paragraph.drawOn(self.canv, 0, 0)
        if self.seal is not None:
            self._signature(self.canv)
            self.canv.saveState()
            shift = self.rng.uniform(-4, 4)
            self.canv.translate(
                self.room / 2 + (self.seal.depth - 1.5) * RADIUS + shift, 10 + RADIUS + self.rng.uniform(-6, 8)
            )
            self.canv.rotate(self.rng.uniform(-14, 14))
            _seal(self.canv, self.seal.above, self.seal.below)
            self.canv.restoreState()

    def _signature(self, canvas: Canvas) -> None:
        """A few loops of a pen."""
        canvas.saveState()
        canvas.setStrokeColorRGB(*INK)
        canvas.setLineWidth(1.3)
        path = canvas.beginPath()
        x, y = self.room / 2 - 35, 38.0
        path.moveTo(x, y)
        for _ in range(self.rng.randint(4, 6)):
            dx = self.rng.uniform(10, 32)
            path.curveTo(x + dx * 0.2, y + self.rng.uniform(15, 40), x + dx, y - self.rng.uniform(-18, 30), x + dx, y)
            x, y = x + dx * 0.7, 38 + self.rng.uniform(-8, 8)
        path.curveTo(x + 20, y - 12, x + 45, y + 6, x + 70, y + 14)
        canvas.drawPath(path)
        canvas.restoreState()


def _seal(canvas: Canvas, office: str, place: str) -> None:
    """A round seal about the origin: two circles, words along them, a star."""
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setStrokeAlpha(0.8)
    canvas.setFillAlpha(0.8)
    canvas.setLineWidth(1.4)
    canvas.circle(0, 0, RADIUS)
    canvas.setLineWidth(0.7)
    canvas.circle(0, 0, RADIUS * 0.70)
    _arc(canvas, office, RADIUS * 0.78, 7.6, top=True)
    _arc(canvas, place, RADIUS * 0.78, 7.6, top=False)
    path = canvas.beginPath()
    for corner in range(10):
        radius = RADIUS * (0.36 if corner % 2 == 0 else 0.15)
        angle = math.pi / 2 + corner * math.pi / 5
        point = (radius * math.cos(angle), radius * math.sin(angle))
        (path.moveTo if corner == 0 else path.lineTo)(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _arc(canvas: Canvas, text: str, radius: float, size: float, top: bool) -> None:
    """Words along a circle, over it or under it."""
    font = unicode_faces().names["bold"]
    total = sum(stringWidth(char, font, size) for char in text) / radius
    limit = math.pi * 1.15 if top else math.pi * 0.75
    size *= min(1.0, limit / total)
    total = min(total, limit)
    angle = math.pi / 2 + total / 2 if top else -math.pi / 2 - total / 2
    if not top:
        radius += size * 0.25
    for char in text:
        step = stringWidth(char, font, size) / (RADIUS * 0.78)
        middle = angle - step / 2 if top else angle + step / 2
        canvas.saveState()
        canvas.rotate(math.degrees(middle) + (-90 if top else 90))
        canvas.setFont(font, size)
        canvas.drawCentredString(0, radius if top else -radius - size * 0.1, char)
        canvas.restoreState()
        angle += -step if top else step


class Hand(Flowable):
    """A centred line whose digits are written with a pen, as registries fill in numbers."""

    def __init__(self, faces: Faces, parts: tuple[str, str, str], style: ParagraphStyle, rng: Random) -> None:
        super().__init__()
        self.faces, self.size, self.leading, self.rng = faces, style.fontSize, style.leading, rng
        self.before, self.digits, self.after = parts
        self.room = 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        """Takes one line."""
        self.room = aW
        return aW, self.leading

    def draw(self) -> None:
        """Printed words with pen strokes between them."""
        plain = unicode_faces().names["regular"]
        widths = [stringWidth(part, plain, self.size) for part in (self.before, self.after)]
        step = self.size * 0.62
        x = (self.room - sum(widths) - step * len(self.digits)) / 2
        self._print(self.before, x)
        x += widths[0]
        self.canv.saveState()
        self.canv.setStrokeColorRGB(*INK)
        self.canv.setLineCap(1)
        for digit in self.digits:
            self._stroke(digit, x + self.rng.uniform(-0.6, 0.6), self.rng.uniform(0, 2))
            x += step
        self.canv.restoreState()
        self._print(self.after, x + 2)

    def _print(self, text: str, x: float) -> None:
        style = ParagraphStyle("h", fontName=self.faces.names["regular"], fontSize=self.size, leading=self.size * 1.2)
        paragraph = Paragraph(self.faces.markup(text.replace(" ", "\u00a0")), style)
        paragraph.wrapOn(self.canv, 400, 100)
        paragraph.drawOn(self.canv, x, 1)

    def _stroke(self, digit: str, x: float, y: float) -> None:
        """One digit: its strokes (points in a box of 10 by 16), slanted and shaken."""
        scale = self.size / 13 * self.rng.uniform(0.85, 1.1)
        self.canv.setLineWidth(self.rng.uniform(0.9, 1.4))
        for row in rows("digits.tsv"):
            if row["digit"] != digit:
                continue
            pairs = [tuple(map(float, pair.split(","))) for pair in row["points"].split()]
            points = [(x + (px * 0.62 + py * 0.18 + self.rng.uniform(-0.4, 0.4)) * scale,
                       y + (py * 0.82 + self.rng.uniform(-0.4, 0.4)) * scale) for px, py in pairs]  # fmt: skip
            path = self.canv.beginPath()
            path.moveTo(*points[0])
            for first, second, third in zip(points[1::3], points[2::3], points[3::3], strict=False):
                path.curveTo(*first, *second, *third)
            self.canv.drawPath(path)
