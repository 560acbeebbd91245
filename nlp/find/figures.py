"""Quotas (chỉ tiêu) and counts of running text: what each figure counts, whose it is, whether it is set or reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.find.contexts import Kind
from nlp.find.holders import Holders
from nlp.find.paragraphs import Paragraph
from nlp.find.periods import period_of
from nlp.find.quantities import Quantity
from nlp.find.statements import Clause, Statement, find_statements
from nlp.find.subjects import awarded, before, begins_with_verb, behind, is_verb, verb_behind
from nlp.find.targets import Roles
from nlp.find.units import unit_within
from nlp.find.view import LOWER, UPPER, View, fold


@dataclass(frozen=True, slots=True)
class Figure:
    """A quota or a count in the view: ``quantity`` with all that was found of it; target: it is a quota.

    percent: the quantity that states its percentage; sentence: the span of its sentence; start..stop: its figure
    with the unit.
    """

    quantity: Quantity
    target: bool
    subject: str | None
    holder: str | None
    unit: str | None
    period: str | None = None
    percent: Quantity | None = None
    sentence: tuple[int, int] = (0, 0)
    start: int = 0
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the quotas and counts that it states."""

    statement: Statement
    figures: list[Figure]


#: Between a count and the percentage that is stated for it.
_PERCENT_GAP = re.compile(
    r"(?:[,(-]|\b(?:da |va )?(?:dat|chiem|bang|tuong duong|tuong ung|hoan thanh|vuot))\s*(?:(?:dat|chiem|voi|bang|va"
    r"|tuong duong|tuong ung|hoan thanh|da|uoc)\s+)*(?:(?:ty|ti) le\s*)?(?:la|:)?\s*$"
)
_CHANGE = re.compile(
    r"\b(?:tang|giam|vuot|cao hon|thap hon|nhieu hon|it hon)(?: (?:them|gan|hon|tren|khoang|binh quan|so voi)){0,2}\s*$"
)
_COMPARED = re.compile(
    r"\s*(?:\)|so voi|chi tieu|ke hoach|kh\b|tong so|so\b|tren tong|[,.;]|muc tieu|cua chi tieu|nghi quyet|va\b"
    r"|trong|$)"
)
_GIVEN = re.compile(r"được (?:tặng|trao|khen|biểu dương|tuyên dương|tôn vinh).*$")
_LIST_GAP = re.compile(
    r"[\s,;:(]*(?:va|hoac|cung|voi|bao gom|gom|trong do(?: co)?|,|;|/)?\s*(?:(?:hon|tren|gan|khoang)\s)?$"
)


#: Words that say how something is counted and not what.
_CLASSIFIERS = frozenset({"con", "cái", "chiếc", "lượt", "ca"})
_ALONE = 60  # characters
#: What must stand before a figure that neither a unit nor a noun follows: "có 141", "là 10.555", "chỉ tiêu 2.000".
_COUNTING = re.compile(
    r"(?:\b(?:la|co|dat|con|duoc|cho|bang|gom|len|giao|so|luong|tieu|hoach|cong|muc|voi|thanh|nhan|tong|them|khoang|hon|tren|gan|"
    r"chiem|tang|giam|moi|chi|ca|nay|tu|den|xuong)|[:=(])\s*$"
)
#: An item of a list of bare numbers: ", cấp tỉnh 25", and the one behind it.
_ITEM = re.compile(rf"(?:[^:]{{0,60}}:)?[,;]?\s*(?:và\s|trong đó\s)?[{LOWER}][^,;:()]{{2,40}}$")
_NEXT_ITEM = re.compile(rf"\s*[,;]\s*(?:và\s)?[{LOWER}][^\d,;:()]{{2,40}}\s\d[\d.]*\s*[,;.)]")
#: A name right before a bare number is one with it: "Công ty Sông Hạc 9 trúng thầu".
_NAME = re.compile(rf"\S\s[{UPPER}][{LOWER}]+\s$")
_COPULA = re.compile(r"(?:\bla|:|\bdat)\s*(?:\S+\s)?$")


