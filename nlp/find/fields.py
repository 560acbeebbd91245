"""The head's fields with their evidence: what is sure is a value, what is not is None with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nlp.find.annex import find_annexes
from nlp.find.dates import DateMention
from nlp.find.evidence import Evidence
from nlp.find.head import HeadParts, read_head
from nlp.find.issuers import full_name, home_of, known_spelling, read_organ
from nlp.find.letterhead import Cell, Letterhead, find_letterhead
from nlp.find.lists import organ_pattern
from nlp.find.signature import find_signature, spelled, unspecked, with_surname
from nlp.find.spelling import agreed
from nlp.find.sure import number_and_date
from nlp.find.view import View, fold, squeeze
from records.facts import HEAD_FIELDS, HeadField

NOT_PRINTED = "not printed"


def _empty() -> tuple[HeadField, ...]:
    return tuple(HeadField(name, None, reason=NOT_PRINTED) for name in HEAD_FIELDS)


@dataclass(frozen=True, slots=True)
class HeadFields:
    """The ten fields in the order of ``HEAD_FIELDS``, and what the other finders need of the head.

    date is the head's date (a month where the day is not sure); spans are those of the view, by field; annex_dates:
    where the dates begin by which annexes name this document.
    """

    fields: tuple[HeadField, ...] = field(default_factory=_empty)
    date: DateMention | None = None
    number: str | None = None
    year: int | None = None
    place_name: str | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    annex_dates: frozenset[int] = frozenset()


def head_fields(view: View, dates: list[DateMention], evidence: Evidence) -> HeadFields:
    """The head of a document and its signature."""
    parts = read_head(view, dates)
    letterhead = find_letterhead(view, parts.letterhead_end)
    made: dict[str, HeadField] = {}
    _add_type(made, parts, evidence)
    known = number_and_date(parts, find_annexes(view, dates, parts.end), evidence)
    made |= {field.name: field for field in (known.number, known.issued) if field}
    _add_place_name(made, parts, evidence)
    _add_issuer(made, view, parts, letterhead, evidence)
    date = known.date
    if parts.title and parts.title_span:
        made["title"] = HeadField("title", parts.title, evidence.place(*parts.title_span))
    _add_signature(made, view, parts, evidence)
    _agree(made, evidence)
    fields = tuple(made.get(name) or HeadField(name, None, reason=NOT_PRINTED) for name in HEAD_FIELDS)
    spans = {name: span for name, span in _spans(parts, letterhead).items() if span is not None}
    year = date.year if date else (int(parts.place_date.year_only) if parts.place_date.year_only else None)
    number = made["number"].value if "number" in made else None
    return HeadFields(
        fields,
        date,
        number,
        year,
        parts.place_date.place.text if parts.place_date.place else None,
        spans,
        known.annex_dates,
    )


def _agree(made: dict[str, HeadField], evidence: Evidence) -> None:
    """Names and phrases take the spelling that they have elsewhere in the document, where it is surer."""
    for name in ("place_name", "issuer", "parent_issuer", "title", "signer"):
        item = made.get(name)
        if item and item.value and item.place and item.source == "page":
            seen = evidence.view.seen
            value = agreed(item.value, (seen(item.place.start), seen(item.place.end)), evidence)
            if value != item.value:
                made[name] = replace(item, value=value, alternatives=(*item.alternatives, item.value))


def _spans(parts: HeadParts, letterhead: Letterhead) -> dict[str, tuple[int, int] | None]:
    return {
        "number": parts.number.span,
        "issued_on": parts.place_date.span,
        "title": parts.title_span,
        "issuer": letterhead.issuer_span if letterhead.issuer else None,
    }


def _add_type(made: dict[str, HeadField], parts: HeadParts, evidence: Evidence) -> None:
    """The type's place is its line, else the number or subject it was told by."""
    if parts.type is None:
        return
    cell = parts.type_cell
    span = (cell.start, cell.end) if cell else parts.number.span or parts.title_span
    made["type"] = HeadField("type", parts.type, evidence.place(*span) if span else None)


def _add_place_name(made: dict[str, HeadField], parts: HeadParts, evidence: Evidence) -> None:
    """The name before the date."""
    cell = parts.place_date.place
    if cell:
        made["place_name"] = HeadField("place_name", squeeze(cell.text), evidence.place(cell.start, cell.end))


