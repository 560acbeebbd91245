"""The role of a date (:data:`records.facts.DateRole`), told by the words that stand right before and after it."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from nlp.find.dates import TU, DateMention
from nlp.find.lists import date_cues
from nlp.find.view import View
from records.facts import DateRole

_BEFORE = 70
_AFTER = 60
#: Between a cue and its date: "là", and a time of day ("vào lúc 08 giờ, ngày 22/01/2018").
_HOUR = r"\d{1,2} ?(?:gio|h|g) ?\d{0,2}(?: phut)?['’ ]{0,3},?"
_TAIL = rf"(?: la)?(?: {_HOUR})?\s*[:(,]?\s*$"

_SENTENCE_START = re.compile(r"(?:^|[.;:!?,]\s*|\n\s*[-+•]?\s*)$")
#: A count that follows: "Đến ngày 30/6/2022, toàn tỉnh đã có 12 đơn vị".
_REPORTING = re.compile(r",?\s[^.;]{0,80}?\b(?:da|co|moi|dat|ghi nhan|toan tinh|van)\b")
_UP_TO_NOW = re.compile(r"\s*\)?\s*(?:den nay|den thoi diem|tro di|den hien nay|den khi)")
_OPENING_CAPITAL_REACH = re.compile(r"\bĐến(?: hết)?\s*$")
_REACH = re.compile(r"(?:^|[.;:!?]\s*|[-+•]\s*)\bden(?: het)?\s*$")
_CAPITAL_REACH = re.compile(r"\bĐến(?: hết)?\s*$")
_REACH = re.compile(r"\b(?:den|toi)\s*(?:cuoi |dau )?\(?$")
_SOURCE = re.compile(r"\b(?:so lieu|bao cao|tinh|thong ke|tong hop)\b[^.;]{0,60} (?:den|toi)(?: het)?\s*$")
_EXTENDED = re.compile(r"\b(?:gia han|keo dai)\b[^.;]{0,60} den\s*$")
_FROM = re.compile(rf"(?:\bke tu|{TU})\s*$")
_WEEK_OF = re.compile(r"\b(?:tuan|dau|cuoi|giua)(?: \w+){0,2}\s*$")
_HAPPENS = re.compile(r"\b(?:dien ra|to chuc|khai mac|du kien|be mac|khanh thanh|khoi cong|tong ket)\b")
#: "kỷ niệm 90 năm ngày thành lập (28/7/1929 - 28/7/2019)".
_ANNIVERSARY = re.compile(r"(?:ky niem|thanh lap|truyen thong)[^.;]{0,60}\($")
#: A law named with its date and no number ("Luật Giáo dục ngày 14 tháng 6 năm 2019").
_DATED_LAW = re.compile(r"(?<!phap )\b(?:luat|phap lenh|hien phap)\b[^;.,()\d]{2,70}$")
#: The document an annex belongs to, its number left blank: "(Kèm theo Quyết định số /QĐ-... ngày /4/2026".
_ATTACHED = re.compile(r"kem theo [^.;\d]{3,60}$")
_MEETING = re.compile(
    r"\b(?:phien hop|hoi nghi|cuoc hop|ky hop|dai hoi|buoi lam viec|hoi thao|le [a-z]+)\b[^.;,]{0,40}$"
)
_SUBJECT = re.compile(r"\s*,|\s+(?:tai|chi|lien|ban|so|ubnd|ldld|cong|thu|chu)\b")
#: "..., ngày 07/11/2025, Đảng ủy đã gửi".
_DONE_BY = re.compile(r"\s*,\s[^.;,]{3,55}?\b(?:da|to chuc|phoi hop)\b")
_AT_HOUR = re.compile(rf"\b{_HOUR}\s*$")


@cache
def _cues() -> tuple[tuple[re.Pattern[str], DateRole], ...]:
    """The cues of ``date_cues.tsv`` as patterns for the folded text before a date, in the order they are tried."""
    made: list[tuple[re.Pattern[str], DateRole]] = []
    for cues, name in date_cues():
        role = next(role for role in get_args(DateRole) if role == name)
        words = "|".join(TU if cue == "tu" else rf"\b{re.escape(cue)}" for cue in cues)
        made.append((re.compile(rf"(?:{words}){_TAIL}"), role))
    return tuple(made)


def role_of(view: View, mention: DateMention) -> DateRole:
    """The role of a date that is neither the document's own nor a citation's."""
    if mention.iso_end is not None:
        return "event" if _ANNIVERSARY.search(view.folded, max(0, mention.start - 90), mention.start) else "period"
    before = _before(view, mention.start)
    after = view.folded[mention.end : mention.end + _AFTER]
    if _FROM.search(before) and _UP_TO_NOW.match(after):
        return "period"
    if _CAPITAL_REACH.search(view.plain, max(0, mention.start - 20), mention.start) and _REPORTING.match(after):
        return "as-of"
    return (
        _by_reach(before, after)
        or _by_cue(before)
        or _by_clause(before, after, mention, view.plain[mention.start] == "N")
    )


def _before(view: View, start: int) -> str:
    """The folded text before a date in its paragraph, blanks squeezed, at most 70 characters."""
    text = view.folded[max(0, start - _BEFORE) : start]
    return re.sub(r"[ \n]+", " ", text.rsplit("\n\n", 1)[-1])


def _by_reach(before: str, after: str) -> DateRole | None:
    """Roles that reach back farther than one cue."""
    if _DATED_LAW.search(before):
        return "cited"
    if _ATTACHED.search(before):
        return "issued"
    if _SOURCE.search(before):
        return "as-of"
    return "deadline" if _EXTENDED.search(before) else None


def _by_cue(before: str) -> DateRole | None:
    """The role of the first cue that stands right before the date."""
    return next((role for pattern, role in _cues() if pattern.search(before)), None)


def _by_clause(before: str, after: str, mention: DateMention, capital: bool) -> DateRole:
    """The role where no cue stands right before the date: "đến ngày ..." and "Ngày ..., ..." at a sentence's start."""
    reach = _REACH.search(before)
    if reach:
        lead = before[: reach.start()]
        opens = not lead.strip(" ,") or _SENTENCE_START.search(lead.rstrip(" ") + " ")
        return "as-of" if opens and _REPORTING.match(after) else "deadline"
    opens_clause = capital or not before.strip() or re.search(r"[.;:!?]\s*$|[-+•]\s*$", before)
    if (opens_clause and _SUBJECT.match(after)) or _MEETING.search(before) or _AT_HOUR.search(before):
        return "event"
    if before.rstrip().endswith(",") and _DONE_BY.match(after):
        return "event"
    if _WEEK_OF.search(before) or mention.precision == "month":
        return "event" if _HAPPENS.search(before) or _HAPPENS.search(after[:30]) else "mentioned"
    return "event" if _HAPPENS.search(before[-45:]) else "mentioned"
