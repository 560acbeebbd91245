"""The head of a document (thể thức): number, place and date, type and subject (trích yếu).

NĐ 30/2020/NĐ-CP, annex I, for the state; Hướng dẫn 36-HD/VPTW for the Party; unions print theirs like the state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from nlp.find.dates import DateMention
from nlp.find.issuers import title_case
from nlp.find.letterhead import RIGHT, Cell, cells, is_capitals, lines_of
from nlp.find.lists import DocumentType, body_openings, document_types, opening_spellings, organ_pattern, positions
from nlp.find.numbers import Number, code_of, find_numbers, match_number, normal_symbol
from nlp.find.view import LOWER, UPPER, View, fold, squeeze

_HEAD_LINES = 45
_TITLE_LINES = 7
_NUMBER_LINE = re.compile(
    r"^\W*(?:(?:luat|bo luat|phap lenh|lenh|nghi quyet|nghi dinh)\s+)?s[o6eb]\s?(?P<colon>[:.;,]?)\s?"
)
_BLANK_NUMBER = re.compile(
    r"[\s.…_:]*(?P<symbol>[/-]\s?[A-ZĐ][A-ZĐ&a-z /-]{1,24}?)(?=\s{2}|\n|$|\s[A-ZĐ][" + LOWER + "])"
)
_NAME = rf"[{UPPER}][{LOWER}']+"
_PLACE = re.compile(
    rf"(?<![\w/-])(?P<place>(?:(?:[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|T[Pp]\.?|[Tt]ỉnh)\s?)?{_NAME}(?:(?: | ?- ?){_NAME}){{0,5}})"
    r"\s?[,.;]\s{0,3}(?P<date>[Nn]g[àaảăá]y?)"
)
#: A misread number after "Số" without its colon: a few signs, then "/KH-".
_LIKE_NUMBER = re.compile(r"\S{1,8}\s?/\s?[A-ZĐ]{2,4}\s?-")
#: A month of two strokes read as letters: "I1", "lI", "LÍ". It can only be 11, 10 or 12, whichever its strokes say.
_STROKES = re.compile(
    r"th[aied]{1,2}ng\s{0,2}(?P<month>[1ilt|!j][1ilt|!j0-2])\s{0,2}n[aie]m\s{0,2}(?P<year>(?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(r"n[aie]m\s{0,3}((?:19|20)\d\d)(?!\d)")
_LONG_YEAR = re.compile(
    r"th[aied]{1,2}ng\s{0,2}(?P<month>\d{1,2}|[1ilt|!j][1ilt|!j0-2])\s{0,2}n[aie]m\s{0,2}(?P<year>[12]\d{4})(?!\d)"
)
_SUBJECT = re.compile(r"^\W*(?:v\s?/\s?v|ve viec|ve)\b")
_SURE_OPENING = re.compile(
    r"^\W*(?:kinh\s*gui|can\s*cu|dieu 1|thuc hien (?:ke hoach|cong van|quyet dinh|chi thi|huong dan|nghi)|i\.)"
)
_ACTING = re.compile(r"\W*(?:thuc hien|trien khai|tiep tuc|theo|thi hanh)\b")
_NARROW = 50
_RULE = re.compile(r"^[\W_]*$")


@dataclass(frozen=True, slots=True)
class HeadParts:
    """What the head prints, as spans of the view; empty where it prints nothing."""

    number: Number | None = None
    number_span: tuple[int, int] | None = None
    number_blank: bool = False
    number_reading: str | None = None
    code: str | None = None
    place: Cell | None = None
    date: DateMention | None = None
    date_span: tuple[int, int] | None = None
    year_only: str | None = None
    type_cell: Cell | None = None
    type: str | None = None
    title: str | None = None
    title_span: tuple[int, int] | None = None
    end: int = 0
    letterhead_end: int = 0


@dataclass(slots=True)
class _Zone:
    """The lines of the head: spans of the view's lines down to the body."""

    view: View
    lines: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, view: View) -> _Zone:
        zone = cls(view)
        for start, end in lines_of(view, 0, len(view.plain)):
            zone.lines.append((start, end))
            if len(zone.lines) >= _HEAD_LINES or (len(zone.lines) > 3 and _opens_body(view, start, end, _NARROW)):
                break
        return zone

    @property
    def end(self) -> int:
        return self.lines[-1][1] if self.lines else 0


