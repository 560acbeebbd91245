"""What a finding is known by over readings: the same bytes read again give the same key, whatever the row's id.

The key is made of the rule, the series, the places (document, page, line and text; a document's id is taken from its
sha256) and what was expected and found. Characters are left out: an edit further up moves them and changes nothing
here.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from records.finding import Finding

#: Hexadecimal digits of a key.
LENGTH = 32


def keys_of(found: Iterable[Finding], series: str | None = None) -> list[str]:
    """The keys of a document's or a series' findings in their order; equal ones are told apart by their turn."""
    seen: Counter[str] = Counter()
    keys = []
    for item in found:
        said = _said(item, series)
        seen[said] += 1
        keys.append(_digest(f"{said}#{seen[said]}"))
    return keys


def _said(item: Finding, series: str | None) -> str:
    places = [(spot.document, spot.place.page, spot.place.line, spot.place.text) for spot in item.places]
    return json.dumps([item.rule, series, places, item.expected, item.found], ensure_ascii=True)


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode("ascii")).hexdigest()[:LENGTH]
