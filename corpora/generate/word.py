"""Writes a document as a Word file (.docx)."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from corpora.generate.model import Block, Doc, Para, Table

_FIXED = (2020, 1, 1, 0, 0, 0)


def word_file(doc: Doc) -> bytes:
    """The document as .docx bytes, always the same for the same document."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.8), Cm(2), Cm(2)
    font = document.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(14)
    document.core_properties.created = document.core_properties.modified = datetime(2020, 1, 1)
    _head(document, doc)
    for block in doc.body:
        _block(document, block)
    _foot(document, doc)
    if doc.annex:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for block in doc.annex:
            _block(document, block)
    buffer = BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _undated(data: bytes) -> bytes:
    """The same package with fixed times on its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _FIXED), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False, center: bool = True) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.name = "Times New Roman"
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Times New Roman")
    if center:
        paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(2)


def _cell(cell: _Cell, rows: list[tuple[str, bool, bool]], center: bool = True) -> None:
    """Fills a cell with paragraphs (text, bold, italic)."""
    for number, (text, bold, italic) in enumerate(rows):
        _write(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), text, bold, italic, center)


def _head(document: Document, doc: Doc) -> None:
    head = doc.head
    grid = document.add_table(rows=2, cols=2)
    if not head.bare:
        _cell(grid.cell(0, 0), [(line, False, False) for line in head.parent_lines]
              + [(line, True, False) for line in head.issuer_lines]
              + ([("*", False, False)] if head.style == "party" else []))  # fmt: skip
        right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
        _cell(
            grid.cell(0, 1),
            [(line, True, False) for line in (right if head.style == "state" else ["ĐẢNG CỘNG SẢN VIỆT NAM"])],
        )
    subject = [] if head.type_heading else [(head.title.string, False, False)]
    _cell(grid.cell(1, 0), [(head.number_text, False, False), *subject])
    _cell(grid.cell(1, 1), [(head.date_text, False, True)])
    if head.type_heading:
        _write(document.add_paragraph(), head.type_heading, bold=True)
        _write(document.add_paragraph(), head.title.string, bold=True)
    for line in head.to:
        _write(document.add_paragraph(), line, center=False)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Table):
        _grid(document, block)
        return
    _para(document, block)


def _para(document: Document, block: Para) -> None:
    paragraph = document.add_paragraph()
    centred = block.style in ("center", "note")
    _write(paragraph, block.text.string, block.style in ("heading1", "heading2", "center"),
           block.style in ("note", "ground"), centred)  # fmt: skip
    if not centred:
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)


def _grid(document: Document, table: Table) -> None:
    rows = [*table.head_rows(), *table.body_rows()]
    grid = document.add_table(rows=len(rows), cols=len(table.header))
    grid.style = document.styles["Table Grid"]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                _write(
                    grid.cell(number, column).paragraphs[0],
                    cell,
                    bold=number < len(table.head_rows()),
                    center=column != 1,
                )
    grouped = {column for _, first, columns in table.groups for column in range(first, first + columns)}
    for _, first, columns in table.groups:
        grid.cell(0, first).merge(grid.cell(0, first + columns - 1))
    if table.groups:
        for column in set(range(len(table.header))) - grouped:
            grid.cell(0, column).merge(grid.cell(1, column))
    document.add_paragraph()


def _foot(document: Document, doc: Doc) -> None:
    foot = doc.foot
    grid = document.add_table(rows=1, cols=2)
    first = "Nơi nhận:" if doc.head.style == "state" else "Nơi nhận"
    _cell(grid.cell(0, 0), [(first, True, True), *((line, False, False) for line in foot.copies)], center=False)
    blank = [("", False, False)] * 3
    _cell(grid.cell(0, 1), [*((line, True, False) for line in foot.sign_lines), *blank, (foot.signer, True, False)])
