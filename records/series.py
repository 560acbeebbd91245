"""What documents say of one thing: rows of many documents under one key, as the audit across documents sees them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from records.finding import Spot

#: The kind of record that an entry stands for: a document's own head, or a row of one of three tables.
Source = Literal["head", "citation", "count", "quota"]


@dataclass(frozen=True, slots=True)
class Card:
    """A document as a whole. told: its number was not read but is known from other documents that cite it.

    issuer is the printed one, else the one that the text implies.
    """

    document: str
    path: str
    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    place_name: str | None = None
    issued_on: str | None = None
    title: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention of a numbered document; row is its id in the store."""

    row: int
    type: str | None
    number: str
    issued_on: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target (quota) or what is reported (count), as in their records; row is its id in the store."""

    row: int
    source: Literal["count", "quota"]
    subject: str | None
    holder: str | None
    value: Decimal
    unit: str | None
    period: str | None
    qualifier: str | None = None
    value_max: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one document may add to series."""

    card: Card
    cited: tuple[Cited, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A record under the key of a series. Records of one key, source and variant say the same; row is 0 for a head."""

    key: str
    source: Source
    row: int
    variant: str


@dataclass(frozen=True, slots=True)
class Member:
    """What one or more records of a series say alike; fact is None for a document's own head.

    card and spot are those of the first record, again is the place of the last where there is another; times and
    documents count them all. read tells that a reader guessed the words of the first.
    """

    card: Card
    fact: Cited | Quantity | None
    spot: Spot
    read: bool = False
    times: int = 1
    documents: int = 1
    again: Spot | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """All that the archive says under one key."""

    key: str
    members: tuple[Member, ...]
