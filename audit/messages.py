"""What findings say, in Vietnamese and English: one table, filled with a finding's figures."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).parent / "texts.tsv"


@cache
def _texts() -> dict[str, tuple[str, str]]:
    with _TEXTS.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: (row["vi"], row["en"]) for row in csv.DictReader(stream, delimiter="\t")}


def say(key: str, **args: str) -> tuple[str, str]:
    """The message of a key in Vietnamese and English. Raises KeyError for a key or an argument that is not there.

    >>> say("percent-holds", found="148%", count="1.775", quota="1.200")[1]
    '148% agrees with 1.775 of 1.200'
    """
    vietnamese, english = _texts()[key]
    return vietnamese.format(**args), english.format(**args)
