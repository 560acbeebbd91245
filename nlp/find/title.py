"""The subject of a document (trích yếu nội dung): under the type line, or "V/v ..." in a letter's left column."""

from __future__ import annotations

import re
from functools import cache

from nlp.find.issuers import read_organ, title_case
from nlp.find.letterhead import RIGHT, Cell, cells, is_capitals, lines_of
from nlp.find.lists import body_openings, organ_pattern, positions, type_pattern
from nlp.find.numbers import find_numbers
from nlp.find.view import View, fold, squeeze
from nlp.find.zone import NARROW, Zone, opens_body

_TITLE_LINES = 7
#: Characters between a document's type and its number on the next line ("Chỉ thị của Thủ tướng số").
_TO_NUMBER = 25
_SUBJECT = re.compile(r"^\W*(?:v\s?/\s?v|ve viec|ve)\b")
_ACTING = re.compile(r"\W*(?:thuc hien|trien khai|tiep tuc|theo|thi hanh)\b")
_DEED = re.compile(
    r"\s+(?:tran trong|kinh moi|to chuc|thong bao|bao cao|ban hanh|xay dung|de nghi|yeu cau|"
    r"da|cong bo|nhan duoc|kinh)\b"
)
#: A line that ends with one of these goes on in the next, even with an organ's name.
_GOES_ON = {"cua", "tai", "do", "voi", "va", "giua", "cho", "theo", "boi", "thuoc", "cac", "ve", "tu"}
_RULE = re.compile(r"^[\W_]*$")


Title = tuple[str | None, tuple[int, int] | None]


def title_below(view: View, type_cell: Cell) -> Title:
    """The subject under the type line: lines down to the body, an empty line, or the issuer printed once more."""
    parts: list[Cell] = []
    rest_end = view.plain.find("\n", type_cell.end)
    spans = list(lines_of(view, type_cell.end, min(len(view.plain), type_cell.end + 3000)))[: _TITLE_LINES + 3]
    for start, end in spans:
        if parts and (view.plain[parts[-1].end : start].count("\n") > 1 or view.is_apart(start)):
            break
        if view.is_noise(start) or _RULE.match(view.plain[start:end]):
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
        return _surely_body(view, cell) or _acts(view, cell)
    if opens_body(view, cell.start, cell.end) or _surely_body(view, cell):
        return True
    capitals = is_capitals(cell.text)
    last = fold(parts[-1].text).split()[-1]
    if not capitals and last not in _GOES_ON and _acts(view, cell):
        return True
    if capitals and not is_capitals(parts[-1].text):
        return True
    if capitals and (organ_pattern().match(folded) or folded.startswith(tuple(positions()))):
        following = view.folded[cell.end : cell.end + 60].strip()
        return bool(body_openings().match(following)) or _same_organ(view, cell)
    return (is_capitals(parts[-1].text) and not capitals) or len(cell.text) > 300


@cache
def _on_a_document() -> re.Pattern[str]:
    """A verb and a document: "Quán triệt Chỉ thị số ..."; not the document alone, which a subject may go on with."""
    return re.compile(rf"(?!{type_pattern()})[a-z]+(?: [a-z]+){{1,3}}? {type_pattern()}")


def _acts(view: View, cell: Cell) -> bool:
    """True when a line begins with an organ that does something: "Sở Y tế trân trọng kính mời"."""
    organ = read_organ(view, cell.start)
    return organ is not None and _DEED.match(view.folded, organ.end) is not None


def _surely_body(view: View, cell: Cell) -> bool:
    """True for a line that opens the body and names a document by its number, or opens it beyond doubt."""
    if is_capitals(cell.text):
        return False
    folded = view.folded[cell.start : cell.end]
    if re.match(r"\W*(?:kinh\s*gui|can\s*cu|dieu 1|noi nhan)", folded):
        return True
    named = _on_a_document().match(folded)
    if view.plain[cell.start].isupper() and named:
        return any(
            n.start < cell.end or n.start - cell.start - named.end() <= _TO_NUMBER
            for n in find_numbers(view, cell.start, cell.start + 90)
        )
    opens = opens_body(view, cell.start, cell.end) or _ACTING.match(folded) is not None
    return opens and (len(cell.text) > 160 or bool(find_numbers(view, cell.start, cell.end)))


def _same_organ(view: View, cell: Cell) -> bool:
    """True when the letterhead has the same organ."""
    return title_case(cell.text) in squeeze(title_case(squeeze(view.plain[: cell.start])))


def _joined(view: View, parts: list[Cell]) -> Title:
    """The parts as one line, without marks of markup."""
    kept = [re.sub(r"[*#_|]+", " ", view.plain_kept(part.start, part.end)) for part in parts]
    text = squeeze(" ".join(kept)).strip(" -")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return (text, (parts[0].start, parts[-1].end)) if text else (None, None)


def subject(zone: Zone) -> Title:
    """The subject of a letter (công văn): "V/v ..." under the number, down to the date, "Kính gửi" or an empty line."""
    view = zone.view
    parts: list[Cell] = []
    for start, end in zone.lines:
        if opens_body(view, start, end, NARROW) and not _SUBJECT.match(view.folded[start:end]):
            break
        if parts and (view.plain[parts[-1].end : start].count("\n") > 1 or view.is_noise(start)):
            break
        for cell in cells(view, start, end):
            right = RIGHT.search(view.folded, cell.start, cell.end)
            cut = right.start() if right else cell.end
            begun = parts or _SUBJECT.match(view.folded[cell.start : cell.end])
            if begun and view.plain[cell.start : cut].strip(" -.*"):
                parts.append(Cell(cell.start, cut, view.plain[cell.start : cut]))
            if right:
                break
        if len(parts) >= _TITLE_LINES:
            break
    return _joined(view, parts)
