"""The ladder of repair for a text: legacy letters decoded, characters made normal, wrong-language readings restored.

Each rung gives edits of the text that the rung below left; composed, they are all edits of the raw text. Clean
Vietnamese and other languages come back as they are, digits outside words never change, lines stay lines.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from nlp.repair.codec import WINDOWS, encodings
from nlp.repair.mixed import decode_edits, whole_edits
from nlp.repair.names import with_names
from nlp.repair.normalise import normal_edits
from nlp.repair.numbers import with_numbers
from nlp.repair.verdict import judge
from records.edit import Edit, apply, compose
from records.page import Judgement, Verdict

ROUNDS: Final = 4  # repairing the repaired must change nothing; where that takes longer the text is left alone
PASSAGE: Final = 600  # characters that are judged together (some hundred words)
LEAST: Final = 150  # characters of a passage that a blank line ends
SURE_FROM: Final = 20  # words from which a passage that is clean is no reading in the wrong language
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
    knows; bytes that are not UTF-8 are kept as lone surrogates. LookupError where there is no such encoding.
    """
    if encoding not in encodings():
        raw = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
        raw = raw.removeprefix("\ufeff") if encoding.startswith("utf-16") else raw
        return raw, *repair_text(raw)
    raw = codecs.charmap_decode(data, "strict", WINDOWS)[0]
    decoded = tuple(filter(_keeps_digits, whole_edits(raw, encoding)))
    repaired, edits = repair_text(apply(raw, decoded))
    return raw, repaired, compose(decoded, edits)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A few lines of a text and what they are worth."""

    start: int
    end: int
    judgement: Judgement

    @property
    def foreign(self) -> bool:
        """Whether it is surely another language."""
        return self._sure and self.judgement.language != "vi"

    @property
    def right(self) -> bool:
        """Whether it is surely as it should be."""
        return self._sure and self.judgement.encoding is None

    @property
    def _sure(self) -> bool:
        return self.judgement.verdict is Verdict.CLEAN and self.judgement.words >= SURE_FROM


def _climb(text: str) -> tuple[Edit, ...]:
    """The edits of all rungs, once."""
    passages = list(_passages(text))
    edits = tuple(filter(_keeps_digits, _decoded(text, passages)))
    now = apply(text, edits)
    normal = tuple(filter(_keeps_digits, normal_edits(now)))
    edits, now = compose(edits, normal), apply(now, normal)
    if edits:
        passages = list(_passages(now))
    return compose(edits, tuple(_restored(now, passages)))


def _keeps_digits(edit: Edit) -> bool:
    return _DIGIT.findall(edit.before) == _DIGIT.findall(edit.after)


def _passages(text: str) -> Iterator[_Passage]:
    """Whole lines, so many that there is enough to judge by; the end of a paragraph ends a shorter one."""
    start = 0
    while start < len(text):
        blank = _BLANK.search(text, start + LEAST, start + PASSAGE)
        end = blank.end() if blank else text.find("\n", start + PASSAGE) + 1 or len(text)
        yield _Passage(start, end, judge(text[start:end]))
        start = end


def _decoded(text: str, passages: Sequence[_Passage]) -> Iterator[Edit]:
    """Passages in a legacy encoding decoded, neighbours in the same one together."""
    leading = _leading(passages)
    for name, group in groupby(passages, key=lambda passage: _encoding(passage, leading)):
        if name is not None:
            found = list(group)
            start, end = found[0].start, found[-1].end
            yield from _moved(decode_edits(text[start:end], name), start)


def _encoding(passage: _Passage, leading: str | None) -> str | None:
    """The encoding of a passage; one that cannot be told follows the text's leading encoding."""
    found = passage.judgement
    untold = found.verdict in (Verdict.ABSTAINED, Verdict.GARBAGE)
    return found.encoding or (leading if untold else None)


def _leading(passages: Sequence[_Passage]) -> str | None:
    votes: Counter[str] = Counter()
    for passage in passages:
        found = passage.judgement
        if found.verdict is Verdict.LEGACY and found.encoding:
            votes[found.encoding] += found.words
    return votes.most_common(1)[0][0] if votes else None


def _restored(text: str, passages: Sequence[_Passage]) -> Iterator[Edit]:
    """Wrong-language readings restored, with document numbers and persons' names; section by section.

    What is surely another language is kept out; where all is right or too short to tell nothing is looked at.
    """
    wrong = any(passage.judgement.verdict is Verdict.WRONG_LANGUAGE for passage in passages)
    if not wrong and any(passage.right for passage in passages):
        return
    from nlp.repair.restore import restore  # heavy: numpy and the models

    for section in _sections(passages):
        part = "\n\n".join(text[start:end] for start, end in section)
        _, edits = restore(part)
        if edits:
            yield from _placed(with_names(part, with_numbers(part, edits)), section)


def _sections(passages: Sequence[_Passage]) -> Iterator[list[tuple[int, int]]]:
    """Spans to restore together, so long that one part's wording repairs another's."""
    spans: list[tuple[int, int]] = []
    for foreign, group in groupby(passages, key=lambda passage: passage.foreign):
        if foreign:
            continue
        for passage in group:
            if spans and spans[-1][1] == passage.start:
                spans[-1] = (spans[-1][0], passage.end)
            else:
                spans.append((passage.start, passage.end))
            if sum(end - start for start, end in spans) > SECTION:
                yield spans
                spans = []
    if spans:
        yield spans


def _placed(edits: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """Edits of spans joined by blank lines as edits of the text; one that reaches out of its span is left out."""
    rest = list(edits)[::-1]
    offset = 0
    for start, end in spans:
        size = end - start
        while rest and rest[-1].start <= offset + size:
            edit = rest.pop()
            if edit.start >= offset and edit.end <= offset + size and "\n" not in edit.before + edit.after:
                yield replace(edit, start=edit.start - offset + start, end=edit.end - offset + start)
        offset += size + 2


def _moved(edits: Sequence[Edit], by: int) -> Iterator[Edit]:
    return (replace(edit, start=edit.start + by, end=edit.end + by) for edit in edits)
