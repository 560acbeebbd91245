"""repeated-passage: a passage that stands twice, with its small differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from audit.case import Case
from audit.make import finding
from audit.passages import Passage, passages
from audit.rule import Example, Rule
from records.finding import Finding
from records.place import Place

_ID = "repeated-passage"
_MANUAL = """
Passages of at least 20 words that stand again later in the document, nearly word for word; those that follow
each other are one block. Word for word it holds (a page copied twice, or a formula). Where hardly more than a
figure differs, it is a warning, for the same sentence then says two things; a block with a few other
differences is a note. A lone passage with other words, or one with many, is undecided: sentences of one kind
are alike.
"""
_SHORTEST = 20
_ALIKE = 0.8
#: Words other than figures, here and there, that may differ in one passage said twice; more are another matter.
_OTHERS = 0.06
#: Passages apart that still belong to one repeated block; differences that a message names.
_STEP, _SHOWN = 3, 8
_GRAM = 5
#: Runs of five words that stand in more passages than this are formulas and point to nothing.
_COMMON = 12


def _check(case: Case) -> Iterator[Finding]:
    found = [p for p in passages(case.dossier.lines) if len(p.words) >= _SHORTEST]
    grams: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for index, passage in enumerate(found):
        first = next((before for before in _earlier(passage, grams) if _alike(found[before], passage)), None)
        if first is not None:
            pairs.append((first, index))
        for gram in _grams(passage):
            grams[gram].append(index)
    for block in _blocks(pairs):
        yield _finding(case, [(found[first], found[again]) for first, again in block])


def _blocks(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Passages that follow each other here and there are one block that was repeated."""
    block: list[tuple[int, int]] = []
    for pair in pairs:
        if block and not (0 < pair[0] - block[-1][0] <= _STEP and 0 < pair[1] - block[-1][1] <= _STEP):
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


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


def _finding(case: Case, block: list[tuple[Passage, Passage]]) -> Finding:
    changes = [change for first, again in block for change in _differences(first, again)]
    spots = [case.spot(_span([again for _, again in block])), case.spot(_span([first for first, _ in block]))]
    if not changes:
        return finding(_ID, "note", "holds", "passage-same", spots)
    words = [word for one, other in changes for word in (one + " " + other).split()]
    figures = any(char.isdigit() for word in words for char in word)
    others = sum(not any(char.isdigit() for char in word) for word in words)
    close = others <= _OTHERS * sum(len(again.words) for _, again in block)
    return finding(
        _ID, "warning" if figures else "note", "fails" if close and (figures or len(block) > 1) else "unknown",
        "passage", spots, blame=case.blame(spots[0].place) if close else None,
        differences="; ".join(f"“{one or '∅'}” / “{other or '∅'}”" for one, other in changes[:_SHOWN]),
    )  # fmt: skip


def _span(block: list[Passage]) -> Place:
    first, last = block[0].place, block[-1].place
    return replace(first, end=last.end)


def _differences(first: Passage, again: Passage) -> Iterator[tuple[str, str]]:
    """What stands here and there; accents and punctuation count, case does not."""
    one, other = first.words, again.words
    match = SequenceMatcher(None, [w.lower() for w in one], [w.lower() for w in other], autojunk=False)
    for tag, i, j, k, m in match.get_opcodes():
        if tag != "equal":
            yield " ".join(one[i:j]), " ".join(other[k:m])


_PASSAGE = (
    "Ban Thường vụ chỉ đạo các công đoàn cơ sở rà soát danh sách đoàn viên, phân công cán bộ theo dõi từng đơn vị, "
    "hằng tuần báo cáo tiến độ về Văn phòng để tổng hợp, {what} trong toàn huyện."
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
