"""Whether a figure is a target that is set (chỉ tiêu) or a quantity that is reported, by the words before it."""

from __future__ import annotations

import re
from functools import cache

from nlp.find.contexts import Kind
from nlp.find.cue_words import Cues
from nlp.find.lists import rows
from nlp.find.paragraphs import Register, register_of
from nlp.find.quantities import Quantity
from nlp.find.statements import Clause, Statement
from nlp.find.view import LOWER, UPPER

#: Document types whose figures are targets where nothing says otherwise: plans, programmes, guidance, orders.
_PLANS = frozenset({"KH", "CTr", "ĐA", "HD", "CT", "QĐ", "NQ", "PA", "QC", "TTLT", "NĐ", "TT", "DA", "CTHĐ"})
_BOUND = frozenset(
    {
        "tối thiểu",
        "ít nhất",
        "không quá",
        "tối đa",
        "không dưới",
        "không chỉ",
        "không vượt quá",
        "vượt quá",
        "thấp nhất",
        "không thấp hơn",
    }
)
_YEAR_TO_COME = re.compile(r"(?<!so voi )\bnam\s+(20\d\d)|(?:giai doan)\s+(20\d\d)\s*-\s*20\d\d")


@cache
def _cues() -> Cues:
    return Cues.of({row["cue"]: row["role"] for row in rows("figure_cues.tsv")})


#: "chỉ tiêu" and the like right before the figure: "chỉ tiêu được giao là", "so với chỉ tiêu", "(chỉ tiêu năm 2022:".
_NOUN = re.compile(
    r"(?<![^\W_])(?:chi tieu|muc tieu|ke hoach|dinh muc|yeu cau)(?:\s+(?!(?:co|dat|da|thuc hien)\b)[^\W_]+){0,7}"
    r"\s*(?:\(|:|la|dat|co)?\s*"
    r"(?:(?:it nhat|toi thieu|khong qua|tren|hon|khoang|tu)\s)?$"
)


#: "đạt 159% chỉ tiêu (...)": what the bracket holds is no target.
_MET = re.compile(r"%\s*(?:so voi\s|cua\s|ke hoach\s)?(?:chi tieu|muc tieu|ke hoach)[^(%]{0,30}$")


#: A name right before a measure or its bracket: "Trạm bơm Phú Khê (9 m³/s)", "hồ Tân Lập 2 (12 ha)".
_WORK = re.compile(
    rf"(?<![.!?]\s)\b[{UPPER}][{LOWER}]+(?:\s\d[\d.]*)?\s*(?:\(\s*|,?\s*(?:có\s)?(?:công suất|diện tích|dài|rộng)\s)?$"
)


def _is_size(statement: Statement, clause: Clause) -> bool:
    """True for the size of a work that is named right before it: no target, even where it is still to be built."""
    before = statement.clause(clause.bracket[0]).plain if clause.bracket else clause.plain
    return bool(_WORK.search(before.rstrip(" (")))


def _sets(folded: str) -> bool:
    """True for words before a bracket that lead to a target within it."""
    return bool(_NOUN.search(folded)) and not _MET.search(folded.rstrip())


#: "vượt chỉ tiêu 35%": by how much a target was passed.
_OVER = re.compile(r"\bvuot(?:\s(?:muc|so voi))?\s(?:chi tieu|ke hoach|muc tieu|du toan)[^%]{0,20}$")
_NEAR = 60  # characters: a verb farther away is of something else ("tổ chức đăng ký thi đua, ... 100% đơn vị đã ký")


def cue_in(clause: Clause) -> str | None:
    """The role that a clause gives: "target" or "report" by its last clear cue, else "weak" (a bare "có"), or None."""
    role = None
    for at, kind in _cues().all(clause.plain.lower(), clause.folded):
        if kind == "near":
            role = "target" if len(clause.plain) - at <= _NEAR else role
        elif kind in ("target", "report") or (kind == "weak" and role is None):
            role = kind
    return role


#: "Chỉ tiêu năm 2024: trồng mới 1.500 ha".
_HEADED = re.compile(r"\W*(?:chi tieu|muc tieu|ke hoach)(?:\s+[^\W_]+){0,6}\s*:")
#: A bracket behind "chỉ tiêu" that tells what its figure is of holds no target: "(số hợp lệ là 3.520; ...)".
_NAMED = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}.*\b(?:la|co)\s*$")
_PARTS = re.compile(r"\b(?:bao gom|gom|trong do)\b")


class Roles:
    """Tells targets from reports in one document. kind: the document's type; year: that of its date."""

    def __init__(self, kind: str | None, year: int | None) -> None:
        self.kind, self.year = kind, year

    @property
    def plan(self) -> bool:
        """True for a document whose figures are targets where nothing says otherwise."""
        return self.kind in _PLANS

    def is_target(self, statement: Statement, clause: Clause, quantity: Quantity, inherited: bool | None) -> bool:
        """True for a quota. The clause begins behind the figure before it; ``inherited`` is that figure's role."""
        cue = cue_in(clause)
        over = quantity.kind is Kind.PERCENT and _OVER.search(clause.folded)
        named = _NOUN.search(clause.folded) and not over
        headed = cue != "report" and _HEADED.match(statement.view.folded, statement.start, statement.end)
        if named or headed or _HEADED.match(clause.folded) or (cue in (None, "weak") and quantity.hedge in _BOUND):
            return True
        if cue in ("target", "report"):
            return cue == "target"
        measured = quantity.unit is not None and quantity.unit.kind == "measure"
        sized = measured and cue is None and quantity.hedge is None and _is_size(statement, clause)
        if inherited is not None:
            return inherited and not sized
        alone = clause.bracket and cue is None and not _NAMED.search(clause.folded)
        if clause.bracket and alone and _sets(statement.clause(clause.bracket[0]).folded):
            return True
        if sized or (clause.bracket and _PARTS.search(clause.folded)):
            return False
        return self._by_context(statement, clause, cue, self.plan and not measured)

    def _by_context(self, statement: Statement, clause: Clause, cue: str | None, default: bool) -> bool:
        """By the sentence before the figure, the years it names, the section and the type of the document."""
        if clause.bracket and cue == "weak" and not self.plan:
            return False
        whole = statement.clause(clause.bracket[0] if clause.bracket else clause.end)
        outer = cue_in(whole)
        if outer in ("target", "report"):
            return outer == "target"
        for match in _YEAR_TO_COME.finditer(whole.folded):
            if self.year and int(match[1] or match[2]) > self.year:
                return True
        register: Register | None = register_of(statement.view, statement.paragraph)
        return register == "target" if register in ("report", "target") else default
