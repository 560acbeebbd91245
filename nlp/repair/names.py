"""Names of persons in restored text carry their alternatives: Liễu may as well be Liệu or Liêu, and no grammar tells.

A name is a run of two to five words with a capital each that begins with a family name, unless a word for a place
stands before it ("tỉnh Lâm Đồng").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from nlp.repair.syllables import strip_accents
from nlp.repair.tables import read_rows
from records.edit import Edit, apply

RUNG: Final = "restore"
MOST: Final = 3  # alternatives that are named
LONGEST: Final = 5  # words of a name
_WORD = re.compile(r"\w+")
_GOES_ON = re.compile(r" [a-zà-ỹđ]")


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("surnames.tsv"))


@lru_cache(maxsize=1)
def _place_cues() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("place_cues.tsv"))


@lru_cache(maxsize=1)
def _parts() -> Mapping[str, Sequence[str]]:
    """Names without accents to the names they may be, commonest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    names = [name for name, _ in read_rows("name_parts.tsv")] + [name for name, _ in read_rows("surnames.tsv")]
    for name in dict.fromkeys(names):
        found[strip_accents(name)].append(name)
    return found


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each person's name.

    >>> text = "đồng chí Phạm Văn Liễu, xã Lê Lợi, tỉnh Lâm Đồng"
    >>> [text[start:end] for start, end in find_names(text)]
    ['Phạm Văn Liễu']
    """
    for run in _runs(text):
        first = next((n for n, word in enumerate(run[:-1]) if word[0].capitalize() in _surnames()), None)
        if first is None or len(run) - first > LONGEST:
            continue
        start = run[first].start()
        before = _WORD.findall(text[max(0, start - 12) : start])
        if not before or before[-1].lower() not in _place_cues():
            yield start, run[-1].end()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with a capital each, a space between; words all in capitals where they are all of the line."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and text[run[-1].end() : word.start()] != " ":
            yield from _titled(text, run)
            run = []
        if word[0][0].isupper():
            run.append(word)
        else:
            yield from _titled(text, run)
            run = []
    yield from _titled(text, run)


def _titled(text: str, run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    if len(run) > 1:
        around = text[max(0, run[0].start() - 1) : run[0].start()], text[run[-1].end() : run[-1].end() + 1]
        if len(run) == 2 and _GOES_ON.match(text, run[1].end()):
            return  # "Đoàn Chủ tịch", "Hồ Sơ đó": a family name and one word more are no name before a common word
        if all(word[0][1:].islower() or len(word[0]) == 1 for word in run) or set(around) <= {"", "\n"}:
            yield run


def alternatives(name: str) -> list[str]:
    """Other spellings of a middle or given name with the same letters, commonest first, in the same case.

    >>> "Liệu" in alternatives("Liễu"), alternatives("HÙNG")[0].isupper()
    (True, True)
    """
    title = name.capitalize()
    others = [other for other in _parts().get(strip_accents(title), ()) if other != title]
    return [other.upper() if name.isupper() and len(name) > 1 else other for other in others]


def with_names(raw: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits with alternatives for every word of a person's name on a line that was changed.

    A word that was not changed gets an edit that changes nothing.
    """
    repaired = apply(raw, edits)
    words = [word for name in find_names(repaired) for word in _given(repaired, *name)]
    out: list[Edit] = []
    shift = 0
    rest = list(edits)[::-1]
    touched = _changed_lines(raw, edits)
    for start, word in words:
        while rest and rest[-1].end + shift + len(rest[-1].after) - len(rest[-1].before) <= start:
            edit = rest.pop()
            out.append(edit)
            shift += len(edit.after) - len(edit.before)
        others = alternatives(word)
        if rest and rest[-1].start + shift == start and rest[-1].after == word:
            edit = rest.pop()
            out.append(replace(edit, runner_up=_joined(edit, others)))
            shift += len(edit.after) - len(edit.before)
        elif others and _is_free(rest, start - shift, word) and _line(raw, start - shift) in touched:
            at = start - shift
            out.append(Edit(at, at + len(word), word, word, RUNG, None, " / ".join(others[:MOST])))
    return (*out, *rest[::-1])


def _given(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The words of a name after the family name, with their starts."""
    for number, word in enumerate(_WORD.finditer(text, start, end)):
        if number:
            yield word.start(), word[0]


def _joined(edit: Edit, others: Sequence[str]) -> str | None:
    own = [edit.runner_up] if edit.runner_up is not None and edit.runner_up[:1].isupper() else []
    spelled = [name for name in dict.fromkeys([*own, *others]) if name != edit.after]
    return " / ".join(spelled[:MOST]) or None


def _is_free(rest: Sequence[Edit], at: int, word: str) -> bool:
    """Whether no edit touches the word in the raw text."""
    return not rest or rest[-1].start >= at + len(word)


def _changed_lines(raw: str, edits: Sequence[Edit]) -> set[int]:
    return {_line(raw, edit.start) for edit in edits if edit.changes}


def _line(raw: str, at: int) -> int:
    """Where the line begins that holds a place."""
    return raw.rfind("\n", 0, at) + 1
