"""Abbreviations that a document introduces: "Liên đoàn Lao động (LĐLĐ)", "(sau đây gọi tắt là Ban Chỉ đạo)".

An abbreviation in brackets counts where its letters are the initials of the words before it (after Schwartz and Hearst,
2003, without skipping letters: Vietnamese abbreviates syllable by syllable).
"""

from __future__ import annotations

import re

from nlp.find.view import UPPER, View, fold, squeeze

_BRACKET = re.compile(
    rf"\(\s?(?:(?:sau\s+đây\s+)?(?:gọi|viết)\s+(?:chung\s+|tắt\s+)?(?:tắt\s+)?là\s*:?\s*|viết\s+tắt\s*:?\s*)?"
    rf"[“\"]?(?P<short>(?:[A-ZĐ][{UPPER[3:]}\w]*\s)?[{UPPER}][{UPPER}&\-./]{{1,12}})[”\"]?\s?\)"
)
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = frozenset({"và", "của", "các", "với"})
_MOST_WORDS = 16
_REACH = 140


def introduced(view: View) -> tuple[tuple[str, str], ...]:
    """Abbreviation and what it stands for, each once, in the order of the text.

    >>> introduced(View("Quỹ Trợ vốn cho người lao động nghèo (QTVCNLĐN) thuộc Hội đồng Xét duyệt (HĐXD) tỉnh"))
    (('QTVCNLĐN', 'Quỹ Trợ vốn cho người lao động nghèo'), ('HĐXD', 'Hội đồng Xét duyệt'))
    """
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(view.plain):
        short = squeeze(match["short"])
        kind, _, letters = short.rpartition(" ")
        full = _expansion(view, match.start(), letters)
        if full is not None:
            found.setdefault(short, f"{kind} {full}".strip())
    return tuple(found.items())


def _expansion(view: View, end: int, short: str) -> str | None:
    """The words before a bracket whose initials are the abbreviation's letters, or None."""
    start = max(0, end - _REACH, view.plain.rfind("\n\n", 0, end) + 1)
    words = list(_WORD.finditer(view.plain, start, end))[-_MOST_WORDS:]
    letters = fold(re.sub(r"[^\w]", "", short))
    if len(letters) < 2:
        return None
    for index in range(len(words) - 1, -1, -1):
        kept = [word[0] for word in words[index:] if word[0].lower() not in _SKIPPED or word is words[index]]
        initials = fold("".join(w if w.isupper() and len(w) > 1 else w[0] for w in kept))
        if initials == letters:
            return squeeze(view.plain[words[index].start() : end])
        if len(initials) > len(letters):
            return None
    return None
