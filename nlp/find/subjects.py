"""What a figure counts: the noun phrase behind it, or the one before it that it completes ("số sáng kiến hợp lệ là").

The words that phrases begin and end with are in ``subject_words.tsv`` and ``phrase_stops.tsv``.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.find.contexts import Kind
from nlp.find.lists import rows
from nlp.find.quantities import Quantity
from nlp.find.statements import Clause
from nlp.find.units import read_unit
from nlp.find.view import LOWER, UPPER, View, squeeze

_LETTER = rf"{LOWER}{UPPER}"
_LONGEST = 14  # words


def _words(role: str) -> str:
    """The phrases of a role as alternatives of a pattern, longest first."""
    found = sorted((row["phrase"] for row in rows("subject_words.tsv") if row["role"] == role), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found)


@cache
def _trailing() -> re.Pattern[str]:
    """Words that lead to what follows a noun phrase and are none of it."""
    return re.compile(rf"(?:\s+(?:{_words('trailing')}))+$", re.IGNORECASE)


@cache
def _copulas() -> re.Pattern[str]:
    """A copula and the like between a subject and its figure."""
    return re.compile(rf"(?:^|\s|(?<=:))(?:{_words('copula')})\s*$|:\s*$", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    """Words that lead to a subject and are none of it."""
    return re.compile(rf"^\W*(?:(?:{_words('leading')})\b[\s,:]*)+", re.IGNORECASE)


@cache
def _empty() -> re.Pattern[str]:
    """Phrases that say nothing of what is counted."""
    return re.compile(rf"(?:(?:{_words('empty')})\s*)*", re.IGNORECASE)


@cache
def _award() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "tặng Bằng khen cho" and, with nothing named, "khen thưởng (cho)"."""
    verbs = _words("award")
    what = rf"(?P<what>(?:,\s)?[{_LETTER}][{_LETTER},\s]{{1,48}}?)?"
    named = re.compile(rf"(?P<verb>{verbs})\s*{what}\s*cho\s*(?:các\s)?$", re.IGNORECASE)
    return named, re.compile(r"(?:khen thưởng|biểu dương|tuyên dương|tôn vinh)\s*(?:cho\s*)?$", re.IGNORECASE)


#: "01 CĐCS trực thuộc LĐLĐ huyện X": what is counted ends where the body it belongs to begins.
BELONGS = re.compile(rf"\s(?:trực thuộc|thuộc|của)\s(?:các\s)?(?=[{UPPER}])")


def _stop_words(where: str) -> str:
    found = sorted((row["word"] for row in rows("phrase_stops.tsv") if row["where"] == where), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found)


@cache
def _stop() -> re.Pattern[str]:
    """Where a noun phrase ends: a sign, or a word of ``phrase_stops.tsv`` (some only where a figure follows)."""
    joined = (
        _stop_words("verb") + rf"|(?:{_stop_words('figure')})(?=\s+(?:\d|t[ỷỉ] lệ|hơn|trên|gần|khoảng|từ|mức)|\s*$)"
    )
    return re.compile(rf"[,;:.()“”\"!?…\[\]]|\s[-–]\s|/(?=\d)|\n\n|\d|(?<![^\W_])(?:{joined})(?![^\W_])")


def phrase_end(view: View, at: int, limit: int) -> int:
    """Where the noun phrase that begins at an offset ends, at the latest at ``limit``."""
    plain = view.plain
    stop = _stop().search(plain, at, limit)
    end = stop.start() if stop else limit
    words = list(re.finditer(r"\S+", plain[at:end]))
    if len(words) > _LONGEST:
        end = at + words[_LONGEST - 1].end()
    return at + len(_trailing().sub("", plain[at:end].rstrip()))


