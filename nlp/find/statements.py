"""Sentences that state figures: each figure with the clause before it, its bracket, and the figures beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.find.contexts import FIGURES, quoted_spans
from nlp.find.paragraphs import Paragraph
from nlp.find.quantities import Quantity
from nlp.find.view import UPPER, View

_SENTENCE = re.compile(rf"(?<![.\d\s][A-ZĐ])[.!?…]+['\"”’)\]]*\s+(?=['\"“(\[]*[{UPPER}])")
_REACH = 500  # characters before a figure that are looked at
_BRACKET = re.compile(r"\([^()]*\)?")


@dataclass(frozen=True)
class Statement:
    """A sentence of the view with its figures in order. before: the sentence before it in the paragraph, or None."""

    view: View
    paragraph: Paragraph
    start: int
    end: int
    figures: tuple[Quantity, ...]
    before: tuple[int, int] | None = None

    @cached_property
    def brackets(self) -> list[tuple[int, int]]:
        """Spans of bracketed text, the brackets among them."""
        return [m.span() for m in _BRACKET.finditer(self.view.plain, self.start, self.end)]

    def bracket_of(self, at: int) -> tuple[int, int] | None:
        """The bracket around an offset."""
        index = bisect_left(self.brackets, (at, 0)) - 1
        return self.brackets[index] if index >= 0 and at < self.brackets[index][1] else None

    @cached_property
    def _flat(self) -> tuple[str, str]:
        """The sentence, plain and folded, with what brackets and quotation marks hold blanked out."""
        plain, folded = self.view.flat(self.start, self.end)
        blank = sorted([*self.brackets, *quoted_spans(self.view.plain, self.start, self.end)])
        if not blank:
            return plain, folded
        pieces, at = [], 0
        for start, end in blank:
            if start - self.start < at:
                continue
            pieces.append((at, start - self.start, end - start))
            at = end - self.start
        pieces.append((at, len(plain), 0))
        blanked = ["".join(text[a:b] + " " * gap for a, b, gap in pieces) for text in (plain, folded)]
        return blanked[0], blanked[1]

    def clause(self, at: int) -> Clause:
        """The clause that holds an offset, up to it: within its bracket or, outside of brackets, without them."""
        bracket = self.bracket_of(at)
        if bracket:
            start = max(bracket[0] + 1, at - _REACH)
            plain, folded = self.view.flat(start, at)
        else:
            start, (flat, folded_flat) = max(self.start, at - _REACH), self._flat
            inside = slice(start - self.start, at - self.start)
            plain, folded = flat[inside], folded_flat[inside]
        cut = plain.rfind(";") + 1
        return Clause(start + cut, at, plain[cut:], folded[cut:], bracket)

    def whole(self, at: int) -> Clause:
        """All of the sentence before an offset that stands outside of brackets, as one clause."""
        start, (flat, folded) = max(self.start, at - _REACH), self._flat
        inside = slice(start - self.start, at - self.start)
        return Clause(start, at, flat[inside], folded[inside])


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause from its start to a figure; plain and folded have the length of its span. bracket: the one around it."""

    start: int
    end: int
    plain: str
    folded: str
    bracket: tuple[int, int] | None = None


def find_statements(view: View, paragraphs: Sequence[Paragraph], quantities: Sequence[Quantity]) -> Iterator[Statement]:
    """The sentences of the paragraphs that hold a figure (plain, percent, fraction, money)."""
    starts = [paragraph.start for paragraph in paragraphs]
    by_paragraph: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        index = bisect_right(starts, quantity.start) - 1
        if index >= 0 and quantity.kind in FIGURES and quantity.start < paragraphs[index].end:
            by_paragraph.setdefault(index, []).append(quantity)
    for index, found in by_paragraph.items():
        yield from _sentences(view, paragraphs[index], found)


def _sentences(view: View, paragraph: Paragraph, found: list[Quantity]) -> Iterator[Statement]:
    ends = [m.end() for m in _SENTENCE.finditer(view.plain, paragraph.body, paragraph.end)]
    bounds = list(zip([paragraph.body, *ends], [*ends, paragraph.end], strict=True))
    starts = [quantity.start for quantity in found]
    before: tuple[int, int] | None = None
    for start, end in bounds:
        inside = found[bisect_left(starts, start) : bisect_left(starts, end)]
        if inside:
            yield Statement(view, paragraph, start, end, tuple(inside), before)
        before = (start, end)
