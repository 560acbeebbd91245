"""Organisations: their names in running text, and one name for each however it is written.

"LĐLĐ tỉnh" in a document of Tân Sơn, "LĐLĐ tỉnh Tân Sơn" and "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN SƠN" are the same body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.find.issuers import Home, full_name
from nlp.find.lists import organ_abbreviations, organ_names, organ_pattern, rows
from nlp.find.phrasebook import spelled
from nlp.find.unit_heads import sure_heads
from nlp.find.view import View, fold, squeeze
from nlp.find.wording import is_compound

_EDGES = " \n,;.:-–“”\"'()*"
_LIST = "name_words.tsv"
_LEVELS = "tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn"
_SHORT_LEVELS = {
    "tp": "thành phố",
    "tp.": "thành phố",
    "tx": "thị xã",
    "tx.": "thị xã",
    "tt.": "thị trấn",
    "h.": "huyện",
}


@dataclass(frozen=True, slots=True)
class OrganMention:
    """An organisation named in the view: its span, and its canonical name."""

    start: int
    end: int
    name: str


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in rows(_LIST) if row["kind"] == kind)


@cache
def _aliases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Folded alias -> name, and what matches an alias as whole words at the start of a name or behind a blank."""
    known = {fold(row["alias"]): row["name"] for row in rows("organ_aliases.tsv")}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(r"(?<![^\s])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![^\s,])"), known


def canonical(name: str, home: Home) -> str:
    """The one name of an organisation: abbreviations written out, its own place added where only "tỉnh" is printed.

    >>> home = Home("tỉnh", "Tân Sơn")
    >>> canonical("LĐLĐ tỉnh", home), canonical("LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN SƠN", home)
    ('Liên đoàn Lao động tỉnh Tân Sơn', 'Liên đoàn Lao động tỉnh Tân Sơn')
    >>> canonical("Tổng LĐLĐ Việt Nam", home), canonical("LĐLĐ TP. Vĩnh An", home)
    ('Tổng Liên đoàn Lao động Việt Nam', 'Liên đoàn Lao động thành phố Vĩnh An')
    """
    words = [_SHORT_LEVELS.get(word.lower(), word) for word in squeeze(name).strip(_EDGES).split()]
    written = _unaliased(_introduced(" ".join(words), home))
    written = _unaliased(full_name(written, home))
    written = _LEVEL.sub(lambda match: match[0].lower(), written)
    return written[:1].upper() + written[1:]


_LEVEL = re.compile(rf"(?<=\s)(?:{_LEVELS})(?=\s(?!ủy|uỷ|đoàn))", re.IGNORECASE)


def _introduced(name: str, home: Home) -> str:
    """The name with the abbreviations that the document introduces itself written out, known ones aside."""
    short = {abbreviation: full for abbreviation, full in home.short if abbreviation not in organ_abbreviations()}
    if name in short:
        return short[name]
    return " ".join(short.get(word, word) for word in name.split())


def _unaliased(name: str) -> str:
    """The name with every alias in it replaced by what it stands for."""
    pattern, known = _aliases()
    at = 0
    while match := pattern.search(fold(name), at):
        full, rest = known[match[0]], name[match.end() :]
        at = match.end()
        if not name[match.start()].isupper() or fold(name[match.start() :]).startswith(fold(full)):
            continue
        shared = next((n for n in range(len(full), 1, -1) if fold(rest).startswith(fold(full[-n:]))), 0)
        name = name[: match.start()] + full + rest[shared:]
        at = match.start() + len(full)
    return name


def find_organisations(view: View, home: Home) -> list[OrganMention]:
    """Every organisation that the text names with more than a word for its kind, in order."""
    found: list[OrganMention] = []
    end = 0
    for start, head_end in _starts(view):
        if start < end or view.plain[max(0, start - 1) : start] in tuple("/-_&"):
            continue
        end = name_end(view, start, head_end)
        printed = squeeze(view.plain[start:end])
        name = canonical(printed, home)
        if _is_named(name):
            found.append(OrganMention(start, end, name))
    return _fullest(found)


def _starts(view: View) -> list[tuple[int, int]]:
    """Where names of organs, companies, schools and the like may begin, and where the words for their kind end."""
    organs = (m.span() for m in organ_pattern().finditer(view.folded) if _is_spelled(view.plain[slice(*m.span())]))
    units = (m.span() for m in sure_heads().finditer(view.plain) if m[0][0].isupper() and not _is_capitals(m[0]))
    longest: dict[int, int] = {}
    for start, end in (*units, *organs):
        if not _no_organ(view, start):
            longest[start] = max(end, longest.get(start, 0))
    return sorted(longest.items())


_NATION = re.compile(r"Chủ tịch nước(?![^\W_])")


def _no_organ(view: View, at: int) -> bool:
    """True for words that begin as an organ's name does ("Hội nghị"), and for posts."""
    match = spelled(_LIST, "no-organ").match(view.plain, at)
    return match is not None and not _NATION.match(view.plain, at)


def _is_capitals(printed: str) -> bool:
    """True for the capitals of headings, which are no abbreviation."""
    return printed.isupper() and len(printed) > 2 and printed not in organ_abbreviations() and " " not in printed


def _is_spelled(printed: str) -> bool:
    """True when the words are those of the list with their accents, begun with a capital: no "PHONG TRÀO", no "vụ"."""
    name = squeeze(printed)
    known = organ_names().get(fold(name))
    if name in organ_abbreviations():
        return True
    spelled = known is not None and name.lower() == known.lower()
    return name[:1].isupper() and not name.isupper() and (spelled or len(name.split()) > 1)


