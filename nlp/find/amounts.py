"""Amounts of money in đồng: which numbers are money, what they measure, what they recur in or are given for.

The values come from :mod:`nlp.find.quantities`; dollars and other money are no amounts here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from nlp.find.contexts import Kind
from nlp.find.phrasebook import either, kind_of, pattern, phrases, spelled
from nlp.find.quantities import Quantity
from nlp.find.view import View, squeeze
from nlp.find.wording import noun_phrase_before

_LIST = "money_cues.tsv"
_BACK = 130
#: Where the clause of an amount begins.
_CLAUSE = re.compile(r"[;:.!?…](?=\s)|[,(](?=\s?[^\W\d])|\n\s*\n|\n\s*[-+•]\s|\s-\s")
#: Words between what is measured and the amount.
_LINK = re.compile(
    r"\s*(?:[:,=]|\b(?:la|dat|uoc|uoc tinh|uoc dat|khoang|len den|len toi|dat den|toi|den|voi|duoc|bang|gom|tong cong|"
    r"tu|moi|co|chi|con|them|hon|tren|gan|so tien|binh quan|muc|tong|da|tri gia|bao gom|ca|so|ve|xap xi|"
    r"vao khoang)\b)\s*$"
)
_OTHER_MONEY = re.compile(
    r"\s{0,2}(?:usd|eur|euro|do\s+la|đô\s+la|dola|dollar|jpy|yen|won|kip|nhan dan te|ndt|\$)", re.IGNORECASE
)
#: The word for money on the next line.
_DONG_BELOW = re.compile(r"[ ]?\n[ ]{0,4}(?:đồng|đ|VNĐ|VND)(?![^\W_])")
_COST_NEAR = re.compile(
    r"(?<![^\W_])(?:tien|kinh phi|tri gia|gia tri|von|chi phi|doanh thu|thu nhap|thuong|ho tro|lam loi|tiet kiem|"
    r"dau tu|quy|ngan sach|xa hoi hoa|no|thue|luong|gia|loi nhuan|thiet hai|dong gop|ung ho|vay)(?![^\W_])"
)
#: Words that "đồng" begins: "01 đồng chí", "12 đồng hồ".
_NOT_DONG = re.compile(
    r"\s{1,3}(?:chí|bào|nghiệp|bộ|thời|đội|hồ|phục|hương|tác giả|chủ|loạt|minh|hệ|dương|xu|tháp|nai|hới|lúa|"
    r"diễn)(?![^\W_])",
    re.IGNORECASE,
)
_DURATION = r"(?:\d{1,2}\s{1,2})?"
_ASIDE = re.compile(r"\s?\([^()]{0,90}\)")


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount in the view: its figure with the word for money and "/năm"; value_max is the end of a range.

    benefit: it measures what was gained or saved.
    """

    start: int
    end: int
    value: int
    value_max: int | None = None
    qualifier: str | None = None
    per: str | None = None
    what: str | None = None
    benefit: bool = False


def _cues() -> re.Pattern[str]:
    return pattern(_LIST, "benefit", "noun", "verb")


def _verbs() -> re.Pattern[str]:
    return spelled(_LIST, "verb")


@cache
def _per_word() -> str:
    return either(phrases(_LIST, "per"))


@cache
def _per_after() -> re.Pattern[str]:
    """ "/năm", "/hộ/dự án", "mỗi năm", "cho mỗi hộ", "đối với mỗi tập thể"."""
    item = rf"{_DURATION}(?:01\s+|1\s+|mot\s+)?{_per_word()}"
    return re.compile(
        rf"(?:\s?/\s?(?P<slash>{item}(?:\s?/\s?{item}){{0,2}})"
        rf"|,?\s{{1,3}}(?:(?:cho|doi\s+voi|tren|tinh\s+tren)\s+)?(?:moi|tung|mot|1)\s+(?P<each>{_DURATION}{_per_word()}))"
    )


