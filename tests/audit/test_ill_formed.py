"""Records that are not what they should be never stop an audit."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from audit.document import audit_document
from records.dossier import Dossier, TextLine
from records.facts import Citation, DateFact, Facts, Head, HeadField, TableFact
from records.figures import Claim, Count, Quota, Term
from records.place import Place

#: Rows of a table that no person would print.
MANY = 10_000
TINY = Decimal("1e-30")


def place(start: int, text: str, page: int = 1) -> Place:
    return Place(page, 1, start, start + len(text), text, text)


def audited(facts: Facts, *lines: str) -> list[str]:
    told = tuple(TextLine(1, number, 100 * number, line) for number, line in enumerate(lines, 1))
    return [finding.rule for finding in audit_document(Dossier("d", "d.txt", facts, told))]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("sNaN")])
def test_figures_that_are_no_numbers_are_left_out(value: Decimal) -> None:
    here = place(0, "12")
    counts = (Count("sáng kiến", "A", value, "sáng kiến", here, percent=value), Count("x", "A", Decimal(3), "x", here))
    quotas = (Quota("sáng kiến", "A", value, "sáng kiến", here, value_max=value),)
    claim = Claim("sum", (Term("whole", value, here), Term("part", Decimal(1), here), Term("part", value, here)), here)
    assert "sum-of-parts" not in audited(Facts(counts=counts, quotas=quotas, claims=(claim,)))


def test_nothing_at_all() -> None:
    assert audited(Facts()) == []


def test_claims_without_terms_zeros_and_negatives() -> None:
    here = place(0, "0")
    zero, less = Term("count", Decimal(0), here), Term("quota", Decimal(-3), place(5, "-3"))
    claims = (
        Claim("sum", (), here),
        Claim("percent", (zero, less, Term("percent", Decimal(0), place(9, "0%"))), here),
        Claim("percent", (zero, replace_role(zero, "quota"), Term("percent", Decimal(5), place(9, "5%"))), here),
        Claim("fraction", (zero,), here),
        Claim("restated", (zero, zero), here),
        Claim("span", (Term("length", Decimal(5), here, "năm"),), here),
    )
    audited(Facts(claims=claims))


def replace_role(term: Term, role: str) -> Term:
    return Term(role, term.value, place(3, "0"))  # type: ignore[arg-type]


def test_a_document_that_cites_itself_before_its_own_date() -> None:
    head = Head((HeadField("number", "5/KH-UBND"), HeadField("issued_on", "2022-02-31"), HeadField("type", "KH")))
    cited = Citation("KH", "5/KH-UBND", "2022-13-45", None, place(0, "5/KH-UBND"), cited_document="d")
    date = DateFact("0000-00-00", "day", "deadline", place(20, "00/00/0000"), "9999-99-99")
    assert "citation-agrees" in audited(Facts(head, (cited, cited), (date,)), "Kế hoạch số 5/KH-UBND")


def test_a_table_of_ten_thousand_rows() -> None:
    rows = tuple((str(n), f"Đơn vị {n}", "3", "4") for n in range(1, MANY + 1))
    total = ("", "Tổng cộng", str(3 * MANY), str(4 * MANY + 5))
    table = TableFact(("TT", "Đơn vị", "Chỉ tiêu", "Kết quả"), rows, place(0, "TT"), total)
    rules = audited(Facts(tables=(table,)))
    assert rules.count("table-total") == 2
    assert "row-gap" in rules


@pytest.mark.parametrize("header", [("", "", ""), ("TT", "TT", "TT"), ("%", "Tỷ lệ", "Tổng"), ("x" * 5000, "\n", "\t")])
def test_tables_with_odd_heads(header: tuple[str, str, str]) -> None:
    rows = (("1", "-", "9" * 400), ("", "1.2.3.4", "∞"), ("III", "１２", "0,0"), ("x", "1/0", "12:30"))
    audited(Facts(tables=(TableFact(header, rows, place(0, "a"), ("", "0", "0")),)))


def test_figures_of_any_size() -> None:
    huge = Decimal(10) ** 400
    counts = tuple(Count("sáng kiến", "A", huge, "sáng kiến", place(n, "1"), percent=TINY) for n in range(50))
    audited(Facts(counts=counts, quotas=(Quota("sáng kiến", "A", Decimal("1e-300"), "sáng kiến", place(99, "1")),)))
    assert math.isfinite(float(huge // (Decimal(10) ** 390)))
