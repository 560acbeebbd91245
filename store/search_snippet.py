"""The passage of a text that shows best what was searched for, with the words that matched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from store.search_query import Term
from store.search_words import tokens

#: Characters of a snippet; a few more where a word would be cut.
LENGTH = 200
_BEFORE = 40
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage in one line: ``at`` is its first character in the whole text, ``marks`` are spans within ``text``.

    ``match`` is where the first word that matched stands in the whole text, which is where the hit is.
    """

    text: str
    at: int = 0
    marks: tuple[Span, ...] = ()
    match: int = 0

    def marked(self, before: str, after: str) -> str:
        """The passage with each match between two strings.

        >>> Snippet("ba sáng kiến", 0, ((3, 12),)).marked("[", "]")
        'ba [sáng kiến]'
        """
        parts, end = [], 0
        for start, stop in self.marks:
            parts += [self.text[end:start], before, self.text[start:stop], after]
            end = stop
        return "".join([*parts, self.text[end:]])


class Words:
    """The words of a text, compared as a term asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self._folded: list[str] | None = None
        self._exact: list[str] | None = None

    def find(self, term: Term, *, exactly: bool = False) -> list[Span]:
        """Where a term stands, as spans of characters."""
        wanted, have = (term.exact, self._as_typed()) if exactly else (term.folded, self._without_accents())
        size, last = len(wanted), wanted[-1]
        found = []
        for at, first in enumerate(have[: len(have) - size + 1]):
            if size > 1 and (first != wanted[0] or tuple(have[at : at + size - 1]) != wanted[:-1]):
                continue
            end = have[at + size - 1]
            if end == last or (term.begins and end.startswith(last)):
                found.append((self.tokens[at].start, self.tokens[at + size - 1].end))
        return found

    def _without_accents(self) -> list[str]:
        if self._folded is None:
            self._folded = [token.folded for token in self.tokens]
        return self._folded

    def _as_typed(self) -> list[str]:
        if self._exact is None:
            self._exact = [token.exact for token in self.tokens]
        return self._exact


def has_exactly(text: str, terms: Sequence[Term]) -> bool:
    """True where every term that was typed with accents stands there with these accents."""
    words = Words(text)
    return all(words.find(term, exactly=True) for term in terms if term.accented)


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> Snippet:
    """The passage with most of the terms, the first of the best; the beginning where none of them is there."""
    words = Words(text)
    wanted = [term for term in terms if not term.without]
    found = []
    for number, term in enumerate(wanted):
        exactly = words.find(term, exactly=True) if term.accented else []
        found += [(span, number) for span in exactly or words.find(term)]
    found.sort()
    if not found:
        return _cut(words, 0, length, [])
    return _cut(words, _best(found, length)[0], length, _merged(text, [span for span, _ in found]))


def passage_at(text: str, place: Span, terms: Sequence[Term], length: int = LENGTH) -> Snippet:
    """The passage around a place; the terms in it are marked, or the place itself where none of them is there."""
    words = Words(text)
    begin, end = place[0] - _BEFORE, max(place[1], place[0] + length)
    found = sorted(span for term in terms for span in words.find(term) if begin <= span[0] < end)
    return _cut(words, place[0], length, _merged(text, found) or [place])


def _best(found: list[tuple[Span, int]], length: int) -> Span:
    """The first of the matches from which on most different terms lie within the length."""

    def terms_from(at: int) -> int:
        end = found[at][0][0] + length - _BEFORE
        stop = bisect_left(found, ((end, 0), 0))
        return len({number for _, number in found[at:stop]})

    return found[max(range(len(found)), key=lambda at: (terms_from(at), -at))][0]


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """Matches side by side are one mark."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(words: Words, match: int, length: int, spans: list[Span]) -> Snippet:
    text, starts = words.text, [token.start for token in words.tokens]
    begin = _word_start(starts, max(0, match - _BEFORE)) if match > _BEFORE else 0
    begin = min(begin, match)
    end = next((token.end for token in words.tokens if token.end >= begin + length), len(text))
    end = min(end, begin + 2 * length)  # a word may be longer than any snippet
    marks = tuple((max(start, begin) - begin, min(stop, end) - begin) for start, stop in spans if begin <= start < end)
    flat = "".join(" " if char.isspace() else char for char in text[begin:end])
    return Snippet(flat, begin, marks, match)


def _word_start(starts: Sequence[int], at: int) -> int:
    return starts[bisect_left(starts, at)] if starts and starts[-1] >= at else at
