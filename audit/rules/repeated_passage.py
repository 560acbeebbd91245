"""repeated-passage: a passage that stands twice, with its small differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from audit.case import Case
from audit.make import finding
from audit.passages import Passage, passages
from audit.rule import Example, Rule
from records.finding import Finding

_ID = "repeated-passage"
_MANUAL = """
A passage of at least 20 words that stands again later in the document, nearly word for word: four fifths of
the words in their order. Word for word it is a note (a page copied twice, or a formula); where a figure
differs, it is a warning, for the same sentence then says two things; other differences are a note.
"""
_SHORTEST = 20
_ALIKE = 0.8
_GRAM = 5
#: Runs of five words that stand in more passages than this are formulas and point to nothing.
_COMMON = 12


def _check(case: Case) -> Iterator[Finding]:
    found = [p for p in passages(case.dossier.lines) if len(p.words) >= _SHORTEST]
    grams: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, passage in enumerate(found):
        for before in _earlier(passage, grams):
            if _alike(found[before], passage):
                yield _finding(case, found[before], passage)
                break
        for gram in _grams(passage):
            grams[gram].append(index)


def _grams(passage: Passage) -> set[tuple[str, ...]]:
    words = passage.folded
    return {tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)}


def _earlier(passage: Passage, grams: dict[tuple[str, ...], list[int]]) -> list[int]:
    """Earlier passages that share many runs of words with this one, the likest first."""
    shared: defaultdict[int, int] = defaultdict(int)
    own = _grams(passage)
    for gram in own:
        places = grams.get(gram, ())
        if len(places) <= _COMMON:
            for index in places:
                shared[index] += 1
    return sorted((i for i, times in shared.items() if times * 3 >= len(own)), key=lambda i: -shared[i])[:3]


def _alike(one: Passage, other: Passage) -> bool:
    match = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    return match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _finding(case: Case, first: Passage, again: Passage) -> Finding:
    changes = list(_differences(first, again))
    spots = [case.spot(again.place), case.spot(first.place)]
    if not changes:
        return finding(_ID, "note", "holds", "passage-same", spots)
    figures = any(char.isdigit() for one, other in changes for char in one + other)
    return finding(
        _ID, "warning" if figures else "note", "fails", "passage", spots,
        expected=first.text[:300], found=again.text[:300], blame=case.blame(again.place),
        differences="; ".join(f"“{one or '∅'}” / “{other or '∅'}”" for one, other in changes[:6]),
    )  # fmt: skip


def _differences(first: Passage, again: Passage) -> Iterator[tuple[str, str]]:
    """What stands here and there; accents and punctuation count, case does not."""
    one, other = first.words, again.words
    match = SequenceMatcher(None, [w.lower() for w in one], [w.lower() for w in other], autojunk=False)
    for tag, i, j, k, m in match.get_opcodes():
        if tag != "equal":
            yield " ".join(one[i:j]), " ".join(other[k:m])


_PASSAGE = (
    "Ban Thường vụ chỉ đạo các công đoàn cơ sở rà soát danh sách đoàn viên, phân công cán bộ theo dõi từng đơn vị, hằng "
    "tuần báo cáo tiến độ về Văn phòng để tổng hợp, {what} trong toàn huyện."
)

RULE = Rule(
    _ID,
    _MANUAL,
    _check,
    (
        Example(
            "fails",
            f"1. {_PASSAGE.format(what='biểu dương 15 đơn vị làm tốt')}\n\nKết quả như sau.\n\n"
            f"2. {_PASSAGE.format(what='biểu dương 16 đơn vị làm tốt')}\n",
        ),
        Example(
            "holds",
            f"{_PASSAGE.format(what='biểu dương')}\n\nKết quả như sau.\n\n{_PASSAGE.format(what='biểu dương')}\n",
        ),
    ),
)
