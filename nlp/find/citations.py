"""Citations: every mention of another document that carries a number, with the type, date and issuer printed by it.

What stands around a number decides: the word for the type and "số" before it, the date and "của ..." after it, or
"Ngày ..., ISSUER ban hành" before it. A figure of the same form without any of these (``67/CĐCS``) is no citation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import Hamming

from nlp.find.dates import DateMention
from nlp.find.issuers import organ_before, organ_in_number, read_organ
from nlp.find.lists import document_types, organ_abbreviations, type_pattern
from nlp.find.numbers import PARTY, Number, find_numbers
from nlp.find.view import View, squeeze

_LEAD = 90
#: Between the word for the type and the number: a few words of its full name, then "số" (also as misread).
_AFTER_TYPE = re.compile(r"(?P<mid>(?:\s+[^\W\d_]+){0,5}?)\s*(?P<so>\bs(?:[o6eb]|)\b\s*[:.]?)?\s*$")
_SO = re.compile(r"\bs(?:[o6eb]|)\s*[:.]?\s*$|\bso$")
_FORM = re.compile(r"\b(?:mau|bieu|phu luc|bang|ma|tai khoan|nha|ngo|duong)\s*(?:so)?\s*[:.]?\s*$")
_LAW = re.compile(r"\b(?:bo luat|luat|phap lenh|nghi quyet)\b")
_DATE_GAP = re.compile(r"[\s,(]{0,6}(?:(?:da|duoc)\s+){0,2}(?:ky ban hanh|ban hanh|ky|gui|de|lap)?\s{0,3}(?:cung\s+)?")
_OF = re.compile(r"[\s,)]{0,4}(?:(?:do|cua|c[tu]?[ai]a|cia|giua)\s+)?(?:(?:lien\s+)?(?:cac\s+)?(?:dong chi\s+)?)")
_YEAR = re.compile(r"\s*,?\s*nam\s+(?:19|20)\d\d(?![\d/])")
_VERB = (
    r"(?:(?:da|cung|tiep tuc|vua|moi)\s+){0,2}"
    r"(?:ky\s+ban\s+hanh|ban\s+hanh|co|ky|ra|gui|trinh|phe\s+duyet|thong\s+qua|xay\s+dung|nhan\s+duoc)"
)
_ISSUING = re.compile(rf"\s*,?\s*(?P<who>[^;:“”\"]{{0,130}}?)\s*(?P<verb>\b{_VERB})(?:\s+(?:van ban|cac van ban))?\s*$")
_ISSUER_LEAD = re.compile(rf"\s(?P<verb>{_VERB}|(?:ban hanh|ky|phe duyet) tai|tai)\s*$")
_LINK = re.compile(r"\s*(?:[,;]|va|hoac|den|/)?\s*(?:(?:va|cung)\s+)?(?:so\s*[:.]?\s*)?$")
_BARE_AFTER = re.compile(r"\s*(?:[;.):]|,\s*(?:ngay|cua)|\bcua\b|\bngay\b|\bve\b|\bnam\s+(?:19|20)\d\d(?!\s?-)|$)")
_SHARED = re.compile(r"(?:\s*,\s*\d{1,4}[a-z]?)*\s*(?:,|va)\s*\d{1,4}[a-z]?(?!\s?[\d/.,%-]\d|[\w/])")


@dataclass(frozen=True, slots=True)
class CitationMention:
    """A citation in the view: the span of its number, its type, normal number, date and issuer as printed."""

    start: int
    end: int
    type: str | None
    number: str
    date: DateMention | None = None
    issuer: str | None = None
    lead: int = 0


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a number: where it begins, the folded word for the type, and whether "số" is there."""

    start: int
    word: str | None = None
    direct: bool = False
    so: bool = False


@cache
def _type_words() -> re.Pattern[str]:
    return re.compile(type_pattern())


@cache
def _short_forms() -> re.Pattern[str]:
    """ "Hướng dẫn số 82": a type and a bare number; or "Nghị định 04", capital and closed by what follows."""
    return re.compile(
        rf"(?P<type>{type_pattern()})(?:[ ]{{1,3}}|[ ]?\n[ ]?(?=so\b))(?P<so>so[ ]?:?[ ]?\n?)?"
        rf"(?P<digits>\d{{1,4}}(?:[a-z]{{1,2}}|/(?:19|20)\d\d)?)(?![\w%]|[.,-]\d|\s?/)"
    )


def _lead(view: View, start: int) -> _Lead:
    """The type word and "số" that stand right before a number."""
    base = max(0, start - _LEAD)
    before = view.folded[base:start]
    so = _SO.search(before)
    words = list(_type_words().finditer(before))
    if words:
        last = words[-1]
        rest = _AFTER_TYPE.match(before, last.end())
        if rest and (not rest["mid"].strip() or rest["so"]):
            return _Lead(base + last.start(), squeeze(last[0]), not rest["mid"].strip(), bool(rest["so"]))
    return _Lead(base + so.start() if so else start, so=bool(so))


