"""Calendar dates as they are printed: days, months, and ranges of two (roles: :mod:`nlp.find.roles`).

A date that no calendar has (31/9/2022) is kept as written; a year is never completed from two digits. A day and month
without a year is a date only where the text near it gives the year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from nlp.find.view import View

#: "ngày", "tháng", "năm" also as a reader of another language makes them ("thing", "thdng", "nim").
_NGAY = r"ng[ad]y"
_THANG = r"th[aied]{1,2}ng"
_NAM = r"n[aie]m"
_YEAR = r"(?:19|20)\d\d"
#: The word "từ" (from), which folds like the ends of "thông tư", "đầu tư" and "thứ tư".
TU = r"(?<!thong )(?<!dau )(?<!thu )\bt(?:u|ir|ur)"

_LONG = (
    rf"(?:{_NGAY}\s{{0,3}})?(?P<d1>\d{{1,2}})\s{{0,3}}{_THANG}\s{{0,3}}(?P<m1>\d{{1,2}})"
    rf"\s{{0,3}},?\s{{0,2}}{_NAM}\s{{0,3}}(?P<y1>{_YEAR})(?!\d)"
)
_SLASHED = (
    rf"(?P<d2>\d{{1,2}})(?P<sep>\s{{0,2}}/\s{{0,2}}|[.-])(?P<m2>\d{{1,2}})(?P=sep)(?P<y2>{_YEAR})(?![\d/]|[.-]\d)"
)
_SPLIT = rf"(?P<d3>\d{{1,2}})\s{{0,2}}/\s{{0,2}}(?P<m3>\d{{1,2}})\s{{0,2}}/\s{{0,2}}(?P<y3>{_YEAR})(?![\d/])"
_MONTH = (
    rf"{_THANG}\s{{0,3}}(?P<m4>\d{{1,2}})(?:\s{{0,2}}/\s{{0,2}}|\s{{0,2}}-\s{{0,2}}|\s{{0,3}},?\s{{0,2}}{_NAM}\s{{0,3}})"
    rf"(?P<y4>{_YEAR})(?![\d/])"
)
_BARE_MONTH = rf"(?<![\d/.,-])(?P<m5>\d{{1,2}})/(?P<y5>{_YEAR})(?![\d/])"
_BLANK_DAY = rf"{_NGAY}[\s.…-]{{0,14}}/\s?(?P<m7>\d{{1,2}})\s?/\s?(?P<y7>{_YEAR})(?![\d/])"
_DAY_MONTH = rf"{_NGAY}\s{{0,3}}(?P<d6>\d{{1,2}})(?:/|\s{{0,3}}{_THANG}\s{{0,3}})(?P<m6>\d{{1,2}})(?!\d|\s?[/.-]\s?\d)"

_DATE = re.compile(rf"{_LONG}|(?<![\d/.,a-z])(?:{_SLASHED}|{_SPLIT})|{_MONTH}|{_BARE_MONTH}|{_BLANK_DAY}|{_DAY_MONTH}")
#: What must stand before a month written as 5/2022: a word of time, or the blank for a day.
_MONTH_CUE = re.compile(
    rf"(?:{TU}|den|het|truoc|sau|vao|trong|cuoi|dau|giua|ky|thang|nay|ngay[\s./…]{{0,12}})\s*[(/]?\s*$"
)
_NGAY_BEFORE = re.compile(rf"{_NGAY}\s{{0,3}}$")
_RECURRING = re.compile(r"[^.;]{0,60}?\bh[ai]ng (?:nam|thang|tuan|quy)\b|\s*(?:cua )?moi (?:nam|thang)")
_JOIN = re.compile(rf"\s*(?:-|den|toi)\s*(?:het|cuoi|truoc)?\s*(?:{_NGAY}\s*)?[,(]?\s*$")
_FROM = re.compile(rf"{TU}\s*(?:dau\s*)?(?:{_NGAY}\s*)?$")

#: The first half of a range that borrows month or year from the second: "từ ngày 01 đến", "từ 28/2 -".
_OPEN_START = re.compile(
    rf"(?:{TU}|\b(?P<only_days>{_NGAY}))\s+(?:(?:{_NGAY}\s*)?(?P<day>\d{{1,2}})(?:\s?/\s?(?P<dm>\d{{1,2}})|\s*{_THANG}\s*(?P<dm2>\d{{1,2}}))?"
    rf"|{_THANG}\s*(?P<month>\d{{1,2}}))\s*(?:-|den\s+het|den|toi)\s*(?:{_NGAY}\s*)?$"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the view: span (with its word "ngày" or "tháng"), ISO day or month, and the end of a range.

    inferred: the year is not printed with it; ranged: it is one of a range ("từ ... đến ...").
    """

    start: int
    end: int
    iso: str
    iso_end: str | None = None
    inferred: bool = False

    @property
    def precision(self) -> Literal["day", "month"]:
        """day or month (of its start)."""
        return "day" if len(self.iso) == 10 else "month"

    @property
    def year(self) -> int:
        """The year of its start."""
        return int(self.iso[:4])


