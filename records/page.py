"""Pages of words with boxes, and the document's text built from them with a way back to the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from records.edit import Edit
from records.place import Box, Place, union


class Verdict(StrEnum):
    """What a page's text layer is worth."""

    CLEAN = "clean"
    LEGACY = "legacy"
    WRONG_LANGUAGE = "wrong-language"
    GARBAGE = "garbage"
    EMPTY = "empty"
    ABSTAINED = "abstained"


class Origin(StrEnum):
    """Where a page's text comes from."""

    TEXT_LAYER = "text-layer"
    DECODED = "decoded"
    OCR = "ocr"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons: encoding for ``legacy``, language ("vi", "en", "fr", "vi-ascii"...), score 0..1.

    score is the share of the page's alphabetic tokens that are syllables of the judged language; words counts those
    tokens; reason is one line for a person.
    """

    verdict: Verdict
    score: float | None = None
    words: int = 0
    encoding: str | None = None
    language: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A token as read (raw) and as trusted (text); ``start`` is its offset in the text of its line."""

    text: str
    raw: str
    start: int = 0
    box: Box | None = None
    confidence: float | None = None
    font: str | None = None
    size: float | None = None

    def __reduce__(self) -> tuple[type[Word], tuple[object, ...]]:
        """As a call: several times as quick to send between processes as slot by slot."""
        return Word, (self.text, self.raw, self.start, self.box, self.confidence, self.font, self.size)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; ``number`` is 1-based in the page as read (for a text file: the file's own line)."""

    number: int
    text: str
    words: tuple[Word, ...] = ()

    def __reduce__(self) -> tuple[type[Line], tuple[object, ...]]:
        """See :meth:`Word.__reduce__`."""
        return Line, (self.number, self.text, self.words)

    @property
    def raw(self) -> str:
        """The line as read: each word as it was, the space between as it is.

        >>> Line(1, "Báo  cáo", (Word("Báo", "B¸o", 0), Word("cáo", "c¸o", 5))).raw
        'B¸o  c¸o'
        """
        parts, last = list[str](), 0
        for word in self.words:
            parts += self.text[last : word.start], word.raw
            last = word.start + len(word.text)
        return "".join(parts) + self.text[last:]

    @property
    def box(self) -> Box | None:
        """The box around its words."""
        return union([w.box for w in self.words if w.box is not None])


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table found by its ruling lines: its box, and its cells row by row.

    A table of a file without page images (a spreadsheet) has no box; ``lines`` are then the numbers of its first and
    last line on the page. boxes: of each cell of ``rows``; None for what a merged cell covers beyond its first place,
    where ``rows`` has ""; () where the boxes are not known. A cell's words are those of the page's lines whose middles
    lie in its box; ``rows`` is the cells' text as it was before any repair.
    """

    box: Box | None
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, int] | None = None
    boxes: tuple[tuple[Box | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order. ``furniture`` holds page numbers and running heads or feet, kept out of the text.

    width and height are in points (None for plain text); seconds is the time spent reading it. Once all repair is done
    ``apply(page.as_read, page.edits)`` is the page's text.
    """

    number: int
    lines: tuple[Line, ...]
    judgement: Judgement
    origin: Origin
    width: float | None = None
    height: float | None = None
    furniture: tuple[Line, ...] = ()
    tables: tuple[RuledTable, ...] = ()
    seconds: float = 0.0
    layer_text: str | None = None  # a text layer that was found and not trusted
    failed: str | None = None  # why the image could not be read, where its text layer had to do
    note: str | None = None  # how the image was read, where not at the first try
    edits: tuple[Edit, ...] = ()  # what repair changed, in characters of the text as it stood before

    @property
    def as_read(self) -> str:
        """What its text was before repair, line for line (without furniture)."""
        return "\n".join(line.raw for line in self.lines)

    @property
    def text(self) -> str:
        """The page's repaired text: its lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def raw(self) -> str:
        """The page as read, furniture included, in the order of line numbers."""
        return "\n".join(line.raw for line in sorted(self.lines + self.furniture, key=lambda line: line.number))

    @property
    def confidence(self) -> float | None:
        """Mean confidence of its words, or None where no word has one."""
        known = [w.confidence for line in self.lines for w in line.words if w.confidence is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class DocumentText:
    """The document's repaired text: the pages' texts joined by newlines, with the way back to the page.

    >>> page = Page(1, (Line(1, "Số: 5"), Line(3, "BÁO CÁO")), Judgement(Verdict.CLEAN), Origin.TEXT_LAYER)
    >>> text = DocumentText((page,))
    >>> text.text
    'Số: 5\\nBÁO CÁO'
    >>> place = text.place(6, 13)
    >>> place.page, place.line, place.text
    (1, 3, 'BÁO CÁO')
    """

    pages: tuple[Page, ...]
    _lines: list[tuple[int, int, Line]] = field(init=False, default_factory=list, repr=False, compare=False)

    def __post_init__(self) -> None:
        offset = 0
        for page in self.pages:
            for line in page.lines:
                self._lines.append((offset, page.number, line))
                offset += len(line.text) + 1
            if not page.lines:
                offset += 1

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(page.text for page in self.pages)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._lines]

    def lines(self) -> Iterator[tuple[int, int, Line]]:
        """Each line with its offset in the text and its page number."""
        return iter(self._lines)

    def line_at(self, offset: int) -> tuple[int, int, Line]:
        """Offset, page number and line that hold the character at ``offset``."""
        if not self._lines:
            raise ValueError("the document has no line")
        return self._lines[max(0, bisect_right(self._starts, offset) - 1)]

    def words_between(self, start: int, end: int) -> list[Word]:
        """The words that the span touches, in order."""
        found: list[Word] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._lines) and self._lines[index][0] < end:
            offset, _, line = self._lines[index]
            found += [w for w in line.words if offset + w.start < end and offset + w.start + len(w.text) > start]
            index += 1
        return found

    def place(self, start: int, end: int) -> Place:
        """The place of a span: page and line of its start; box of its words on that page; lowest confidence."""
        _, page, line = self.line_at(start)
        words = self.words_between(start, end)
        on_page = [w.box for w in words if w.box is not None and self._is_on(page, w, start, end)]
        known = [w.confidence for w in words if w.confidence is not None]
        raw = " ".join(w.raw for w in words) if words else self.text[start:end]
        return Place(
            page, line.number, start, end, self.text[start:end], raw, union(on_page), min(known) if known else None
        )

    def _is_on(self, page: int, word: Word, start: int, end: int) -> bool:
        """True when the span lies on one page, or the word is one of the first page's."""
        _, last, _ = self.line_at(max(start, end - 1))
        if last == page:
            return True
        return any(word is w for number, line in self._page_lines(page) for w in line.words)

    def _page_lines(self, page: int) -> Sequence[tuple[int, Line]]:
        return [(number, line) for _, number, line in self._lines if number == page]
