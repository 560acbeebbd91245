"""How sure a reading is: the confidence of the words behind a span of the view."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.find.view import View
from records.page import DocumentText
from records.place import Place

#: Of real handwritten numbers none that was read wrong was above 0.66; typed ones of clean scans begin at about 0.7.
SURE_NUMBER = 0.70
#: A day has two digits and no symbol to check it by: one of a real scan was read wrong at 0.72.
SURE_DAY = 0.80


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

    def number_sure(self, start: int, end: int) -> bool:
        """True when the word that holds the first digits of a document number is sure, or nothing was guessed at."""
        return self._digits_above(SURE_NUMBER, start, end)

    def day_sure(self, start: int, end: int) -> bool:
        """True when the word that holds the first digits of a date is sure, or nothing was guessed at."""
        return self._digits_above(SURE_DAY, start, end)

    def _digits_above(self, least: float, start: int, end: int) -> bool:
        match = re.search(r"\d+", self.view.plain[start:end])
        confidence = self.confidence(start + match.start(), start + match.end()) if match else 0.0
        return confidence is None or confidence >= least
