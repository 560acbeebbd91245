"""Words and their classes, by underthesea: where a list of cues ends, the class of a word decides.

It is asked about a clause here and there, never about whole documents: 1,000 words take it a tenth of a second.
"""

from __future__ import annotations

from functools import cache, lru_cache

from nlp.find.numerals import number_words

_NOUNS = frozenset({"N", "Np", "Ny", "Nu"})
_LONGEST = 8


def _misread(word: str, tag: str) -> bool:
    """True for a word that is called a numeral and has neither a digit nor a number word: it is a noun."""
    return tag == "M" and not any(part.isdigit() or part in number_words() for part in word.lower().split())


def _tagged(text: str) -> list[tuple[str, str]]:
    """Words with their classes (part of speech tags of VLSP); none for no text."""
    if not text:
        return []
    from underthesea import pos_tag  # heavy: its models load on the first clause that needs them

    return [(str(word), str(tag)) for word, tag in pos_tag(text)]


@cache
def noun_phrase_before(clause: str) -> str | None:
    """The last noun phrase of a clause that leads to an amount, or None: what an amount without a cue measures.

    >>> noun_phrase_before("lắp đặt hệ thống camera an ninh")
    'hệ thống camera an ninh'
    """
    words = [(word, "N" if _misread(word, tag) else tag) for word, tag in _tagged(" ".join(clause.split()))]
    end = next((i + 1 for i in reversed(range(len(words))) if words[i][1] in _NOUNS), 0)
    start = end
    while start and end - start < _LONGEST and words[start - 1][1] in _NOUNS | {"A", "V"}:
        start -= 1
    while start < end and words[start][1] not in _NOUNS:
        start += 1
    return " ".join(word for word, _ in words[start:end]) or None


@lru_cache(maxsize=50_000)
def is_compound(pair: str) -> bool:
    """True when two syllables are one word: where a name in running text ends is told by it.

    >>> is_compound("Nội vụ"), is_compound("Châu tổ")
    (True, False)
    """
    from underthesea import word_tokenize  # heavy: its model loads on the first name that needs it

    return len(word_tokenize(pair)) == 1


@cache
def is_proper(text: str) -> bool:
    """True when the words read as one proper name after "tác giả": a family name that no list has.

    >>> is_proper("Sùng A Dơ"), is_proper("Phòng Kỹ Thuật")
    (True, False)
    """
    tagged = _tagged(f"tác giả {text}")
    return [tag for _, tag in tagged[1:]] == ["Np"]