def _opens_body(view: View, start: int, end: int, narrow: int = 0) -> bool:
    """True when a line opens the body: a capital and a word that bodies open with.

    narrow: a line shorter than this stands in a column of the head, where only the surest words count.
    """
    first = re.search(r"[^\W_]", view.plain[start:end])
    match = body_openings().match(view.folded, start, end)
    if first is None or first[0].islower() or match is None:
        return False
    if match["phrase"] and not _SURE_OPENING.match(view.folded[start:end]):
        spelled = squeeze(view.plain[match.start("phrase") : match.end("phrase")]).lower()
        if spelled not in opening_spellings() and spelled != fold(spelled):
            return False
    return end - start >= narrow or _SURE_OPENING.match(view.folded[start:end]) is not None


def read_head(view: View, dates: list[DateMention]) -> HeadParts:
    """The head's number, place, date, type and subject."""
    zone = _Zone.of(view)
    number = _number(zone)
    place, date, span, year = _place_and_date(zone, dates)
    type_cell, kind = _type_line(zone, number)
    code = number.code
    if type_cell:
        title, title_span = _title_below(view, type_cell, number)
    else:
        title, title_span = _subject(zone)
        kind = _type_without_line(code, number, title)
    ends = [s[1] for s in (number.number_span, span, title_span) if s]
    starts = [s[0] for s in (number.number_span, title_span) if s] + ([type_cell.start] if type_cell else [])
    letterhead_end = min(starts) if starts else (zone.end if date else 0)
    return HeadParts(
        number.number, number.number_span, number.number_blank, number.number_reading, code, place, date, span, year,
        type_cell, kind, title, title_span, max(ends, default=0), letterhead_end,
    )  # fmt: skip


def _type_without_line(code: str | None, number: HeadParts, title: str | None) -> str | None:
    """The type where no line names it: by the number's code, else a letter (công văn)."""
    if code:
        return code
    printed = number.number is not None or number.number_blank or number.number_reading is not None
    return "CV" if printed or title else None


def _number(zone: _Zone) -> HeadParts:
    """The number line: a number, a blank, or a reading that is no number."""
    view = zone.view
    for start, end in zone.lines:
        match = _NUMBER_LINE.match(view.folded[start:end])
        if not match:
            continue
        at = start + match.end()
        while at < end and view.plain[at] == " ":
            at += 1
        number = match_number(view, at)
        if number:
            return HeadParts(number, (number.start, number.end), code=number.code)
        blank = _BLANK_NUMBER.match(view.plain, at, end)
        if blank:
            symbol = normal_symbol(blank["symbol"].lstrip("/- "))
            return HeadParts(None, (at, blank.end()), True, None, code_of(symbol))
        reading = _reading(view, at, end)
        if reading and (match["colon"] or _LIKE_NUMBER.match(reading)):
            return HeadParts(None, (at, at + len(reading)), False, reading.strip(), _code_in(reading))
    return HeadParts()


def _reading(view: View, start: int, end: int) -> str:
    """What stands where the number should, without the right column."""
    right = RIGHT.search(view.folded, start, end)
    gap = re.search(r"\s{2,}", view.plain[start : right.start() if right else end].rstrip())
    stop = right.start() if right else end
    return view.plain[start : start + gap.start()] if gap else view.plain[start:stop].rstrip()


def _code_in(reading: str) -> str | None:
    """The type's code in an unreadable number: "KH" in "l9..4/KH-SYT"."""
    found = re.search(r"[/-]\s?([A-ZĐa-z]{2,4})[-/]", reading)
    return code_of(normal_symbol(found[1] + "-X")) if found else None