def iso_of(year: str, month: str, day: str | None) -> str | None:
    """ISO of a printed date, or None when a part is out of any calendar's range (the 31st of a short month is kept).

    >>> iso_of("2022", "9", "31"), iso_of("2022", "13", "1"), iso_of("2022", "5", None)
    ('2022-09-31', None, '2022-05')
    """
    if not 1 <= int(month) <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day is not None else "")


def _with_word(view: View, start: int) -> int:
    """The start moved left over the word "ngày"."""
    before = _NGAY_BEFORE.search(view.folded, max(0, start - 12), start)
    return before.start() if before else start


def _read(view: View, match: re.Match[str]) -> DateMention | None:
    """The mention of a match, or None when it is no date."""
    for index in ("1", "2", "3"):
        if match["d" + index]:
            return _day(view, match, index)
    for index in ("4", "5", "7"):
        if match["m" + index]:
            cued = index != "5" or _MONTH_CUE.search(view.folded, max(0, match.start() - 30), match.start())
            iso = iso_of(match["y" + index], match["m" + index], None) if cued else None
            return DateMention(match.start(), match.end(), iso) if iso else None
    return _without_year(view, match)


def _day(view: View, match: re.Match[str], index: str) -> DateMention | None:
    """A whole date; a long one whose day no month has keeps its month, for the day was misread."""
    year, month, day = match["y" + index], match["m" + index], match["d" + index]
    start = match.start()
    if view.folded[start - 1 : start] == "-" and not _OPEN_START.search(view.folded, max(0, start - 45), start):
        return None
    iso = iso_of(year, month, day)
    if iso is None and index == "1" and (iso := iso_of(year, month, None)):
        return DateMention(match.end("d1"), match.end(), iso)
    return DateMention(_with_word(view, start), match.end(), iso) if iso else None


def _without_year(view: View, match: re.Match[str]) -> DateMention | None:
    """A day and month whose year is still to be found ("0000"), unless it comes back every year."""
    iso = iso_of("0000", match["m6"], match["d6"])
    if iso is None or _RECURRING.match(view.folded, match.end()):
        return None
    return DateMention(match.start(), match.end(), iso, inferred=True)


def _open_start(view: View, mention: DateMention) -> DateMention:
    """The mention widened to a range when "từ ngày 01 đến" stands before it."""
    found = _OPEN_START.search(view.folded, max(0, mention.start - 45), mention.start)
    if not found:
        return mention
    year, month = mention.iso[:4], mention.iso[5:7]
    own_month = found["dm"] or found["dm2"] or found["month"]
    if found["day"] and mention.precision == "month":
        return mention
    iso = iso_of(year, own_month or month, found["day"])
    if iso is None or iso > mention.iso or (found["only_days"] and own_month):
        return mention
    return replace(mention, start=found.start(), iso=iso, iso_end=mention.iso)


def _joined(view: View, mentions: list[DateMention]) -> list[DateMention]:
    """Neighbours that make one range become one mention: "Từ 01/9/2021 - 31/5/2022"."""
    out: list[DateMention] = []
    for mention in mentions:
        last = out[-1] if out else None
        if last and last.iso_end is None and not mention.iso_end and _is_range(view, last, mention):
            iso = last.iso if not last.inferred else mention.iso[:4] + last.iso[4:]
            out[-1] = DateMention(last.start, mention.end, iso, mention.iso, mention.inferred)
        else:
            out.append(mention)
    return out


