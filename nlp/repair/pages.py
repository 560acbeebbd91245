"""Pages whose only source is a reading in the wrong language, restored together: one good phrase repairs another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.repair.mixed import RUNG as DECODE
from nlp.repair.names import with_names
from nlp.repair.normalise import RUNG as NORMALISE
from nlp.repair.normalise import normalise
from nlp.repair.numbers import with_numbers
from nlp.repair.verdict import judge
from records.edit import Edit, apply, compose, inverse
from records.page import Line, Origin, Page, Verdict, Word
from records.place import union


def restore_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, those kept in spite of the verdict ``wrong-language`` with their text restored; each with its edits.

    Words keep their raw reading and their boxes; words that became one share the box around them. The edits lead from
    what was read (``page.as_read``) to ``page.text`` and tell all that was decoded, made normal, mended and restored.
    """
    wrong = [page for page in pages if _is_wrong(page)]
    restored = iter(_restored(wrong)) if wrong else iter(())
    return tuple(next(restored) if _is_wrong(page) else _explained(page, ()) for page in pages)


def _is_wrong(page: Page) -> bool:
    return page.origin is Origin.TEXT_LAYER and page.judgement.verdict is Verdict.WRONG_LANGUAGE


def _restored(pages: Sequence[Page]) -> Iterator[Page]:
    """Pages restored together; an edit over a line end is left out, for lines stay lines."""
    from nlp.repair.restore import restore  # the models are opened only where they are needed

    text = "\n".join(page.text for page in pages)
    found = with_numbers(text, restore(text)[1])
    edits = [edit for edit in with_names(text, found) if "\n" not in edit.before + edit.after]
    offset = 0
    for page in pages:
        own = _between(edits, offset, offset + len(page.text))
        offset += len(page.text) + 1
        lines = tuple(_lines(page.lines, own))
        yield _page(_explained(page, own), lines)


def _page(page: Page, lines: tuple[Line, ...]) -> Page:
    new = judge("\n".join(line.text for line in lines))
    judgement = replace(page.judgement, score=new.score, words=new.words, language=new.language)
    return replace(page, lines=lines, judgement=judgement, origin=Origin.RESTORED)


def _explained(page: Page, later: Sequence[Edit]) -> Page:
    """The page, its edits composed: of its words as they were read, those it has, and ``later`` ones of its text."""
    before = tuple(_word_edits(page))
    if page.edits:  # words stand as these left them
        before = compose(before, [replace(edit, rung="", runner_up=None) for edit in inverse(page.edits)])
    edits = compose(compose(before, page.edits), later)
    return replace(page, edits=edits) if edits or page.edits else page


def _word_edits(page: Page) -> Iterator[Edit]:
    """An edit for each word whose text is not what was read."""
    offset = 0
    for line in page.lines:
        shift = 0
        for word in line.words:
            if word.raw != word.text:
                start = offset + word.start + shift
                rung = NORMALISE if normalise(word.raw) == word.text or not page.judgement.encoding else DECODE
                yield Edit(start, start + len(word.raw), word.raw, word.text, rung)
                shift += len(word.raw) - len(word.text)
        offset += len(line.text) + shift + 1


def _between(edits: Sequence[Edit], start: int, end: int) -> list[Edit]:
    """The edits that lie in a span, in its own characters."""
    first = bisect_left(edits, start, key=lambda edit: edit.start)
    inside: list[Edit] = []
    for edit in edits[first:]:
        if edit.start > end:
            break
        if edit.end <= end:
            inside.append(replace(edit, start=edit.start - start, end=edit.end - start))
    return inside


def _lines(lines: Sequence[Line], edits: Sequence[Edit]) -> Iterator[Line]:
    changing = [edit for edit in edits if edit.changes]
    offset = 0
    for line in lines:
        yield _line(line, _between(changing, offset, offset + len(line.text)))
        offset += len(line.text) + 1


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
