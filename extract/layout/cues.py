"""Phrases that mark the head and the foot of a Vietnamese official document, found in spite of reading errors.

Table: ``corpora/lists/layout_cues.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

_LISTS = Path(__file__).resolve().parents[2] / "corpora" / "lists"
_OTHER = re.compile(r"[^A-Z0-9]+")
_ALIKE = 78.0  # per cent of letters in common; "CONG HOA XA HQI CHU NGHIA VIET NAM" has 96
_SHORT = 4  # a cue of so few letters must stand there exactly


def fold(text: str) -> str:
    """Letters and digits alone, without accents, in capitals.

    >>> fold("Độc lập - Tự do")
    'DOCLAPTUDO'
    """
    plain = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return _OTHER.sub("", plain.encode("ascii", "ignore").decode("ascii"))


@cache
def _cues(where: str) -> tuple[tuple[str, str], ...]:
    """The cues of a place, as printed and folded."""
    rows = [row.split("\t") for row in (_LISTS / "layout_cues.tsv").read_text("utf-8").splitlines()[1:]]
    return tuple((cue, fold(cue)) for cue, place, _ in rows if place == where)


def holds(text: str, where: str) -> bool:
    """True when a long cue of ``where`` may stand anywhere in a text: a quick look before ``likeness``.

    >>> holds("LIÊN ĐOÀN LAO ĐỘNG CONG HOA XA HQI CHU NGHIA VIET NAM", "head-right")
    True
    """
    folded = fold(text)
    return any(
        len(folded) >= 0.7 * len(wanted) and fuzz.partial_ratio(folded, wanted, score_cutoff=_ALIKE - 8) > 0
        for _, wanted in _cues(where)
    )


def matches(text: str, where: str) -> bool:
    """True when a text begins with a cue of ``where`` ("head-right", "foot-left", "foot-right", "body").

    >>> matches("CONG HOA XA HQI CHU NGHIA VIET NAM", "head-right"), matches("TM. BAN CHẤP HÀNH", "foot-right")
    (True, True)
    >>> matches("tm. ban", "foot-right"), matches("Noi nhan", "foot-left")
    (False, True)
    """
    return likeness(text, where) >= _ALIKE


def likeness(text: str, where: str) -> float:
    """How well a text begins with a cue of ``where``: 0 to 100, the best of the cues."""
    folded = fold(text)
    return max((_begins(text.strip(), folded, cue, wanted) for cue, wanted in _cues(where)), default=0.0)


def _begins(text: str, folded: str, cue: str, wanted: str) -> float:
    if len(wanted) <= _SHORT:
        return 100.0 if text.startswith(cue) else 0.0
    return fuzz.ratio(folded[: len(wanted)], wanted) if len(folded) >= 0.7 * len(wanted) else 0.0


def is_word(word: str, where: str) -> bool:
    """True when a word is a cue of ``where`` and nothing else, but for its accents.

    >>> is_word("thang", "date"), is_word("năm,", "date"), is_word("hàng", "date")
    (True, True, False)
    """
    folded = fold(word)
    return any(folded == wanted for _, wanted in _cues(where))


def is_head_cue(text: str) -> bool:
    """True for a line that only a document's head or foot has."""
    return any(matches(text, where) for where in ("head-right", "foot-left", "foot-right"))
