"""What printed digits and number words are worth, exactly: "1.200" is 1200, "35,7" is 35.7, "hai trăm linh ba" 203.

A dot groups thousands and a comma begins decimals in Vietnamese print; a document may do it the English way.
Where one form may be either ("1,200"), the document's other figures decide.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nlp.find.lists import rows

#: Digits with their separators; never ends in one.
DIGITS = r"\d+(?:[.,]\d+)*"
_VIETNAMESE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
#: Forms that only one of the two styles has. A dotted pair of short numbers may be a section ("2.1") and tells nothing.
_SURE_VIETNAMESE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}|\d{1,3}\.\d{3},\d+|\d+,\d{1,2}(?!\d))(?![.,]?\d)")
_SURE_ENGLISH = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){2,}|\d{1,3},\d{3}\.\d+)(?![.,]?\d)")
_COMMA, _DOT = re.compile(r"[1-9]\d{0,2},\d{3}"), re.compile(r"[1-9]\d{0,2}\.\d{3}")


def english_style(plain: str) -> bool:
    """True when the text groups thousands with commas, told by the figures that only one of the styles can print.

    >>> english_style("1,234,567 đồng và 1,200 hộ"), english_style("đạt 35,7%, 1.200 hộ")
    (True, False)
    """
    if not (english := len(_SURE_ENGLISH.findall(plain))):
        return False
    return english > len(_SURE_VIETNAMESE.findall(plain))


def parse_digits(printed: str, english: bool = False) -> Decimal | None:
    """The exact value of printed digits, or None when they are no number ("1.2.3").

    >>> parse_digits("1.200"), parse_digits("35,7"), parse_digits("0.5"), parse_digits("1,200", english=True)
    (Decimal('1200'), Decimal('35.7'), Decimal('0.5'), Decimal('1200'))
    """
    first, second = (_ENGLISH, _VIETNAMESE) if english else (_VIETNAMESE, _ENGLISH)
    if printed[0] == "0" and len(printed) > 2 and printed[1] in ".,":
        return Decimal(printed.replace(",", ".")) if len(re.findall("[.,]", printed)) == 1 else None
    if first.fullmatch(printed):
        return _value(printed, english)
    return _value(printed, not english) if second.fullmatch(printed) else None


def _value(printed: str, english: bool) -> Decimal:
    group, point = (",", ".") if english else (".", ",")
    return Decimal(printed.replace(group, "").replace(point, "."))


def other_reading(printed: str, english: bool = False) -> Decimal | None:
    """What digits with three decimals are worth in the other style, else None.

    >>> other_reading("1,200"), other_reading("1.200")
    (Decimal('1200'), None)
    """
    return _value(printed, not english) if (_DOT if english else _COMMA).fullmatch(printed) else None


@cache
def number_words() -> dict[str, tuple[Decimal, str]]:
    """Number words in lower case -> (value, role): digit, last, ten, tens, hundred, join, scale, half."""
    return {row["word"]: (Decimal(row["value"]), row["role"]) for row in rows("number_words.tsv")}


class _Reading:
    """A number in words as it is read: ``total`` of finished scales, ``group`` below them, ``digit`` not yet placed."""

    def __init__(self) -> None:
        self.total, self.group = Decimal(0), Decimal(0)
        self.digit: Decimal | None = None
        self.last = ""
        self.scale = Decimal(10) ** 18

    def take(self, value: Decimal, role: str) -> bool:
        """Takes the next word; False when the number ends before it."""
        done = bool(getattr(self, "_" + role)(value))
        if done:
            self.last = role
        return done

    def _digit(self, value: Decimal) -> bool:
        if self.digit is not None or self.last in ("last", "half", "tail"):
            return False
        self.digit = value
        return True

    def _last(self, value: Decimal) -> bool:
        if self.digit is not None or self.last not in ("tens", "ten", "join"):
            return False
        self.digit = value
        return True

    def _ten(self, value: Decimal) -> bool:
        if self.digit is not None or self.last not in ("", "hundred", "join", "scale"):
            return False
        self.group += value
        return True

    def _tens(self, value: Decimal) -> bool:
        if self.digit is None:
            return False
        self.group, self.digit = self.group + self.digit * value, None
        return True

    def _hundred(self, value: Decimal) -> bool:
        if self.digit is None or self.group:
            return False
        self.group, self.digit = self.digit * value, None
        return True

    def _join(self, _: Decimal) -> bool:
        return self.digit is None and self.last in ("hundred", "scale")

    def _scale(self, value: Decimal) -> bool:
        below = self.group + (self.digit or 0)
        if not below and self.last == "scale" and value == 10**9:  # nghìn tỷ
            self.total, self.scale = self.total * value, value
            return True
        if not below or value >= self.scale:
            return False
        self.total, self.group, self.digit, self.scale = self.total + below * value, Decimal(0), None, value
        return True

    def _half(self, value: Decimal) -> bool:
        if self.last not in ("scale", "hundred"):
            return False
        self.total += value * (self.scale if self.last == "scale" else 100)
        return True

    @property
    def value(self) -> Decimal:
        """What was read so far."""
        return self.total + self.group + (self.digit or 0)

    @property
    def whole(self) -> bool:
        """True when the words read so far may end here: not on "linh"."""
        return self.last != "join"


def read_words(words: list[str]) -> tuple[Decimal, int] | None:
    """The number that a list of lower-case words begins with, and how many of them it takes; None for no number.

    "năm" after "mươi" is the year (năm), not five, which is "lăm" there; a digit right behind "trăm" or "nghìn" is none
    of the number either unless it goes on ("trăm năm" is a hundred years).

    >>> read_words(["hai", "trăm", "linh", "ba", "hộ"]), read_words(["năm", "mươi", "năm"]), read_words(["hộ"])
    ((Decimal('203'), 4), (Decimal('50'), 2), None)
    """
    reading, best = _Reading(), None
    for index, word in enumerate(words):
        known = number_words().get(word)
        before = reading.last
        if known is None or (word == "năm" and before in ("tens", "ten")) or not reading.take(*known):
            break
        loose = known[1] == "digit" and before in ("hundred", "scale")
        if reading.whole and not loose:
            best = reading.value, index + 1
    return best


_SCALE = re.compile(
    r"(?:[ ]?|[ ]{0,2}\n[ ]{0,4})"
    r"(?:(?P<tram>trăm)|(?P<nghin>ngh[iìĩíỉị]n|ngàn|ngãn)|(?P<van>vạn)|(?P<trieu>tri[eêệểễếề]u|tr(?=[ ]?đ))"
    r"|(?P<ty>t[yỷỹýỳỵỉ]))(?![^\W_])(?P<of>[ ]t[yỷỹýỉ](?![^\W_]))?"
)
_SCALES = {"tram": 10**2, "nghin": 10**3, "van": 10**4, "trieu": 10**6, "ty": 10**9}
_HALF = re.compile(r"[ ]rưỡi(?![^\W_])")
_MORE = re.compile(rf"[ ]{{1,2}}({DIGITS})(?=[ ]?(?:ngh[iì]n|ng[àa]n|tri[eệ]u)(?![^\W_]))")


def scaled(plain: str, value: Decimal, end: int, english: bool = False) -> tuple[Decimal, int, Decimal]:
    """A value whose digits end at an offset, with the scale words behind: value, end, and the last scale (1 for none).

    >>> scaled("17 tỷ 660 triệu đồng", Decimal(17), 2)
    (Decimal('17660000000'), 15, Decimal('1000000'))
    """
    scale, done, last = Decimal(1), Decimal(0), Decimal(10) ** 18
    while match := _SCALE.match(plain, end):
        size = Decimal(next(size for name, size in _SCALES.items() if match[name])) * (10**9 if match["of"] else 1)
        if size >= last:
            break
        done, scale, last, end = done + value * size, size, size, match.end()
        value = Decimal(0)
        if half := _HALF.match(plain, end):
            return _exact(done + scale / 2), half.end(), scale
        more = _MORE.match(plain, end)
        below = parse_digits(more[1], english) if more else None
        if more is None or below is None:
            break
        value, end = below, more.end()
    return _exact(done + value), end, scale


def _exact(value: Decimal) -> Decimal:
    """Without a decimal part that is nought."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman_value(printed: str) -> int:
    """The value of a well-formed Roman number below 90.

    >>> roman_value("XIV"), roman_value("IX")
    (14, 9)
    """
    values = [_ROMANS[letter] for letter in printed]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
