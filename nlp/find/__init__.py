"""Facts of a document: its head, its citations and its dates. Importing it is cheap: spaCy loads on the first call."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.facts import Facts
    from records.page import DocumentText

__all__ = ["find_facts", "warm_up"]


def find_facts(text: DocumentText) -> Facts:
    """Head, citations and dates of one document, each with its place.

    An empty document gives a head whose fields are all None, and no rows. Raises nothing for odd text: what cannot be
    read is None with its reason.
    """
    from nlp.find.pipeline import run  # heavy: spaCy is loaded on the first call only

    return run(text)


def warm_up() -> None:
    """Load spaCy and the lists once, so that no document pays for it."""
    from nlp.find.pipeline import warm_up as load  # heavy: spaCy

    load()
