"""One name or phrase, several spellings in one document: a word read unsurely takes the marks it has elsewhere.

Only text read from images is concerned, only marks over and under letters, never a letter's base or a digit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile

from nlp.find.evidence import Evidence
from nlp.find.view import fold

_WORD = re.compile(r"[^\W\d_]+")
#: A word is respelled where it was read less surely than elsewhere, by this much at least.
_SURER = 0.02
_REACH = 60_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word in the text: its span in the view, lower case."""

    start: int
    end: int
    text: str


def agreed(value: str, span: tuple[int, int], evidence: Evidence) -> str:
    """The value with the spelling of the same words elsewhere in the document, where that is read more surely.

    value: words of the view's span, in any case; a word counts as the same where a neighbour of it is the same too.
    """
    if evidence.confidence(*span) is None:
        return value
    own = _words(evidence, *span)
    matches = list(_WORD.finditer(value))
    same = takewhile(lambda pair: fold(pair[0].text) == fold(pair[1][0]), zip(own[::-1], matches[::-1], strict=False))
    shared = sum(1 for _ in same)  # from the end: an abbreviation at its head was written out
    own, matches = own[len(own) - shared :], matches[len(matches) - shared :]
    elsewhere = _words(evidence, 0, span[0]) + _words(evidence, span[1], span[1] + _REACH)
    pairs = {(fold(a.text), fold(b.text)) for a, b in pairwise(own)}
    seen: dict[tuple[str, str, int], list[_Seen]] = {}
    for a, b in pairwise(elsewhere):
        pair = (fold(a.text), fold(b.text))
        if pair in pairs:
            seen.setdefault((*pair, 0), []).append(a)
            seen.setdefault((*pair, 1), []).append(b)
    out = value
    for index, match in enumerate(matches):
        better = _better(own, index, seen, evidence)
        if better and len(better) == len(match[0]):
            out = out[: match.start()] + _cased(better, match[0]) + out[match.end() :]
    return out


def _words(evidence: Evidence, start: int, end: int) -> list[_Seen]:
    plain = evidence.view.plain
    return [_Seen(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(plain, start, min(end, len(plain)))]


def _better(
    own: list[_Seen], index: int, seen: dict[tuple[str, str, int], list[_Seen]], evidence: Evidence
) -> str | None:
    """The spelling of a word elsewhere beside the same neighbour; None where its own occurs there, or is as sure."""
    word = own[index]
    beside: list[_Seen] = []
    if index + 1 < len(own):
        beside += seen.get((fold(word.text), fold(own[index + 1].text), 0), [])
    if index:
        beside += seen.get((fold(own[index - 1].text), fold(word.text), 1), [])
    counts = Counter(w.text for w in beside)
    if not counts or word.text in counts:
        return None
    best = counts.most_common(1)[0][0]
    sure = max(evidence.confidence(w.start, w.end) or 0.0 for w in beside if w.text == best)
    return best if sure >= (evidence.confidence(word.start, word.end) or 0.0) + _SURER else None


def _cased(word: str, like: str) -> str:
    """The word in the case of another."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[0].isupper() else word
