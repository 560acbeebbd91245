"""The period or stage that a figure is for: "năm 2022", "giai đoạn 1", "6 tháng đầu năm 2023", "quý I"."""

from __future__ import annotations

import re

from nlp.find.statements import Statement
from nlp.find.view import View, squeeze

_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"(?:[Gg]iai\sđoạn|GIAI\sĐOẠN)\s(?:{_YEAR}\s?-\s?{_YEAR}|[IVX]{{1,3}}\b|\d\b)|[Nn]ăm\shọc\s{_YEAR}\s?-\s?{_YEAR}"
    rf"|(?:\d{{1,2}}|[Ss]áu|[Bb]a|[Cc]hín)\stháng\s(?:đầu|cuối)\snăm(?:\s{_YEAR})?|[Qq]uý\s(?:[IV]{{1,3}}|\d)(?:[/\s]+(?:năm\s)?{_YEAR})?"
    rf"|[Nn]hiệm\skỳ\s{_YEAR}\s?-\s?{_YEAR}|[Đđ]ợt\s\d\b|(?:[Nn]ăm|NĂM)\s{_YEAR}(?!\s?-|\d)"
)
_CAPITALS = re.compile(r"^(?:GIAI ĐOẠN|NĂM)(?!\w)")
_COMPARED = re.compile(r"(?:so với|so voi|cùng kỳ|bằng)[^,;.]{0,20}$")


def period_of(statement: Statement, start: int, stop: int) -> str | None:
    """The period named nearest to a figure in its sentence (before it rather than behind), else by its headings."""
    view = statement.view
    left = _last(view, statement.start, start)
    if left is None:
        match = _PERIOD.search(view.plain, stop, statement.end)
        right = match if match and not _compared(view, match.start()) else None
        left = _told(right) if right else None
    return left or _of_headings(statement)


def _last(view: View, start: int, end: int) -> str | None:
    found = [m for m in _PERIOD.finditer(view.plain, start, end) if not _compared(view, m.start())]
    return _told(found[-1]) if found else None


def _compared(view: View, at: int) -> bool:
    return bool(_COMPARED.search(view.plain, max(0, at - 40), at))


def _of_headings(statement: Statement) -> str | None:
    paragraph = statement.paragraph
    own = _PERIOD.search(statement.view.plain, paragraph.start, min(paragraph.end, paragraph.body + 60))
    if own:
        return _told(own)
    for head in reversed(paragraph.headings):
        match = _PERIOD.search(statement.view.plain, head.start, min(head.end, head.start + 160))
        if match:
            return _told(match)
    return None


def period_in(text: str) -> str | None:
    """The first period that a short text names ("Chỉ tiêu năm 2022" -> "năm 2022").

    >>> period_in("Chỉ tiêu năm 2022")
    'năm 2022'
    >>> period_in("KẾT QUẢ GIAI ĐOẠN II")
    'giai đoạn II'
    """
    match = _PERIOD.search(text)
    return _told(match) if match else None


def _told(match: re.Match[str]) -> str:
    """The period as it is told, a heading's capitals made small: "GIAI ĐOẠN II" is giai đoạn II."""
    return _CAPITALS.sub(lambda word: word[0].lower(), squeeze(match[0]))
