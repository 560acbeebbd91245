"""Whose error it is, and the one reading that makes all checks agree."""

from __future__ import annotations

from decimal import Decimal

from audit.blame import findings_of
from audit.check import Check, Relation
from audit.figure import Figure, figure
from records.finding import Spot
from records.place import Place


def term(text: str, value: Decimal | int, start: int, confidence: float | None = None, read: bool = True) -> Figure:
    place = Place(1, 1, start, start + len(text), text, text, None, confidence)
    return figure(value, Spot("d", place), read=read)


def sum_check(*figures: Figure, claimed: bool = True) -> Check:
    return Check("sum-of-parts", "error", Relation.SUM, figures, "sum", claimed=claimed)


WHOLE, FIRST, LAST = term("3.666", 3666, 0), term("3.520", 3520, 10), term("21", 21, 30)


def test_what_holds_is_told() -> None:
    (found,) = findings_of([sum_check(WHOLE, FIRST, term("125", 125, 20), LAST)])
    assert (found.verdict, found.level, found.proposal, found.blame) == ("holds", "note", None, None)


def test_one_misreading_is_proposed_when_another_check_rules_out_the_others() -> None:
    wrong = term("123", 123, 20)
    ratio = Check(
        "percent-of-quota",
        "error",
        Relation.RATIO,
        (term("305,5%", Decimal("305.5"), 60), WHOLE, term("1.200", 1200, 70)),
        "percent",
    )
    found, held = findings_of([sum_check(WHOLE, FIRST, wrong, LAST), ratio])
    assert (found.verdict, found.blame) == ("fails", "reader")
    assert held.verdict == "holds"
    assert found.proposal == "123 → 125"


def test_the_least_sure_figure_is_suspected_first() -> None:
    figures = term("410", 410, 0, 0.96), term("350", 350, 10, 0.96), term("43", 43, 20, 0.41), term("12", 12, 30, 0.95)
    (found,) = findings_of([sum_check(*figures)])
    assert (found.proposal, found.blame) == ("43 → 48", "reader")


def test_what_was_printed_is_the_authors_error() -> None:
    figures = [
        term(text, int(text), start, read=False) for text, start in (("410", 0), ("350", 10), ("30", 20), ("12", 30))
    ]
    (found,) = findings_of([sum_check(*figures)])
    assert (found.verdict, found.blame) == ("fails", "author")


def test_a_presumed_relation_that_nothing_explains_is_undecided() -> None:
    figures = term("410", 410, 0), term("100", 100, 10), term("30", 30, 20)
    (found,) = findings_of([sum_check(*figures, claimed=False)])
    assert (found.verdict, found.level, found.blame) == ("unknown", "note", None)


def test_a_reading_must_agree_with_all_checks_of_its_figure() -> None:
    part = term("43", 43, 20)
    one = sum_check(term("410", 410, 0), term("350", 350, 10), part, term("12", 12, 30))
    other = sum_check(term("46", 46, 80), part, term("3", 3, 90))
    found = next(iter(findings_of([one, other])))
    assert found.verdict == "fails"
    assert found.proposal != "43 → 48"
