"""Passages of running text: lines that belong together, joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from audit.words import fold
from records.dossier import TextLine
from records.place import Place

_WORD = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*%?")
_BEGINS = re.compile(r"\s*(?:[-+*•–]|[IVX]+\.|\d+(?:\.\d+)*[.)]|[a-zđ]\)|#)\s*")
_ENDS = ".;:!?"
#: Lines of at least this many characters are filled lines of running text, which go on in the next.
_FILLED = 55


@dataclass(frozen=True)
class Passage:
    """A passage with its lines."""

    lines: tuple[TextLine, ...]

    @cached_property
    def text(self) -> str:
        """Its lines joined by blanks, the number or bullet at its head left out."""
        joined = " ".join(line.text.strip() for line in self.lines)
        return joined[match.end() :] if (match := _BEGINS.match(joined)) else joined

    @cached_property
    def words(self) -> list[str]:
        """Its words; figures whole."""
        return _WORD.findall(self.text)

    @cached_property
    def folded(self) -> list[str]:
        """Its words without accents, for comparing."""
        return [fold(word) for word in self.words]

    @property
    def place(self) -> Place:
        """Where it begins and ends."""
        first, last = self.lines[0], self.lines[-1]
        return Place(first.page, first.line, first.start, last.start + len(last.text), self.text, self.text)


def passages(lines: Iterable[TextLine]) -> Iterator[Passage]:
    """Lines joined where the one before is filled and does not end a sentence; rows of tables are left out."""
    open_lines: list[TextLine] = []
    for line in lines:
        text = line.text.strip()
        if not text and open_lines and not _goes_on(open_lines[-1].text):
            yield Passage(tuple(open_lines))
            open_lines = []
        if not text or "\t" in text or text.startswith("|"):
            continue
        if open_lines and (_BEGINS.match(text) or not _goes_on(open_lines[-1].text)):
            yield Passage(tuple(open_lines))
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield Passage(tuple(open_lines))


def _goes_on(text: str) -> bool:
    stripped = text.rstrip()
    return len(stripped) >= _FILLED and stripped[-1] not in _ENDS
