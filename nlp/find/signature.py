"""The foot of a document: in whose name it is signed (TM., KT., TL., TUQ., Q.), the signer's title and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from nlp.find.letterhead import Cell, cells, is_capitals, lines_of
from nlp.find.lists import organ_pattern, positions, surnames
from nlp.find.view import LOWER, UPPER, View, fold

_FOR = re.compile(
    r"^(?:t/?m|k/?t|t/?l|tuq|t/?u/?q|q)\s?[.,]?\s+[a-z]{2,}|^(?:tm|kt|tl|tuq|q)\.\s?[a-z]|"
    # "KT." glued to the title and misread: "KÍGIÁM ĐỐC"
    r"^k\S{0,2}\s?(?:giam doc|chu tich|bo truong|hieu truong)$"
)
_RECIPIENTS = re.compile(r"noi nhan")
_DEGREES = r"(?:(?:PGS|GS|ThS|Ths|TS|BS|Bs|BSCK ?I{1,2}|CN|KS|LS|Dr)\.?\s?){0,3}"
_NAME = re.compile(rf"^{_DEGREES}((?:[{UPPER}][{LOWER}']*)(?:\s[{UPPER}][{LOWER}']*){{1,5}})$")
_REACH = 14
#: Signs that are no letters, and short words in small letters, before a line of capitals.
_STAIN = re.compile(rf"(?:[^\w\s(“\"+-]+\s*)?(?:[{LOWER}]{{1,3}}\s+){{0,2}}(?=[{UPPER}]{{2,}}[.\s])")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines that say in whose name ("TM. ...", "KT. ..."), the title's cell, the name's cell."""

    signed_for: tuple[Cell, ...] = ()
    title: Cell | None = None
    name: Cell | None = None


def find_signature(view: View, start: int) -> Signature:
    """The first signature after the head (annexes may have theirs behind it); empty where none is printed."""
    foot = _foot(view, start)
    for index, cell in enumerate(foot):
        if _FOR.match(_folded(cell)) and is_capitals(cell.text):
            return _read(foot, index)
    for index, cell in enumerate(foot):
        if _is_title(cell):
            found = _read(foot, index)
            if found.name:
                return found
    return _one_alone(foot)


def _title_among(near: list[Cell]) -> Cell | None:
    """The signer's title: of two in a row the lower, for above it stands the post it is signed for, its "KT." hidden.

    None where both name one post: then "PHÓ" is hidden too.
    """
    titles = [cell for cell in near if _is_title(cell)]
    if len(titles) < 2:
        return titles[0] if titles else None
    first, second = spelled(titles[0].text), spelled(titles[1].text)
    if first == second:
        return None
    return titles[1] if second == f"PHÓ {first}" else titles[0]


def _one_alone(foot: list[Cell]) -> Signature:
    """A signer's title or name close after "Nơi nhận" where a stamp hides the other."""
    for index, cell in enumerate(foot):
        if _RECIPIENTS.search(_folded(cell)):
            near = foot[index : index + _REACH]
            title = _title_among(near)
            name = next((c for c in near if _is_name(c, below_title=False)), None)
            return Signature((), title, name)
    return Signature()


def _foot(view: View, start: int) -> list[Cell]:
    """The cells of the lines after the head."""
    rows = [row for row in lines_of(view, start, len(view.plain)) if not view.is_noise(row[0])]
    return [_bare(cell) for a, b in rows for cell in cells(view, a, b)]


def _bare(cell: Cell) -> Cell:
    """The cell without stains before its first word (": KT. GIÁM ĐỐC", ":c va PHÓ GIÁM ĐỐC")."""
    stain = _STAIN.match(cell.text)
    if stain is None:
        return cell
    text = cell.text[stain.end() :]
    return Cell(cell.start + stain.end(), cell.end, text)


def _folded(cell: Cell) -> str:
    return fold(cell.text).strip(" :")


def _is_title(cell: Cell) -> bool:
    """True for a cell of capitals that is, or begins with, a signer's title."""
    folded = re.sub(r"^(?:quyen |q\. ?)", "", _folded(cell))
    if not is_capitals(cell.text) or len(folded) > 70:
        return False
    return (
        any(folded == p or folded.startswith((p + " ", p + ",")) for p in positions()) or _nearest(folded) is not None
    )


def _nearest(folded: str) -> str | None:
    """The title that a misread line is nearest to, at most one sign in eight wrong, as the list writes it."""
    if not 7 <= len(folded) <= 26:
        return None
    best = process.extractOne(folded, list(positions()), scorer=fuzz.ratio, score_cutoff=87)
    return positions()[best[0]] if best else None


def spelled(title: str) -> str:
    """A signer's title as the list writes it where it was misread.

    >>> spelled("PHO GIÁM ĐÓC"), spelled("GIÁM ĐÓC SỞ Y TẾ")
    ('PHÓ GIÁM ĐỐC', 'GIÁM ĐỐC SỞ Y TẾ')
    """
    folded, words = fold(title).strip(" :"), title.split()
    for known, written in positions().items():
        if folded == known or folded.startswith((known + " ", known + ",")):
            rest = words[len(known.split()) :]
            comma = "," if folded.startswith(known + ",") else ""
            return " ".join([written + comma, *rest])
    return _nearest(folded) or title


def with_surname(name: str) -> str:
    """A name whose first word is no family name takes the one family name that differs from it in marks only.

    >>> with_surname("Đỉnh Thị Hoa"), with_surname("Lê Thị My")
    ('Đinh Thị Hoa', 'Lê Thị My')
    """
    first, _, rest = name.partition(" ")
    if first in surnames():
        return name
    near = [known for known in surnames() if fold(known) == fold(first)]
    return f"{near[0]} {rest}" if len(near) == 1 else name


def unspecked(name: str) -> str:
    """A name without the specks of a scan that were read as quotes before its words.

    >>> unspecked("Hoàng 'Thị Loan .")
    'Hoàng Thị Loan'
    """
    return re.sub(r"(?<!\w)['`‘’\"“”]+(?=\w)", "", name).strip(" .,")


def _is_name(cell: Cell, below_title: bool) -> bool:
    """True for two to six capitalised words, the first a family name; below a title any first word will do."""
    match = _NAME.match(unspecked(cell.text))
    if match is None or len(match[1].split()) > 6:
        return False
    return match[1].split()[0] in surnames() or (below_title and not organ_pattern().match(_folded(cell)))


def _read(foot: list[Cell], index: int) -> Signature:
    """The signature whose first line is a cell: lines "TM." and "KT.", then a title, then a name."""
    signed_for: tuple[Cell, ...] = ()
    title: Cell | None = None
    for cell in foot[index : index + _REACH]:
        if is_capitals(cell.text) and _FOR.match(_folded(cell)) and title is None:
            signed_for += (cell,)
        elif _is_title(cell):
            title = title or cell
        elif _is_name(cell, title is not None):
            return Signature(signed_for, title, cell)
    return Signature(signed_for, title, None)
