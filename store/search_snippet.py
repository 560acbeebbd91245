"""The passage of a text that shows best what was searched for, with the words that matched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from store.search_query import Term
from store.search_words import Token, tokens

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


def occurrences(term: Term, words: Sequence[Token], *, exactly: bool = False) -> list[Span]:
    """Where a term stands among the words of a text, as spans of characters."""
    wanted = term.exact if exactly else term.folded
    have = [word.exact if exactly else word.folded for word in words]
    size = len(wanted)
    found = []
    for at in range(len(have) - size + 1):
        last = have[at + size - 1]
        ends = last.startswith(wanted[-1]) if term.begins else last == wanted[-1]
        if ends and tuple(have[at : at + size - 1]) == wanted[:-1]:
            found.append((words[at].start, words[at + size - 1].end))
    return found


def has_exactly(text: str, terms: Sequence[Term]) -> bool:
    """True where every term that was typed with accents stands there with these accents."""
    words = list(tokens(text))
    return all(occurrences(term, words, exactly=True) for term in terms if term.accented)


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> Snippet:
    """The passage with most of the terms, the first of the best; the beginning where none of them is there."""
    words = list(tokens(text))
    wanted = [term for term in terms if not term.without]
    found = []
    for number, term in enumerate(wanted):
        exactly = occurrences(term, words, exactly=True) if term.accented else []
        found += [(span, number) for span in exactly or occurrences(term, words)]
    found.sort()
    if not found:
        return _cut(text, words, 0, length, [])
    return _cut(text, words, _best(found, length)[0], length, _merged(text, [span for span, _ in found]))


def passage_at(text: str, place: Span, terms: Sequence[Term], length: int = LENGTH) -> Snippet:
    """The passage around a place; the terms in it are marked, or the place itself where none of them is there."""
    words = list(tokens(text))
    begin, end = place[0] - _BEFORE, max(place[1], place[0] + length)
    found = sorted(span for term in terms for span in occurrences(term, words) if begin <= span[0] < end)
    return _cut(text, words, place[0], length, _merged(text, found) or [place])


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


def _cut(text: str, words: Sequence[Token], match: int, length: int, spans: list[Span]) -> Snippet:
    starts = [word.start for word in words]
    begin = _word_start(starts, max(0, match - _BEFORE)) if match > _BEFORE else 0
    begin = min(begin, match)
    end = next((word.end for word in words if word.end >= begin + length), len(text))
    end = min(end, begin + 2 * length)  # a word may be longer than any snippet
    marks = tuple((max(start, begin) - begin, min(stop, end) - begin) for start, stop in spans if begin <= start < end)
    flat = "".join(" " if char.isspace() else char for char in text[begin:end])
    return Snippet(flat, begin, marks, match)


def _word_start(starts: Sequence[int], at: int) -> int:
    return starts[bisect_left(starts, at)] if starts and starts[-1] >= at else at
