"""Sets a document as a born-digital A4 PDF after the layout of Nghị định 30/2020/NĐ-CP, annex I."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid

from corpora.generate.fonts import Faces, unicode_faces
from corpora.generate.model import Block, Doc, Para, Table
from corpora.generate.seal import Hand, Rule, Seal, SignedName

LEFT, RIGHT, TOP, BOTTOM = 3.0 * cm, 1.8 * cm, 2.0 * cm, 2.0 * cm
WIDTH = A4[0] - LEFT - RIGHT
HEAD = 18.0 * cm  # both columns of the head; offices let it reach into the margins


#: A table command of reportlab: name, first cell, last cell, arguments.
Command = (
    tuple[str, tuple[int, int], tuple[int, int]]
    | tuple[str, tuple[int, int], tuple[int, int], float | str]
    | tuple[str, tuple[int, int], tuple[int, int], float, str]
)
Align = Literal[0, 1, 2, 4]
_LEFT: Align = 0
_CENTER: Align = 1
_JUSTIFY: Align = 4


@dataclass(frozen=True, slots=True)
class Look:
    """What varies between offices: body size in points, line spacing, whether the number is written by hand.

    seal is None for paper without one, else how far it reaches over title and name (in its radii).
    """

    faces: Faces
    size: float = 14
    spacing: float = 1.25
    seal: float | None = None
    handwritten: bool = False

    def style(self, cut: str = "regular", size: float | None = None, align: Align = _CENTER, indent: float = 0,
              after: float = 0) -> ParagraphStyle:  # fmt: skip
        """A paragraph style of this look."""
        size = size or self.size
        return ParagraphStyle("p", fontName=self.faces.names[cut], fontSize=size, leading=size * self.spacing,
                              alignment=align, firstLineIndent=indent, spaceAfter=after)  # fmt: skip

    def para(
        self,
        text: str,
        cut: str = "regular",
        size: float | None = None,
        *,
        align: Align = _CENTER,
        indent: float = 0,
        after: float = 0,
    ) -> Paragraph:
        """A paragraph of one cut."""
        return Paragraph(self.faces.markup(text, cut), self.style(cut, size, align, indent, after))

    def width(self, text: str, cut: str, size: float) -> float:
        """Width of a line in points (measured on the Unicode face, whose widths the legacy faces share)."""
        return float(stringWidth(text, unicode_faces().names[cut], size))

    def fitted(self, text: str, cut: str, size: float, room: float) -> list[Paragraph]:
        """A centred line, set up to 1 pt smaller to stay one, else broken before its last two words."""
        smallest = size - 1
        while size > smallest and self.width(text, cut, size) > room:
            size -= 0.25
        if self.width(text, cut, size) <= room:
            return [self.para(text, cut, size)]
        words = text.split()
        return [self.para(" ".join(part), cut, size) for part in (words[:-2], words[-2:])]


def look_of(doc: Doc, faces: Faces | None = None, *, seal: float | None = None, handwritten: bool = False) -> Look:
    """The look of a document: fixed by its world's seed, as an office keeps its template."""
    rng = Random(f"look {doc.world.seed} {doc.ref.key}")
    return Look(
        faces or unicode_faces(), rng.choice([13, 13.5, 14, 14]), rng.choice([1.2, 1.25, 1.3]), seal, handwritten
    )


def render(doc: Doc, faces: Faces | None = None, *, seal: float | None = None, handwritten: bool = False) -> bytes:
    """The document as PDF bytes, always the same for the same document."""
    look = look_of(doc, faces, seal=seal, handwritten=handwritten)
    buffer = BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4, invariant=1, title="", author="", initialFontName="Helvetica")
    frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)

    def number(canvas: Canvas, _: BaseDocTemplate) -> None:
        if canvas.getPageNumber() > 1:
            canvas.setFont(look.faces.names["regular"], 13)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 1.4 * cm, str(canvas.getPageNumber()))

    template.addPageTemplates([PageTemplate("page", [frame], onPage=number)])
    template.build(_story(doc, look))
    return buffer.getvalue()


def _story(doc: Doc, look: Look) -> list[Flowable]:
    story: list[Flowable] = [_head(doc, look), Spacer(1, 10), *_title(doc, look)]
    for block in doc.body:
        story += _block(block, look)
    story += [Spacer(1, 8), KeepTogether([_foot(doc, look)])]
    if doc.annex:
        story.append(PageBreak())
        for block in doc.annex:
            story += _block(block, look)
    return story


# -- head --


def _columns(doc: Doc, look: Look) -> tuple[float, float]:
    """Widths of the head's columns: the left one as wide as its longest line asks for, within reason."""
    head = doc.head
    asked = [look.width(line, "regular", 12) for line in head.parent_lines]
    asked += [look.width(line, "bold", 12.5) for line in head.issuer_lines]
    left = min(max([7.0 * cm, *(width + 12 for width in asked)]), 8.4 * cm)
    return left, HEAD - left


