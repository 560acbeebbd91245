"""Text of which only a part is in a legacy encoding, and files whose encoding has to be found out."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nlp.repair.codec import WINDOWS, codec
from nlp.repair.legacy import decode_text
from nlp.repair.profiles import kinds, score, tokens
from nlp.repair.syllables import bare, counts
from nlp.repair.trial import MODERN, UNKNOWN, try_encodings, weigh
from nlp.repair.viqr import ADDRESS, decode_viqr
from records.edit import Edit

RUNG: Final = "decode"
SWITCH = 5.0  # nats that a change between decoding and leaving costs: more than a word alone can pay twice
KEEP = -4.0  # a word that loses so much stays, whatever stands around it
_AMBIGUOUS = 2.0  # what a word may weigh that is a syllable both ways
_MARKED = 3.0  # nats that marks between ASCII letters speak for VIQR
_FOREIGN = 0.7  # nats that a foreign word speaks against decoding what is around it
_LIMIT = 8.0  # what one word may weigh at most
_WORD = re.compile(r"[^ \t\r\n]+")
_TYPOGRAPHIC = re.compile(r"^[!-@\[-`{-~“”‘’–—…•«»]*[“”‘’–—…•«»][!-@\[-`{-~“”‘’–—…•«»]*$")
_POINTS = ".,;:!?()\"'"
_ORDINAL = re.compile(r"^\W*(?:[nN]|\d+)[ºª°](?!\w)")  # nº 5, 1º, 40°
_STAYS = (ADDRESS, MODERN, _TYPOGRAPHIC, _ORDINAL)
_HEAD = 20_000  # characters looked at to find a file's encoding
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode_mixed(text: str, encoding: str) -> str:
    """Decodes the spans that become more Vietnamese by it; the rest comes back as it is.

    Addresses of the web and e-mail, Unicode Vietnamese and other languages stay; digits are never touched.

    >>> decode_mixed("Céng hoµ x· héi chñ nghÜa ViÖt Nam: Nghị quyết số 5, café, a.be@so.vn", "tcvn3")
    'Cộng hoà xã hội chủ nghĩa Việt Nam: Nghị quyết số 5, café, a.be@so.vn'
    """
    parts, at = [], 0
    for run in _decoded_runs(text, encoding):
        parts += [text[at : run.start], run.decoded]
        at = run.end
    return "".join([*parts, text[at:]])


def decode_edits(text: str, encoding: str) -> tuple[Edit, ...]:
    """The same as edits, one a word; confidence is what the word and its neighbours speak for decoding it.

    >>> [(edit.before, edit.after) for edit in decode_edits("Céng hoµ x· héi, café số 5", "tcvn3")]
    [('Céng', 'Cộng'), ('hoµ', 'hoà'), ('x·', 'xã'), ('héi,', 'hội,')]
    """
    return tuple(edit for run in _decoded_runs(text, encoding) for edit in _run_edits(text, run))


def whole_edits(text: str, encoding: str) -> tuple[Edit, ...]:
    """Edits, one a word, that decode all of a text that is known to be in an encoding."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(_Run(at, at + len(line), decode_text(line, encoding), ()))
        at += len(line)
    return tuple(edit for line in lines for edit in _run_edits(text, line))


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words that are decoded: their span, what it decodes to, and what each word gains."""

    start: int
    end: int
    decoded: str
    gains: Sequence[float]


def _decoded_runs(text: str, encoding: str) -> Iterator[_Run]:
    words = list(_WORD.finditer(text))
    gains = [_gain(word[0], encoding) for word in words]
    chosen = [state and gain > KEEP for state, gain in zip(_runs(gains), gains, strict=True)]
    for first, last in _spans(chosen):
        if _only_repeats([word[0] for word in words[first:last]], gains[first:last]):
            continue
        start, end = words[first].start(), words[last - 1].end()
        yield _Run(start, end, decode_text(text[start:end], encoding), gains[first:last])


def _only_repeats(words: Sequence[str], gains: Sequence[float]) -> bool:
    """Whether a run is worth decoding only because one word comes again and again: French "où", a dot between names."""
    distinct = {word.strip(_POINTS).lower(): gain for word, gain in zip(words, gains, strict=True)}
    return sum(gains) >= SWITCH > sum(distinct.values())


def _run_edits(text: str, run: _Run) -> Iterator[Edit]:
    """An edit for each word that changed; one for the whole run where words were joined or parted."""
    raw = text[run.start : run.end]
    words, decoded = list(_WORD.finditer(raw)), _WORD.findall(run.decoded)
    if _WORD.sub("", raw) != _WORD.sub("", run.decoded) or len(words) != len(decoded):
        if raw != run.decoded:
            yield Edit(run.start, run.end, raw, run.decoded, RUNG)
        return
    for number, (word, after) in enumerate(zip(words, decoded, strict=True)):
        if word[0] != after:
            sure = _confidence(run.gains, number) if run.gains else None
            yield Edit(run.start + word.start(), run.start + word.end(), word[0], after, RUNG, sure)


def _confidence(gains: Sequence[float], number: int) -> float:
    """How likely a word of a run is rightly decoded: its own gain, and what leaving it alone would cost."""
    sides = (number > 0) + (number < len(gains) - 1)
    return round(1 / (1 + math.exp(-gains[number] - 2 * SWITCH * (sides - 1))), 3)


@lru_cache(maxsize=65536)
def _gain(word: str, encoding: str) -> float:
    """Nats that decoding the word gains: of syllables, or where neither is one, of letter profiles."""
    if any(sign.search(word) for sign in _STAYS):
        return -_LIMIT
    decoded = decode_viqr(word) if encoding == "viqr" else codec(encoding).decode(word)
    if decoded == word or (word.isascii() and encoding != "viqr") or not any(map(str.isalpha, word)):
        return -_FOREIGN if _is_foreign(word) else 0.0  # a dot between names ("·") is a letter only among letters
    before, after = weigh(word), weigh(decoded)
    if encoding == "viqr":
        return max(-_LIMIT, min(_LIMIT, after - before + _MARKED))
    if before == after == UNKNOWN and word.isupper() and decoded.isupper():
        return 0.0  # abbreviations (LĐLĐ) have letters in no order: they go with their neighbours
    fits = _fit(decoded, ("vi",)) - _fit(word, ("vi", "en", "fr"))
    if before == after == UNKNOWN:
        return max(-_LIMIT, min(_LIMIT, fits))
    # a word that looks at home elsewhere ("où") goes with its neighbours
    most = _AMBIGUOUS if before > UNKNOWN else min(_LIMIT, max(_AMBIGUOUS, fits))
    return max(-_LIMIT, min(most, after - before))


def _is_foreign(word: str) -> bool:
    """Whether a word that decodes to itself has parts that are no syllables, even without accents."""
    return not word.isupper() and any(len(p) > 2 and p not in counts() and p not in bare() for p in tokens(word))


def _fit(word: str, languages: Sequence[str]) -> float:
    names = kinds()
    totals = [sum(column) for column in zip(*map(score, tokens(word)), strict=True)]
    return max(totals[names.index(name)] for name in languages) / 100 if totals else 0.0


def _runs(gains: Sequence[float]) -> list[bool]:
    """True where a word lies in a run to decode: the likeliest course of two states (Viterbi)."""
    keep, decode = 0.0, 0.0
    steps: list[tuple[bool, bool]] = []
    for gain in gains:
        steps.append((decode - SWITCH > keep, decode >= keep - SWITCH))
        keep, decode = max(keep, decode - SWITCH), max(decode, keep - SWITCH) + gain
    states, state = [], decode > keep
    for from_keep, from_decode in reversed(steps):
        states.append(state)
        state = from_decode if state else from_keep
    return states[::-1]


def _spans(chosen: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each run of chosen words: the number of its first word and the number after its last."""
    first = -1
    for number, take in enumerate(chosen):
        if take and first < 0:
            first = number
        elif not take and first >= 0:
            yield first, number
            first = -1
    if first >= 0:
        yield first, len(chosen)


def detect_bytes(data: bytes) -> str | None:
    """The encoding of a text file's bytes, as decode_bytes takes it; None where nothing explains them.

    >>> detect_bytes("Kế hoạch năm".encode()), detect_bytes(b"plain"), detect_bytes("Việt".encode("utf-16"))
    ('utf-8', 'ascii', 'utf-16')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    text = codecs.charmap_decode(data[:_HEAD], "strict", WINDOWS)[0]
    if data.isascii():
        return try_encodings(text).encoding or "ascii"
    if _is_utf8(data):
        return "utf-8"
    trial = try_encodings(text)
    if trial.encoding and trial.fixed + trial.both > trial.kept:
        return trial.encoding
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
