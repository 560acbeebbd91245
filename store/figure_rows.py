"""Figures, claims and mentions as rows of the tables, and back. Pure: no database is touched here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, cast

from records.figures import Amount, Claim, ClaimKind, Count, Initiative, Mention, Quota, Term, TermRole
from store.places import Row, place_row, read_place


def quota_row(item: Quota) -> Row:
    """A row of ``quotas``."""
    names = ("subject", "holder", "value", "unit", "period", "qualifier", "value_max")
    return place_row(item.place) | {name: getattr(item, name) for name in names}


def count_row(item: Count) -> Row:
    """A row of ``counts``."""
    names = ("subject", "holder", "value", "unit", "qualifier", "percent", "period", "value_max")
    return place_row(item.place) | {name: getattr(item, name) for name in names}


def amount_row(item: Amount) -> Row:
    """A row of ``amounts``."""
    return place_row(item.place) | {
        name: getattr(item, name) for name in ("what", "value_vnd", "qualifier", "per", "value_vnd_max")
    }


def initiative_row(item: Initiative) -> Row:
    """A row of ``initiatives``."""
    names = ("title", "author", "author_title", "unit", "field", "benefit_vnd", "benefit_per")
    return place_row(item.place) | {name: getattr(item, name) for name in names}


def claim_row(item: Claim) -> Row:
    """A row of ``claims``; figures within its JSON are text, so that they stay exact."""
    return place_row(item.place) | {"kind": item.kind, "terms": [_term_json(term) for term in item.terms]}


def mention_row(item: Mention) -> Row:
    """A row of ``mentions``."""
    return place_row(item.place) | {"kind": item.kind, "name": item.name}


def _term_json(term: Term) -> dict[str, object]:
    return {
        "role": term.role,
        "value": str(term.value),
        "value_max": None if term.value_max is None else str(term.value_max),
        **{name: getattr(term, name) for name in ("unit", "subject", "holder", "qualifier")},
        "alternatives": list(term.alternatives),
        "place": dict(place_row(term.place)),
    }


def _str(row: Mapping[str, object], name: str) -> str | None:
    return cast("str | None", row[name])


def _decimal(row: Mapping[str, object], name: str) -> Decimal | None:
    value = row[name]
    return None if value is None else Decimal(str(value))


def _exact(row: Mapping[str, object], name: str) -> Decimal:
    return Decimal(str(row[name]))


def _int(row: Mapping[str, object], name: str) -> int | None:
    return cast("int | None", row[name])


def read_quota(row: Mapping[str, object]) -> Quota:
    """The quota that a row stands for."""
    return Quota(
        _str(row, "subject"),
        _str(row, "holder"),
        _exact(row, "value"),
        _str(row, "unit"),
        read_place(row),
        _str(row, "period"),
        _str(row, "qualifier"),
        _decimal(row, "value_max"),
    )


def read_count(row: Mapping[str, object]) -> Count:
    """The count that a row stands for."""
    return Count(
        _str(row, "subject"),
        _str(row, "holder"),
        _exact(row, "value"),
        _str(row, "unit"),
        read_place(row),
        _str(row, "qualifier"),
        _decimal(row, "percent"),
        _str(row, "period"),
        _decimal(row, "value_max"),
    )


def read_amount(row: Mapping[str, object]) -> Amount:
    """The amount that a row stands for."""
    return Amount(
        _str(row, "what"),
        cast(int, row["value_vnd"]),
        read_place(row),
        _str(row, "qualifier"),
        _str(row, "per"),
        _int(row, "value_vnd_max"),
    )


def read_initiative(row: Mapping[str, object]) -> Initiative:
    """The initiative that a row stands for."""
    return Initiative(
        cast(str, row["title"]),
        read_place(row),
        _str(row, "author"),
        _str(row, "author_title"),
        _str(row, "unit"),
        _str(row, "field"),
        _int(row, "benefit_vnd"),
        _str(row, "benefit_per"),
    )


def read_claim(row: Mapping[str, object]) -> Claim:
    """The claim that a row stands for."""
    terms = tuple(_read_term(term) for term in cast("list[dict[str, object]]", row["terms"]))
    return Claim(cast(ClaimKind, row["kind"]), terms, read_place(row))


def _read_term(term: Mapping[str, object]) -> Term:
    return Term(
        cast(TermRole, term["role"]),
        _exact(term, "value"),
        read_place(cast("dict[str, object]", term["place"])),
        _str(term, "unit"),
        _str(term, "subject"),
        _str(term, "holder"),
        _str(term, "qualifier"),
        _decimal(term, "value_max"),
        tuple(cast("list[str]", term["alternatives"])),
    )


def read_mention(row: Mapping[str, object]) -> Mention:
    """The mention that a row stands for."""
    kind = cast('Literal["person", "organisation"]', row["kind"])
    return Mention(kind, cast(str, row["name"]), read_place(row))