def _add_issuer(
    made: dict[str, HeadField], view: View, parts: HeadParts, letterhead: Letterhead, evidence: Evidence
) -> None:
    """Issuer and parent of the letterhead; without one, the organ that the body names most, marked so."""
    home = home_of(view, parts.place_date.place.text if parts.place_date.place else None)
    if letterhead.issuer:
        made["issuer"] = HeadField("issuer", letterhead.issuer, evidence.place(*letterhead.issuer_span))
        if letterhead.parent:
            parent = full_name(letterhead.parent, home)
            made["parent_issuer"] = HeadField("parent_issuer", parent, evidence.place(*letterhead.parent_span))
        return
    if parts.place_date.place is None or home.name is None:
        return
    reason = "no letterhead is printed; the body names this organ most"
    found = _named_most(view, fold(home.name), lambda name: full_name(name, home))
    if found:
        name, span = found
        made["issuer"] = HeadField("issuer", name, evidence.place(*span), reason, source="body")


_ABOVE = re.compile(r"^(?:Ban [Tt]hường vụ|Ban [Cc]hấp hành|Thường trực|Chủ tịch)\s+(?=\S)")
_REACH = 20_000


def _named_most(view: View, home: str, full: Callable[[str], str]) -> tuple[str, tuple[int, int]] | None:
    """The organ of the document's own place that its body names most often."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    end = 0
    for match in organ_pattern().finditer(view.folded, 0, _REACH):
        in_number = view.plain[max(0, match.start() - 1) : match.start()] in ("/", "-")
        organ = read_organ(view, match.start()) if match.start() >= end and not in_number else None
        if organ is None:
            continue
        end = organ.end
        name = _ABOVE.sub("", full(organ.name))
        if fold(name).endswith(" " + home):
            counts[name] += 1
            first.setdefault(name, (organ.start, organ.end))
    if not counts:
        return None
    name = counts.most_common(1)[0][0]
    return name, first[name]


def _add_signature(made: dict[str, HeadField], view: View, parts: HeadParts, evidence: Evidence) -> None:
    """Signer, title and in whose name, where the head was found at all."""
    if parts.end == 0 and parts.type_cell is None:
        return
    signature = find_signature(view, max(parts.end, parts.type_cell.end if parts.type_cell else 0))
    posts = [_signed_for(cell, evidence) for cell in signature.signed_for]
    title = spelled(squeeze(signature.title.text).strip(" ,")) if signature.title else None
    hidden = title is not None and any(re.fullmatch(rf"KT\W*{re.escape(title)}", post) for post in posts)
    for name, cells, text in (
        ("signed_for", signature.signed_for, " ".join(posts)),
        ("signer_title", (signature.title,) if signature.title else (), title),
        (
            "signer",
            (signature.name,) if signature.name else (),
            signature.name and _name(signature.name, evidence),
        ),
    ):
        if not cells or not text:
            continue
        read = " ".join(squeeze(cell.text).strip(" ,") for cell in cells)
        place = evidence.place(cells[0].start, cells[-1].end)
        made[name] = HeadField(name, text, place, alternatives=(read,) if read != text else ())
        if name == "signer_title" and hidden:
            made[name] = HeadField(
                name, None, place, "it names the post it is signed for: part of it is hidden", (read,)
            )


_POST = re.compile(r"(?P<mark>KT|TL|TUQ|Q)\s?(?P<stop>[.,])?\s*(?P<post>\S.*)")


def _name(cell: Cell, evidence: Evidence) -> str:
    """The signer's name; of one read from an image the family name as the list writes it."""
    printed = squeeze(cell.text)
    return printed if evidence.confidence(cell.start, cell.end) is None else with_surname(unspecked(printed))


def _signed_for(cell: Cell, evidence: Evidence) -> str:
    """ "KT.GIÁM ĐÓC" as "KT. GIÁM ĐỐC"; other lines as printed, organs read from an image as the list writes them."""
    printed = squeeze(cell.text).strip(" ,")
    match = _POST.fullmatch(printed)
    if printed.startswith("TM") and evidence.confidence(cell.start, cell.end) is not None:
        return known_spelling(printed)
    lost_stop = match is not None and match["stop"] is None and evidence.confidence(cell.start, cell.end) is not None
    if match is None or (spelled(match["post"]) == match["post"] and not lost_stop):
        return printed
    return f"{match['mark']}. {spelled(match['post'])}"
