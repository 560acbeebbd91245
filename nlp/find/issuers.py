"""Names of organs (cơ quan ban hành): read in running text, put into title case, completed from the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.find.lists import (
    issuer_stops,
    organ_abbreviations,
    organ_names,
    organ_pattern,
    organ_words,
    symbol_corrections,
    type_pattern,
)
from nlp.find.view import LOWER, UPPER, View, fold, squeeze

_WORD = re.compile(r"(?:[ ]{1,3}|\s?\n[ ]{0,8})(?!\n)([^\W_]+(?:[&][^\W_]+)*)")
_PARENTHESIS = re.compile(r"\s?\([A-ZĐ&\- ]{2,14}\)")
#: The term of a Party body, part of its name: "(khóa X)".
_TERM = re.compile(r"\s\([Kk]h(?:óa|oá)\s[IVXL]{1,6}\)")
#: "Nghị quyết số 12/NQ-HĐND tỉnh Tân Sơn": the place that goes on with the organ in the number.
_PLACE_AFTER = re.compile(
    rf"\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?:\s[{UPPER}][{LOWER}]+){{1,4}}"
    r"|\s(?:tỉnh|huyện)(?=\s*[,;.)\n]|\s(?:về|ngày)\b)"
)
_LEVELS = {"tinh": "tỉnh", "huyen": "huyện", "quan": "quận", "xa": "xã", "phuong": "phường"}
_VOWEL = re.compile(r"[aeiouy]")
#: Organs whose name is a field of work, written with a capital only at its head ("Chi cục Chăn nuôi và Thú y").
_FIELD_ORGANS = ("so", "phong", "chi cuc", "cuc", "vu", "ban", "bo", "tong cuc", "thanh tra")
MAX_WORDS = 20


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ's name in the view: its span and its name as printed, abbreviations kept."""

    start: int
    end: int
    name: str


def read_organ(view: View, at: int) -> Organ | None:
    """The organ whose name begins at an offset, or None. Reads on over line ends, never over an empty line."""
    head = organ_pattern().match(view.folded, at)
    if head is None or not view.plain[at].isupper():
        return None
    end = head.end()
    for _ in range(MAX_WORDS):
        aside = _PARENTHESIS.match(view.plain, end)
        if aside and _continues(view, aside.end()) is not None:
            end = aside.end()
        following = _continues(view, end)
        if following is None:
            break
        end = following
    term = _TERM.match(view.plain, end)
    end = term.end() if term else end
    return Organ(at, end, squeeze(_PARENTHESIS.sub("", view.plain[at:end])))


def _continues(view: View, at: int) -> int | None:
    """The end of the next word when it belongs to the name that ends here, else None."""
    match = _WORD.match(view.plain, at)
    if match is None:
        return None
    start, word = match.start(1), match[1]
    if issuer_stops().match(view.folded, start) or word[0].isdigit():
        return None
    if word == "và":
        return _after_and(view, match.end())
    if not (word[0].isupper() or word in organ_words()):
        return None
    return None if _is_type(view, start) else match.end()


def _after_and(view: View, at: int) -> int | None:
    """The end of "và" when the name goes on after it ("Sở Tài nguyên và Môi trường")."""
    match = _WORD.match(view.plain, at)
    if match is None or issuer_stops().match(view.folded, match.start(1)):
        return None
    start = match.start(1)
    if _is_type(view, start) or (match[1][0].isupper() and organ_pattern().match(view.folded, start)):
        return None
    return at if match[1][0].isupper() or match[1] in organ_words() else None


def _is_type(view: View, at: int) -> bool:
    """True when a document type begins here with its number after it."""
    return bool(re.compile(type_pattern() + r"\s*(?:so\b|\d)").match(view.folded, at))


def organ_in_number(view: View, symbol: str, end: int) -> Organ | None:
    """The organ that a number's last part abbreviates, with the place printed right after the number."""
    name = organ_abbreviations().get(re.split(r"[-/]", symbol)[-1])
    place = _PLACE_AFTER.match(view.plain, end) if name else None
    return Organ(end, place.end(), f"{name} {squeeze(place[0])}") if place else None


def organ_before(view: View, start: int, end: int) -> Organ | None:
    """The organ whose name ends exactly at ``end`` (blanks aside), begun no earlier than ``start``."""
    for match in organ_pattern().finditer(view.folded, start, end):
        organ = read_organ(view, match.start())
        if organ and organ.end <= end and not view.plain[organ.end : end].strip(" \n,"):
            return organ
    return None


@dataclass(frozen=True, slots=True)
class Home:
    """Where the document's issuer sits, as the document names it: "tỉnh Tân Sơn" -> level "tỉnh", name "Tân Sơn".

    short: abbreviations that the document introduces, with what they stand for.
    """

    level: str | None = None
    name: str | None = None
    short: tuple[tuple[str, str], ...] = ()


