"""The numbered headings of a document: parts (I, II), sections (1, 2), subsections (1.1, 1.2), articles (Điều 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from records.dossier import TextLine

_MARKUP = "*#_> \t"
_ROMAN = re.compile(r"([IVXL]{1,6})\s*(?:[.)-]|/(?!v\b))\s*(?=\S*[^\W\d_])")
_ARABIC = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)]?\s+(?=[^\W\d_“\"])")
_ARTICLE = re.compile(r"[Đđ]iều\s+(\d{1,3})\s*[.:]")
#: A Roman numeral as readers give it ("IIL.", "lV.", "HI."), and what its letters stand for.
_MISREAD = re.compile(r"([IVXLHl1|TFJi\]\[!]{2,6})\s*[.)]\s*(?=\S*[^\W\d_])")
_STROKES = str.maketrans({**dict.fromkeys("Ll1|TFJi][!", "I"), "H": "II"})
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: its kind, the numbers above it and its own, as printed; not sure amid running text."""

    kind: str
    above: tuple[int, ...]
    number: int
    printed: str
    line: TextLine
    sure: bool = True


def roman(text: str) -> int | None:
    """The value of a Roman numeral in its usual form, None for any other letters.

    >>> roman("IV"), roman("XII"), roman("IIII"), roman("VX")
    (4, 12, None, None)
    """
    total = 0
    for char, following in zip(text, text[1:] + " ", strict=True):
        value = _VALUES.get(char)
        if value is None:
            return None
        total += -value if _VALUES.get(following, 0) > value else value
    return total if to_roman(total) == text else None


def to_roman(number: int) -> str:
    """A number from 1 to 89 as a Roman numeral; "" for any other."""
    if not 0 < number < 90:
        return ""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]


def headings(lines: Iterable[TextLine]) -> Iterator[Heading]:
    """Every line that begins with a number as headings do."""
    before = ""
    last = 0
    for line in lines:
        text = line.text.strip(_MARKUP)
        if text and "\t" not in line.text and "|" not in line.text:
            found = _heading(text, line)
            if found is not None:
                yield replace(found, sure=found.sure and (line.line > last + 1 or _may_begin(before, found)))
        if text:
            before, last = text, line.line


def _heading(text: str, line: TextLine) -> Heading | None:
    match = _ROMAN.match(text)
    if match is not None and (value := roman(match[1])) is not None:
        return Heading("part", (), value, match[1], line)
    match = _ARTICLE.match(text)
    if match is not None:
        return Heading("article", (), int(match[1]), f"Điều {match[1]}", line)
    match = _ARABIC.match(text)
    if match is None or ("." not in match[0].rstrip() and ")" not in match[0]):
        match = _MISREAD.match(text)
        value = roman(match[1].translate(_STROKES)) if match else None
        return Heading("part", (), value, match[1], line, sure=False) if match and value else None
    *above, number = (int(part) for part in match[1].split("."))
    return Heading("section", tuple(above), number, match[1], line) if number < 100 else None


def _may_begin(before: str, heading: Heading) -> bool:
    """A section may not begin in the middle of a sentence: the line before ends one, or is a heading itself."""
    if heading.kind != "section" or not before:
        return True
    return before[-1] in '.;:?!”"…/)' or before.isupper() or _heading(before, heading.line) is not None
