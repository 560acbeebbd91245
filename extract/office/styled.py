"""Text that knows the font of every character, and lines made of it: fonts tell which encoding the letters are in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extract.textfile import line_of
from records.page import Line, Word

_TOKEN = re.compile(r"\S+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and its fonts, one a character (None where nothing names one).

    >>> text = Styled.of("báo cáo", ".VnTime")
    >>> text[4:].text, text.split("o")[1].text, Styled.joined("-", [text[:3], text[4:]]).text
    ('cáo', ' cá', 'báo-cáo')
    """

    text: str = ""
    fonts: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) != len(self.fonts):
            raise ValueError(f"{len(self.text)} characters with {len(self.fonts)} fonts")

    @classmethod
    def of(cls, text: str, font: str | None = None) -> Styled:
        """A text in one font."""
        return cls(text, (font,) * len(text))

    @classmethod
    def joined(cls, between: str, parts: Iterable[Styled]) -> Styled:
        """The parts one after the other; what stands between them has no font."""
        texts: list[str] = []
        fonts: list[str | None] = []
        for index, part in enumerate(parts):
            if index:
                fonts += [None] * len(between)
            texts.append(part.text)
            fonts += part.fonts
        return cls(between.join(texts), tuple(fonts))

    def __getitem__(self, part: slice) -> Styled:
        """A stretch of it."""
        return Styled(self.text[part], self.fonts[part])

    def split(self, at: str) -> list[Styled]:
        """The parts between the occurrences of ``at``, one character."""
        parts, last = [], 0
        for index, char in enumerate(self.text):
            if char == at:
                parts.append(self[last:index])
                last = index + 1
        return [*parts, self[last:]]

    def tidy(self) -> Styled:
        """Its tokens parted by single spaces."""
        return Styled.joined(" ", (self[found.start() : found.end()] for found in _TOKEN.finditer(self.text)))

    @property
    def blank(self) -> bool:
        """True for white space only."""
        return not self.text.strip()


def styled_line(number: int, text: Styled) -> Line:
    """A line whose words name their fonts; a token in several fonts is as many words with nothing between them.

    >>> line = styled_line(1, Styled.joined("", [Styled.of("B", ".VnTimeH"), Styled.of("¸o", ".VnTime")]))
    >>> [(word.text, word.start, word.font) for word in line.words]
    [('B', 0, '.VnTimeH'), ('¸o', 1, '.VnTime')]
    """
    plain = line_of(number, text.text)
    words: list[Word] = []
    starts = (found.start() for found in _TOKEN.finditer(text.text))
    for word, start in zip(plain.words, starts, strict=True):
        words += _by_font(word, text.fonts[start : start + len(word.raw)])
    return Line(number, plain.text, tuple(words))


def _by_font(word: Word, fonts: Sequence[str | None]) -> Iterator[Word]:
    """The word cut where its font changes; whole where composing its letters moved them, or where a mark would part."""
    runs = [(font, len(list(run))) for font, run in groupby(fonts)]
    if len(runs) == 1 or len(word.text) != len(fonts):
        yield replace(word, font=runs[0][0])
        return
    at = 0
    for font, length in runs:
        piece = word.text[at : at + length]
        yield replace(word, text=piece, raw=word.raw[at : at + length], start=word.start + at, font=font)
        at += length


def joined_words(words: Sequence[Word]) -> list[Word]:
    """Words that stand side by side with nothing between them made one again; its font is that of its longest part."""
    result: list[Word] = []
    longest = 0
    for word in words:
        last = result[-1] if result else None
        if last is None or last.start + len(last.text) != word.start:
            result.append(word)
            longest = len(word.text)
            continue
        font = word.font if len(word.text) > longest else last.font
        longest = max(longest, len(word.text))
        result[-1] = replace(last, text=last.text + word.text, raw=last.raw + word.raw, font=font)
    return result