def behind(view: View, quantity: Quantity, limit: int) -> str | None:
    """The noun phrase behind a figure, its unit the first word of it; None where a sign or a verb follows."""
    at = quantity.unit.start if quantity.unit else quantity.end
    while quantity.unit is None and at < limit and view.plain[at] in " \n":
        at += 1
    if quantity.kind is Kind.PERCENT and (few := _DETERMINER.match(view.plain, at, limit)):
        at = few.end()
    start_ok = quantity.unit is not None or re.compile(rf"[{LOWER}{UPPER}]").match(view.plain, at)
    if quantity.unit and quantity.unit.kind in ("measure", "foreign"):
        return _measured(view, quantity.unit.end, limit)
    if at >= limit or not start_ok or (quantity.unit is None and _stop().match(view.plain, at)):
        return None
    if quantity.unit is None and (_function().match(view.plain, at) or _begins_verb(view, quantity, at)):
        return None
    listed = quantity.unit or read_unit(view, at)
    unit_end = listed.end if listed else at
    end = max(unit_end, phrase_end(view, unit_end, limit))
    belongs = BELONGS.search(view.plain, unit_end, end)
    return squeeze(view.plain[at : belongs.start() if belongs else end]).strip(" ,-") or None


#: "100% các doanh nghiệp".
_DETERMINER = re.compile(rf"(?:các|những|tổng số|trong số|trên tổng số)\s+(?=[{LOWER}{UPPER}])")


@cache
def _function() -> re.Pattern[str]:
    """A word that no noun phrase begins with: "của", "cho", "tại"."""
    return re.compile(rf"(?:{_words('trailing')})(?![^\W_])")


def _begins_verb(view: View, quantity: Quantity, at: int) -> bool:
    """True when a bare number is followed by a verb: "Sông Hạc 9 đã thi công"."""
    return quantity.kind is Kind.PLAIN and bool(_verb().match(view.plain, at - 1))


_NOUN_NEXT = re.compile(rf"\s(?=[{LOWER}])")


def _measured(view: View, at: int, limit: int) -> str | None:
    """What a measure is of: "1.200 ha rừng trồng mới" -> "rừng trồng mới"; None where no noun follows."""
    if not _NOUN_NEXT.match(view.plain, at, limit) or _stop().match(view.plain, at + 1):
        return None
    if _verb().match(view.plain, at, limit):
        return None
    return squeeze(view.plain[at : phrase_end(view, at + 1, limit)]).strip(" ,-") or None


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,2}}(?:{_words('verb')})(?![^\W_])")


def verb_behind(view: View, at: int, limit: int) -> str | None:
    """The verb and its object behind a percentage that no noun follows: "80% đạt yêu cầu" -> "đạt yêu cầu"."""
    verb = _verb().match(view.plain, at, limit)
    if verb is None:
        return None
    return squeeze(view.plain[at : phrase_end(view, verb.end(), limit)]).strip(" ,-") or None


def is_verb(phrase: str | None) -> bool:
    """True for a phrase that is but a verb ("trồng"): what it does it to stands elsewhere."""
    return phrase is not None and phrase.lower() in _verbs()


def begins_with_verb(phrase: str) -> bool:
    """True for a phrase whose first word or two are a verb: "kết nạp", "huy động thêm"."""
    words = phrase.lower().split()
    return bool({" ".join(words[:length]) for length in (1, 2, 3)} & _verbs())


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in rows("holder_verbs.tsv"))


def before(clause: Clause) -> str | None:
    """The noun phrase that a figure completes: "Số sáng kiến hợp lệ là" -> "sáng kiến hợp lệ"; None for none."""
    whole = re.split(r"[,;(\[\]]|:\s(?=\S)|\s[-–]\s", clause.plain[-260:])[-1]
    stripped = _completed(_DATED.sub("", whole))
    if (dated := _DATE_WITHIN.match(whole)) and _empty().fullmatch(_leading().sub("", stripped).strip(" ,:-")):
        stripped = _completed(dated[1])
    if rate := _RATE_LISTED.search(clause.plain[-260:]):
        return _short(_completed(squeeze(rate[0])))
    named = _NAMED.search(stripped)
    if named:
        rate = _RATE.search(stripped)
        return _short(rate[0] if rate else named[1])
    subject = _leading().sub("", stripped).strip(" ,:-")
    return None if _empty().fullmatch(subject) else _short(subject)


def _completed(text: str) -> str:
    """A phrase without the copula and the hedge that lead from it to its figure."""
    text = squeeze(text.rstrip(" +±<>="))
    text = re.sub(rf"\b(?:{_HEDGED})\s*$", "", text, flags=re.IGNORECASE).rstrip()
    return _strip_copulas(text)


