"""The text as the grammars see it: same length as the original, so that an offset found here is an offset there."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

#: What the grammars read as a space: markdown marks, column separators, odd blanks.
_SPACES = "*#|\t_\u00a0\u2002\u2003\u2009\u200a\u202f\u3000\\"
_SLASHES = "\u2044\u2215"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
#: Letters of other alphabets that look Latin, as they come from keyboards and bad text layers.
_LOOK_ALIKES = dict(zip("ÐðАВСЕНКМОРТХІаеорсхіΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", "ĐđABCEHKMOPTXIaeopcxiABEHIKMNOPTXYZ", strict=True))

_BASES = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
#: The small and capital letters of Vietnamese, for character classes of regular expressions.
LOWER = "a-zđ" + "".join(unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES)
UPPER = "A-Z" + LOWER[3:].upper()


class _Plain(dict[int, str]):
    """Character -> what the grammars read for it, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _SPACES:
            value = " "
        elif char in _DASHES:
            value = "-"
        elif char in _SLASHES:
            value = "/"
        else:
            value = _LOOK_ALIKES.get(char, char)
        self[code] = value
        return value


class _Folded(dict[int, str]):
    """Character -> its lower-case letter without marks, always one character."""

    def __missing__(self, code: int) -> str:
        char = _PLAIN[code]
        base = unicodedata.normalize("NFD", char)[0].lower()
        value = {"đ": "d", "Đ": "d", "’": "'", "‘": "'"}.get(base, base if len(base) == 1 else char)
        self[code] = value
        return value


_PLAIN = _Plain()
_FOLDED = _Folded()


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case without accents, character by character.

    >>> fold("Kế hoạch số 5/KH-LĐLĐ")
    'ke hoach so 5/kh-ldld'
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def squeeze(text: str) -> str:
    """One line: runs of blanks become one space."""
    return " ".join(text.split())


@dataclass(frozen=True)
class View:
    """A document's text for the grammars: ``plain`` keeps letters and case, ``folded`` drops both; same length.

    noise and apart: where, in the original, lines begin that are no print, and lines with room above them.

    Letters written as a base and combining marks are composed first; :meth:`original` leads back.

    >>> view = View("ngày **18** tháng 9")
    >>> view.plain, view.folded
    ('ngày   18   tháng 9', 'ngay   18   thang 9')
    """

    text: str
    noise: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()

    @cached_property
    def _composed(self) -> tuple[str, list[int] | None]:
        """The composed text and, where it differs from the original, the original offset of each character."""
        if unicodedata.is_normalized("NFC", self.text):
            return self.text, None
        chars: list[str] = []
        starts: list[int] = []
        for index, char in enumerate(self.text):
            joined = unicodedata.normalize("NFC", chars[-1] + char) if chars else char
            if chars and len(joined) == 1:
                chars[-1] = joined
            else:
                chars.append(char)
                starts.append(index)
        return "".join(chars), starts

    @cached_property
    def plain(self) -> str:
        """Letters and case kept; marks of markup are spaces, dashes are "-", look-alike letters are Latin."""
        return self._composed[0].translate(_PLAIN)

    @cached_property
    def folded(self) -> str:
        """Lower case without accents."""
        return self._composed[0].translate(_FOLDED)

    def flat(self, start: int, end: int) -> tuple[str, str]:
        """The span, plain and folded, on one line: ends of lines are spaces."""
        return self.plain[start:end].replace("\n", " "), self.folded[start:end].replace("\n", " ")

    def plain_kept(self, start: int, end: int) -> str:
        """The span with its own dashes and letters, as printed."""
        return self._composed[0][start:end]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text for a span of the view."""
        starts = self._composed[1]
        if starts is None:
            return start, end
        first = starts[start] if start < len(starts) else len(self.text)
        return first, starts[end] if end < len(starts) else len(self.text)

    def is_noise(self, start: int) -> bool:
        """True when the line that begins here (in the view) is no print."""
        return self.original(start, start)[0] in self.noise

    def is_apart(self, start: int) -> bool:
        """True when the line that begins here has an empty line's room above it."""
        return self.original(start, start)[0] in self.apart

    def seen(self, offset: int) -> int:
        """The view's offset of an offset of the original text."""
        starts = self._composed[1]
        return offset if starts is None else bisect_left(starts, offset)
