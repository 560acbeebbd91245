"""Facts: what a document says, each with its place. Field names are those of the tables and exports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from records.figures import Amount, Claim, Count, Initiative, Mention, Quota
from records.place import Place

Precision = Literal["day", "month"]
DateRole = Literal["issued", "cited", "as-of", "period", "deadline", "event", "mentioned"]
_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?\Z")


def check_iso(value: str | None) -> None:
    """Raise ValueError unless value is None, YYYY-MM or YYYY-MM-DD.

    A day that does not exist ("31/9/2022") is kept as written: finding it is the audit's work.
    """
    if value is not None and not _ISO.match(value):
        raise ValueError(f"not an ISO date or month: {value!r}")


@dataclass(frozen=True, slots=True)
class HeadField:
    """One field of the document's head with its evidence.

    value is None where the page leaves a blank or the reading is not sure; then ``reason`` says why and
    ``alternatives`` keeps what was read. ``source`` is "page", "body" (inferred from the text) or "citation"
    (another document of the archive gives it).
    """

    name: str
    value: str | None
    place: Place | None = None
    reason: str | None = None
    alternatives: tuple[str, ...] = ()
    source: Literal["page", "body", "citation"] = "page"


@dataclass(frozen=True, slots=True)
class Head:
    """The document's head (Nghị định 30/2020/NĐ-CP, annex I): each field once, None where not printed or not sure."""

    fields: tuple[HeadField, ...] = ()

    def get(self, name: str) -> str | None:
        """Value printed on the page (or filled from a citation); inferred values are not returned."""
        values = (item.value for item in self.fields if item.name == name and item.source != "body")
        return next((value for value in values if value is not None), None)


#: The fields a head may have, in the order of the ``documents`` table.
HEAD_FIELDS = (
    "type", "number", "issuer", "parent_issuer", "place_name", "issued_on",
    "title", "signer", "signer_title", "signed_for",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a numbered document. type is the abbreviation (KH, HD, QĐ, CV...)."""

    type: str | None
    number: str | None
    issued_on: str | None
    issuer: str | None
    place: Place
    cited_document: str | None = None

    def __post_init__(self) -> None:
        check_iso(self.issued_on)


@dataclass(frozen=True, slots=True)
class DateFact:
    """A calendar date or a range of two; years alone are no dates."""

    date: str
    precision: Precision
    role: DateRole
    place: Place
    date_end: str | None = None

    def __post_init__(self) -> None:
        check_iso(self.date)
        check_iso(self.date_end)


Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFact:
    """A table, its parts on following pages joined. Every row has as many cells as the header; blank cells are "".

    places: of each cell of ``rows``, None for a blank one; total_places: of each cell of ``total_row``. Either is ()
    where the places are not known. A place's box and confidence are those of all words of the cell, its characters
    those of the cell's first line.
    """

    header: Cells
    rows: tuple[Cells, ...]
    place: Place
    total_row: Cells | None = None
    title: str | None = None
    places: tuple[tuple[Place | None, ...], ...] = ()
    total_places: tuple[Place | None, ...] = ()

    def __post_init__(self) -> None:
        widths = {len(row) for row in (self.header, *self.rows, *([self.total_row] if self.total_row else []))}
        if len(widths) != 1:
            raise ValueError(f"rows of different lengths in one table: {sorted(widths)}")
        if self.places and [len(row) for row in self.places] != [len(row) for row in self.rows]:
            raise ValueError("places of cells that are not those of the rows")
        if self.total_places and len(self.total_places) != len(self.total_row or ()):
            raise ValueError("places of cells that are not those of the row of totals")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything found in one document."""

    head: Head = field(default_factory=Head)
    citations: tuple[Citation, ...] = ()
    dates: tuple[DateFact, ...] = ()
    tables: tuple[TableFact, ...] = ()
    quotas: tuple[Quota, ...] = ()
    counts: tuple[Count, ...] = ()
    amounts: tuple[Amount, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
