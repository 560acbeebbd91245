"""Pages whose only source is a reading in the wrong language, restored together: one good phrase repairs another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.find.numbers import find_numbers
from nlp.find.view import View
from nlp.repair.verdict import judge
from records.edit import Edit, apply
from records.page import Line, Origin, Page, Verdict, Word
from records.place import union


def restore_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, those kept in spite of the verdict ``wrong-language`` with their text restored.

    Words keep their raw reading and their boxes; words that became one share the box around them. Other pages come back
    as they are.
    """
    wrong = [page for page in pages if _is_wrong(page)]
    if not wrong:
        return tuple(pages)
    from nlp.repair.restore import restore  # the models are opened only where they are needed

    lines = [line for page in wrong for line in page.lines]
    text = "\n".join(line.text for line in lines)
    _, edits = restore(text)
    restored = iter(_restored(lines, _with_numbers(text, [edit for edit in edits if edit.changes])))
    return tuple(_page(page, [next(restored) for _ in page.lines]) if _is_wrong(page) else page for page in pages)


def _is_wrong(page: Page) -> bool:
    return page.origin is Origin.TEXT_LAYER and page.judgement.verdict is Verdict.WRONG_LANGUAGE


def _page(page: Page, lines: list[Line]) -> Page:
    new = judge("\n".join(line.text for line in lines))
    judgement = replace(page.judgement, score=new.score, words=new.words, language=new.language)
    return replace(page, lines=tuple(lines), judgement=judgement, origin=Origin.RESTORED)


def _with_numbers(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, with document numbers left to their own grammar: it knows what LPLD and TLD stand for."""
    view = View(text)
    numbers = [(*view.original(number.start, number.end), number.value) for number in find_numbers(view)]
    starts = [start for start, _, _ in numbers]

    def in_number(edit: Edit) -> bool:
        before = bisect_right(starts, max(edit.end - 1, edit.start)) - 1
        return before >= 0 and edit.start < numbers[before][1] and edit.end > numbers[before][0]

    own = [Edit(start, end, text[start:end], value, "number") for start, end, value in numbers]
    kept = [edit for edit in edits if not in_number(edit)] + [edit for edit in own if edit.changes]
    return sorted(kept, key=lambda edit: edit.start)


def _restored(lines: Sequence[Line], edits: Sequence[Edit]) -> Iterator[Line]:
    """Each line with the edits that lie in it; an edit over a line end is left out, for lines stay lines."""
    rest = list(edits)
    offset = 0
    for line in lines:
        end = offset + len(line.text)
        inside = [edit for edit in rest if offset <= edit.start and edit.end <= end]
        rest = [edit for edit in rest if edit.start >= end]
        yield _line(line, [replace(edit, start=edit.start - offset, end=edit.end - offset) for edit in inside])
        offset = end + 1


def _line(line: Line, edits: list[Edit]) -> Line:
    if not edits:
        return line
    text = apply(line.text, edits)
    words = []
    shift = done = 0
    for group in _groups(line.words, edits):
        start, end = group[0].start, group[-1].start + len(group[-1].text)
        while done < len(edits) and edits[done].end <= start:  # an edit of what stands between words
            shift += len(edits[done].after) - len(edits[done].before)
            done += 1
        new_start = start + shift
        while done < len(edits) and edits[done].start < end:
            shift += len(edits[done].after) - len(edits[done].before)
            done += 1
        words.append(_merged(group, text[new_start : end + shift], new_start))
    return Line(line.number, text, tuple(words))


def _groups(words: Sequence[Word], edits: Sequence[Edit]) -> Iterator[list[Word]]:
    """The words one by one, but together where one edit reaches over several."""
    group: list[Word] = []
    for word in words:
        if group and not any(edit.start < word.start < edit.end for edit in edits):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _merged(group: list[Word], text: str, start: int) -> Word:
    if len(group) == 1:
        return replace(group[0], text=text, start=start)
    known = [word.confidence for word in group if word.confidence is not None]
    return Word(
        text, " ".join(word.raw for word in group), start, union([word.box for word in group if word.box is not None]),
        min(known) if known else None, group[0].font, group[0].size,
    )  # fmt: skip
