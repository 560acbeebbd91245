"""Who stands behind an initiative: a person's name with post and unit as printed after (or before) it.

"Lê Thị A, Trưởng phòng kỹ thuật Công ty B" and "Đoàn viên CĐCS Sở C" are cut where the organisation's name begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.find.people import Person, post_start
from nlp.find.phrasebook import spelled
from nlp.find.quotes import words_of
from nlp.find.unit_heads import part_heads, sure_heads
from nlp.find.view import UPPER, View, fold

#: The end of a holder: a semicolon, dots of omission, the end of a sentence or a paragraph, the next quotation.
_END = re.compile(
    rf"[;…“”\"«»]|\.\s?\.|\.(?=\s+[^\W_]*[{UPPER}])|[.:](?=\s*$)|[.:](?=\s*\n\s*\n)|\.(?=\s*\n)|\n[ ]*\n|"
    r"\n\s*[-+•][ ]|\n\s*\d{1,2}(?:\.\d{1,2})*[.)][ ]|:\s"
)
#: Words written short with a stop that ends no sentence: "TP.", "ThS.", "BSCKI.".
_SHORT = re.compile(
    r"(?<![^\W_])(?:tp|tt|tx|ts|th\.?s|ths|bs|bscki|bsckii|bs\.cki|bs\.ckii|cki|ckii|ks|cn|ds|pgs|gs|q|p|cty|bv|th|st|mr|ms)$"
)
_LEADING = re.compile(
    r"[\s,:(-]*(?:(?:hien|nguyen|dang|cung|deu|cong tac tai|dang cong tac tai|lam viec tai|chuc vu|chuc danh|don vi|"
    r"don vi cong tac|noi cong tac|thuoc|la|tai|o)(?![^\W_])[\s,:(-]*)*"
)
_TRAILING = " ,;:-–.(\n…*"
#: Words before a stop word that make it part of a post or a unit: "Trưởng phòng nghiên cứu", "Ban Xây dựng".
_IN_NAME = re.compile(r"(?<![^\W_])(?:phong|ban|to|bo\s+phan|nhan\s+vien|can\s+bo|ky\s+su|khoa|doi|xuong|nhom)\s*$")
#: A post at the end of what stands before a unit's part: "Trưởng" before "khoa".
_POST_BEFORE = re.compile(
    r"(?<![^\W_])(?:truong|pho|to\s+truong|to\s+pho|doi\s+truong|doi\s+pho|quan\s+doc|cong\s+nhan|nhan\s+vien|cu|"
    r"can\s+bo|giam\s+doc)\s+$"
)
#: Posts that go on with the part of a unit: "Chánh Văn phòng", "Trưởng Ban", "Ủy viên Ban Chấp hành".
_POST_OF = re.compile(r"(?:(?:^|[,(-])\s*(?:pho\s+)?(?:truong|pho)|\bchanh|\buy\s+vien|\bthu\s+ky)\s*$")


@dataclass(frozen=True, slots=True)
class Author:
    """Author, post and unit of an initiative, and the span of the view that tells of them; any may be None."""

    start: int
    end: int
    name: str | None = None
    title: str | None = None
    unit: str | None = None


def is_short(view: View, dot: int) -> bool:
    """True when the stop at an offset belongs to a word written short."""
    return bool(_SHORT.search(view.folded, max(0, dot - 9), dot))


def author_end(view: View, start: int, limit: int) -> int:
    """Where what is told of an author from ``start`` on ends, no later than ``limit``."""
    for match in _END.finditer(view.plain, start, limit):
        if match[0] != "." or not is_short(view, match.start()):
            limit = match.start()
            break
    stops = (
        m
        for m in spelled("initiative_cues.tsv", "stop").finditer(view.plain, start, limit)
        if not _in_name(view, start, m)
    )
    stop = next(stops, None)
    return _unbracketed(view, start, _before_mark(view, start, stop.start()) if stop else limit)


def _in_name(view: View, start: int, match: re.Match[str]) -> bool:
    """True for a stop word that is part of a name: "Công ty Xây dựng A", "Ban Chỉ đạo Giảm nghèo"."""
    return match[0][0].isupper() or bool(_IN_NAME.search(view.folded, start, match.start()))


def _before_mark(view: View, start: int, end: int) -> int:
    """The end moved before the mark that divides the words before it from those behind."""
    return start + len(view.plain[start:end].rstrip(" ,(-\n"))


def _unbracketed(view: View, start: int, end: int) -> int:
    """The end moved before a closing bracket whose opening one stands before the author."""
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(view.plain[at], 0)
        if depth < 0:
            return at
    return end


def told_of(view: View, person: Person, limit: int) -> Author:
    """The person with the post and unit printed after the name."""
    end = author_end(view, person.end, limit)
    title, unit = post_and_unit(view, person.end, end)
    return Author(person.lead, end, person.name, title or person.role, unit)


def post_and_unit(view: View, start: int, end: int) -> tuple[str | None, str | None]:
    """Post and unit in the words of a span."""
    lead = _LEADING.match(view.folded, start, end)
    start = lead.end() if lead else start
    if start >= end:
        return None, None
    head = _unit_start(view, start, end)
    if head is None:
        return _without_head(view, start, end)
    return _undoubled(_tidy(view, start, head)), _tidy(view, head, _unit_end(view, head, end))


def _unit_start(view: View, start: int, end: int) -> int | None:
    """Where the unit's name begins: the first sure head, or a part of a unit (khoa, tổ) set off by a comma or first."""
    starts = (match.start() for match in sure_heads().finditer(view.plain, start, end))
    sure = next((at for at in starts if not _POST_OF.search(view.folded[start:at])), None)
    for match in part_heads().finditer(view.plain, start, end if sure is None else sure):
        before = view.plain[start : match.start()].rstrip(" \n")
        set_off = match.start() == start or before.endswith((",", "-", "("))
        after_post = _POST_BEFORE.search(view.folded, start, match.start())
        capital = match[0][0].isupper() and view.plain[match.end() + 1 : match.end() + 2].isupper()
        if post_start().match(view.folded, match.start()):
            continue
        if set_off or (sure is None and capital and not after_post):
            return match.start()
    return sure


