"""What a quotation names: an initiative, or a programme, movement, slogan; told by the words that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.find.phrasebook import either, kind_of, phrases
from nlp.find.quotes import Quoted
from nlp.find.view import View

_LIST = "initiative_cues.tsv"
_KINDS = ("trigger", "campaign", "between")
#: sure: the word for an initiative leads to it; near: it stands a few words before; list: it goes on from the one
#: before; open: nothing says what it is; no: a programme, a slogan.
Lead = Literal["sure", "near", "list", "open", "no"]
_TRIM = " \n:,*_(-\t"
_MAX_BETWEEN = 5
_SENTENCE = re.compile(r"[.;!?…:](?=\s)|\n\s*\n")
_LIST_LINK = re.compile(r"(?:[;,]|(?<![^\W_])(?:va|cung|hoac))\s*$")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"{either(phrases(_LIST, *_KINDS))}$")


@cache
def _within() -> re.Pattern[str]:
    return re.compile(either(phrases(_LIST, "trigger", "campaign")))


@dataclass(frozen=True, slots=True)
class Named:
    """How a quotation is led to, and where its lead's word for an initiative begins (its own start without one)."""

    lead: Lead
    start: int


def lead_of(view: View, quoted: Quoted, floor: int) -> Named:
    """What the words from ``floor`` on that lead to a quotation make of it."""
    text = view.folded[floor : quoted.start]
    if _LIST_LINK.search(text.rstrip(" \n*_")) and not text.rstrip().endswith(":"):
        return Named("list", quoted.start)
    rest, steps = text.rstrip(_TRIM), 0
    while match := _ends().search(rest):
        kind = kind_of(_LIST, match[0], *_KINDS)
        if kind == "trigger":
            return Named(_unless_campaign(rest, match.start()), floor + match.start())
        if kind == "campaign":
            return Named("no", quoted.start)
        steps += 1
        rest = rest[: match.start()].rstrip(_TRIM)
    return _nearest(rest, floor, quoted.start, steps)


def _unless_campaign(rest: str, at: int) -> Lead:
    """ "Chương trình sáng kiến “...”" names a programme, "phong trào, có sáng kiến “...”" an initiative."""
    before = rest[:at]
    trimmed = before.rstrip(" \n")
    match = _ends().search(trimmed)
    if match and kind_of(_LIST, match[0], *_KINDS) == "campaign" and match[0] not in _VERBS:
        return "no"
    return "sure"


#: Campaign words that may also do: "xây dựng mô hình “...”", "thực hiện giải pháp “...”", "đạt".
_VERBS = frozenset(
    {"xay dung", "thuc hien", "dat", "nha", "to", "doi", "phan", "noi dung", "co quan", "ngay", "thang", "tuan"}
)


def _nearest(rest: str, floor: int, start: int, steps: int) -> Named:
    """The nearest word for an initiative or a programme among the last words of the clause."""
    clause = rest[max((m.end() for m in _SENTENCE.finditer(rest)), default=0) :]
    comma = clause.rfind(",")
    base = floor + len(rest) - len(clause)
    matches = [m for m in _within().finditer(clause) if m.start() > comma or comma < 0]
    if not matches:
        return Named("open", start)
    last = matches[-1]
    gap = len(clause[last.end() :].split())
    if kind_of(_LIST, last[0], *_KINDS) == "campaign":
        return Named("no" if gap <= 2 and last[0] not in _VERBS and not steps else "open", start)
    return Named("near" if gap <= _MAX_BETWEEN else "open", base + last.start())
