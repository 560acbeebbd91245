"""Which encoding the bytes of a text file are in, judged by what they would read as in Vietnamese.

Unicode comes first, for it checks itself. Among the eight-bit encodings the one wins whose decoding makes the most
syllables of Vietnamese out of the words with letters beyond ASCII. Tables: ``corpora/lists/legacy_encodings.tsv``
(letter to bytes) and ``syllables.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).resolve().parent.parent / "corpora" / "lists"

#: Eight-bit encodings that are told apart, in the order that settles a tie.
EIGHT_BIT = ("tcvn3", "vni", "cp1258", "viscii", "vps")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 200_000  # bytes that are enough to judge by
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b\x02\x05\x06"))  # VISCII has letters at 2, 5, 6, 14, 19, 1E
_MAX_CONTROLS = 0.005
_MAX_BROKEN = 0.001  # bytes out of place in a UTF-8 file that is otherwise sound
_LEAST_VALID = 0.5  # share of syllables under which an encoding is not believed
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by name ("utf-8", "utf-16-le", "cp1258", "tcvn3", "vni"..., "latin-1" when unknown), and a note."""

    name: str
    note: str | None = None


def detect(data: bytes) -> Encoding | None:
    """The encoding of a text, or None when the bytes are no text.

    >>> detect("Báo cáo tổng kết".encode("utf-16-le"))
    Encoding(name='utf-16-le', note=None)
    >>> detect(bytes(range(256))) is None
    True
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    wide = _without_mark(data)
    if wide is not None:
        return Encoding(wide)
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MAX_CONTROLS * len(sample):
        return None
    return _utf8(data) or _eight_bit(sample)


def _marked(body: bytes, name: str) -> Encoding:
    """An encoding that a byte order mark names, with a note when the bytes do not keep to it."""
    try:
        body.decode(name)
    except UnicodeDecodeError as error:
        return Encoding(name, f"bytes that are not {name} from byte {error.start} on")
    return Encoding(name)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows by its zero bytes: those of spaces and plain letters lie on one side."""
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if max(odd, even) < 0.2 or max(odd, even) < 3 * min(odd, even):  # U+0300 has a zero on the other side
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: 2 * pairs].decode(name, "replace")
    strange = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") for char in text if char not in "\t\n\r\f")
    return name if strange + text.count("\ufffd") <= 0.01 * len(text) else None


def _utf8(data: bytes) -> Encoding | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken, beyond = text.count("\ufffd"), sum(char > "\x7f" for char in text)
        if broken <= _MAX_BROKEN * len(data) and broken * 20 < beyond:
            return Encoding("utf-8", f"{broken} places are not UTF-8")
        return None
    return Encoding("utf-8")


def _eight_bit(sample: bytes) -> Encoding:
    """The eight-bit encoding that makes most Vietnamese syllables, or "latin-1" with a note."""
    scores = {name: share_of_syllables(trial(sample, name)) for name in EIGHT_BIT}
    best = max(EIGHT_BIT, key=lambda name: scores[name])
    if scores[best] < _LEAST_VALID:
        return Encoding("latin-1", "eight-bit text in no known Vietnamese encoding")
    return Encoding(best)


def trial(data: bytes, name: str) -> str:
    """A decoding good enough to judge by: small letters where an encoding gives capitals the same bytes.

    >>> trial(b"B\\xb8o c\\xb8o", "tcvn3")
    'Báo cáo'
    """
    if name == "cp1258":
        return unicodedata.normalize("NFC", data.decode(name, "replace"))
    letters, pattern = _table(name)
    return pattern.sub(lambda found: letters[found[0]], data.decode("latin-1"))


@cache
def _table(name: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Byte sequences (as latin-1) to letters, and the pattern that finds the longest of them."""
    letters: dict[str, str] = {}
    for row in (LISTS / "legacy_encodings.tsv").read_text("utf-8").splitlines()[1:]:
        encoding, letter, sequences = row.split("\t")[:3]
        if encoding == name:
            for sequence in sequences.split():
                letters.setdefault(bytes.fromhex(sequence).decode("latin-1"), letter)
    longest_first = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join(map(re.escape, longest_first)))


def share_of_syllables(text: str) -> float:
    """Share of the words with letters beyond ASCII that are syllables of Vietnamese (0..1); 0 where there is none."""
    words = [word for word in _WORD.findall(text.lower()) if not word.isascii()]
    known = _syllables()
    return sum(word in known for word in words) / len(words) if words else 0.0


@cache
def _syllables() -> frozenset[str]:
    rows = (LISTS / "syllables.tsv").read_text("utf-8").splitlines()[1:]
    return frozenset(row.partition("\t")[0] for row in rows)
