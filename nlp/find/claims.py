"""What a text claims of its figures, by its grammar alone: sums, parts, percentages, fractions, restatements, lengths.

Whether a claim holds is not asked here. Terms are figures of the view; the same figure may stand in several claims.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.find.contexts import Kind
from nlp.find.dates import DateMention
from nlp.find.figures import Figure, Told
from nlp.find.quantities import Quantity
from nlp.find.statements import Statement
from nlp.find.view import View, fold
from records.figures import ClaimKind, TermRole


@dataclass(frozen=True, slots=True)
class Part:
    """A term in the view: its role, the number, and the quota or count it is, if it is one.

    value stands where it is not the quantity's own: the denominator of a fraction.
    """

    role: TermRole
    quantity: Quantity
    figure: Figure | None = None
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """A claim in the view: its kind, terms in order, and the span from its first word to its last."""

    kind: ClaimKind
    parts: tuple[Part, ...]
    start: int
    end: int


#: Between a whole and its parts: what makes them all of it, and what makes them some of it.
_ALL = re.compile(
    r"[\s,;:.(–-]*(?:[^\d;.:()]{0,80}[\s,:(–-])?(?:gom(?: co)?|bao gom|cu the(?: la)?|chia ra)\b[^\d.;]{0,60}$"
)
_SOME = re.compile(r"\btrong (?:do(?! tuoi)|so do)\b[^\d.;]{0,80}$")
_OPEN = re.compile(
    r"^[^\d.;()]{0,60}\(\s*(?!chi tieu|ke hoach|muc tieu|dat|bang|ty le|tuong|tang|giam|so voi)[^\d()]{0,60}$"
)
_OF_ALL = re.compile(r"(?:trong (?:tong so|so)|phan tich(?: ket qua)?|tong so)\s*(?:la\s*)?$")
_SHOWS = re.compile(r"^[^\d.;]{0,60}(?:\b(?:co|cho thay|gom|thi)\b|[:,])[^\d.;]{0,60}$")
_TOTAL = re.compile(r"(?:cong la|tong cong(?: la)?|tong la|cong chung(?: la)?|tong so la|=)\s*$")
_NEXT = re.compile(r"[^.]{0,140}")
_STOP = re.compile(
    r"\bdat(?: ty le| hon| tren| gan| khoang| muc)?\s*$"
    r"|\b(?:tang|giam|so voi|chi tieu|ke hoach|trong do(?! tuoi)|cung ky|muc tieu)\b"
)
_CHANGED = re.compile(r"\(\s*(?:da |deu )?(?:tang|giam|cao hon|thap hon|nhieu hon|it hon|cung ky|nam truoc)\b")
_SOME_FIRST = re.compile(r"\W*trong (?:do(?! tuoi)|so do|so nay)\b[^\d.;]{0,80}$")
_WIDEST = 200  # characters between a whole and its first part
_LOOK_BACK = 40  # figures


def find_claims(
    view: View, told: Sequence[Told], dates: Sequence[DateMention], quantities: Sequence[Quantity]
) -> list[ClaimMention]:
    """All claims in the order of the text."""
    found: list[ClaimMention] = []
    earlier: list[Figure] = []
    for index, item in enumerate(told):
        found += _Sentence(view, item, told[index - 1] if index else None).read()
        found += _restated(item.figures, earlier)
        earlier = [*earlier, *item.figures][-_LOOK_BACK:]
    found += _listed(view, told)
    found += _spans(view, dates, quantities)
    return sorted(found, key=lambda claim: (claim.start, claim.end))


class _Sentence:
    """Reads one sentence. before: the one before it in the same paragraph."""

    def __init__(self, view: View, told: Told, before: Told | None) -> None:
        self.view, self.statement, self.figures = view, told.statement, told.figures
        self.by_start = {figure.quantity.start: figure for figure in told.figures}
        self.quantities = [q for q in told.statement.figures if q.kind is Kind.MONEY or q.start in self.by_start]
        self.quantities = [q for q in self.quantities if not self._is_change(q)]
        self.starts = [q.start for q in self.quantities]
        self.figure_starts = [f.start for f in self.figures]
        same = before is not None and before.statement.paragraph.start == told.statement.paragraph.start
        self.before = before if same else None

    def _is_change(self, quantity: Quantity) -> bool:
        """True for what a bracket tells of a change: "312 (tăng 24 so với năm 2021)"."""
        bracket = self.statement.bracket_of(quantity.start)
        return bool(bracket and _CHANGED.match(self.view.folded, bracket[0]))

    def read(self) -> Iterator[ClaimMention]:
        """The claims of the sentence."""
        for figure in self.figures:
            yield from self._percent(figure)
            yield from self._fraction(figure)
        yield from self._sums()
        yield from self._totals()

    def _part(self, role: TermRole, quantity: Quantity) -> Part:
        return Part(role, quantity, self.by_start.get(quantity.start))

    def _percent(self, figure: Figure) -> Iterator[ClaimMention]:
        """A count with the percentage stated for it, and the quota or the whole that the sentence names."""
        if figure.percent is None:
            return
        share = "chiem" in self.view.folded[figure.stop : figure.percent.begin]
        parts = [self._part("part" if share else "count", figure.quantity)]
        base = self._whole_before(figure) if share else self._quota_near(figure)
        if base is not None:
            parts.append(Part("whole" if share else "quota", base.quantity, base))
        elif figure.quantity.of is not None:
            parts.append(Part("whole", figure.quantity, figure, figure.quantity.of, figure.unit))
        parts.append(Part("percent", figure.percent, None, None, "%"))
        yield _claim("percent", parts)

    def _quota_near(self, figure: Figure) -> Figure | None:
        """The target that the sentence names for a count: by its percentage, else before the count."""
        end = figure.percent.end if figure.percent else figure.stop
        around = self._around(figure)
        targets = [f for f in around if _alike(f, figure) and self._may_be_base(f)]
        behind = [f for f in targets if f.start >= end and self._joined(end, f.quantity.begin)]
        before = [f for f in targets if f.stop <= figure.start and fold(f.holder or "") == fold(figure.holder or "")]
        told = max((f.start for f in around if f.percent and f.start < figure.start), default=-1)
        before = [f for f in before if told < f.stop]  # a count in between has taken the others
        between = [f for f in targets if figure.stop <= f.start < end]
        return next(iter(between or behind[:1] or before[-1:]), None)

    def _may_be_base(self, figure: Figure) -> bool:
        """A target that is no percentage, has none of its own, and is not one of several parts in a bracket."""
        if not figure.target or figure.percent is not None or figure.quantity.kind is Kind.PERCENT:
            return False
        bracket = self.statement.bracket_of(figure.quantity.start)
        if bracket is None:
            return True
        index = bisect_left(self.starts, figure.quantity.start)
        others = self.quantities[max(0, index - 1) : index] + self.quantities[index + 1 : index + 2]
        return not any(bracket[0] < q.start < bracket[1] and q.kind is Kind.PLAIN for q in others)

    def _around(self, figure: Figure) -> Sequence[Figure]:
        """The figures near one, for a sentence may hold thousands."""
        index = bisect_left(self.figure_starts, figure.start)
        return self.figures[max(0, index - _LOOK_BACK) : index + _LOOK_BACK]

    def _joined(self, start: int, end: int) -> bool:
        """True when nothing but words stands between a percentage and a target."""
        gap = self.view.plain[start:end]
        return len(gap) < 60 and ";" not in gap and not re.search(r"\d", gap)

    def _whole_before(self, figure: Figure) -> Figure | None:
        before = [f for f in self._around(figure) if f.stop <= figure.start and not f.target and _alike(f, figure)]
        return before[-1] if before else None

    def _fraction(self, figure: Figure) -> Iterator[ClaimMention]:
        quantity = figure.quantity
        if quantity.of is not None:
            below = Part("denominator", quantity, figure, quantity.of, figure.unit)
            yield _claim("fraction", (Part("numerator", quantity, figure), below))

    def _sums(self) -> Iterator[ClaimMention]:
        """A whole with its parts behind it, and "Trong đó" of the sentence before."""
        done: set[int] = set()
        for claim in self._some_of_before():
            done |= {part.quantity.start for part in claim.parts}
            yield claim
        for index, quantity in enumerate(self.quantities[:-1]):
            if quantity.start in done or quantity.kind is Kind.PERCENT:
                continue
            kind = self._broken_down(quantity, self.quantities[index + 1])
            parts = self._run(index + 1, quantity, any_role=kind == "sum") if kind else []
            if kind and len(parts) > (kind == "sum"):
                yield _claim(kind, [self._part("whole", quantity), *(self._part("part", q) for q in parts)])
                done |= {q.start for q in parts}

    def _some_of_before(self) -> Iterator[ClaimMention]:
        """A sentence that begins with "Trong đó" tells parts of the first count of the one before."""
        if self.before is None or not self.quantities:
            return
        if not _SOME_FIRST.match(self.view.folded[self.statement.start : self.quantities[0].begin]):
            return
        wholes = [f for f in self.before.figures if f.quantity.kind is not Kind.PERCENT and not f.target]
        parts = self._run(0, wholes[0].quantity) if wholes else []
        if parts:
            whole = Part("whole", wholes[0].quantity, wholes[0])
            yield _claim("part", [whole, *(self._part("part", q) for q in parts)])

    def _broken_down(self, whole: Quantity, first: Quantity) -> ClaimKind | None:
        """How the words between two figures make the second a part of the first."""
        gap = self._gap(whole, first)
        if len(gap) > _WIDEST:
            return None
        if _SOME.search(gap):
            return "part"
        before = self.view.folded[max(self.statement.start, whole.begin - 30) : whole.begin]
        all_of = _ALL.search(gap) or _OPEN.search(gap) or (_OF_ALL.search(before) and _SHOWS.search(gap))
        return "sum" if all_of else None

    def _gap(self, one: Quantity, other: Quantity) -> str:
        """The words between two figures, without a percentage that is stated for the first."""
        percent = self.by_start[one.start].percent if one.start in self.by_start else None
        if percent is None or not one.stop <= percent.start < other.begin:
            return self.view.flat(one.stop, other.begin)[1]
        return self.view.flat(percent.end, other.begin)[1].lstrip(" )")

    def _run(self, index: int, whole: Quantity, *, any_role: bool = False) -> list[Quantity]:
        """The figures from an index on that may be parts of a whole: alike, and in one list.

        any_role: the words say that they are, so a word like "sẽ" makes no target of a part.
        """
        run: list[Quantity] = []
        bracket = self.statement.bracket_of(self.quantities[index].start)
        end = bracket[1] if bracket and not bracket[0] < whole.start < bracket[1] else self.statement.end
        for quantity in self.quantities[index:]:
            figure = self.by_start.get(quantity.start)
            one_role = bool(run) or any_role or not figure or figure.target == self._target(whole)
            alike = _same_unit(whole, quantity) and one_role
            if quantity.start > end or not alike or (run and not self._goes_on(run[-1], quantity)):
                break
            run.append(quantity)
        return run

    def _target(self, quantity: Quantity) -> bool:
        figure = self.by_start.get(quantity.start)
        return figure.target if figure else False

    def _goes_on(self, last: Quantity, following: Quantity) -> bool:
        """True when a list goes on from one part to the next."""
        gap = self._gap(last, following)
        return bool(_NEXT.fullmatch(gap)) and not _STOP.search(gap) and not _TOTAL.search(gap)

    def _totals(self) -> Iterator[ClaimMention]:
        """Parts with their whole behind them: "a, b và c, cộng là d", "a + b = c"."""
        for index, quantity in enumerate(self.quantities):
            if index < 2 or not _TOTAL.search(self.view.folded[max(0, quantity.begin - 24) : quantity.begin]):
                continue
            parts: list[Quantity] = []
            for before in reversed(self.quantities[max(0, index - _LOOK_BACK) : index]):
                if not _same_unit(quantity, before) or (parts and not self._goes_on(before, parts[0])):
                    break
                parts.insert(0, before)
            if len(parts) > 1:
                yield _claim("sum", [self._part("whole", quantity), *(self._part("part", q) for q in parts)])


def _claim(kind: ClaimKind, parts: Sequence[Part]) -> ClaimMention:
    start = min(part.quantity.begin for part in parts)
    return ClaimMention(kind, tuple(parts), start, max(part.quantity.stop for part in parts))


def _unit(quantity: Quantity) -> str:
    return fold(quantity.unit.name) if quantity.unit else ""


def _same_unit(whole: Quantity, part: Quantity) -> bool:
    """True when a part may be of a whole: one unit, one elided, or one named in the other ("tập thể, cá nhân")."""
    if (whole.kind is Kind.MONEY) != (part.kind is Kind.MONEY) or part.kind is Kind.PERCENT:
        return False
    one, other = _unit(whole), _unit(part)
    return not one or not other or one in other or other in one


def _alike(one: Figure, other: Figure) -> bool:
    """True when two figures may be of one thing: units agree or one is elided."""
    left, right = fold(one.unit or ""), fold(other.unit or "")
    return not left or not right or left in right or right in left


_ROUGH = frozenset({"hơn", "trên", "gần", "khoảng", "xấp xỉ", "ước", "khoảng trên", "khoảng hơn", "khoảng gần", "sát"})
_ABOVE = frozenset({"hơn", "trên", "khoảng trên", "khoảng hơn"})
_BELOW = frozenset({"gần", "khoảng gần", "sát"})
_FAR = Decimal("0.2")


def _restated(figures: Sequence[Figure], earlier: Sequence[Figure]) -> Iterator[ClaimMention]:
    """A hedged figure that says again, rounded, what an exact one before it said of the same thing.

    Of several exact ones the nearest that the hedge allows is meant; where it allows none, the nearest.
    """
    known = [*earlier, *figures]
    for index, figure in enumerate(figures, len(earlier)):
        hedged = figure.quantity
        if figure.target or hedged.hedge not in _ROUGH or hedged.kind is not Kind.PLAIN:
            continue
        same = [f for f in known[max(0, index - _LOOK_BACK) : index] if _says(f, figure)]
        same = [f for f in same if _allows(hedged, f.quantity.value)] or same
        if same:
            nearest = min(reversed(same), key=lambda f: abs(f.quantity.value - hedged.value))
            parts = (Part("count", nearest.quantity, nearest), Part("stated", hedged, figure))
            yield ClaimMention("restated", parts, hedged.begin, hedged.stop)


def _allows(hedged: Quantity, value: Decimal) -> bool:
    """True when the direction of a hedge fits a value."""
    if hedged.hedge in _ABOVE:
        return value > hedged.value
    return value < hedged.value if hedged.hedge in _BELOW else True


def _says(exact: Figure, hedged: Figure) -> bool:
    """True when two counts are of one unit and holder and so near that the second may be the first, rounded."""
    quantity = exact.quantity
    if exact.target or quantity.hedge or quantity.kind is not Kind.PLAIN or not exact.unit:
        return False
    one_holder = not exact.holder or not hedged.holder or fold(exact.holder) == fold(hedged.holder)
    same = one_holder and fold(exact.unit) == fold(hedged.unit or "")
    return same and abs(quantity.value - hedged.quantity.value) <= _FAR * max(quantity.value, hedged.quantity.value)


def _listed(view: View, told: Sequence[Told]) -> Iterator[ClaimMention]:
    """A whole that a paragraph ends with before ":" and the items below it that each begin with a part."""
    for index, item in enumerate(told[:-1]):
        whole = item.figures[-1] if item.figures else None
        if whole is None or whole.quantity.kind is not Kind.PLAIN or not _announces(view, item.statement):
            continue
        parts = _items(view, item.statement, whole, told, index + 1)
        if len(parts) > 1:
            terms = [Part("whole", whole.quantity, whole), *(Part("part", f.quantity, f) for f in parts)]
            yield _claim("sum", terms)


def _announces(view: View, statement: Statement) -> bool:
    text = view.plain[max(statement.start, statement.end - 20) : statement.end]
    return statement.end >= statement.paragraph.end and text.rstrip().endswith(":")


def _items(view: View, lead: Statement, whole: Figure, told: Sequence[Told], index: int) -> list[Figure]:
    """The first figures of the items right below a paragraph, as long as each begins with one alike."""
    found: list[Figure] = []
    last = -1
    for at in range(index, len(told)):
        paragraph = told[at].statement.paragraph
        if paragraph.start == last:
            continue
        if lead.paragraph.start not in {head.start for head in paragraph.headings} or not told[at].figures:
            break
        first = told[at].figures[0]
        opens = not view.plain[paragraph.body : first.quantity.begin].strip(" -–+*")
        if not opens or not _alike(whole, first) or first.unit is None:
            break
        last = paragraph.start
        found.append(first)
    return found


_LENGTH_UNIT = re.compile(r"\s(năm|tháng|ngày)(?![^\W_])")
_BRACKETED = re.compile(r"[^().;\n]{0,80}\(([^()]{0,60})\)")


def _spans(view: View, dates: Sequence[DateMention], quantities: Sequence[Quantity]) -> Iterator[ClaimMention]:
    """A length of time beside its two dates: "90 năm (28/7/1929 - 28/7/2019)"."""
    for quantity in quantities:
        unit = _LENGTH_UNIT.match(view.plain, quantity.end) if quantity.kind is Kind.DURATION else None
        end = _dated(view, dates, unit.end()) if unit else None
        if unit and end:
            yield ClaimMention("span", (Part("length", quantity, None, None, unit[1]),), quantity.begin, end)


def _dated(view: View, dates: Sequence[DateMention], at: int) -> int | None:
    """Where the two dates in the brackets right behind a length end."""
    bracket = _BRACKETED.match(view.plain, at)
    if bracket is None:
        return None
    inside = [d for d in dates if bracket.start(1) <= d.start < bracket.end(1)]
    whole = len(inside) == 2 or (len(inside) == 1 and inside[0].iso_end is not None)
    return bracket.end(1) if whole else None
