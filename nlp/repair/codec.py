"""The tables of the legacy encodings, compiled once each: a pattern of every byte form and the letter it stands for.

A byte is handled as the character that Windows (cp1252, else Latin-1) shows for it: so bytes of a file and characters
of a text layer go one way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from nlp.repair.tables import read_rows


def _windows() -> str:
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))


WINDOWS = _windows()


@dataclass(frozen=True, slots=True)
class Codec:
    """One encoding: what to look for, what it means, and how letters are written.

    shared_case is True where toned capitals lie on the codes of small letters (TCVN3): fonts of capitals draw them.
    """

    name: str
    pattern: re.Pattern[str]
    letters: Mapping[str, str]
    written: Mapping[str, bytes]
    shared_case: bool

    def decode(self, text: str) -> str:
        """Every byte form replaced by its letter; the rest stays."""
        letters = self.letters
        return self.pattern.sub(lambda found: letters[found[0]], text)


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, Sequence[tuple[str, list[bytes], str]]]:
    found: defaultdict[str, list[tuple[str, list[bytes], str]]] = defaultdict(list)
    for encoding, letter, forms, also in read_rows("legacy_encodings.tsv"):
        found[encoding].append((letter, [bytes.fromhex(form) for form in forms.split(" ")], also))
    return found


def encodings() -> tuple[str, ...]:
    """The names of the encodings known."""
    return tuple(_rows())


@lru_cache(maxsize=16)
def codec(encoding: str) -> Codec:
    """The compiled encoding.

    Raises:
        LookupError: no such encoding.
    """
    rows = _rows().get(encoding)
    if rows is None:
        raise LookupError(f"unknown encoding: {encoding} (known: {', '.join(encodings())})")
    letters: dict[str, str] = {}
    for letter, forms, also in _by_claim(rows):
        for form in forms:
            for shown in _shown(form):
                letters.setdefault(shown, letter)
        if also:
            letters.setdefault(chr(int(also, 16)), letter)
    written = {letter: forms[0] for letter, forms, _ in rows}
    shared = len(set(written.values())) < len(written) * 0.8
    return Codec(encoding, _pattern(letters), letters, written, shared)


def _by_claim(rows: Sequence[tuple[str, list[bytes], str]]) -> list[tuple[str, list[bytes], str]]:
    """Who wins a byte form that two letters claim: first forms before other forms, small letters before capitals."""
    small = sorted(rows, key=lambda row: row[0] != row[0].lower())
    first = [(letter, forms[:1], also) for letter, forms, also in small]
    return first + [(letter, forms[1:], "") for letter, forms, _ in small]


def _shown(form: bytes) -> list[str]:
    """The ways a byte form shows as characters: C1 controls may be kept or shown as Windows does."""
    return ["".join(chars) for chars in product(*({chr(code), WINDOWS[code]} for code in form))]


def _pattern(letters: Mapping[str, str]) -> re.Pattern[str]:
    """One alternative for each first character, longest forms first, so that a search step is one look."""
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for form in letters:
        tails[form[0]].append(form[1:])
    alone = [first for first, rest in tails.items() if rest == [""]]
    groups = [f"[{re.escape(''.join(alone))}]"] if alone else []
    for first, rest in tails.items():
        if rest != [""]:
            groups.append(re.escape(first) + _tail(rest))
    return re.compile("|".join(groups))


def _tail(rest: Sequence[str]) -> str:
    ends = sorted((end for end in rest if end), key=lambda end: (-len(end), end))
    short = "".join(re.escape(end) for end in ends if len(end) == 1)
    long = [re.escape(end) for end in ends if len(end) > 1]
    options = "|".join([*long, f"[{short}]"] if short else long)
    return f"(?:{options})" + ("?" if "" in rest else "")