class FigureFinder:
    """Finds the figures of one document. kind: its type; year: that of its date; issuer: whose they are by default."""

    def __init__(self, view: View, holders: Holders, roles: Roles) -> None:
        self.view, self.holders, self.roles = view, holders, roles
        self.common: str | None = None  # what most figures of the document count

    def find(self, paragraphs: Sequence[Paragraph], quantities: Sequence[Quantity]) -> list[Told]:
        """Every sentence with a figure in order, and its quotas and counts."""
        units = Counter(q.unit.name for q in quantities if q.unit and q.unit.kind == "count")
        self.common = units.most_common(1)[0][0] if units else None
        statements = find_statements(self.view, paragraphs, quantities)
        return [Told(statement, list(self.of(statement))) for statement in statements]

    def of(self, statement: Statement) -> Iterator[Figure]:
        """The quotas and counts of a sentence in order."""
        found: list[Figure] = []
        for index, quantity in enumerate(statement.figures):
            if quantity.kind is Kind.MONEY or _is_part_of(quantity):
                continue
            if quantity.kind is Kind.PERCENT and self._attached(statement, quantity, found):
                continue
            following = statement.figures[index + 1].begin if index + 1 < len(statement.figures) else statement.end
            if self._is_alone(statement.paragraph, quantity):
                continue
            figure = self._figure(statement, quantity, following, found)
            if figure is not None:
                found.append(figure)
        yield from found

    def _is_alone(self, paragraph: Paragraph, quantity: Quantity) -> bool:
        """True for a paragraph that is but a number: the cell of a table whose lines are lost, or a page number."""
        text = self.view.plain[paragraph.start : paragraph.end]
        return quantity.kind is Kind.PLAIN and len(text) < _ALONE and not any(char.isalpha() for char in text)

    def _attached(self, statement: Statement, percent: Quantity, found: list[Figure]) -> bool:
        """True when the percentage is stated for the count before it, which then takes it."""
        last = found[-1] if found else None
        if last is None or last.percent is not None or last.quantity.kind is Kind.PERCENT:
            return False
        gap = self.view.flat(last.stop, percent.begin)[1]
        if len(gap) > 160 or ";" in gap or not _PERCENT_GAP.search(gap) or _CHANGE.search(gap):
            return False
        if not _COMPARED.match(self.view.flat(percent.end, percent.end + 40)[1]) and "chiem" not in gap[-20:]:
            return False
        target = self._quota_carrier(found)
        found[target] = replace(found[target], percent=percent)
        return True

    @staticmethod
    def _quota_carrier(found: list[Figure]) -> int:
        """Index of the count that a percentage belongs to: the last one that is no quota, else the last."""
        last = len(found) - 1
        return last - 1 if last and found[last].target and not found[last - 1].target else last

    def _figure(self, statement: Statement, quantity: Quantity, following: int, found: list[Figure]) -> Figure | None:
        clause = statement.clause(quantity.begin)
        last = self._in_list(clause, quantity, found)
        own = self._own(clause, found)
        stop = quantity.stop
        if last is not None:
            holder = self._list_holder(statement, clause, quantity, following, last)
        else:
            holder = self.holders.of(statement, clause, stop, following)
        subject, unit = self._subject(quantity, following, own, found[-1] if found else None, holder)
        if subject is None and unit is None:
            return None
        target = self.roles.is_target(statement, own, quantity, last.target if last else None)
        period = period_of(statement, quantity.begin, stop)
        span = (statement.start, statement.end)
        return Figure(quantity, target, subject, holder, unit, period, None, span, quantity.start, stop)

    def _own(self, clause: Clause, found: list[Figure]) -> Clause:
        """The clause from behind the figure before it."""
        percent = found[-1].percent if found else None
        last = max(found[-1].stop, percent.end if percent else 0) if found else clause.start
        cut = last - clause.start if clause.start <= last <= clause.end else 0
        return replace(clause, start=clause.start + cut, plain=clause.plain[cut:], folded=clause.folded[cut:])

    def _in_list(self, clause: Clause, quantity: Quantity, found: list[Figure]) -> Figure | None:
        """The figure before this one where both stand in one list ("15 tập thể và 65 cá nhân"), else None."""
        last = found[-1] if found else None
        if last is None or last.stop < clause.start or last.quantity.kind is Kind.PERCENT:
            return None
        return last

    def _list_holder(
        self, statement: Statement, clause: Clause, quantity: Quantity, following: int, last: Figure
    ) -> str | None:
        """The holder of a figure behind another in one clause: a new one where a body stands between them."""
        own = replace(clause, start=last.stop, plain=self.view.plain[last.stop : quantity.begin],
                      folded=self.view.folded[last.stop : quantity.begin])  # fmt: skip
        return self.holders.between(own, quantity.stop, following) or last.holder

    def _subject(
        self, quantity: Quantity, following: int, own: Clause, last: Figure | None, holder: str | None
    ) -> tuple[str | None, str | None]:
        """Subject and unit of a figure; ``last``: the one before it in the sentence, whose unit it may share."""
        phrase = behind(self.view, quantity, following)
        unit = "%" if quantity.kind is Kind.PERCENT else quantity.unit.name if quantity.unit else None
        if quantity.kind is Kind.PERCENT:
            share = self._share(quantity, phrase, own, following, last)
            return (self._of_holder(share, own, last) if phrase is None else share), unit
        if quantity.unit and quantity.unit.kind not in ("measure", "foreign"):
            return self._counted(phrase, own, last), unit
        named = before(own)
        if named and holder and (fold(named) in fold(holder) or self.holders.names(named)):
            named = None
        if quantity.unit:
            shared = last.subject if last and last.unit == unit and is_verb(named) else None
            return phrase or shared or named or (last.subject if last else None), unit
        return self._bare(quantity, own, phrase, named, last)

    def _bare(
        self, quantity: Quantity, own: Clause, phrase: str | None, named: str | None, last: Figure | None
    ) -> tuple[str | None, str | None]:
        """Subject and unit of a number that no unit follows; (None, None) where nothing says that it counts."""
        item = named is not None and last is not None and self._is_item(quantity, own, last)
        if _NAME.search(own.plain) or (phrase is None and not item and not _COUNTING.search(own.folded)):
            return None, None
        if item and last and last.quantity.unit and named:
            return f"{last.unit} {named}", last.unit
        if phrase and not (named and _COPULA.search(own.folded)):
            return phrase, None
        if named:
            unit = unit_within(named)
            return named, last.unit if last and not phrase else unit.name if unit else None
        if last:
            return last.subject, last.unit
        share = "chi tieu" in self.view.folded[max(0, quantity.start - 200) : quantity.start]
        return self.common or ("chỉ tiêu" if share else None), self.common

    def _is_item(self, quantity: Quantity, own: Clause, last: Figure) -> bool:
        """True for an item of a list of bare numbers, not the only one: "y tế 320, giáo dục 854"."""
        if not _ITEM.match(own.plain):
            return False
        return last.quantity.unit is None or bool(
            _NEXT_ITEM.match(self.view.flat(quantity.stop, quantity.stop + 60)[0])
        )

    def _of_holder(self, share: str | None, own: Clause, last: Figure | None) -> str | None:
        """What a body's percentage is of, where nothing but the body is named: "LĐLĐ huyện A đạt 98%"."""
        if share is None or not self.holders.begins(share):
            return share
        if "chi tieu" in own.folded:
            return "chỉ tiêu"
        return last.subject if last else None

    def _counted(self, phrase: str | None, own: Clause, last: Figure | None) -> str | None:
        given = awarded(own)
        if phrase and not given and (named := self._classified(phrase, own)):
            return named
        if given is None and last and _LIST_GAP.match(own.folded):
            shared = _GIVEN.search(last.subject or "")
            given = shared[0] if shared else None
        return f"{phrase} {given}" if phrase and given and "được" not in phrase else phrase

    @staticmethod
    def _classified(phrase: str, own: Clause) -> str | None:
        """What stands before the figure where a bare classifier follows: "Số lượt khách du lịch đạt 1,2 triệu lượt"."""
        named = before(own) if len(phrase.split()) == 1 else None
        if named and phrase == "người" and own.plain.rstrip().endswith(named) and not begins_with_verb(named):
            return named
        known = named is not None and (phrase.lower() in _CLASSIFIERS or phrase.lower() in named.lower().split())
        return named if known and named and fold(phrase) != fold(named) else None

    def _share(
        self, quantity: Quantity, phrase: str | None, own: Clause, following: int, last: Figure | None
    ) -> str | None:
        change = _CHANGE.search(own.folded)
        if change:
            return f"mức {own.plain[change.start() :].strip()} {phrase or ''}".strip()
        if phrase is None and (done := verb_behind(self.view, quantity.end, following)):
            return f"tỷ lệ {done}"
        named = before(own) or (phrase is None and last and last.unit == "%" and last.subject) or None
        rate = named and re.match(r"t[ỷỉ] lệ", named, re.IGNORECASE)
        return named if rate or phrase is None else phrase


def _is_part_of(quantity: Quantity) -> bool:
    """True for "1/2", "2/3" of something that is not counted ("hơn 1/2 thời gian")."""
    small = quantity.of is not None and quantity.value < quantity.of <= 10
    return small and (quantity.unit is None or quantity.unit.kind != "count")


def exact(value: Decimal) -> Decimal:
    """The value in plain digits: no exponent."""
    return Decimal(format(value, "f"))
