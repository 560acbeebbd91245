"""The ladder of repair for a text: legacy letters decoded, characters made normal, wrong-language readings restored.

Each rung gives edits of the text that the rung below left; they compose, so that those returned are all of the raw text.
Clean Vietnamese and other languages come back as they are, digits outside words never change, lines stay lines.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from nlp.repair.codec import WINDOWS, encodings
from nlp.repair.mixed import decode_edits, whole_edits
from nlp.repair.names import with_names
from nlp.repair.normalise import normal_edits
from nlp.repair.numbers import with_numbers
from nlp.repair.verdict import judge
from records.edit import Edit, apply, compose
from records.page import Verdict

ROUNDS: Final = 4  # repairing the repaired must change nothing; where that takes longer the text is left alone
PASSAGE: Final = 600  # characters that are judged together (some hundred words)
SECTION: Final = 400_000  # characters that are restored together: what one says repairs the other
_DIGIT = re.compile(r"\d")
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")


def repair_text(text: str) -> tuple[str, tuple[Edit, ...]]:
    """The repaired text and every edit: ``apply(text, edits)`` is the repaired text, ``undo`` leads back.

    Repairing the repaired changes nothing. rung of an edit: decode, normalise, restore, number, or several joined by
    "+". OSError where the models are missing.

    >>> repair_text("C¨n cø b¸o c¸o cña c¸c ®¬n vÞ sè 12/BC")[0]
    'Căn cứ báo cáo của các đơn vị số 12/BC'
    """
    now, edits = text, tuple[Edit, ...]()
    for _ in range(ROUNDS):
        step = _climb(now)
        edits = compose(edits, step)
        if not any(edit.changes for edit in step):
            return now, edits
        now = apply(now, step)
    return text, ()


def repair_bytes(data: bytes, encoding: str) -> tuple[str, str, tuple[Edit, ...]]:
    """A text file's bytes as raw text, the repaired text, and every edit between them.

    encoding: one of ``codec.encodings()`` (the raw text then is what Windows shows for the bytes), or one that Python
    knows; bytes that are not in it are kept as lone surrogates. LookupError where there is no such encoding.
    """
    if encoding not in encodings():
        raw = data.decode(encoding, "surrogateescape")
        return raw, *repair_text(raw)
    raw = codecs.charmap_decode(data, "strict", WINDOWS)[0]
    decoded = tuple(filter(_keeps_digits, whole_edits(raw, encoding)))
    repaired, edits = repair_text(apply(raw, decoded))
    return raw, repaired, compose(decoded, edits)


def _climb(text: str) -> tuple[Edit, ...]:
    """The edits of all rungs, once."""
    edits = tuple(edit for edit in _decoded(text) if _keeps_digits(edit))
    now = apply(text, edits)
    normal = tuple(edit for edit in normal_edits(now) if _keeps_digits(edit))
    edits, now = compose(edits, normal), apply(now, normal)
    return compose(edits, tuple(_restored(now)))


def _keeps_digits(edit: Edit) -> bool:
    return _DIGIT.findall(edit.before) == _DIGIT.findall(edit.after)


def _decoded(text: str) -> Iterator[Edit]:
    """Passages in a legacy encoding decoded, neighbours in the same one together."""
    start = end = 0
    name: str | None = None
    for begin, stop, encoding in _encodings(text):
        if encoding != name:
            yield from _moved(decode_edits(text[start:end], name), start) if name else ()
            start, name = begin, encoding
        end = stop
    yield from _moved(decode_edits(text[start:end], name), start) if name else ()


def _encodings(text: str) -> list[tuple[int, int, str | None]]:
    """The passages with their encodings; what cannot be told follows the text's leading encoding."""
    judged = [(start, end, judge(text[start:end])) for start, end in _passages(text)]
    votes: Counter[str] = Counter()
    for _, _, found in judged:
        if found.verdict is Verdict.LEGACY and found.encoding:
            votes[found.encoding] += found.words
    leading = votes.most_common(1)[0][0] if votes else None
    return [
        (start, end, found.encoding or (None if found.verdict is Verdict.CLEAN else leading))
        for start, end, found in judged
    ]


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Whole lines, so many that there is enough to judge by."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + PASSAGE) + 1 or len(text)
        yield start, end
        start = end


def _restored(text: str) -> Iterator[Edit]:
    """Wrong-language readings restored, with document numbers and persons' names."""
    from nlp.repair.restore import restore  # heavy: numpy and the models

    for start, end in _sections(text):
        part = text[start:end]
        _, edits = restore(part)
        if edits:
            yield from _moved(with_names(part, with_numbers(part, edits)), start)


def _sections(text: str) -> Iterator[tuple[int, int]]:
    """Parts that end between blocks, all of the text where it is short."""
    start = 0
    while start < len(text):
        found = _BLANK.search(text, start + SECTION)
        end = found.end() if found else len(text)
        yield start, end
        start = end


def _moved(edits: Sequence[Edit], by: int) -> Iterator[Edit]:
    return (replace(edit, start=edit.start + by, end=edit.end + by) for edit in edits)
