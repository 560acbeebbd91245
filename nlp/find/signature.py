"""The foot of a document: in whose name it is signed (TM., KT., TL., TUQ., Q.), the signer's title and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from nlp.find.letterhead import Cell, cells, is_capitals, lines_of
from nlp.find.lists import organ_pattern, positions, surnames
from nlp.find.view import LOWER, UPPER, View, fold

_FOR = re.compile(r"^(?:t/?m|k/?t|t/?l|tuq|t/?u/?q|q)\s?[.,]?\s+[a-z]{3,}|^(?:tm|kt|tl|tuq|q)\.\s?[a-z]")
_RECIPIENTS = re.compile(r"noi nhan")
_DEGREES = r"(?:(?:PGS|GS|ThS|Ths|TS|BS|Bs|BSCK ?I{1,2}|CN|KS|LS|Dr)\.?\s?){0,3}"
_NAME = re.compile(rf"^{_DEGREES}((?:[{UPPER}][{LOWER}']*)(?:\s[{UPPER}][{LOWER}']+){{1,5}})$")
_REACH = 14


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
    return _title_alone(foot)


def _title_alone(foot: list[Cell]) -> Signature:
    """A signer's title close after "Nơi nhận" where a stamp hides the name."""
    for index, cell in enumerate(foot):
        if _RECIPIENTS.search(_folded(cell)):
            return next((Signature((), c, None) for c in foot[index : index + _REACH] if _is_title(c)), Signature())
    return Signature()


def _foot(view: View, start: int) -> list[Cell]:
    """The cells of the lines after the head."""
    return [cell for a, b in lines_of(view, start, len(view.plain)) for cell in cells(view, a, b)]


def _folded(cell: Cell) -> str:
    return fold(cell.text).strip(" :")


def _is_title(cell: Cell) -> bool:
    """True for a cell of capitals that is, or begins with, a signer's title."""
    folded = re.sub(r"^(?:quyen |q\. ?)", "", _folded(cell))
    if not is_capitals(cell.text) or len(folded) > 70:
        return False
    if any(folded == p or folded.startswith((p + " ", p + ",")) for p in positions()):
        return True
    return (
        7 <= len(folded) <= 26
        and process.extractOne(folded, positions(), scorer=fuzz.ratio, score_cutoff=88) is not None
    )


def _is_name(cell: Cell, below_title: bool) -> bool:
    """True for two to six capitalised words, the first a family name; below a title any first word will do."""
    match = _NAME.match(cell.text.strip(" .,"))
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