#: "tổng giá trị ... đến năm 2030 dự kiến đạt": the subject stands before the date.
_DATE_WITHIN = re.compile(
    r"^(.*?\S)\s+(?:(?:phấn đấu|dự kiến|ước|ước tính)\s)?"
    r"(?:(?:tính\s)?đến(?:\shết|\scuối)?|trong|vào|từ)\s(?:đầu\s|cuối\s)?"
    r"(?:ngày|tháng|năm|quý|kỳ)\s[\d/. -]{1,12}.{0,40}$"
)
#: "tỷ lệ nam, nữ thanh niên được tư vấn, khám sức khỏe đạt": a rate of what a comma divides.
_RATE_LISTED = re.compile(
    r"(?<![^\W_])[Tt][ỷỉ] (?:lệ|số|suất)\s(?:[^\d,;:.()]+,\s){1,3}[^\d,;:.()]+\s"
    r"(?:đạt|là|chiếm)(?:\s(?:từ|trên|hơn|gần|khoảng))?\s*$"
)
#: "số sáng kiến hợp lệ", but neither "quân số" nor "tỷ số"; a rate keeps its word.
_NAMED = re.compile(
    r"\b(?:tổng số|số lượng|(?<!quân )(?<!tỷ )(?<!chỉ )(?<!dân )số|t[ỷỉ] lệ|t[ỷỉ] số|t[ỷỉ] suất)\s+(\S.*)$",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:tổng )?t[ỷỉ] (?:lệ|số|suất)\s+\S.*$", re.IGNORECASE)
#: What stands before the last date of a clause leads to the subject and is none of it.
_DATED = re.compile(r"^.*\b(?:ngày|tháng|năm|quý|kỳ)\s(?:[\d/. -]{1,12}|I{1,3}V?\b)")
_HEDGED = "hơn|trên|gần|khoảng|ước|tối thiểu|ít nhất|không quá|không dưới|từ|dưới|xấp xỉ|tối đa"


def _strip_copulas(text: str) -> str:
    for _ in range(4):
        shorter = _copulas().sub("", text).rstrip()
        if shorter == text:
            break
        text = shorter
    return text.rstrip(" :")


def _short(text: str) -> str | None:
    """The last words of a phrase, at most as many as a subject has."""
    words = _trailing().sub("", text).split()
    return " ".join(words[-_LONGEST:]).strip(" ,:-") or None


#: A second award under one verb: "tặng Cờ cho 01 tập thể, bằng khen cho 29 tập thể".
_AWARD_ALONE = re.compile(
    r"(?:^|[,;]|\bvà)\s*(?P<what>(?:[Cc]ờ|[Bb]ằng khen|[Gg]iấy khen|[Hh]uân chương|[Kk]ỷ niệm chương|[Dd]anh hiệu)"
    r"[^,;\d]{0,40}?)\s*cho\s*$"
)


def awarded(clause: Clause) -> str | None:
    """What those counted were given: "tặng Bằng khen cho 65 tập thể" -> "được tặng Bằng khen"."""
    match = _award()[0].search(clause.plain)
    if match:
        what = squeeze(match["what"] or "")
        return f"được {match['verb'].lower()} {what}".strip()
    bare = _AWARD_ALONE.search(clause.plain)
    if bare:
        return f"được tặng {squeeze(bare['what'])}"
    plain = _award()[1].search(clause.plain)
    return "được " + squeeze(plain[0]).lower().removesuffix(" cho") if plain else None


@cache
def _head_role() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('head')})\b|\b\d[\d\s./-]*|\b[IVX]+\b", re.IGNORECASE)


def clean_head(head: str) -> str | None:
    """What the head of a column counts, without words of its role and period; None where nothing is left.

    >>> clean_head("Số lượt sáng kiến cập nhật dự thi"), clean_head("Chỉ tiêu năm 2022")
    ('lượt sáng kiến cập nhật dự thi', None)
    """
    words = squeeze(_head_role().sub(" ", head)).strip(" ,:;-/")
    return words if re.search(rf"[{LOWER}]{{2}}", words) else None