def _head(doc: Doc, look: Look) -> Flowable:
    head = doc.head
    party = head.style == "party"
    room_left, room_right = _columns(doc, look)
    left: list[Flowable] = []
    right: list[Flowable] = []
    if not head.bare:
        for cut, size, printed in (("regular", 12.5, head.parent_lines), ("bold", 13, head.issuer_lines)):
            for line in printed:
                left += look.fitted(line, cut, size, room_left - 4)
        left.append(look.para("*", "bold", 12) if party else Rule(0.36 * room_left))
        if party:
            right = [
                look.para("ĐẢNG CỘNG SẢN VIỆT NAM", "bold", 14),
                Rule(look.width("ĐẢNG CỘNG SẢN VIỆT NAM", "bold", 14)),
            ]
        else:
            motto = "Độc lập - Tự do - Hạnh phúc"
            right = [*look.fitted("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold", 13, room_right - 4),
                     look.para(motto, "bold", 13.5), Rule(look.width(motto, "bold", 13.5))]  # fmt: skip
    subject = [look.para(head.title.string, "regular", 12)] if not head.type_heading else []
    number: list[Flowable] = [_number(doc, look), *subject]
    date = look.para(head.date_text, "italic", 13.5)
    grid = Grid([[left, right], [number, [date]]], colWidths=[room_left, room_right], hAlign="CENTER")
    grid.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"),
                   ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                   ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, 0), 6)])  # fmt: skip
    return grid


def _number(doc: Doc, look: Look) -> Flowable:
    """The line "Số: 302/KH-LĐLĐ", its digits written by hand where the look says so."""
    text, number = doc.head.number_text, doc.head.number
    if not look.handwritten or number is None:
        return look.para(text, "regular", 13)
    digits = number[: len(number) - len(number.lstrip("0123456789"))]
    before, after = text.split(digits, 1)
    return Hand(
        look.faces, (before, digits, after), look.style(size=13), Random(f"hand {doc.world.seed} {doc.ref.key}")
    )


def _title(doc: Doc, look: Look) -> list[Flowable]:
    head = doc.head
    found: list[Flowable] = []
    if head.type_heading:
        size = look.size + 0.5
        found += [look.para(head.type_heading, "bold", size), look.para(head.title.string, "bold", look.size),
                  Spacer(1, 3), Rule(0.2 * WIDTH), Spacer(1, 8)]  # fmt: skip
    for line in head.to:
        item = line.startswith("-")
        found.append(look.para(line, align=_LEFT, indent=(4.2 if item else 2.2) * cm))
    if head.to:
        found.append(Spacer(1, 8))
    return found


# -- body --

_CUTS = {"body": "regular", "item": "regular", "ground": "italic", "note": "italic",
         "heading1": "bold", "heading2": "bold", "center": "bold"}  # fmt: skip


def _block(block: Block, look: Look) -> list[Flowable]:
    if isinstance(block, Table):
        return [Spacer(1, 6), _grid(block, look), Spacer(1, 8)]
    return [_para(block, look)]


def _para(block: Para, look: Look) -> Flowable:
    centred = block.style in ("center", "note")
    align, indent = (_CENTER, 0.0) if centred else (_JUSTIFY, 1.0 * cm)
    paragraph = look.para(block.text.string, _CUTS[block.style], align=align, indent=indent, after=5)
    if block.style.startswith("heading"):
        paragraph.keepWithNext = True
    return paragraph


def _grid(table: Table, look: Look) -> Flowable:
    head, body = table.head_rows(), table.body_rows()
    size = 12 if len(table.header) > 4 else 12.5
    cells: list[list[Flowable]] = [[look.para(cell, "bold", size) for cell in row] for row in head]
    for row in body:
        cut = "bold" if row is table.total_row else "regular"
        cells.append(
            [look.para(cell, cut, size, align=_LEFT if column == 1 else _CENTER) for column, cell in enumerate(row)]
        )
    grid = Grid(cells, colWidths=_widths(table), repeatRows=len(head) if table.repeats else 0, hAlign="CENTER")
    lines: list[Command] = [("GRID", (0, 0), (-1, -1), 0.6, "black")] if table.ruled else []
    style: list[Command] = [*lines, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                            ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]  # fmt: skip
    grouped = {column for _, first, columns in table.groups for column in range(first, first + columns)}
    style += [("SPAN", (first, 0), (first + columns - 1, 0)) for _, first, columns in table.groups]
    if table.groups:
        style += [("SPAN", (column, 0), (column, 1)) for column in range(len(table.header)) if column not in grouped]
    grid.setStyle(style)
    return grid


def _widths(table: Table) -> list[float]:
    """Column widths: a narrow number, a wide name, the rest alike."""
    rest = len(table.header) - 2
    name = 0.30 if rest > 4 else 0.40 if rest > 2 else 0.46
    return [0.08 * WIDTH, name * WIDTH, *[(0.92 - name) * WIDTH / rest] * rest]


# -- foot --


def _foot(doc: Doc, look: Look) -> Flowable:
    foot = doc.foot
    first = "Nơi nhận:" if doc.head.style == "state" else "Nơi nhận"
    left: list[Flowable] = [look.para(first, "bolditalic", 12, align=_LEFT)]
    left += [look.para(line, "regular", 11, align=_LEFT) for line in foot.copies]
    right: list[Flowable] = [look.para(line, "bold", look.size) for line in foot.sign_lines]
    seal = None
    if look.seal is not None:
        seal = Seal(foot.seal, f"TỈNH {doc.world.names['province'].upper()}", look.seal)
    rng = Random(f"seal {doc.world.seed} {doc.ref.key}")
    right.append(SignedName(look.faces, foot.signer, look.size, seal, rng))
    grid = Grid([[left, right]], colWidths=[0.5 * WIDTH, 0.5 * WIDTH])
    grid.setStyle(
        [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    )
    return grid