def _is_range(view: View, first: DateMention, second: DateMention) -> bool:
    """True when the two are the ends of one range."""
    gap = view.folded[first.end : second.start]
    if len(gap) > 25 or not _JOIN.fullmatch(gap) or (first.iso > second.iso and not first.inferred):
        return False
    before = view.folded[max(0, first.start - 20) : first.start]
    return bool(_FROM.search(before)) or gap.strip() == "-"


#: Days that share the month of the last: "ngày 15 và 16/3/2022", "các ngày 3, 4 tháng 8 năm 2021".
_LISTED = re.compile(rf"{_NGAY}\s{{1,3}}(\d{{1,2}}(?:\s?,\s?\d{{1,2}}){{0,5}})\s?(?:,|va)\s*$")


def _listed(view: View, mention: DateMention) -> list[DateMention]:
    """The days before "và" that share the mention's month and year, then the mention."""
    found = _LISTED.search(view.folded, max(0, mention.start - 40), mention.start)
    if not found or mention.precision != "day" or mention.inferred:
        return [mention]
    days = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\d+", found[1])]
    base = found.start(1)
    isos = [(a, b, iso_of(mention.iso[:4], mention.iso[5:7], day)) for a, b, day in days]
    return [DateMention(base + a, base + b, iso) for a, b, iso in isos if iso] + [mention]


#: Months of a stated period in brackets: "Thời gian phát động và kết thúc (Tháng 01 và tháng 05)".
_BRACKETED = re.compile(
    rf"(?:thoi gian|phat dong|bat dau|ket thuc|giai doan)[^.;(]{{0,60}}"
    rf"\(\s?({_THANG}\s(\d{{1,2}}))\s(?:va|den)\s({_THANG}\s(\d{{1,2}}))\s?\)"
)


def _bracketed(view: View) -> list[DateMention]:
    """The months of bracketed periods, their year still to be found."""
    out = []
    for match in _BRACKETED.finditer(view.folded):
        for group in (1, 3):
            iso = iso_of("0000", match[group + 1], None)
            if iso:
                out.append(DateMention(match.start(group), match.end(group), iso, inferred=True))
    return out


def find_dates(view: View) -> list[DateMention]:
    """All dates and ranges in the order of the text; days without a year carry the year "0000" until it is found."""
    found = [_read(view, match) for match in _DATE.finditer(view.folded)]
    listed = [day for mention in found if mention is not None for day in _listed(view, mention)]
    dates = [_open_start(view, mention) for mention in listed]
    last = len(dates) - 1
    free = [date for index, date in enumerate(dates) if index == last or date.end <= dates[index + 1].start]
    return sorted([*_joined(view, free), *_bracketed(view)], key=lambda mention: mention.start)


_NAMED_YEAR = re.compile(rf"\b{_NAM}\s{{1,3}}({_YEAR})(?!\d)|(?<!\d)(?:\d{{1,2}}/){{1,2}}({_YEAR})(?!\d)")
#: A day known by its name ("Ngày Nhà giáo Việt Nam (20/11)") is no date of the report.
_FEAST = re.compile(
    r"(?:chao mung|ky niem|mung|quoc te|nhan ngay|nhan dip|thanh lap|truyen thong|lap thanh tich)[^.;]{0,60}$"
)


def _year_near(view: View, mention: DateMention, issued: int | None) -> str | None:
    """The year a day without one belongs to: the nearest year of its paragraph, else the document's own."""
    start = view.folded.rfind("\n\n", 0, mention.start) + 1
    end = view.folded.find("\n", mention.end)
    window_start = max(start, mention.start - 600)
    text = view.folded[window_start : min(len(view.folded) if end < 0 else end, mention.end + 120)]
    here = mention.start - window_start
    years = [(abs(m.start() - here), m[1] or m[2]) for m in _NAMED_YEAR.finditer(text)]
    if years:
        return min(years)[1]
    return str(issued) if issued is not None else None


def with_years(view: View, mentions: list[DateMention], issued: int | None) -> list[DateMention]:
    """The mentions with their years found; a day whose year nothing near gives, or a feast, is left out."""
    out = []
    for mention in mentions:
        if not mention.iso.startswith("0000"):
            out.append(mention)
            continue
        feast = _FEAST.search(view.folded, max(0, mention.start - 90), mention.start)
        year = None if feast else _year_near(view, mention, issued)
        if year is not None:
            end = year + mention.iso_end[4:] if mention.iso_end else None
            out.append(replace(mention, iso=year + mention.iso[4:], iso_end=end, inferred=True))
    return out
