"""Commas read as full stops: a stop after a plain word, with the sentence going on in small letters, was a comma.

On rendered pages 51 of 56 such stops were printed as commas (one as a stop, four were specks); on poor real scans 4 of
11, five were specks and two were stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nlp.repair.syllables import is_syllable
from records.edit import Edit

#: A word, its stop, the word after it and the beginning of a third: noise and points of a list ("ab)") are no words.
_STOP = re.compile(r"(?<![\w.])([^\W\d_]{2,})(\.)\s(?=([^\W\d_]{2,})[ ,;]+[^\W\d_])")
#: How sure such an edit is.
SHARE: Final = 0.7


def commas(text: str, rung: str = "mend") -> Iterator[Edit]:
    """Edits of the stops that were commas.

    >>> [edit.start for edit in commas("về giáo dục. đào tạo nghề, v.v. và các mục sau. b) Khác. Hết")]
    [11]
    """
    for found in _STOP.finditer(text):
        word, after = found[1], found[3]
        if word.islower() and after.islower() and is_syllable(word) and is_syllable(after):
            yield Edit(found.start(2), found.end(2), ".", ",", rung, SHARE, ".")