def _type_of(view: View, number: Number, lead: _Lead, last: CitationMention | None) -> str | None:
    """The type's abbreviation: by the word printed right before the number, else by the code in the number."""
    word = document_types().get(lead.word) if lead.word else None
    code = number.code
    if code and (word is None or not lead.direct or word.abbreviation.startswith(code) or code in _same(lead.word)):
        return code
    if word is not None:
        party = word.abbreviation == "QyĐ" and PARTY.match(number.value)
        return "QĐi" if party else word.abbreviation or None
    if re.match(r"(?:UBTV)?QH\d", number.symbol):
        laws = list(_LAW.finditer(view.folded, max(0, number.start - 160), number.start))
        return document_types()[laws[-1][0]].abbreviation if laws else "L"
    if lead.word == "van ban":
        return None
    return last.type if last else "CV"


def _with_code(number: Number, lead: _Lead) -> Number:
    """The number with its type's code where one letter of it was misread, told by the word before ("CTT" is CTr)."""
    kind = document_types().get(lead.word) if lead.word and lead.direct else None
    code = re.split(r"[-/]", number.symbol, maxsplit=1)[0]
    if kind is None or not kind.short_form or number.code or not number.has_organ or code in organ_abbreviations():
        return number
    meant = kind.abbreviation
    if meant == "CV" or len(code) != len(meant) or code[0] != meant[0] or Hamming.distance(code, meant) != 1:
        return number
    value = number.value.replace(code + "-", meant + "-").replace("-" + code + "/", "-" + meant + "/")
    return replace(number, symbol=meant + number.symbol[len(code) :], value=value)


def _same(word: str | None) -> set[str]:
    """All abbreviations that a type has in one system or another: quy định is QyĐ and QĐi."""
    return {"QyĐ", "QĐi"} if word == "quy dinh" else set()


def _accepted(view: View, number: Number, lead: _Lead, linked: bool) -> bool:
    """True when what stands around the number makes it a citation."""
    before = view.folded[max(0, number.start - 30) : number.start]
    if _FORM.search(before):
        return False
    if lead.word or linked or (number.code and number.has_organ) or re.match(r"(?:UBTV)?QH\d", number.symbol):
        return True
    return lead.so and sum(c.isalpha() for c in number.symbol) >= 3


