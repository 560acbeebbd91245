"""From checks to findings: which hold, which fail, whose error is likelier, and the one reading that mends all.

A figure takes part in several checks. When one fails, every figure of it is tried with its smallest misreadings: a
candidate counts only where all checks that touch the figure hold with it. If exactly one remains, it is proposed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from audit.check import Check, Relation, interval_text, value_text
from audit.figure import Figure
from audit.messages import say
from audit.misread import CONFUSION, LENGTH, misreadings
from records.finding import Blame, Finding, Spot

_Key = tuple[str, int, int]
#: A reading this sure is not doubted; one this much surer than another is preferred.
_SURE, _LEAD = 0.9, 0.15
#: Checks with more figures are not searched for a misreading: with so many, some digit always fits.
_MOST_FIGURES = 60
#: So many other figures of a sum must share a divisor of this size before one that lacks it looks misread.
_FEW, _ROUND = 4, 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading of a figure that makes all its checks hold.

    vouched counts what speaks for it: the numeral is printed elsewhere in the document (against it: the one read is),
    it is as round as the figures it is summed with.
    """

    figure: Figure
    printed: str
    cost: int
    mended: int
    vouched: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a failing check is explained with: the checks that touch each figure, and how often numerals are printed."""

    touching: Mapping[_Key, Sequence[Check]]
    printed: Counter[str]

    @classmethod
    def of(cls, checks: Iterable[Check], printed: Counter[str] | None = None) -> Evidence:
        """The evidence of all checks of a document or a series."""
        touching: defaultdict[_Key, list[Check]] = defaultdict(list)
        for check in checks:
            for figure in check.figures:
                touching[figure.key].append(check)
        return cls(touching, printed or Counter())


def findings_of(checks: Iterable[Check], printed: Counter[str] | None = None) -> Iterator[Finding]:
    """The finding of every check, in their order. printed: how often each numeral stands in the document."""
    all_checks = list(dict.fromkeys(checks))
    evidence = Evidence.of(all_checks, printed)
    for check in all_checks:
        if check.verdict == "holds":
            yield _held(check)
        else:
            yield _failed(check, explain(check, evidence))


def explain(check: Check, evidence: Evidence) -> list[Candidate]:
    """The likeliest misreadings that mend a failing check, all equally likely; [] where none does."""
    if len(check.figures) > _MOST_FIGURES:
        return []
    found = [candidate for figure in _suspects(check) for candidate in _candidates(figure, evidence)]
    if not found:
        return []
    best = max((candidate.mended, candidate.vouched, -candidate.cost) for candidate in found)
    found = [c for c in found if (c.mended, c.vouched, -c.cost) == best]
    return _by_confidence(found)


def _suspects(check: Check) -> list[Figure]:
    """The figures that may have been misread: those a reader guessed; where none was, all.

    What its image says again was not misread.
    """
    figures = [figure for figure in dict.fromkeys(check.figures) if figure.printed]
    return [figure for figure in [figure for figure in figures if figure.read] or figures if not figure.confirmed]


def _candidates(figure: Figure, evidence: Evidence) -> Iterator[Candidate]:
    checks = evidence.touching[figure.key]
    failing = sum(check.verdict == "fails" for check in checks)
    for cost, printed in _readings(figure):
        other = figure.reread(printed)
        if other is None or (other.value == 0 and figure.value != 0) or _zeros(printed) > _zeros(figure.printed):
            continue
        if all(check.changed(figure.key, other).verdict == "holds" for check in checks):
            vouched = (evidence.printed[printed] > 0) - (evidence.printed[figure.printed] > 1)
            rounder = any(_as_round(check, figure, other) for check in checks)
            yield Candidate(figure, printed, cost, failing, vouched + rounder)


def _as_round(check: Check, figure: Figure, other: Figure) -> bool:
    """True where a reading is as round as all the other figures of a sum and the printed figure is not."""
    values = [own.value for own in check.figures if own.key != figure.key]
    if check.relation is not Relation.SUM or len(values) < _FEW or any(value.denominator != 1 for value in values):
        return False
    step = gcd(*(value.numerator for value in values))
    return step >= _ROUND and figure.value % step != 0 and other.value % step == 0


def _zeros(printed: str) -> int:
    """Zeros that lead a numeral: no author writes "00" or "07.500", a reader least of all makes "60" of it."""
    return len(printed) - len(printed.lstrip("0"))


def _readings(figure: Figure) -> Iterator[tuple[int, str]]:
    """What the reader itself had as alternatives costs nothing; then its usual misreadings."""
    yield from ((0, printed) for printed in figure.alternatives if printed != figure.printed)
    yield from misreadings(figure.printed)


def _by_confidence(candidates: list[Candidate]) -> list[Candidate]:
    """Only those of the figure that was read least surely, where one clearly was."""
    known = sorted({c.figure.confidence for c in candidates if c.figure.confidence is not None})
    if len(known) < 2 or known[1] - known[0] < _LEAD:
        return candidates
    return [candidate for candidate in candidates if candidate.figure.confidence == known[0]]


def _args(check: Check) -> dict[str, str]:
    expected, found = check.sides()
    first, *others = check.figures
    return {
        "found": first.spot.place.text.strip() or interval_text(found),
        "expected": interval_text(expected),
        "label": first.label,
        "parts": " + ".join(value_text(figure.value) for figure in others[:12]) + (" + …" if len(others) > 12 else ""),
        "count": value_text(others[0].value),
        "quota": value_text(others[-1].value),
        **dict(check.args),
    }


def _spots(check: Check) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(figure.spot for figure in check.figures))


def _held(check: Check) -> Finding:
    expected, found = check.sides()
    message, english = say(f"{check.text}-holds", **_args(check))
    return Finding(
        check.rule, "note", "holds", message, _spots(check), interval_text(expected), interval_text(found),
        _tolerance(check), message_en=english,
    )  # fmt: skip


def _failed(check: Check, candidates: list[Candidate]) -> Finding:
    expected, found = check.sides()
    only = candidates[0] if len(candidates) == 1 else None
    decided = check.claimed or (only is not None and only.cost <= CONFUSION)
    message, english = say(f"{check.text}-fails", **_args(check))
    if only is not None:
        more = say("proposal", printed=only.figure.printed, proposal=only.printed)
        message, english = f"{message} {more[0]}", f"{english} {more[1]}"
    if not decided:
        more = say("presumed")
        message, english = f"{message} {more[0]}", f"{english} {more[1]}"
    return Finding(
        check.rule,
        check.level if decided else "note",
        "fails" if decided else "unknown",
        message,
        _spots(check),
        interval_text(expected),
        interval_text(found),
        _tolerance(check),
        _blame(check, candidates) if decided else None,
        _proposal(only),
        english,
    )


def _proposal(only: Candidate | None) -> str | None:
    return None if only is None else f"{only.figure.printed} → {only.printed}"


def _tolerance(check: Check) -> str | None:
    """Width of what the other figures allow; None where they are exact."""
    expected, _ = check.sides()
    if expected.exact or expected.low is None or expected.high is None:
        return None
    return value_text(expected.high - expected.low)


def _blame(check: Check, candidates: list[Candidate]) -> Blame:
    """reader where a usual misreading explains it; author where all was read surely or nothing was guessed."""
    if not any(figure.read for figure in check.figures):
        return "author"
    if candidates and candidates[0].cost <= LENGTH:
        return "reader"
    read = [figure for figure in check.figures if figure.read]
    if all(figure.confirmed or (figure.confidence or 0) >= _SURE for figure in read):
        return "author"
    return "unknown" if candidates else "author"