_DIVIDER = re.compile(r"\s*[,(]\s*|\s-\s|-\s")


def _without_head(view: View, start: int, end: int) -> tuple[str | None, str | None]:
    """A post alone, a unit alone, or both with a mark between."""
    post = post_start().match(view.folded, start)
    divider = _DIVIDER.search(view.plain, start, end)
    if post and divider:
        return _undoubled(_tidy(view, start, divider.start())), _tidy(view, divider.end(), end)
    text = _tidy(view, start, end)
    if post:
        return _undoubled(text), None
    return None, text if text and text[0].isupper() else None


#: A comma in a unit's name stands only before the place or the greater unit it belongs to.
_GREATER = re.compile(r",\s+(?=\S)")
_PLACE = re.compile(
    r"(?:huyện|tỉnh|xã|phường|thị\s+trấn|thị\s+xã|thành\s+phố|quận|TP|trường|khoa|phòng)(?![^\W_])", re.IGNORECASE
)


def _unit_end(view: View, start: int, end: int) -> int:
    """Where a unit's name ends: before a comma that no place or greater unit follows."""
    for match in _GREATER.finditer(view.plain, start, end):
        if not (_PLACE.match(view.plain, match.end()) or sure_heads().match(view.plain, match.end())):
            return match.start()
    return end


def _tidy(view: View, start: int, end: int) -> str | None:
    text = words_of(view, start, end).strip(_TRAILING)
    if text.count("(") < text.count(")"):
        text = text.rstrip(")")
    return text + ")" * (text.count("(") - text.count(")")) or None


def _undoubled(text: str | None) -> str | None:
    """A post whose first words were written twice, once."""
    words = (text or "").split()
    for length in range(1, len(words) // 2 + 1):
        if [fold(w) for w in words[:length]] == [fold(w) for w in words[length : 2 * length]]:
            return " ".join(words[length:])
    return text
