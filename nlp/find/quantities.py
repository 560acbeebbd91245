"""Every printed number of a text: its exact value, what kind of number it is, its hedge and its unit.

Nothing is judged here: whether a plain number is a quota or a count is the question of :mod:`nlp.find.figures`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nlp.find.contexts import Contexts, Kind, quoted_spans
from nlp.find.numerals import (
    DIGITS,
    english_style,
    number_words,
    other_reading,
    parse_digits,
    read_words,
    roman_value,
    scaled,
)
from nlp.find.units import Unit, read_unit
from nlp.find.view import LOWER, UPPER, View

Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the view. start..end cover its digits or words, its range, scale and sign ("%", "đồng").

    value is exact (in đồng for money in đồng), value_max the end of a range, of the denominator of a fraction, other
    the value in the other style of separators where both may print it. hedge is as listed in ``hedges.tsv``; begin is
    where the hedge before the number begins (start without one). unit is what follows; spelled: number words.
    ranged: it stands after "từ" or before "đến" as one end of a range that was joined here.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal
    value_max: Decimal | None = None
    of: Decimal | None = None
    other: Decimal | None = None
    hedge: str | None = None
    begin: int = -1
    unit: Unit | None = None
    spelled: bool = False

    @property
    def stop(self) -> int:
        """Where the figure with its unit ends."""
        return self.unit.end if self.unit else self.end


_DONG = re.compile(
    r"(?:[ ]{0,2}|[ ]{0,2}\n[ ]{0,4})"
    r"(?:(?:đồng|d[oồôổ]ng)(?!\s{1,3}(?:chí|bào|nghiệp|bộ|thời|đội|hồ|phục|hương|chi)(?![^\W_]))(?:[ ]chẵn)?|"
    r"đ(?!/c)|VNĐ|VND|vnđ|vnd)(?![^\W_])"
)
#: As printed, and as readers of images give it: "%o", "o/o".
_PERCENT = re.compile(r"[ ]{0,2}(?:%(?:[oO0](?![^\W_]))?|[oO°]/[oO0°](?![^\W_])|℅|phần[ ]trăm(?![^\W_]))")
_TOKEN = re.compile(DIGITS)
_PHONE = re.compile(r"(?<![\d.])0[1-9](?:[ .-]?\d){8,10}(?![\d/%]|[.,]\d)")
_REST = re.compile(r"(?:[ .-]?\d{3,4})*")
_RANGE = re.compile(rf"[ ]?[-÷][ ]?(?={DIGITS})")
_RANGE_WORD = re.compile(rf"[ ]{{1,2}}(?:đến|tới)[ ]{{1,2}}(?={DIGITS})")
_FROM = re.compile(r"(?<![^\W_])[Tt]ừ[ ]{1,2}(?:khoảng[ ])?$")
_SLASH = re.compile(r"[ ]?/[ ]?(\d+(?:\.\d{3})*)(?![\d/]|[.,]\d|[ ]?/[ ]?\d)")
_SECTION = re.compile(
    r"[ ]{0,12}(?:[-+*•][ ]?)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,4}[.)/:](?![\d])|\d{1,2}(?:\.\d{1,2}){1,4}[ ]|\(\d{1,2}\))"
)
_LISTED = re.compile(r"\(\d{1,2}\)[ ](?=[^\W\d])")
_BRACKETED = re.compile(r"[ ]?\([ ]?([^\W\d_]+(?:[ ][^\W\d_]+){0,12})[ ]?\)")
_LARGE = 100  # no class, level or item of a list has such a number
_RATE = re.compile(r"(?:trên|/|cho)$")
_REPEATS = re.compile(r"\d[ ]?\([ ]?$")
_GAP = re.compile(rf"[ ]{{0,3}}(?:\n[ ]{{0,4}}(?=[{LOWER}]|[{UPPER}]{{3}}))?(?!\n)")
#: A document that speaks of marks counts none with "điểm".
_RATED = re.compile(
    r"chấm điểm|thang điểm|điểm tối đa|tổng số điểm|điểm cộng|điểm trừ|điểm chuẩn|số điểm đạt", re.IGNORECASE
)
_SCORE = re.compile(r"\s{0,2}điểm(?![^\W_])")
#: Rates and tolerances are neither set nor counted: "310mm/2 ngày", "3,5±0,2".
_RATING = re.compile(r"\s?±|/\d{1,2}\s?(?:ngày|giờ|h)(?![^\W_])")
_VERSION = re.compile(r"\d\.0")
_BARE = re.compile(r"[ ]?(?:[/;,.)]|\n|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: "Đến nay 9/9 cấp ủy": a noun behind, and no word for a day before.
_NOUN = re.compile(
    rf"[ ](?!(?:và|của|tại|ở|đến|là|năm|vừa|tới|này|hằng|hàng|được|đã|sẽ|do|cho|với)(?![^\W_]))[{LOWER}]{{2}}"
)
#: "mỗi lớp 50 học viên" counts, "lớp 5" does not.
_EACH = re.compile(r"(?:mỗi|một|từng)\s+\S+\s+$", re.IGNORECASE)
_DAY_WORD = re.compile(r"(?:ngày|lễ|dịp|sáng|chiều|tối|hôm|từ|đến)[ ]$", re.IGNORECASE)
_ROMAN = re.compile(r"(?<![^\W_])(?=[IVXL])(?:X{0,3}|XL|LX{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])")
_GLUED = re.compile(r"[^\W\d_]")


class Reader:
    """Reads one document's numbers. dates, documents: spans of the view that are parts of dates or document numbers."""

    def __init__(self, view: View, dates: Spans = (), documents: Spans = ()) -> None:
        self.view, self.plain, self.contexts = view, view.plain, Contexts(view)
        self.english = english_style(self.plain)
        self.rated = bool(_RATED.search(view.plain))
        self.taken = sorted([(*span, Kind.DATE) for span in dates] + [(*span, Kind.DOCUMENT) for span in documents])
        self.starts = [span[0] for span in self.taken]
        self.quotes = quoted_spans(self.plain)
        self.quote_starts = [start for start, _ in self.quotes]

    def read(self) -> list[Quantity]:
        """All numbers in order, those in words among them."""
        found = list(self._printed())
        covered = [(q.start, q.end) for q in found]
        found += [q for q in self._spelled() if not _inside(covered, q.start)]
        found += self._romans()
        return sorted(found, key=lambda q: q.start)

    def _printed(self) -> Iterator[Quantity]:
        at = 0
        while token := _TOKEN.search(self.plain, at):
            quantity = self._one(token)
            yield quantity
            at = max(quantity.end, token.end())

    def _one(self, token: re.Match[str]) -> Quantity:
        """The number that a token begins."""
        start, end = token.span()
        kind = self._known(start)
        if kind is None and (phone := _PHONE.match(self.plain, start)) and len(re.sub(r"\D", "", phone[0])) >= 10:
            return Quantity(start, phone.end(), Kind.PHONE, Decimal(re.sub(r"\D", "", phone[0])), begin=start)
        value = parse_digits(token[0], self.english)
        kind = kind or (Kind.CODE if value is None else self._shape(start, end))
        if kind is None and self.contexts.left_cue(start) is Kind.PHONE:
            return Quantity(start, _rest(self.plain, end), Kind.PHONE, value or Decimal(0), begin=start)
        if value is None or kind is not None:
            return Quantity(start, end, kind or Kind.CODE, value or Decimal(0), begin=start)
        return self._measured(token, value)

    def _known(self, start: int) -> Kind | None:
        """Part of a date or of a document's number, or in quotes."""
        index = bisect_right(self.starts, start) - 1
        if index >= 0 and start < self.taken[index][1]:
            return self.taken[index][2]
        index = bisect_right(self.quote_starts, start) - 1
        return Kind.NAME if index >= 0 and start < self.quotes[index][1] else None

    def _shape(self, start: int, end: int) -> Kind | None:
        """What the signs right before and behind the digits make of them."""
        plain = self.plain
        before, after = plain[start - 1 : start], plain[end : end + 2]
        if (
            before == "±"
            or _GLUED.match(before)
            or (before in "-./_" and before and _GLUED.match(plain[start - 2 : start - 1]))
        ):
            if before == "/":
                return Kind.PER
            return Kind.NAME if self.contexts.left_cue(start) is Kind.NAME else Kind.CODE
        if (before == "[" and after[:1] == "]") or _VERSION.fullmatch(plain, start, end):
            return Kind.SECTION if before == "[" else Kind.CODE
        if after[:1] and after[0] in "/-" and after[1:].isupper():
            return Kind.DOCUMENT
        if self._at_line_start(start) and _SECTION.match(plain, self._line(start)):
            return Kind.SECTION
        return Kind.SECTION if before == "(" and _LISTED.match(plain, start - 1) else None

    def _line(self, start: int) -> int:
        return self.plain.rfind("\n", 0, start) + 1

    def _at_line_start(self, start: int) -> bool:
        return not self.plain[self._line(start) : start].strip(" -+*•(")

    def _measured(self, token: re.Match[str], value: Decimal) -> Quantity:
        """A number with its scale, range, sign and unit."""
        start, end = token.span()
        fraction = _SLASH.match(self.plain, end)
        if fraction:
            return self._fraction(start, fraction, value)
        value, end, scale = scaled(self.plain, value, end, self.english)
        value, upper, end = self._ranged(start, value, end, scale)
        other = other_reading(token[0], self.english) if end == token.end() else None
        quantity = Quantity(start, end, Kind.PLAIN, value, upper, other=other, begin=start)
        return self._finished(self._signed(quantity))

    def _ranged(self, start: int, value: Decimal, end: int, scale: Decimal) -> tuple[Decimal, Decimal | None, int]:
        """Value, upper end of its range if it has one, and where both end."""
        sign = _PERCENT.match(self.plain, end)
        behind = sign.end() if sign else end
        join = _RANGE.match(self.plain, behind)
        if join is None and _FROM.search(self.plain, max(0, start - 14), start):
            join = _RANGE_WORD.match(self.plain, behind)
        token = _TOKEN.match(self.plain, join.end()) if join else None
        upper = parse_digits(token[0], self.english) if token else None
        if token is None or upper is None or self._known(token.start()) or _GLUED.match(self.plain, token.end()):
            return value, None, end
        upper, last, upper_scale = scaled(self.plain, upper, token.end(), self.english)
        lower = value * upper_scale if scale == 1 else value
        if lower >= upper or (sign and not _PERCENT.match(self.plain, last)) or _SLASH.match(self.plain, last):
            return value, None, end
        return lower, upper, last

    def _fraction(self, start: int, slash: re.Match[str], value: Decimal) -> Quantity:
        """ "29/29" of something, or a day and month without a word."""
        whole, end = parse_digits(slash[1], self.english) or Decimal(0), slash.end()
        made = self._finished(Quantity(start, end, Kind.FRACTION, value, of=whole, begin=start))
        all_of = (
            value == whole
            and _NOUN.match(self.plain, end)
            and not _DAY_WORD.search(self.plain, max(0, start - 9), start)
        )
        day = value <= 31 and whole <= 12 and made.unit is None and not all_of
        if made.kind is not Kind.FRACTION:
            return made
        if (int(value), int(whole)) in ((24, 7), (24, 24)) or self.plain[end : end + 1] == "-":
            return replace(made, kind=Kind.CODE, unit=None)
        dated = (day and not (made.hedge and value < whole)) or (_YEAR.fullmatch(slash[1]) and value <= 12)
        return replace(made, kind=Kind.DATE) if dated else made

    def _signed(self, quantity: Quantity) -> Quantity:
        """With "%" or the word for money that follows; millions of nothing named are money too ("3 triệu/hộ")."""
        if percent := _PERCENT.match(self.plain, quantity.end):
            return replace(quantity, end=percent.end(), kind=Kind.PERCENT)
        if dong := _DONG.match(self.plain, quantity.end):
            return replace(quantity, end=dong.end(), kind=Kind.MONEY)
        in_scale = quantity.value >= 10**6 and self.plain[quantity.end - 1].isalpha()
        bare = in_scale and _BARE.match(self.plain, quantity.end)
        return replace(quantity, kind=Kind.MONEY) if bare else quantity

    def _finished(self, quantity: Quantity) -> Quantity:
        """With its hedge and unit, and its kind by the words around it."""
        hedge = self.contexts.left_hedge(quantity.start)
        begin = hedge[1] if hedge else quantity.start
        name = hedge[0] if hedge else None
        unit = None if quantity.kind in (Kind.PERCENT, Kind.MONEY) else self.unit_after(quantity.end)
        if unit and unit.kind == "money":
            quantity = replace(quantity, kind=Kind.MONEY)
        if unit and unit.kind == "foreign" and quantity.kind is Kind.MONEY:
            quantity = replace(quantity, kind=Kind.PLAIN)
        behind = self.contexts.right_hedge(unit.end if unit else quantity.end)
        name = ("từ … " + behind if name == "từ" else behind) if behind else (None if name == "từ" else name)
        found = replace(quantity, hedge=name, begin=begin if name else quantity.start, unit=unit)
        kind = self._kind(found)
        return found if kind is None else replace(found, kind=kind, unit=None)

    def unit_after(self, end: int) -> Unit | None:
        """The unit behind a number, past its words in brackets: "05 (năm) hộ"."""
        words = _BRACKETED.match(self.plain, end)
        if words and (read := read_words(words[1].lower().split())) and read[1] == len(words[1].split()):
            end = words.end()
        gap = _GAP.match(self.plain, end)
        unit = read_unit(self.view, gap.end() if gap else end)
        return None if unit and unit.kind == "score" and self.rated else unit

    def _kind(self, found: Quantity) -> Kind | None:
        """A kind that is no figure, by the words around the number; None where it stays what it is."""
        cue = self.contexts.left_cue(found.begin)
        if cue in (Kind.ORDINAL, Kind.SECTION) and ":" in self.plain[max(0, found.begin - 2) : found.begin]:
            cue = None  # "Số sáng kiến bị loại: 43"
        if cue and not self._overruled(cue, found):
            return cue
        return None if found.kind in (Kind.PERCENT, Kind.MONEY) else self._kind_behind(found)

    def _kind_behind(self, found: Quantity) -> Kind | None:
        """The kind by what stands behind the number: "18 tuổi", "30 ngày"; a bare year."""
        plain, start, end = self.plain, found.start, found.end
        behind = self.contexts.right_cue(end)
        if behind and behind is not Kind.PERCENT and (behind is Kind.NAME or not found.unit):
            return behind
        if _RATING.match(plain, found.unit.end if found.unit else end):
            return Kind.CODE
        if self.rated and not (found.unit and found.unit.kind == "count") and _SCORE.match(plain, end):
            return Kind.CODE
        glued = _GLUED.match(plain, end)
        if glued and not (found.unit and found.unit.kind in ("measure", "money") and found.unit.start == end):
            return Kind.CODE
        year = found.unit is None and found.value_max is None and _YEAR.fullmatch(plain[start:end])
        years = found.value_max is not None and 1900 <= found.value < found.value_max <= 2100
        return Kind.YEAR if year or years else None

    def _overruled(self, cue: Kind, found: Quantity) -> bool:
        """True when the number is a figure for all the word before it: a unit behind "lớp", "số", "điểm"..."""
        if cue is Kind.ORDINAL and found.unit and _EACH.search(self.plain, max(0, found.begin - 24), found.begin):
            return True
        if cue in (Kind.NAME, Kind.PHONE, Kind.DATE):
            return cue is Kind.DATE and found.kind is Kind.PERCENT
        if cue is Kind.YEAR:
            return not (_YEAR.match(self.plain, found.start) and found.kind is Kind.PLAIN)
        if found.kind is not Kind.PLAIN:
            return True
        return (found.unit is not None or found.value >= _LARGE) and self.contexts.weak_cue(found.begin)

    def _spelled(self) -> Iterator[Quantity]:
        """Numbers in words: of two words or more, or one with a counted noun behind it."""
        for match in _spelled_pattern().finditer(self.plain):
            start, words = match.start(), match[0].lower().split()
            read = read_words(words)
            repeats = _REPEATS.search(self.plain, max(0, start - 4), start)
            if read is None or repeats or self._known(start) is not None or self._is_name(start):
                continue
            pieces = list(re.finditer(r"\S+", match[0]))
            end = start + pieces[read[1] - 1].end()
            value = read[0]
            found = self._finished(self._signed(Quantity(start, end, Kind.PLAIN, value, begin=start, spelled=True)))
            if read[1] > 1 or self._counted(found):
                yield found

    def _is_name(self, start: int) -> bool:
        """True for a capital within a sentence ("Nguyễn Thị Hai"), and for "trên một vạn dân"."""
        before = self.plain[max(0, start - 8) : start].rstrip(" ")
        inside = bool(before) and (before[-1].isalnum() or before[-1] == ",")
        rate = _RATE.search(before) and self.plain.startswith("một ", start)
        return bool((self.plain[start].isupper() and inside) or rate)

    def _counted(self, found: Quantity) -> bool:
        """True for a single word that counts a noun: "ba tập thể", neither "một" nor the name "Ba Mẫu"."""
        unit = found.unit
        if unit is None or unit.kind not in ("count", "place") or found.value <= 1:
            return False
        return not (self.plain[unit.start].isupper() and self.plain[unit.start + 1 : unit.start + 2].islower())

    def _romans(self) -> Iterator[Quantity]:
        """Roman numbers of sections, and behind a word that is counted so ("quý IV", "khóa XII")."""
        for match in _ROMAN.finditer(self.plain):
            start, end = match.span()
            headed = self._at_line_start(start) and self.plain[end : end + 1] in (".", ")", "-", "/")
            if start < end and (headed or self.contexts.left_cue(start)):
                yield Quantity(start, end, Kind.ROMAN, Decimal(roman_value(match[0])), begin=start)


@cache
def _spelled_pattern() -> re.Pattern[str]:
    words = "|".join(f"[{w[0]}{w[0].upper()}]{w[1:]}" for w in sorted(number_words(), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{words})(?:[ ]{{1,2}}(?:{words}))*(?![^\W_])")


def _rest(text: str, end: int) -> int:
    """Where the groups of digits of a telephone number end."""
    found = _REST.match(text, end)
    return found.end() if found else end


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(spans, (at, 1 << 60)) - 1
    return index >= 0 and at < spans[index][1]


def find_quantities(view: View, dates: Spans = (), documents: Spans = ()) -> list[Quantity]:
    """Every printed number of the view in order; ``dates`` and ``documents`` are spans already known as such.

    >>> [(str(q.value), q.kind.value, q.unit and q.unit.name) for q in find_quantities(View("đạt 35,7% của 1.200 hộ"))]
    [('35.7', 'percent', None), ('1200', 'plain', 'hộ')]
    """
    return Reader(view, dates, documents).read()
