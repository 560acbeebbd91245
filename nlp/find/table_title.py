"""A table's title: the lines above it that begin with "Biểu", "Phụ lục", "DANH SÁCH"..."""

from __future__ import annotations

from nlp.find.table_model import begins_with_cue, holds_cue
from nlp.find.view import squeeze
from records.page import Line

#: How many printed lines above a table may belong to its title.
_MOST = 7


def title_above(above: list[Line]) -> str | None:
    """The title in the lines before a table (nearest last); None where no line of them begins one.

    The lines between the one that begins the title and the table belong to it, but for those in brackets ("(Kèm theo
    ...)") and the unit of measure.
    """
    lines: list[str] = []
    for line in reversed(above):
        words = squeeze(line.text.strip(" *#_"))
        if not words:
            continue
        if len(lines) == _MOST:
            break
        note = words.startswith("(") or (words.endswith(")") and holds_cue(words, "note"))
        if note or begins_with_cue(words, "unit"):
            continue
        lines.append(words)
        if begins_with_cue(words, "title") and _is_heading(words, len(lines)):
            return " ".join(reversed(lines))
        if words.endswith((".", ";")) and len(lines) > 1:
            break
    return None


def _is_heading(words: str, lines: int) -> bool:
    """True for a line in capitals, or one that names and numbers the table, or a short one right above it."""
    letters = [sign for sign in words if sign.isalpha()]
    upper = sum(sign.isupper() for sign in letters) > 0.7 * len(letters)
    numbered = begins_with_cue(words, "title") and any(sign.isdecimal() for sign in words[:16])
    return upper or numbered or (lines == 1 and not words.endswith((".", ";")) and len(words.split()) <= 25)
