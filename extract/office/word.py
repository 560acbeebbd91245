"""Word documents (.docx) through python-docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from extract.layout.cues import is_head_cue
from extract.office.styled import Styled, styled_line
from extract.office.word_fonts import FontsOf
from extract.plain import PlainPage
from records.document import Limits
from records.errors import DamagedDocument, TooLarge

_BREAK = "\f"
_TEXT_PARTS = tuple(map(qn, ("w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen")))
#: The soft hyphen is a letter in old encodings; elsewhere it is taken away as the invisible sign it is.
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad"}


def check_size(path: Path, limits: Limits) -> None:
    """Raise TooLarge when a zipped document unpacks to more than ``limits.max_bytes``, DamagedDocument for no zip."""
    try:
        with ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BadZipFile as error:
        raise DamagedDocument(f"{path.name}: the file cannot be unpacked: {error}") from error
    if size > limits.max_bytes:
        raise TooLarge(f"{path.name} unpacks to {size:,} bytes; the limit is {limits.max_bytes:,} bytes")


def read_docx(path: Path, limits: Limits | None = None, name: str | None = None) -> tuple[PlainPage, ...]:
    """The pages of a Word document; page breaks are those that the document sets itself.

    A paragraph is a line (two where it holds a line break); a table's row is a line with its cells parted by tabs,
    except in the head and foot of an official document, whose left cell is read before its right one. Line numbers
    begin at 1 on each page. Notes at the foot or end, running heads and feet are furniture of the first page, where
    Word keeps them once. Words name their fonts. ``name`` is what the document is called in errors.
    Raises TooLarge, DamagedDocument.
    """
    check_size(path, limits or Limits())
    try:
        document = docx.Document(str(path))
        reader = _Reader(FontsOf(document))
        texts = [text for block in document.iter_inner_content() for text in reader.block(block)]
        furniture = list(dict.fromkeys([*reader.notes(document), *reader.furniture(document)]))
    except Exception as error:  # python-docx and lxml raise what a broken part leads them to
        raise DamagedDocument(
            f"{name or path.name}: the .docx cannot be read: {error or type(error).__name__}"
        ) from error
    return _pages(texts, furniture)


def _pages(texts: list[Styled], furniture: list[Styled]) -> tuple[PlainPage, ...]:
    pages: list[list[Styled]] = [[]]
    for text in texts:
        first, *others = text.split(_BREAK)
        pages[-1] += first.split("\n") if first.text or not others else []
        pages += [other.split("\n") if other.text else [] for other in others]
    shown = [page for page in pages if any(not line.blank for line in page)] or [[]]
    result: list[PlainPage] = []
    for index, page in enumerate(shown, 1):
        numbers = count(1)
        lines = tuple(styled_line(next(numbers), text) for text in page)
        extra = tuple(styled_line(next(numbers), text) for text in furniture) if index == 1 else ()
        result.append(PlainPage(index, lines, extra))
    return tuple(result)


class _Reader:
    """Blocks of a document to texts with fonts."""

    def __init__(self, fonts: FontsOf) -> None:
        self._fonts = fonts

    def block(self, block: Paragraph | Table) -> Iterator[Styled]:
        """The texts of a paragraph (its text boxes after it) or a table."""
        if isinstance(block, Paragraph):
            yield self._text(block)
            yield from self._text_boxes(block)
        else:
            yield from self._table(block)

    def _text(self, paragraph: Paragraph) -> Styled:
        """The paragraph with its breaks: a page break that its author set is a form feed."""
        pieces: list[Styled] = []
        for part in paragraph._p.iter(*_TEXT_PARTS):
            if next(part.iterancestors(qn("w:p"))) is not paragraph._p or part.getparent().tag == qn("w:tabs"):
                continue
            if part.tag == qn("w:br"):
                text = _BREAK if part.get(qn("w:type")) == "page" else "\n"
            else:
                text = part.text or "" if part.tag == qn("w:t") else _SIGNS[part.tag.rpartition("}")[2]]
            pieces.append(Styled.of(text, self._fonts.of(part, paragraph)))
        return Styled.joined("", pieces)

    def _text_boxes(self, paragraph: Paragraph) -> Iterator[Styled]:
        """What stands in text boxes. Word writes each twice, for new and for old readers: the second is left out."""
        for box in paragraph._p.iter(qn("w:txbxContent")):
            if any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                continue
            for inner in box.iterchildren(qn("w:p"), qn("w:tbl")):
                if inner.tag == qn("w:p"):
                    yield self._text(Paragraph(inner, paragraph._parent))
                else:
                    yield from self._table(Table(inner, paragraph._parent))

    def _table(self, table: Table) -> Iterator[Styled]:
        rows = [_distinct_cells(row.cells) for row in table.rows]
        if self._is_head_or_foot(rows):
            for column in range(2):
                yield from (text for row in rows for text in self._cell_texts(row[column : column + 1]))
            return
        for row in rows:
            cells = (Styled.joined(" ", self._cell_texts([cell])).tidy() for cell in row)
            yield Styled.joined("\t", cells)

    def _cell_texts(self, cells: list[_Cell]) -> Iterator[Styled]:
        for cell in cells:
            for block in cell.iter_inner_content():
                yield from (text for text in self.block(block) if not text.blank)

    def _is_head_or_foot(self, rows: list[list[_Cell]]) -> bool:
        """True for the frame of one to four rows of two cells that sets a document's head or foot side by side."""
        if not 1 <= len(rows) <= 4 or any(len(row) > 2 for row in rows) or not any(len(row) == 2 for row in rows):
            return False
        texts = [text for row in rows for text in self._cell_texts(row)]
        return any(is_head_cue(line) for text in texts for line in text.text.split("\n"))

    def notes(self, document: Document) -> Iterator[Styled]:
        """Footnotes and endnotes in their order, each a text."""
        for relation in document.part.rels.values():
            if relation.reltype.rpartition("/")[2] in ("footnotes", "endnotes"):
                root = parse_xml(relation.target_part.blob)
                for note in root.iterchildren():
                    texts = [self._text(Paragraph(inner, document)) for inner in note.iterchildren(qn("w:p"))]
                    text = Styled.joined(" ", texts).tidy()
                    if not text.blank:
                        yield text

    def furniture(self, document: Document) -> Iterator[Styled]:
        """Texts of running heads and feet, each part once."""
        for section in document.sections:
            for part in _running_parts(section):
                if not part.is_linked_to_previous:
                    for block in part.iter_inner_content():
                        for text in self.block(block):
                            yield from (
                                line for page in text.split(_BREAK) for line in page.split("\n") if not line.blank
                            )


def _distinct_cells(cells: tuple[_Cell, ...]) -> list[_Cell]:
    """A row's cells, a merged one once."""
    return [cell for index, cell in enumerate(cells) if index == 0 or cell._tc is not cells[index - 1]._tc]


def _running_parts(section: Section) -> tuple[docx.section._BaseHeaderFooter, ...]:
    return section.header, section.first_page_header, section.footer, section.first_page_footer
