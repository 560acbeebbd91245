"""Facts that are figures: targets, counts, money, initiatives, and what a text claims of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from records.place import Place


@dataclass(frozen=True, slots=True)
class Quota:
    """A target that is set (chỉ tiêu): value is exact, value_max the upper end of a range; unit "%" for a share."""

    subject: str | None
    holder: str | None
    value: Decimal
    unit: str | None
    place: Place
    period: str | None = None
    qualifier: str | None = None
    value_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity that is reported. percent is the percentage that the text states for this very count."""

    subject: str | None
    holder: str | None
    value: Decimal
    unit: str | None
    place: Place
    qualifier: str | None = None
    percent: Decimal | None = None
    period: str | None = None
    value_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in đồng, exact; per is what it recurs in or is given for (năm, 6 tháng, sáng kiến), None for once."""

    what: str | None
    value_vnd: int
    place: Place
    qualifier: str | None = None
    per: str | None = None
    value_vnd_max: int | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """A named exemplary initiative (sáng kiến, giải pháp, đề tài, mô hình) with its author and benefit in đồng."""

    title: str
    place: Place
    author: str | None = None
    author_title: str | None = None
    unit: str | None = None
    field: str | None = None
    benefit_vnd: int | None = None
    benefit_per: str | None = None


TermRole = Literal[
    "whole", "part", "count", "quota", "percent", "numerator", "denominator", "length", "stated"
]  # fmt: skip

#: sum: the parts make the whole. part: the parts are among the whole (trong đó). percent: count of quota (or part of
#: whole) is the stated percentage; the quota may be missing. fraction: numerator of denominator. span: a length in
#: years, months or days beside its dates. restated: the same quantity once more, rounded or hedged.
ClaimKind = Literal["sum", "part", "percent", "fraction", "span", "restated"]


@dataclass(frozen=True, slots=True)
class Term:
    """A printed figure in a claim: its exact value (value_max for a range), hedge, unit, and its own place.

    text of the place is the figure as printed: its digits give the tolerance. alternatives are other readings of it.
    """

    role: TermRole
    value: Decimal
    place: Place
    unit: str | None = None
    subject: str | None = None
    holder: str | None = None
    qualifier: str | None = None
    value_max: Decimal | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text claims of its figures, by its grammar alone; whether it holds is the audit's question."""

    kind: ClaimKind
    terms: tuple[Term, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or an organisation named in the text; name is its fullest form in the document ("LĐLĐ tỉnh" in full)."""

    kind: Literal["person", "organisation"]
    name: str
    place: Place
