"""The role of a date (:data:`records.facts.DateRole`), told by the words that stand right before and after it."""

from __future__ import annotations

import re

from nlp.find.dates import DateMention
from nlp.find.view import View
from records.facts import DateRole

_BEFORE = 70
_AFTER = 60

#: Folded words right before a date -> its role, tried in order. The text ends where the date (with "ngày") begins.
_CUES_BEFORE: tuple[tuple[re.Pattern[str], DateRole], ...] = tuple(
    (re.compile(rf"(?:{pattern})\s*[:(,]?\s*$"), role)
    for pattern, role in (
        (r"\b(?:tinh|t[ií]nh|thong ke|so lieu|luy ke|cap nhat|tong hop)(?: tu[^.;]{0,30})? (?:den|toi)(?: het| thoi diem| luc)?(?: \d{1,2}\s?(?:h|gio|g)\s?\d{0,2}[' ]{0,2})?", "as-of"),
        (r"\b(?:den|tai) thoi diem|\bchot(?: den)?|\bso lieu[^.;]{0,60} (?:den|toi)", "as-of"),
        (r"\bhieu luc(?: thi hanh)?(?: ke)?(?: tu)?|\bap dung (?:ke )?tu", "mentioned"),
        (r"\b(?:da )?(?:ket thuc|het han|man nhiem)(?: ke)?(?: tu| vao| luc)?", "event"),
        (r"\b24\s?(?:h|gio|g)(?:00)?", "deadline"),
        (r"\b(?:truoc thoi diem|truoc|cham nhat|muon nhat|han cuoi|han chot|han nop|thoi han|het han|qua han|khong qua|gui sau|nop sau|cho den|gia han[^.;]{0,60} den|"
         r"den het|den truoc|het|xong|hoan thanh(?: xong)?)(?: la)?(?: vao)?(?: truoc)?(?: \d{1,2}\s?(?:h|gio|g)\s?\d{0,2}'?,?)?", "deadline"),
        (r"\b\d{1,2} ?(?:gio|h|g) ?\d{0,2}'?,?|\bthoi gian", "event"),
        (r"\btrong", "deadline"),
        (r"\b(?:ke tu|bat dau tu|(?<!thong )(?<!dau )(?<!thu )tu|tir)(?: dau)?", "period"),
        (r"\b(?:du kien|vao|dien ra|khai mac|be mac|to chuc|sang|chieu|toi|luc(?: \d{1,2} ?(?:gio|h|g)[ \d]{0,4},?)?|dip|hop|hoi nghi|ngay thu)(?: vao)?(?: ngay)?", "event"),
    )
)
_SENTENCE_START = re.compile(r"(?:^|[.;:!?,]\s*|\n\s*[-+•]?\s*)$")
_REPORTING = re.compile(r",?\s[^.;]{0,80}?\b(?:da|co|moi|dat|toan tinh)\b")
#: "kỷ niệm 90 năm ngày thành lập (28/7/1929 - 28/7/2019)".
_ANNIVERSARY = re.compile(r"(?:ky niem|thanh lap|truyen thong)[^.;]{0,60}\($")
#: A law named with its date and no number ("Luật Giáo dục ngày 14 tháng 6 năm 2019").
_DATED_LAW = re.compile(r"\b(?:luat|phap lenh|hien phap)\b[^;.,\d]{2,70}$")
#: The document an annex belongs to, its number left blank: "(Kèm theo Quyết định số /QĐ-... ngày /4/2026".
_ATTACHED = re.compile(r"kem theo [^.;\d]{3,60}$")
_MEETING = re.compile(r"\b(?:phien hop|hoi nghi|cuoc hop|ky hop|dai hoi|buoi lam viec|hoi thao|le [a-z]+)\b[^.;,]{0,40}$")
_CLOSED = re.compile(r"\s*\)?\s*(?:den nay|den thoi diem|tro di|den hien nay|den khi)")
_WEEK_OF = re.compile(r"\b(?:tuan|dau|cuoi|giua)(?: \w+){0,2}\s*$")
_HAPPENS = re.compile(r"\b(?:dien ra|to chuc|khai mac|du kien|be mac|khanh thanh|khoi cong|tong ket)\b")


def role_of(view: View, mention: DateMention) -> DateRole:
    """The role of a date that is neither the document's own nor a citation's."""
    if mention.iso_end is not None:
        return "event" if _ANNIVERSARY.search(view.folded, max(0, mention.start - 90), mention.start) else "period"
    before = _clause_before(view, mention.start)
    after = view.folded[mention.end : mention.end + _AFTER]
    if re.search(r"\b(?:ke tu|tu|tir)\s*$", before) and _CLOSED.match(after):
        return "period"
    if _DATED_LAW.search(before):
        return "cited"
    if _ATTACHED.search(before):
        return "issued"
    for pattern, role in _CUES_BEFORE:
        if pattern.search(before):
            return role
    return _by_clause(before, after, mention)


def _clause_before(view: View, start: int) -> str:
    """The folded text before a date in its paragraph, blanks squeezed, at most 70 characters."""
    text = view.folded[max(0, start - _BEFORE) : start]
    return re.sub(r"[ \n]+", " ", text.rsplit("\n\n", 1)[-1])


def _by_clause(before: str, after: str, mention: DateMention) -> DateRole:
    """The role where no cue stands right before the date: "Đến ngày ..." and "Ngày ..., ..." at a sentence's start."""
    reach = re.search(r"\b(?:den|toi)\s*(?:cuoi |dau )?\(?$", before)
    if reach:
        opens = _SENTENCE_START.search(before[: reach.start()].rstrip(" ") + " ") or not before[: reach.start()].strip(" ,")
        return "as-of" if opens and _REPORTING.match(after) else "deadline"
    opens = not before.strip() or re.search(r"[.;:!?]\s*$|[-+•]\s*$", before)
    if opens and re.match(r"\s*,|\s+(?:tai|chi|lien|ban|so|ubnd|ldld|cong|thu|chu)\b", after):
        return "event"
    if _MEETING.search(before):
        return "event"
    if _WEEK_OF.search(before) or mention.precision == "month":
        return "event" if _HAPPENS.search(before) or _HAPPENS.search(after[:30]) else "mentioned"
    return "event" if _HAPPENS.search(before[-45:]) else "mentioned"