def _place_and_date(
    zone: _Zone, dates: list[DateMention]
) -> tuple[Cell | None, DateMention | None, tuple[int, int] | None, str | None]:
    """Place name, date, span of the date's line, and the year where only it is printed."""
    view = zone.view
    for start, end in zone.lines:
        match = None
        for match in _PLACE.finditer(view.plain, start, end):
            pass
        if match is None:
            continue
        place = Cell(*match.span("place"), match["place"])
        begin = match.start("date")
        inside = [d for d in dates if begin <= d.start < min(end, begin + 40)]
        if inside and inside[0].iso_end is None and not inside[0].inferred:
            return place, inside[0], (begin, inside[0].end), None
        if strokes := _STROKES.search(view.folded, begin, min(end, begin + 50)):
            month = re.sub(r"\D", "1", strokes["month"])
            return (
                place,
                DateMention(strokes.start(), strokes.end(), f"{strokes['year']}-{month}"),
                (begin, strokes.end()),
                None,
            )
        if long := _LONG_YEAR.search(view.folded, begin, min(end, begin + 50)):
            month = _confirmed(long, dates)
            mention = DateMention(long.start(), long.end(), month) if month else None
            return place, mention, (begin, long.end()), None
        year = _YEAR.search(view.folded, begin, min(end, begin + 50))
        return place, None, (begin, year.end() if year else end), year[1] if year else None
    return None, None, None, None


def _confirmed(match: re.Match[str], dates: list[DateMention]) -> str | None:
    """The month of a date whose year was read with one digit too many, where the other dates confirm one year."""
    digits = match["year"]
    shorter = {digits[:i] + digits[i + 1 :] for i in range(5)}
    years = shorter & {d.iso[:4] for d in dates if not d.inferred}
    month = int(re.sub(r"\D", "1", match["month"]))
    return f"{years.pop()}-{month:02d}" if len(years) == 1 and 1 <= month <= 12 else None


def _type_line(zone: _Zone, number: HeadParts) -> tuple[Cell | None, str | None]:
    """The line that names the type ("KẾ HOẠCH"), alone or with the subject behind it, and the abbreviation."""
    view = zone.view
    for start, end in zone.lines:
        for cell in cells(view, start, end):
            if not is_capitals(cell.text):
                continue
            folded = squeeze(fold(cell.text).strip(" :.-*"))
            kind = document_types().get(folded)
            if kind is None and 5 <= len(folded) <= 26 and not organ_pattern().match(folded):
                kind = _nearest_type(folded)
            if kind is not None and kind.in_head:
                return cell, _abbreviation(kind.abbreviation, number.code)
            longer = _type_with_subject(view, cell, number)
            if longer:
                return longer
    return None, None


def _nearest_type(folded: str) -> DocumentType | None:
    """The type whose name a misread line is nearest to, at most one letter in seven wrong."""
    names = [name for name, kind in document_types().items() if kind.in_head]
    best = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=86)
    return document_types()[best[0]] if best else None


def _abbreviation(abbreviation: str, code: str | None) -> str:
    """The number's own code where it is another system's name for the same type (QĐi for QyĐ)."""
    return code if code and {abbreviation, code} == {"QyĐ", "QĐi"} else abbreviation


def _type_with_subject(view: View, cell: Cell, number: HeadParts) -> tuple[Cell, str] | None:
    """ "BÁO CÁO KẾT QUẢ ..." on one line, below the number line."""
    if number.number_span is None or cell.start < number.number_span[0]:
        return None
    for name, kind in document_types().items():
        if kind.in_head and fold(cell.text).startswith(name + " "):
            end = cell.start + len(name)
            return Cell(cell.start, end, view.plain[cell.start : end]), _abbreviation(kind.abbreviation, number.code)
    return None


