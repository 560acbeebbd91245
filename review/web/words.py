"""What the pages say, in Vietnamese and English: one table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]
Say = Callable[[str], str]
_TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def _texts() -> dict[str, dict[Language, str]]:
    texts: dict[str, dict[Language, str]] = {}
    for path in (_TEMPLATES / "labels.tsv", _TEMPLATES / "web" / "texts.tsv"):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t"):
                texts[row["key"]] = {"vi": row["vi"], "en": row["en"]}
    return texts


def say(language: Language, key: str) -> str:
    """A text by its key; what has none (a rule's id, a type of documents) is said as it is.

    >>> say("en", "accepted"), say("vi", "accepted"), say("en", "BC")
    ('accepted', 'đã chấp nhận', 'BC')
    """
    return _texts().get(key, {}).get(language, key)


def sayer(language: Language) -> Say:
    """The texts of one language."""
    return partial(say, language)
