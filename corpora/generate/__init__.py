"""A seeded generator of true-to-form Vietnamese administrative documents with their gold records."""

from __future__ import annotations

from corpora.generate.compose import make_document, make_series
from corpora.generate.gold import gold
from corpora.generate.model import Doc
from corpora.generate.write import LAYOUTS, write, write_gold

__all__ = ["LAYOUTS", "Doc", "gold", "make_document", "make_series", "write", "write_gold"]
