"""Names of persons as running text prints them: a family name and the syllables of middle and given names after it.

A name counts where a word for a person stands before it ("đồng chí", "tác giả", "bác sĩ") or a post after it, or where
it has a middle name; a street, school or town named after a person is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp.find.lists import rows, surnames
from nlp.find.phrasebook import either, phrases
from nlp.find.unit_heads import begins_unit
from nlp.find.view import LOWER, UPPER, View, fold, squeeze
from nlp.find.wording import is_proper

_SYLLABLE = rf"[{UPPER}](?:[{LOWER}]*(?:['’][{UPPER}]?[{LOWER}]+)?|['’]\s?[{UPPER}]?[{LOWER}]+)(?![{LOWER}{UPPER}\d])"
_NEXT = re.compile(rf"(?:[ ]{{1,3}}|[ ]?\n[ ]{{0,3}})({_SYLLABLE})(?![.]?\w)")
_FIRST = re.compile(_SYLLABLE)
_CAPITALS = re.compile(rf"[{UPPER}]{{1,8}}(?:[ ]{{1,2}}[{UPPER}]{{1,8}}){{1,4}}(?![{LOWER}])")
_LIST = "honorifics.tsv"
MOST_SYLLABLES = 5
_GAP = r"(?:[ ]{0,3}[.:,]?[ ]{0,3}|[ ]?\n[ ]{0,3})"


@dataclass(frozen=True, slots=True)
class Person:
    """A name in the view, and the word for a person before it ("đoàn viên") with where it begins.

    kind: honorific ("đồng chí"), author ("tác giả"), role ("công nhân", a post as well), degree, read (nothing before
    it, but its words read as a name), or None.
    """

    start: int
    end: int
    name: str
    lead: int
    kind: str | None = None
    role: str | None = None


@cache
def _leads() -> dict[str, str]:
    """Folded word for a person -> its kind; posts are roles."""
    return {fold(row["title"]): "role" for row in rows("job_titles.tsv")} | phrases(_LIST)


@cache
def _lead_end() -> re.Pattern[str]:
    """Matches, in folded text, a word for a person at the end of what stands before a name."""
    return re.compile(rf"({either(_leads())}){_GAP}$")


@cache
def middle_names() -> frozenset[str]:
    """Middle names (tên đệm) seen with many family names."""
    return frozenset(row["name"] for row in rows("middle_names.tsv"))


@cache
def post_start() -> re.Pattern[str]:
    """Matches, in folded text, the post or the organisation that may follow a name without a comma."""
    posts = [fold(row["title"]) for row in rows("job_titles.tsv")]
    units = [fold(row["phrase"]) for row in rows("unit_heads.tsv") if row["strength"] == "strong"]
    return re.compile(either(w for w in {*posts, *units} if " " in w or len(w) > 4 or w in _BARE))


#: Short words of posts and organisations that no name has.
_BARE = frozenset({"cdcs", "ubnd", "hdnd", "ldld", "bvdk", "thcs", "thpt", "ctcp", "dvcd", "htx"})
#: What is named after a person, right before the name: a street, a school, a town, a fund.
_NAMESAKE = re.compile(
    r"(?:đường|phố|trường|thcs|thpt|tiểu học|mầm non|chuyên|thành phố|tp\.?|tỉnh|huyện|xã|phường|quận|giải thưởng|quỹ|"
    r"tư tưởng|phong cách|đạo đức|bác|làng|bệnh viện|đội|chi đội|thị trấn|thị xã|thôn|bản|khu|cầu|chợ|sông|núi)\s+$",
    re.IGNORECASE,
)


def person_at(view: View, at: int, known_only: bool = True) -> Person | None:
    """The person whose name begins at an offset, or None. known_only: the family name must be one of the list's."""
    first = _FIRST.match(view.plain, at)
    if first is None or (known_only and first[0] not in surnames()):
        return _in_capitals(view, at)
    if (
        begins_unit(view.plain, at)
        or _is_post(view, at)
        or (len(first[0]) == 1 and _CAPITAL_BEFORE.search(view.plain, max(0, at - 12), at))
    ):
        return None
    end = first.end()
    for count in range(1, MOST_SYLLABLES + 1):
        following = _NEXT.match(view.plain, end)
        stops = following is None or (count > 1 and post_start().match(view.folded, following.start(1)))
        if following is None or stops or count == MOST_SYLLABLES:
            break
        end = following.end(1)
    if end == first.end():
        return None
    lead, kind, role = _lead(view, at)
    return Person(at, end, squeeze(view.plain[at:end]), lead, kind, role)