#: A syllable, an abbreviation or a number of a name, and what may stand before it.
_SYLLABLE = re.compile(r"(?P<gap>[ ]{1,3}|[ ]?-[ ]?|[ ]&[ ]|[ ]?\n[ ]{0,4})(?P<word>[^\W_][^\W_]*(?:[&.][^\W_]+)*)")
_PLACES = re.compile(r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|thôn|bản)(?![^\W_])")
_FIRMS = re.compile(r"(?:công ty|doanh nghiệp|hợp tác xã|xí nghiệp|nhà máy|trung tâm|tập đoàn|trường)", re.IGNORECASE)
_MOST_OPEN, _LONG_LINE, _MOST_SYLLABLES = 4, 55, 24


def name_end(view: View, start: int, head_end: int) -> int:
    """Where a name ends: with its last word in a capital, or the level right behind it ("LĐLĐ tỉnh").

    A small syllable belongs to the capital before it where both are one word ("Nội vụ"), else to a name that goes on.
    """
    end, at, last, waiting = head_end, head_end, "", 0
    for _ in range(_MOST_SYLLABLES):
        match = _SYLLABLE.match(view.plain, at)
        if match is None or ("\n" in match["gap"] and not _wrapped(view, match)):
            break
        word, at = match["word"], match.end()
        place = _PLACES.match(view.plain, match.start("word"))
        organ = _organ_end(view, match.start("word"))
        if organ is not None:
            end, at, last, waiting = organ, organ, "", 0
        elif place and not waiting:
            end, at, last = place.end(), place.end(), ""
        elif word[0].isupper() or (word[0].isdigit() and (waiting or last)):
            if _ends_before(view, match):
                break
            end, last, waiting = at, word, 0
        elif last and last[0].isupper() and not waiting and _is_word(view, last, match):
            end, last = at, word
        elif _goes_on(view, start, match, last):
            waiting += 1
        else:
            break
        if waiting > _MOST_OPEN:
            break
    return end


def _ends_before(view: View, match: re.Match[str]) -> bool:
    """True where a document or an event is named next ("LĐLĐ tỉnh Kế hoạch"), or a heading in capitals."""
    heading = match["word"].isupper() and "\n" in match["gap"]
    return heading or spelled(_LIST, "ends").match(view.plain, match.start("word")) is not None


def _organ_end(view: View, at: int) -> int | None:
    """The end of an organ's name of two words or more that stands inside another's ("Ban Thường vụ Tỉnh ủy")."""
    match = organ_pattern().match(view.folded, at)
    inside = match is not None and " " in match[0] and _is_spelled(view.plain[at : match.end()])
    return match.end() if match and inside else None


def _is_word(view: View, first: str, match: re.Match[str]) -> bool:
    """True when a syllable is one word with the capital before it, and not with the one behind it ("Sơn phối hợp")."""
    second = match["word"]
    if f"{first} {second}".lower() in _words("pair"):
        return True
    following = _SYLLABLE.match(view.plain, match.end())
    verb = following is not None and following["word"].islower() and is_compound(f"{second} {following['word']}")
    return not verb and is_compound(f"{first} {second}")


def _wrapped(view: View, match: re.Match[str]) -> bool:
    """True when the line is long enough for the name to go on below it."""
    line = view.plain.rfind("\n", 0, match.start()) + 1
    return match.start() - line >= _LONG_LINE


def _goes_on(view: View, start: int, match: re.Match[str], last: str) -> bool:
    """True for small words inside names: "Công đoàn ngành Y tế", "Công ty cổ phần Phụ gia nhựa Mega"."""
    word = match["word"]
    if word == "và":
        following = _SYLLABLE.match(view.plain, match.end())
        organ = following is None or organ_pattern().match(view.folded, following.start("word"))
        return bool(last) and not organ
    if word in _words("inner"):
        return True
    return bool(_FIRMS.search(view.plain, start, match.start())) and word not in _words("verb")


#: Levels and the like behind a kind name no one body: "Công đoàn cấp trên", "Ủy ban nhân dân các xã".
_KIND_ONLY = re.compile(r"\s(?:cấp|trên|trực|tiếp|tỉnh|huyện|xã|thành phố|các)(?=\s|$)")


def _is_named(name: str) -> bool:
    """True when a name says which organisation it is."""
    if _KIND_ONLY.sub("", name).strip().lower() in _words("kind-only"):
        return False
    return len(name.split()) > 1 and (any(w[0].isupper() for w in name.split()[1:]) or fold(name) in organ_names())


#: What makes a name fuller: whose it is.
_MORE = re.compile(r" (?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã|Việt Nam|Trung ương)(?= |$)")


def _fullest(found: Iterable[OrganMention]) -> list[OrganMention]:
    """The mentions with the fullest name of each: one that begins just one longer name of the document takes it."""
    mentions = list(found)
    names = {mention.name for mention in mentions}
    longer: dict[str, set[str]] = {name: set() for name in names}
    for other in names:
        for begun in {other[: more.start()] for more in _MORE.finditer(other)} & names:
            longer[begun].add(other)
    full = {name: next(iter(others)) if len(others) == 1 else name for name, others in longer.items()}
    return [OrganMention(mention.start, mention.end, full[mention.name]) for mention in mentions]