def home_of(view: View, place_name: str | None) -> Home:
    """The province or city of the head's place name, when the text says somewhere which of the two it is."""
    if not place_name:
        return Home()
    name = re.sub(r"^(?:Tỉnh|Thành phố|TP\.?)\s+", "", place_name)
    for level, folded in (("tỉnh", "tinh"), ("thành phố", "thanh pho")):
        if re.search(rf"\b{folded}\s+{re.escape(fold(name))}\b", view.folded):
            return Home(level, name)
    return Home()


def full_name(name: str, home: Home) -> str:
    """The name with abbreviations written out and a bare "tỉnh" or "thành phố" completed from the document's home.

    >>> full_name("Ban Thường vụ LĐLĐ tỉnh", Home("tỉnh", "Tân Sơn"))
    'Ban Thường vụ Liên đoàn Lao động tỉnh Tân Sơn'
    """
    letters = [c for c in name if c.isalpha()]
    if len(name.split()) > 1 and all(c.isupper() for c in letters):
        name = title_case(name)
    words = [_written_out(word) for word in name.split()]
    full = known_spelling(" ".join(words))
    folded = fold(full)
    if not home.name or not home.level:
        return full
    if full.lower().endswith(" " + home.level):
        return f"{full[: -len(home.level)]}{home.level} {home.name}"
    return f"{full} {home.name}" if folded.endswith(("tinh uy", "thanh uy")) else full


def _written_out(word: str) -> str:
    """An abbreviation's name, also where its letters were misread (LDLD)."""
    meant = symbol_corrections().get(word, (word, "any"))[0]
    return organ_abbreviations().get(word) or organ_abbreviations().get(meant, word)


def known_spelling(name: str) -> str:
    """Known names of organs as the list writes them, in capitals where the name is: "Bộ chính trị" -> "Bộ Chính trị".

    >>> known_spelling("TM. BAN THƯƠNG VỤ")
    'TM. BAN THƯỜNG VỤ'
    """
    capitals = name.isupper()
    words = name.split()
    index = 0
    while index < len(words):
        known = _known(words, index)
        length = len(known.split()) if known else 1
        if known and length > 1:
            words[index : index + length] = (known.upper() if capitals else known).split()
        index += length
    return " ".join(words)


def title_case(name: str) -> str:
    """A letterhead's capitals as running text writes them.

    >>> title_case("LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN SƠN")
    'Liên đoàn Lao động tỉnh Tân Sơn'
    >>> title_case("SỞ GIÁO DỤC VÀ ĐÀO TẠO"), title_case("UBND THÀNH PHỐ VĨNH AN")
    ('Sở Giáo dục và Đào tạo', 'Ủy ban nhân dân thành phố Vĩnh An')
    """
    words = squeeze(re.sub(r" -(?=\w)|(?<=\w)- ", " - ", name)).split()
    out: list[str] = []
    index, after_level, after_organ, field_organ = 0, False, False, False
    while index < len(words):
        known = _known(words, index) if not after_level else None
        if known:
            out += known.split()
            field_organ = fold(known) in _FIELD_ORGANS and (index == 0 or words[index - 1] == "-")
            index, after_organ = index + len(known.split()), True
            continue
        word = words[index]
        if word in organ_abbreviations():
            out.append(organ_abbreviations()[word])
            index, field_organ, after_organ = index + 1, False, True
            continue
        folded = fold(word)
        pair = folded == "thanh" and index + 1 < len(words) and fold(words[index + 1]) == "pho"
        level = not after_level and _is_level(word, after_organ)
        lower = field_organ and not after_level and not _starts_field(words, index)
        out += [_LEVELS[folded]] if level and index else _cased(words, index, pair, lower)
        after_level, after_organ = after_level or level or pair, False
        index += 2 if pair else 1
    return " ".join(out)


def _is_level(word: str, after_organ: bool) -> bool:
    """True for "TỈNH", "HUYỆN"...; right after an organ's name also where its marks were misread ("TĨNH")."""
    meant = _LEVELS.get(fold(word))
    return meant is not None and (word.lower() == meant or (after_organ and meant in {"tỉnh", "huyện"}))


def _starts_field(words: list[str], index: int) -> bool:
    """True for the first word of a field of work: after the organ's head, "và" or a comma."""
    before = fold(words[index - 1]) if index else ""
    return before in {"va", *_FIELD_ORGANS, "cuc"} or before.endswith(",")


def _cased(words: list[str], index: int, pair: bool, lower: bool) -> list[str]:
    """One word (or "thành phố") in its case."""
    word = words[index]
    if pair:
        great = fold(" ".join(words[index + 2 : index + 5])) == "ho chi minh"
        return ["Thành phố" if great else "thành phố"]
    folded = fold(word)
    if folded in {"va", "cac", "cua"} or lower:
        return [word.lower()]
    return [word if not _VOWEL.search(folded) and folded.isalpha() else word.capitalize()]


def _known(words: list[str], index: int) -> str | None:
    """The longest known name that begins at a word."""
    for length in range(min(9, len(words) - index), 0, -1):
        printed = " ".join(words[index : index + length])
        name = organ_names().get(fold(printed))
        if name and len(name.split()) == length and (length > 1 or index == 0 or printed.lower() == name.lower()):
            return name
    return None
