"""Flat OpenDocument (one XML file): sheets of a spreadsheet and slides of a presentation, as pages of lines with fonts.

Format: OpenDocument 1.3, part 3. A sheet's cells come as they are displayed, with the marks of thousands and decimals
that the cell's format gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, parse

from extract.office.grids import Cell, SheetRow, grids
from extract.office.odf_styles import OdfStyles, q
from extract.office.styled import Styled, styled_line
from extract.plain import PlainPage
from records.errors import DamagedDocument

#: Repeated rows and columns of one cell that are looked at; beyond lie formats without content.
_MOST = 20_000
_WHITE = re.compile(r"[ \t\r\n]+")
_BREAKS: Mapping[str, str] = {q("text:tab"): "\t", q("text:line-break"): "\n"}
_SKIPPED = frozenset(
    map(q, ("office:annotation", "presentation:notes", "office:binary-data", "svg:title", "svg:desc", "table:shapes"))
)
_PARAGRAPHS = (q("text:p"), q("text:h"))
_CELLS = (q("table:table-cell"), q("table:covered-table-cell"))
#: Elements between a table and its rows or columns.
_GROUPS = frozenset(
    map(q, (
        "table:table-rows", "table:table-header-rows", "table:table-row-group",
        "table:table-columns", "table:table-header-columns", "table:table-column-group",
    ))
)  # fmt: skip


def read_sheets(path: Path, name: str) -> tuple[PlainPage, ...]:
    """A page a sheet that holds anything, with the sheet's own number; a line a row, cells parted by tabs.

    Line numbers are those of the sheet's rows. name is the document's, for errors. Raises DamagedDocument.
    """
    root = _parse(path, name)
    styles = OdfStyles(root)
    pages = []
    for number, table in enumerate(root.iterfind(".//" + q("office:spreadsheet") + "/" + q("table:table")), 1):
        rows = list(_rows(table, styles))
        lines = tuple(styled_line(row.number, row.text) for row in rows)
        shapes = table.iterfind(q("table:shapes"))
        extra = [text for shape in shapes for text in _shape_texts(shape, styles, styles.default)]
        last = rows[-1].number if rows else 0
        floating = tuple(styled_line(last + 1 + index, text) for index, text in enumerate(extra))
        if lines or floating:
            pages.append(PlainPage(number, lines + floating, (), grids(rows)))
    return tuple(pages) or (PlainPage(1),)


def read_slides(path: Path, name: str) -> tuple[PlainPage, ...]:
    """A page a slide: its texts in the order of its shapes, tables row by row; the speaker's notes are furniture.

    Raises DamagedDocument.
    """
    root = _parse(path, name)
    styles = OdfStyles(root)
    pages = []
    for number, slide in enumerate(root.iterfind(".//" + q("office:presentation") + "/" + q("draw:page")), 1):
        numbers = count(1)
        notes = slide.find(q("presentation:notes"))
        said = list(_shape_texts(notes, styles, styles.default)) if notes is not None else []
        lines = tuple(styled_line(next(numbers), text) for text in _shape_texts(slide, styles, styles.default))
        furniture = tuple(styled_line(next(numbers), text) for text in said)
        pages.append(PlainPage(number, lines, furniture))
    return tuple(pages) or (PlainPage(1),)


def _parse(path: Path, name: str) -> Element:
    try:
        return parse(path).getroot()
    except (ParseError, OSError) as error:
        raise DamagedDocument(f"{name}: what LibreOffice made of it cannot be read: {error}") from error


def _shape_texts(holder: Element, styles: OdfStyles, around: str | None) -> Iterator[Styled]:
    """The texts of shapes: each paragraph's lines; a table's row is one text with its cells parted by tabs."""
    font = styles.font_of(holder, around)
    for child in holder:
        if child.tag in _PARAGRAPHS:
            yield from (line for line in _text(child, styles, font).split("\n") if not line.blank)
        elif child.tag == q("table:table"):
            yield from (row.text for row in _rows(child, styles))
        elif child.tag not in _SKIPPED:
            yield from _shape_texts(child, styles, font)


def _rows(table: Element, styles: OdfStyles) -> Iterator[SheetRow]:
    """The rows of a table that hold anything, with their numbers."""
    columns = _column_styles(table)
    number = 1
    for row in _parts(table, q("table:table-row")):
        repeated = int(row.get(q("table:number-rows-repeated"), "1"))
        cells = tuple(_cells(row, columns, styles))
        if any(cell.text.text for cell in cells):
            for offset in range(min(repeated, _MOST)):
                yield SheetRow(number + offset, cells)
        number += repeated


def _parts(table: Element, tag: str) -> Iterator[Element]:
    """A table's own rows or columns, in groups or not."""
    for child in table:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _parts(child, tag)


def _column_styles(table: Element) -> list[str | None]:
    """The style of cells that name none, column by column."""
    styles: list[str | None] = []
    for column in _parts(table, q("table:table-column")):
        repeated = int(column.get(q("table:number-columns-repeated"), "1"))
        styles += [column.get(q("table:default-cell-style-name"))] * min(repeated, _MOST - len(styles))
    return styles


def _cells(row: Element, columns: list[str | None], styles: OdfStyles) -> Iterator[Cell]:
    """The cells of a row that hold text or have a border."""
    at = 0
    of_row = row.get(q("table:default-cell-style-name"))
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = int(cell.get(q("table:number-columns-repeated"), "1"))
        style = cell.get(q("table:style-name")) or of_row or (columns[at] if at < len(columns) else None)
        font = styles.font_of_cell(style)
        text = Styled.joined(" ", (_text(part, styles, font) for part in cell if part.tag in _PARAGRAPHS)).tidy()
        bordered = styles.bordered(style)
        if text.text or (bordered and repeated < _MOST):
            yield from (Cell(at + offset, text, bordered) for offset in range(min(repeated, _MOST)))
        at += repeated


def _text(node: Element, styles: OdfStyles, around: str | None) -> Styled:
    """The text below a node; runs of white space count as one (OpenDocument 1.3, 6.1.2)."""
    return Styled.joined("", _pieces(node, styles, around))


def _pieces(node: Element, styles: OdfStyles, around: str | None) -> Iterator[Styled]:
    font = styles.font_of(node, around)
    if node.text:
        yield Styled.of(_WHITE.sub(" ", node.text), font)
    for child in node:
        if child.tag == q("text:s"):
            yield Styled.of(" " * min(int(child.get(q("text:c"), "1")), _MOST), font)
        elif child.tag in _BREAKS:
            yield Styled.of(_BREAKS[child.tag], font)
        elif child.tag not in _SKIPPED:
            yield from _pieces(child, styles, font)
        if child.tail:
            yield Styled.of(_WHITE.sub(" ", child.tail), font)
