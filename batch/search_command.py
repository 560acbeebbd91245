"""``doichieu search``: hits with their passages and places, as text or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from batch.answer_format import safe
from records.errors import UsageError
from store.archive import Archive
from store.search import Results, search
from store.search_hits import Hit
from store.search_query import parse

Say = Callable[[str], None]
_BOLD = ("\x1b[1m", "\x1b[0m")
_PLAIN = ("[", "]")
_NONE = "no hit: every word must be there, on one page; fewer words or the begin* of one find more"
_NAMES = {"documents": "documents by their heads"}


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """What a user asked for; color: matches are bold, else in square brackets."""

    typed: str
    limit: int = 20
    offset: int = 0
    as_json: bool = False
    color: bool = False


def search_command(folder: Path, url: str | None, asked: SearchAsked, out: Say, err: Say) -> None:
    """Print the hits, best first. Raises UsageError for a query without a word or on another database, FileAccess."""
    typed = asked.typed
    if parse(typed).is_empty:
        raise UsageError(
            "nothing to search for" if not typed.strip() else f"no word to search for in {typed!r}",
            'Example: doichieu search out/ "sang kien" number:471',
        )
    with Archive.open(folder, url, read_only=True) as archive:
        results = search(archive, typed, limit=asked.limit, offset=asked.offset)
    for hit in results.hits:
        if asked.as_json:
            out(json.dumps(_json(hit), ensure_ascii=False))
        else:
            _print(hit, _BOLD if asked.color else _PLAIN, out)
    err(_summary(results, asked.offset))


def _print(hit: Hit, marks: tuple[str, str], out: Say) -> None:
    kinds = " + ".join((hit.kind, *hit.also))
    head = " · ".join(value for value in (hit.number or hit.type, hit.issuer, hit.issued_on) if value)
    out(safe(f"{hit.path}:{hit.page}:{hit.line}: {kinds}{' · ' * bool(head)}{head}"))
    if hit.label:
        out(f"    {safe(hit.label)}")
    begin, end = "\ue001", "\ue002"  # the marks are put in last: the text itself may not bring any
    passage = safe(hit.snippet.marked(begin, end)).replace(begin, marks[0]).replace(end, marks[1])
    out(f"    {passage.strip()}")


def _json(hit: Hit) -> dict[str, object]:
    names = ("document", "path", "type", "number", "issuer", "issued_on", "title", "kind", "page", "line", "label")
    return {
        **{name: getattr(hit, name) for name in names},
        "also": list(hit.also),
        "exact": hit.exact,
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
    }


def _summary(results: Results, offset: int) -> str:
    """What there is beside what is shown.

    >>> _summary(Results((), {"pages": 3, "documents": 0}), 0)
    'nothing shown; matching: pages 3'
    """
    first, last = offset + 1, offset + len(results.hits)
    shown = f"hits {first} to {last}" if results.hits else "nothing shown" if any(results.totals.values()) else _NONE
    there = [f"{_NAMES.get(kind, kind)} {number}" for kind, number in results.totals.items() if number]
    return "; matching: ".join([shown, ", ".join(there)] if there else [shown])