#: A syllable with a capital right before: what follows it goes on a name ("Hầu A Lềnh").
_CAPITAL_BEFORE = re.compile(rf"(?<![^\W_])[{UPPER}][{LOWER}]+\s$")


def _in_capitals(view: View, at: int) -> Person | None:
    """A name all in capitals ("LÒ VĂN MÂY"), written as names are."""
    match = _CAPITALS.match(view.plain, at)
    if match is None or match[0].split()[0].capitalize() not in surnames():
        return None
    lead, kind, role = _lead(view, at)
    line = view.plain[view.plain.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
    if kind is None and line.strip() != match[0]:
        return None
    return Person(at, match.end(), " ".join(w.capitalize() for w in match[0].split()), lead, kind, role)


def _lead(view: View, at: int) -> tuple[int, str | None, str | None]:
    """Where the words for a person before a name begin, the kind of the strongest, and the role among them."""
    start, kind, role = at, None, None
    for _ in range(3):
        match = _lead_end().search(view.folded, max(0, start - 30), start)
        if match is None:
            break
        found = _leads()[" ".join(match[1].split())]
        kind = found if kind is None or found == "author" else kind
        if found == "role":
            role = squeeze(view.plain[match.start(1) : match.end(1)])
        start = match.start(1)
    return start, kind, role


def people_between(view: View, start: int, end: int, known_only: bool = True, trusted: bool = False) -> list[Person]:
    """Every person named in a span, in order; with ``known_only`` false also names no list has, after their cue.

    trusted: the span holds names of persons (a column of authors), so that a family name and a given one will do.
    """
    found: list[Person] = []
    at = start
    for match in _CAPITAL.finditer(view.plain, start, end):
        if match.start() < at:
            continue
        person = person_at(view, match.start())
        if person is None and not known_only:
            person = _unlisted(view, match.start())
        if person and person.end <= end and (trusted or is_named(view, person)):
            found.append(person)
            at = person.end
    return found


_CAPITAL = re.compile(rf"(?<![^\W_])[{UPPER}]")
_OF = re.compile(r"(?<![^\W_])(?:của|do|và)\s$")


def _unlisted(view: View, at: int) -> Person | None:
    """A name whose family name no list has: after a word for a person, or after "của" when it reads as a name."""
    person = person_at(view, at, known_only=False)
    if person is None or _CAPITAL_BEFORE.search(view.plain, max(0, at - 12), at):
        return None
    if person.kind is not None:
        return person if len(person.name.split()) > 1 else None
    led = _OF.search(view.plain, max(0, at - 6), at) is not None
    return replace(person, kind="read") if led and len(person.name.split()) > 2 and is_proper(person.name) else None


_MARK = re.compile(r"\s*[-,(:]\s*")


@cache
def _post() -> re.Pattern[str]:
    """Matches, in folded text, a post of two words or more, or a longer one."""
    posts = (fold(row["title"]) for row in rows("job_titles.tsv"))
    return re.compile(either(post for post in posts if " " in post or len(post) > 5))


def _is_post(view: View, at: int) -> bool:
    """True where a post begins: "Phó Giám đốc", for all that Phó is a family name too."""
    return _post().match(view.folded, at) is not None


def is_named(view: View, person: Person) -> bool:
    """True when a name is one of a person, told by the words around it or by its middle name."""
    if person.kind is not None:
        return True
    if _NAMESAKE.search(view.plain, max(0, person.lead - 20), person.lead):
        return False
    syllables = person.name.split()
    if len(syllables) > 2 and syllables[1] in middle_names():
        return True
    after = _MARK.match(view.folded, person.end)
    return after is not None and _is_post(view, after.end())