@cache
def _per_before() -> re.Pattern[str]:
    """ "mỗi năm tiết kiệm ...", "hằng năm", "nếu đoàn viên nào có sáng kiến ... được thưởng"."""
    return re.compile(
        rf"\b(?:(?:moi|tung|nao\s+co)\s+(?P<each>{_per_word()})|h[aă]ng\s+(?P<every>nam|thang|quy|tuan|ngay)\b)"
    )


def find_amounts(view: View, quantities: Iterable[Quantity]) -> list[AmountMention]:
    """The amounts among a document's numbers, in order."""
    found: list[AmountMention] = []
    for quantity in quantities:
        last = found[-1] if found else None
        if not _is_money(view, quantity, last) or (last and _in_words(view, quantity, last)):
            continue
        if found and _ends_range(view, found[-1], quantity):
            found[-1] = replace(found[-1], end=quantity.stop, value_max=int(quantity.value))
        else:
            found.append(_mention(view, quantity, found[-1].end if found else 0))
    return found


_FROM = re.compile(r"(?<!tang )(?<!giam )(?<!nang )\btu\s{1,2}$")
_TO = re.compile(r"\s{1,3}(?:den|toi)\s{1,3}")


def _ends_range(view: View, last: AmountMention, quantity: Quantity) -> bool:
    """True for the second of "từ 5 triệu đồng đến 10 triệu đồng"."""
    joined = _TO.fullmatch(view.folded, last.end, quantity.begin)
    begun = _FROM.search(view.folded, max(0, last.start - 12), last.start)
    return bool(joined and begun) and last.value_max is None and last.value < quantity.value


def _is_money(view: View, quantity: Quantity, last: AmountMention | None) -> bool:
    """True for đồng, and for millions of nothing named in a clause about money or right after an amount."""
    if quantity.value != quantity.value.to_integral_value() or _OTHER_MONEY.match(view.plain, quantity.end):
        return False
    if quantity.kind is Kind.MONEY:
        word = view.plain[quantity.stop - 4 : quantity.stop].lower() == "đồng"
        return not (word and _NOT_DONG.match(view.plain, quantity.stop)) and quantity.value > 0
    if _MARK_LOST.match(view.plain, quantity.start):
        return _near_money(view, quantity) or (last is not None and quantity.begin - last.end < _BACK)
    unit = quantity.unit
    counted = unit is not None and view.plain[unit.start : unit.end].lower() == unit.name.lower()
    scaled = quantity.value >= 10**6 and view.plain[quantity.end - 1].isalpha() and not counted
    if quantity.kind is not Kind.PLAIN or not scaled or quantity.spelled:
        return False
    return _near_money(view, quantity)


#: Millions whose "đ" was read as "d", or not at all, before a stop.
_MARK_LOST = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:d(?![^\W_])|(?=[.;,)]?(?:\s|$)(?!\s{0,3}[^\W\d_])|[.;,)]\s))")


def _near_money(view: View, quantity: Quantity) -> bool:
    """True when the clause that leads to a number speaks of money."""
    return bool(_COST_NEAR.search(view.folded, _clause_start(view, quantity.begin), quantity.begin))


_IN_WORDS = re.compile(r"[\s,;.]*\(?\s*(?:(?:so\s+tien\s+)?(?:viet\s+)?bang\s+chu|viet\s+la)?\s*[:,]?\s*")


def _in_words(view: View, quantity: Quantity, last: AmountMention) -> bool:
    """True for the amount before, once more in words: "(Bằng chữ: một triệu đồng)"."""
    gap = view.folded[last.end : quantity.begin]
    return quantity.spelled and int(quantity.value) == last.value and bool(_IN_WORDS.fullmatch(gap))


def _clause_start(view: View, at: int) -> int:
    """Where the clause that leads to an offset begins."""
    base = max(0, at - _BACK)
    ends = [match.end() for match in _CLAUSE.finditer(view.plain, base, at)]
    return ends[-1] if ends else base


