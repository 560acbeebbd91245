"""How sure a reading is: the confidence of the words behind a span of the view."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.find.view import View
from records.page import DocumentText
from records.place import Place

#: Handwritten numbers and days that were read wrong had word confidences up to 0.66, typed ones mostly 0.85 and more.
SURE = 0.85


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document's text with the view made of it."""

    text: DocumentText
    view: View

    def place(self, start: int, end: int) -> Place:
        """The place of a span of the view."""
        return self.text.place(*self.view.original(start, end))

    def confidence(self, start: int, end: int) -> float | None:
        """The lowest confidence of the words that a span touches; None for text that was not read from an image."""
        words = self.text.words_between(*self.view.original(start, end))
        known = [w.confidence for w in words if w.confidence is not None]
        return min(known) if known else None

    def is_sure(self, start: int, end: int) -> bool:
        """True when every word of the span was read with confidence, or nothing was guessed at."""
        confidence = self.confidence(start, end)
        return confidence is None or confidence >= SURE

    def digits_sure(self, start: int, end: int) -> bool:
        """True when the words that hold the first digits of the span are sure."""
        match = re.search(r"\d+", self.view.plain[start:end])
        return match is not None and self.is_sure(start + match.start(), start + match.end())