class _Reader:
    """Reads one document's citations in order, each date taken by one citation only."""

    def __init__(self, view: View, dates: list[DateMention], read: bool) -> None:
        self.view = view
        self.read = read
        self.dates = [d for d in dates if d.iso_end is None]
        self.starts = [d.start for d in self.dates]
        self.taken: set[int] = set()
        self.found: list[CitationMention] = []
        self.tail = -1

    def date_at(self, offset: int) -> DateMention | None:
        """The date that begins at an offset, or at a day after the word "ngày"."""
        index = bisect_left(self.starts, offset)
        return self.dates[index] if index < len(self.dates) and self.starts[index] == offset else None

    def after(self, end: int, symbol: str) -> tuple[DateMention | None, str | None]:
        """Date and issuer that follow the number in either order; moves the tail behind them."""
        date: DateMention | None = None
        named = organ_in_number(self.view, symbol, end)
        issuer, end = (named.name, named.end) if named else (None, end)
        for _ in range(3):
            gap = _DATE_GAP.match(self.view.folded, end)
            following = self.date_at(gap.end()) if gap and date is None else None
            of = _OF.match(self.view.folded, end) if issuer is None else None
            organ = read_organ(self.view, of.end()) if of and self._may_issue(end, of, date) else None
            year = _YEAR.match(self.view.folded, end)
            if following:
                date, end = following, following.end
            elif year:
                end = year.end()
            elif organ:
                issuer, end = organ.name, organ.end
            else:
                break
        self.tail = end
        return date, issuer

    def _may_issue(self, end: int, of: re.Match[str], date: DateMention | None) -> bool:
        """An organ right after belongs to the number when "của" or, after a date, only a blank stands between."""
        return of.end() < len(self.view.plain) and (
            of[0].strip(" \n,)(") != "" or (date is not None and "," not in of[0])
        )

    def before(self, lead: _Lead) -> tuple[DateMention | None, str | None]:
        """ "Ngày D, ISSUER ban hành" before the type word, or only the issuer."""
        index = bisect_left(self.starts, lead.start) - 1
        date = self.dates[index] if index >= 0 else None
        if date and date.start not in self.taken and lead.start - date.end <= 170 and self._opens(date):
            match = _ISSUING.fullmatch(self.view.folded, date.end, lead.start)
            if match and ". " not in match["who"] and not self._number_between(date.end, lead.start):
                organ = organ_before(self.view, date.end, match.start("verb"))
                return date, organ.name if organ else None
        verb = _ISSUER_LEAD.search(self.view.folded, max(0, lead.start - 40), lead.start)
        organ = organ_before(self.view, max(0, lead.start - 150), verb.start("verb")) if verb else None
        return None, organ.name if organ else None

    def _opens(self, date: DateMention) -> bool:
        """True when the date opens its clause: "Ngày 13/01/2022, ..."."""
        before = self.view.plain[max(0, date.start - 4) : date.start].rstrip(" ")
        return not before or before[-1] in ".;:,(\n-+“" or self.view.plain[date.start] == "N"

    def _number_between(self, start: int, end: int) -> bool:
        return bool(self.found) and start < self.found[-1].end <= end

    def add(self, start: int, end: int, kind: str | None, value: str, lead: _Lead) -> None:
        """Adds a citation with what is printed after and before it."""
        date, issuer = self.after(end, re.sub(r"^\W*[\dA-Za-z]*[/-](?:\d+/)?", "", value))
        if date is None or issuer is None:
            earlier, who = self.before(lead)
            date = date or earlier
            issuer = issuer or who
        if date:
            self.taken.add(date.start)
        self.found.append(CitationMention(start, end, kind, value, date, issuer, lead.start))

    def add_number(self, number: Number) -> None:
        """Adds a full number when it is a citation."""
        lead = _lead(self.view, number.start)
        link = _LINK.fullmatch(self.view.folded, self.tail, number.start) if 0 <= self.tail <= number.start else None
        linked = link is not None and number.start - self.tail <= 20
        if not _accepted(self.view, number, lead, linked):
            return
        if self.read:
            number = _with_code(number, lead)
        last = self.found[-1] if linked and self.found and lead.word is None else None
        self.add(number.start, number.end, _type_of(self.view, number, lead, last), number.value, lead)

    def add_short(self, match: re.Match[str]) -> None:
        """Adds a short form, and the numbers that share its word: "các Hướng dẫn số 12, 13 và 14"."""
        kind = document_types()[squeeze(match["type"])].abbreviation
        lead = _Lead(match.start(), squeeze(match["type"]), True, bool(match["so"]))
        self.add(match.start("digits"), match.end("digits"), kind, self.view.plain[slice(*match.span("digits"))], lead)
        shared = _SHARED.match(self.view.folded, match.end("digits"))
        many = re.search(r"\b(?:cac|nhung)\s+$", self.view.folded[max(0, match.start() - 8) : match.start()])
        for item in re.finditer(r"\d{1,4}[a-z]?", shared[0]) if shared and many else ():
            start, end = match.end("digits") + item.start(), match.end("digits") + item.end()
            self.add(start, end, kind, self.view.plain[start:end], lead)


def _is_short(view: View, match: re.Match[str], known: set[str]) -> bool:
    """True when a type and a bare number are a short citation and no count ("Kế hoạch 5 năm").

    known: digits of the full numbers of the document; three or more digits that are among them need no other sign.
    """
    kind = document_types().get(squeeze(match["type"]))
    if kind is None or not kind.short_form:
        return False
    if match["so"]:
        return not re.match(
            r"\s+(?:tap|ca|don|truong hop|nam|thang|noi dung)\b", view.folded[match.end() : match.end() + 16]
        )
    digits = match["digits"]
    if not view.plain[match.start()].isupper() or re.fullmatch(r"(?:19|20)\d\d", digits):
        return False
    if digits in known and len(digits) >= 3:
        return True
    return bool(_BARE_AFTER.match(view.folded, match.end()))


def find_citations(
    view: View, dates: list[DateMention], own: tuple[int, int] | None, read: bool = False
) -> list[CitationMention]:
    """All citations in the order of the text.

    own: the span of the document's own number in its head; read: the text comes from images, so letters may be wrong.
    """
    numbers = [n for n in find_numbers(view) if own is None or n.end <= own[0] or n.start >= own[1]]
    spans = [(n.start, n.end) for n in numbers]
    known = {n.digits for n in numbers}
    shorts = [m for m in _short_forms().finditer(view.folded) if _is_short(view, m, known) and not _overlaps(m, spans)]
    shorts = [m for m in shorts if own is None or not own[0] <= m.start("digits") < own[1]]
    reader = _Reader(view, dates, read)
    events: list[tuple[int, Number | re.Match[str]]] = [(n.start, n) for n in numbers]
    events += [(m.start("digits"), m) for m in shorts]
    for _, item in sorted(events, key=lambda event: event[0]):
        if isinstance(item, Number):
            reader.add_number(item)
        else:
            reader.add_short(item)
    return reader.found


def _overlaps(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """True when the digits of a short form lie in a full number."""
    index = bisect_left(spans, (match.start("digits") + 1, 0)) - 1
    return index >= 0 and spans[index][1] > match.start("digits")