def _mention(view: View, quantity: Quantity, floor: int) -> AmountMention:
    """The amount with what stands around it; ``floor``: where the amount before it ends."""
    begin = quantity.begin
    clause = max(_clause_start(view, begin), floor)
    end, per = _per(view, quantity, max(floor, begin - _BACK))
    cue = _cue(view, clause, begin) or _cue(view, max(floor, begin - _BACK), begin, near=True)
    what = squeeze(view.plain[cue[0] : cue[1]]).strip(" ,:-(") if cue else noun_phrase_before(view.plain[clause:begin])
    upper = quantity.value_max
    return AmountMention(
        quantity.start,
        end,
        int(quantity.value),
        int(upper) if upper is not None else None,
        quantity.hedge,
        per,
        what,
        bool(cue and cue[2] == "benefit"),
    )


def _per(view: View, quantity: Quantity, floor: int) -> tuple[int, str | None]:
    """Where the amount ends with its "/năm", and what it is per."""
    below = _DONG_BELOW.match(view.plain, quantity.stop)
    stop = below.end() if below else quantity.stop
    after = _per_after().match(view.folded, stop)
    if after:
        span = after.span("slash" if after["slash"] else "each")
        text = re.sub(r"\s?/\s?", "/", squeeze(view.plain[slice(*span)]).lower())
        return after.end(), re.sub(r"(?:^|(?<=/))(?:01|1|một) (?!tháng|quý)", "", text)
    sentence = max((m.end() for m in re.finditer(r"[;.!?…]\s|\n\s*\n", view.plain[floor : quantity.begin])), default=0)
    before = list(_per_before().finditer(view.folded, floor + sentence, quantity.begin))
    if before and quantity.begin - before[-1].end() < 60:
        return stop, squeeze(view.plain[slice(*before[-1].span(before[-1].lastgroup or 0))]).lower()
    return stop, None


def _cue(view: View, start: int, end: int, near: bool = False) -> tuple[int, int, str] | None:
    """Span and kind of the words that say what an amount measures: the last cue's, its complement included.

    near: only a cue that links or a bracket divide from the amount.
    """
    last = _behind_links(view, start, end)
    found = _cues().finditer(view.folded, start, end)
    matches = [match for match in found if _kind(match) != "verb" or _verbs().fullmatch(view.plain, *match.span())]
    nouns = [match for match in matches if _kind(match) != "verb"]
    match = nouns[-1] if nouns else (matches[-1] if matches else None)
    benefit = next((m for m in reversed(matches) if _kind(m) == "benefit"), None)
    match = benefit or match
    if match is None:
        return None
    stop = max(last, match.end())
    between = _ASIDE.sub("", view.plain[match.end() : stop])
    if len(between.split()) > (2 if near else 9) or re.search(r"[;.]\s", between):
        return None
    return (
        _with_total(view, _led(matches, match), start),
        stop if len(between.split()) <= 6 else match.end(),
        _kind(match),
    )


def _led(matches: list[re.Match[str]], last: re.Match[str]) -> int:
    """Where a cue begins with those that stand right before it: "hỗ trợ học phí"."""
    start = last.start()
    for match in reversed(matches):
        if match.end() <= start <= match.end() + 1:
            start = match.start()
    return start


def _kind(match: re.Match[str]) -> str:
    return kind_of(_LIST, match[0], "benefit", "noun", "verb")


def _behind_links(view: View, start: int, end: int) -> int:
    """The end of what stands before an amount once its linking words are taken off."""
    while link := _LINK.search(view.folded, max(start, end - 24), end):
        end = link.start()
    return end


def _with_total(view: View, at: int, floor: int) -> int:
    """The start moved left over "tổng"."""
    before = re.compile(r"\b(?:tong|tong so|tong cong)\s+$").search(view.folded, max(floor, at - 12), at)
    return before.start() if before else at
