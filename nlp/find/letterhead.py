"""The letterhead (tên cơ quan ban hành): the organ that issues a document and the one above it.

The head has two columns: organ and number on the left, the country's name with its motto, place and date on the right
(NĐ 30/2020/NĐ-CP, annex I). They come one after the other or side by side, so a line is first cut into its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.find.issuers import title_case
from nlp.find.lists import document_types, organ_pattern
from nlp.find.view import View, fold, squeeze

#: The right column: quốc hiệu, tiêu ngữ, the Party's heading, and place with date.
RIGHT = re.compile(
    r"c[oọ0]ng\s+h[oò]a\s+x[aã]\s+h|cong h\w{1,3} xa h\w{1,2}|doc\s+lap\s*-|p?[jd]\w{1,2} [l1]ap\s*-|"
    r"dang cong san viet|"
    r"\b[^\d\n,]{2,40},\s*ng[ad]y\b|tu do\s*-|hanh ph\w{2,4}\s*$"
)
_STOP = re.compile(r"^\W*(?:so|s[06eb])\s*[:.]|^\W*so(?:\s+\d|\s*-\s?\w{2,6}/|\W*$)|^kinh gui|^can cu|^v/v|^ve viec")
_LEVEL_END = re.compile(r"\b(?:TỈNH|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|PHƯỜNG|THỊ TRẤN)$")
_MAX_LINES = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line of the view between column gaps."""

    start: int
    end: int
    text: str


def cells(view: View, start: int, end: int) -> list[Cell]:
    """The cells of a line: cut at "|", tabs and three blanks, or two where the line begins the other column there."""
    out = []
    for match in re.finditer(r"[^|\t\n]+?(?=\s*(?:[|\t\n]|\s{2,}|$))", view.text[start:end]):
        text = match[0].strip(" *#_")
        if text:
            offset = start + match.start() + match[0].index(text[0])
            out.append(Cell(offset, start + match.end(), view.plain[offset : start + match.end()].strip()))
    return out


def lines_of(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the lines that are not empty."""
    for match in re.finditer(r"[^\n]+", view.plain[start:end]):
        if match[0].strip():
            yield start + match.start(), start + match.end()


def is_capitals(text: str) -> bool:
    """True for text whose letters are (nearly) all capitals, as letterheads and type lines are."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def _is_type_line(text: str) -> bool:
    kind = document_types().get(squeeze(fold(text).strip(" :.-")))
    return kind is not None and kind.in_head


def _left_cells(view: View, end: int) -> list[Cell]:
    """The cells of the left column above ``end``, each cut where the right column begins."""
    out: list[Cell] = []
    for count, (start, stop) in enumerate(lines_of(view, 0, end)):
        if count >= _MAX_LINES:
            break
        for cell in cells(view, start, stop):
            folded = view.folded[cell.start : cell.end]
            if _STOP.search(folded) or _is_type_line(cell.text):
                return out
            right = RIGHT.search(folded)
            text = cell.text[: right.start()] if right else cell.text
            if text.strip(" -.*") and not view.is_noise(start):
                out.append(Cell(cell.start, cell.start + len(text.rstrip()), text.strip()))
    return out


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Issuer and the organ above it, in title case, with their spans in the view."""

    issuer: str | None = None
    issuer_span: tuple[int, int] = (0, 0)
    parent: str | None = None
    parent_span: tuple[int, int] = (0, 0)


def find_letterhead(view: View, end: int) -> Letterhead:
    """The letterhead above ``end`` (where number, date or type line stand); empty where none is printed.

    An organ below another may stand in small letters: fonts of the time before Unicode drew them as capitals.
    """
    organs: list[list[Cell]] = []
    for cell in _left_cells(view, end):
        text = _bare(cell.text)
        named = bool(organs) and " " in text and text.istitle() and organ_pattern().match(fold(text)) is not None
        if not (is_capitals(text) or named) or any(c.isdigit() for c in text):
            if organs:
                break
            continue
        if organs and not _begins_organ(text, organs[-1]):
            organs[-1].append(cell)
        elif organ_pattern().match(fold(text)) or organs:
            organs.append([cell])
    if not organs:
        return Letterhead()
    names = [title_case(" ".join(_bare(c.text) for c in organ)) for organ in organs]
    spans = [(organ[0].start, organ[-1].end) for organ in organs]
    if len(names) == 1:
        return Letterhead(names[0], spans[0])
    return Letterhead(names[-1], spans[-1], names[-2], spans[-2])


def _bare(text: str) -> str:
    """A line of the letterhead without the stains and rules around it ("_ TÂN SƠN -"), and a lone small letter."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", re.sub(r"(?:^\W*[a-z\W]\s+)|(?:\s+[a-z]\W*$)", "", text))


def _begins_organ(text: str, above: list[Cell]) -> bool:
    """True when a line of the letterhead names a new organ and does not go on with the line above."""
    folded, last = fold(text), fold(above[-1].text)
    if re.fullmatch(r"[\W_][^-,]*-", last):  # a short rule on both sides is no hyphen of the name
        last = fold(_bare(above[-1].text))
    if organ_pattern().match(folded) is None or _LEVEL_END.search(
        _bare(above[-1].text)
    ):  # "LAO ĐỘNG TỈNH" / "PHONG CHÂU"
        return False
    if last.endswith((" va", " -", ",")) or (re.match(r"(?:dang bo|trung uong)\b", folded) and "chap hanh" in last):
        return False
    return not (
        folded.startswith(("khoi", "nganh")) or last in {"ban chap hanh", "ban thuong vu", "cong doan", "truong"}
    )
