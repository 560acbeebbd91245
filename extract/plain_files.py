"""Files whose pages have no image: text, Word, and what LibreOffice turns into something readable."""

from __future__ import annotations

from collections.abc import Iterator

from extract import textfile
from extract.office import word
from extract.office.flat_odf import read_sheets, read_slides
from extract.office.libreoffice import TARGETS, converted
from extract.plain import PlainPage
from extract.tools import Tools
from records.document import FileCard, Kind
from records.settings import ReadSettings

PLAIN = frozenset({Kind.TEXT, Kind.DOCX, *TARGETS})


def read_plain(card: FileCard, settings: ReadSettings, tools: Tools) -> Iterator[PlainPage]:
    """The pages of a file of a kind in ``PLAIN``, as they stand in it.

    Raises MissingProgram where an Office file needs LibreOffice and it is not there; BadDocument, FileAccess.
    """
    if card.kind is Kind.TEXT:
        for number, lines in enumerate(textfile.read_text(card, tools.decode_bytes), 1):
            yield PlainPage(number, lines)
    elif card.kind is Kind.DOCX:
        yield from word.read_docx(card.path, settings.limits)
    else:
        with converted(card.path, card.kind, settings.scratch, settings.page_timeout, settings.limits) as path:
            if TARGETS[card.kind] == "docx":
                yield from word.read_docx(path, settings.limits, card.path.name)
            elif TARGETS[card.kind] == "fods":
                yield from read_sheets(path, card.path.name)
            else:
                yield from read_slides(path, card.path.name)
