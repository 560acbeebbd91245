"""Word documents (.docx) through python-docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from extract.cues import is_head_cue
from extract.textfile import line_of
from records.document import Limits
from records.errors import DamagedDocument, TooLarge
from records.page import Line

#: Lines of the text, and the running heads and feet.
WordPage: TypeAlias = tuple[tuple[Line, ...], tuple[Line, ...]]

_BREAK = "\f"


def check_size(path: Path, limits: Limits) -> None:
    """Raise TooLarge when a .docx unpacks to more than ``limits.max_bytes``, DamagedDocument when it is no zip."""
    try:
        with ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BadZipFile as error:
        raise DamagedDocument(f"{path.name}: the .docx cannot be unpacked: {error}") from error
    if size > limits.max_bytes:
        raise TooLarge(f"{path.name} unpacks to {size:,} bytes; the limit is {limits.max_bytes:,} bytes")


def read_docx(path: Path, limits: Limits | None = None) -> tuple[WordPage, ...]:
    """The pages of a Word document as (lines, furniture); page breaks are those that the document sets itself.

    A paragraph is a line (two where it holds a line break); a table's row is a line with its cells parted by tabs,
    except in the head and foot of an official document, whose left cell is read before its right one. Line numbers
    begin at 1 on each page. Running heads and feet are furniture of the first page, where Word keeps them once.
    Raises TooLarge, DamagedDocument.
    """
    check_size(path, limits or Limits())
    try:
        document = docx.Document(str(path))
        texts = [text for block in document.iter_inner_content() for text in _block(block)]
        furniture = list(dict.fromkeys(_furniture(document)))
    except Exception as error:  # python-docx and lxml raise what a broken part leads them to
        raise DamagedDocument(f"{path.name}: the .docx cannot be read: {error or type(error).__name__}") from error
    return _pages(texts, furniture)


def _pages(texts: list[str], furniture: list[str]) -> tuple[WordPage, ...]:
    pages: list[list[str]] = [[]]
    for text in texts:
        first, *others = text.split(_BREAK)
        pages[-1] += first.split("\n") if first or not others else []
        pages += [other.split("\n") if other else [] for other in others]
    shown = [page for page in pages if any(line.strip() for line in page)] or [[]]
    result: list[WordPage] = []
    for index, page in enumerate(shown):
        numbers = count(1)
        lines = tuple(line_of(next(numbers), text) for text in page)
        extra = tuple(line_of(next(numbers), text) for text in furniture) if index == 0 else ()
        result.append((lines, extra))
    return tuple(result)


def _block(block: Paragraph | Table) -> Iterator[str]:
    """The texts of a paragraph (its text boxes after it) or a table."""
    if isinstance(block, Paragraph):
        yield _text(block)
        yield from _text_boxes(block)
    else:
        yield from _table(block)


def _text(paragraph: Paragraph) -> str:
    """The paragraph with its breaks: a page break that its author set is a form feed."""
    pieces = []
    for run in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if next(run.iterancestors(qn("w:p"))) is not paragraph._p or run.getparent().tag == qn("w:tabs"):
            continue
        if run.tag == qn("w:t"):
            pieces.append(run.text or "")
        elif run.tag == qn("w:br"):
            pieces.append(_BREAK if run.get(qn("w:type")) == "page" else "\n")
        else:
            pieces.append({"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}[run.tag.rpartition("}")[2]])
    return "".join(pieces)


def _text_boxes(paragraph: Paragraph) -> Iterator[str]:
    """Paragraphs in text boxes. Word writes each box twice, for new and for old readers: the second is left out."""
    for box in paragraph._p.iter(qn("w:txbxContent")):
        if any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
            continue
        for inner in box.iterchildren(qn("w:p")):
            yield _text(Paragraph(inner, paragraph._parent))


def _table(table: Table) -> Iterator[str]:
    rows = [_distinct_cells(row.cells) for row in table.rows]
    if _is_head_or_foot(rows):
        for column in range(2):
            yield from (text for row in rows for text in _cell_texts(row[column : column + 1]))
        return
    for row in rows:
        yield "\t".join(" ".join(" ".join(_cell_texts([cell])).split()) for cell in row)


def _distinct_cells(cells: tuple[_Cell, ...]) -> list[_Cell]:
    """A row's cells, a merged one once."""
    return [cell for index, cell in enumerate(cells) if index == 0 or cell._tc is not cells[index - 1]._tc]


def _cell_texts(cells: list[_Cell]) -> Iterator[str]:
    for cell in cells:
        for block in cell.iter_inner_content():
            yield from (text for text in _block(block) if text.strip())


def _is_head_or_foot(rows: list[list[_Cell]]) -> bool:
    """True for the frame of one to four rows of two cells that sets a document's head or foot side by side."""
    if not 1 <= len(rows) <= 4 or any(len(row) > 2 for row in rows) or not any(len(row) == 2 for row in rows):
        return False
    texts = [text for row in rows for text in _cell_texts(row)]
    return any(is_head_cue(line) for text in texts for line in text.split("\n"))


def _furniture(document: Document) -> Iterator[str]:
    """Texts of running heads and feet, each part once."""
    for section in document.sections:
        for part in _running_parts(section):
            if not part.is_linked_to_previous:
                for block in part.iter_inner_content():
                    yield from (text.replace(_BREAK, " ") for text in _block(block) if text.strip())


def _running_parts(section: Section) -> tuple[docx.section._BaseHeaderFooter, ...]:
    return section.header, section.first_page_header, section.footer, section.first_page_footer
