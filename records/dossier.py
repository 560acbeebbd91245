"""What the audit sees of a document: its facts and its lines, without pages or images."""

from __future__ import annotations

from dataclasses import dataclass, field

from records.document import Document
from records.facts import Facts
from records.page import DocumentText, Origin


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the repaired text; start is its offset in the document's text."""

    page: int
    line: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Reread:
    """A numeral read once more from its page's image: its characters in the text, what was read, how surely."""

    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Dossier:
    """A document for the audit. read_pages are the pages whose words a reader guessed (OCR, restored); rereads are
    what the image said where a figure was read once more."""

    id: str
    path: str
    facts: Facts = field(default_factory=Facts)
    lines: tuple[TextLine, ...] = ()
    read_pages: frozenset[int] = frozenset()
    rereads: tuple[Reread, ...] = ()


def dossier_of(document: Document) -> Dossier:
    """The dossier of a document that was just read; the store makes the same one of its rows."""
    lines = DocumentText(document.pages).lines()
    return Dossier(
        document.id,
        str(document.card.path),
        document.facts,
        tuple(TextLine(page, line.number, start, line.text) for start, page, line in lines),
        frozenset(page.number for page in document.pages if page.origin in (Origin.OCR, Origin.RESTORED)),
    )
