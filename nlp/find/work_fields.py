"""The field of work (lĩnh vực) that a passage speaks of, from its heading or its opening words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.find.phrasebook import spelled
from nlp.find.quotes import paragraph_ends, words_of
from nlp.find.view import View

_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]\)|[-+*•])?"
#: "4.1. Đối với lĩnh vực Y tế: ...", "Trong lĩnh vực giáo dục, ...", "* Lĩnh vực nông nghiệp".
_FIELD = re.compile(
    rf"\s*{_NUMBER}\s*(?:(?:doi\s+voi|ve|trong|thuoc|tren|o|cac|nhom|khoi)\s+){{0,3}}(?:linh\s+v[uư]c|khoi|nganh)\s+(?=\S)"
)
_INLINE = re.compile(r"(?<![^\W_])(?:trong|thuoc|ve|o)\s+linh\s+v[uư]c\s+(?=\S)")
_STOP = re.compile(r"\s*(?:[:“\"(]|\.(?=\s|$)|\n\s*\n|\n(?=\s*[-+•*]\s))")
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class WorkField:
    """A field named in the view: where it is named, how far it reaches, and its name."""

    start: int
    end: int
    name: str


def find_work_fields(view: View) -> list[WorkField]:
    """The fields that open paragraphs, in order; a heading's reaches to the next heading of its kind."""
    ends = paragraph_ends(view)
    found: list[WorkField] = []
    start = 0
    for end in [*ends, len(view.plain)]:
        made = _opening(view, start, end) or _inline(view, start, end)
        if made:
            found.append(made)
        elif found and found[-1].end == start and _goes_on(view, found[-1], start, end):
            found[-1] = WorkField(found[-1].start, end, found[-1].name)
        start = end
    return found


def _opening(view: View, start: int, end: int) -> WorkField | None:
    """The field a paragraph opens with."""
    match = _FIELD.match(view.folded, start, end)
    return _read(view, match.start(), match.end(), end) if match else None


def _inline(view: View, start: int, end: int) -> WorkField | None:
    """The last field named in a paragraph before its first quotation."""
    quote = min((at for mark in '“"«' if (at := view.plain.find(mark, start, end)) >= 0), default=end)
    matches = list(_INLINE.finditer(view.folded, start, quote))
    return _read(view, start, matches[-1].end(), end) if matches else None


def _read(view: View, start: int, at: int, end: int) -> WorkField | None:
    stops = (
        _STOP.search(view.plain, at, end),
        spelled("initiative_cues.tsv", "field-stop").search(view.plain, at, end),
    )
    last = min((stop.start() for stop in stops if stop), default=end)
    name = words_of(view, at, last).strip(" ,;-")
    return WorkField(start, end, name) if name and len(name.split()) <= _MOST_WORDS else None


_NEW_SECTION = re.compile(r"\s*(?:[ivx]{1,5}[.)]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s|phan\s)")


def _goes_on(view: View, field: WorkField, start: int, end: int) -> bool:
    """True when a paragraph still belongs to the heading before it: no new section begins."""
    del field, end
    return not _NEW_SECTION.match(view.folded, start)


def field_at(fields: list[WorkField], at: int) -> str | None:
    """The field that holds an offset."""
    index = bisect_right([field.start for field in fields], at) - 1
    return fields[index].name if index >= 0 and at < fields[index].end else None