def _title_below(view: View, type_cell: Cell, number: HeadParts) -> tuple[str | None, tuple[int, int] | None]:
    """The subject under the type line: lines down to the body, an empty line, or the issuer printed once more."""
    parts: list[Cell] = []
    rest_end = view.plain.find("\n", type_cell.end)
    spans = list(lines_of(view, type_cell.end, min(len(view.plain), type_cell.end + 3000)))[: _TITLE_LINES + 3]
    for start, end in spans:
        if parts and view.plain[parts[-1].end : start].count("\n") > 1:
            break
        if _RULE.match(view.plain[start:end]):
            if parts:
                break
            continue
        row = [c for c in cells(view, start, end) if not _is_right(view, c)]
        if start > rest_end >= 0 and row and _ends_title(view, row[0], parts):
            break
        parts += row
        if len(parts) >= _TITLE_LINES:
            break
    return _joined(view, parts)


def _is_right(view: View, cell: Cell) -> bool:
    """True for a cell of the right column (motto, place and date)."""
    found = RIGHT.search(view.folded, cell.start, cell.end)
    return found is not None and found.start() - cell.start <= 2


def _ends_title(view: View, cell: Cell, parts: list[Cell]) -> bool:
    """True when a line is no longer the subject."""
    folded = view.folded[cell.start : cell.end].strip()
    if not parts:
        return _surely_body(view, cell)
    if _opens_body(view, cell.start, cell.end) or (_ACTING.match(folded) and _surely_body(view, cell)):
        return True
    capitals = is_capitals(cell.text)
    if capitals and not is_capitals(parts[-1].text):
        return True
    if capitals and (organ_pattern().match(folded) or folded.startswith(positions())):
        following = view.folded[cell.end : cell.end + 60].strip()
        return bool(body_openings().match(following)) or _same_organ(view, cell)
    return (is_capitals(parts[-1].text) and not capitals) or len(cell.text) > 300


def _surely_body(view: View, cell: Cell) -> bool:
    """True for a line that opens the body and names a document by its number, or opens it beyond doubt."""
    if is_capitals(cell.text):
        return False
    folded = view.folded[cell.start : cell.end]
    if re.match(r"\W*(?:kinh\s*gui|can\s*cu|dieu 1|noi nhan)", folded):
        return True
    opens = _opens_body(view, cell.start, cell.end) or _ACTING.match(folded) is not None
    return opens and (len(cell.text) > 160 or bool(find_numbers(view, cell.start, cell.end)))


def _same_organ(view: View, cell: Cell) -> bool:
    """True when the letterhead has the same organ."""
    return title_case(cell.text) in squeeze(title_case(squeeze(view.plain[: cell.start])))


def _joined(view: View, parts: list[Cell]) -> tuple[str | None, tuple[int, int] | None]:
    """The parts as one line, without marks of markup."""
    text = squeeze(" ".join(squeeze(re.sub(r"[*#_|]+", " ", view.plain_kept(p.start, p.end))) for p in parts)).strip(
        " -"
    )
    return (text, (parts[0].start, parts[-1].end)) if text else (None, None)


def _subject(zone: _Zone) -> tuple[str | None, tuple[int, int] | None]:
    """The subject of a letter (công văn): "V/v ..." under the number, down to the date, "Kính gửi" or an empty line."""
    view = zone.view
    parts: list[Cell] = []
    for start, end in zone.lines:
        if _opens_body(view, start, end, _NARROW) and not _SUBJECT.match(view.folded[start:end]):
            break
        if parts and view.plain[parts[-1].end : start].count("\n") > 1:
            break
        for cell in cells(view, start, end):
            right = RIGHT.search(view.folded, cell.start, cell.end)
            cut = right.start() if right else cell.end
            if parts or _SUBJECT.match(view.folded[cell.start : cell.end]):
                if view.plain[cell.start : cut].strip(" -.*"):
                    parts.append(Cell(cell.start, cut, view.plain[cell.start : cut]))
            if right:
                break
        if len(parts) >= _TITLE_LINES:
            break
    return _joined(view, parts)
