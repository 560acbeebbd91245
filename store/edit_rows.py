"""Edits as rows: placed in the repaired text, like every other record."""

from __future__ import annotations

from collections.abc import Iterator

from records.document import Document
from records.page import DocumentText, Page
from store.places import Row


def edit_rows(document: Document) -> Iterator[Row]:
    """The rows of ``edits`` without their document, page by page from the left."""
    if not any(page.edits for page in document.pages):
        return
    text = DocumentText(document.pages)
    offset = 0
    for page in document.pages:
        yield from _page_rows(text, page, offset)
        offset += len(page.text) + 1


def _page_rows(text: DocumentText, page: Page, offset: int) -> Iterator[Row]:
    for edit in page.edits:
        start = edit.start + offset
        place = text.place(start, start + len(edit.after))
        yield {
            "page": page.number,
            "line": place.line,
            "start": place.start,
            "end": place.end,
            "box": None if place.box is None else list(place.box),
            "before": edit.before,
            "after": edit.after,
            "rung": edit.rung,
            "confidence": edit.confidence,
            "unsure": int(edit.unsure),
            "runner_up": edit.runner_up,
        }
        offset += len(edit.after) - len(edit.before)
