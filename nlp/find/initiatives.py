"""Named exemplary initiatives (sáng kiến, giải pháp, đề tài, mô hình): title, author, post, unit, field, benefit.

A title is a quotation that the words before it or its author make an initiative; or, where no marks are printed or they
were lost, the words from a capital letter after "sáng kiến" to the word that brings its author. What stands between two
titles belongs to the one before, unless it is a person "với sáng kiến" the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.find.amounts import AmountMention
from nlp.find.authorship import Author, author_end, is_short, post_and_unit, told_of
from nlp.find.naming import Lead, lead_of
from nlp.find.people import Person, people_between
from nlp.find.phrasebook import either, phrases
from nlp.find.quotes import Quoted, find_quotes, paragraph_ends, words_of
from nlp.find.unit_heads import part_heads, sure_heads
from nlp.find.view import UPPER, View
from nlp.find.work_fields import field_at, find_work_fields

_LEAST_WORDS, _MOST_WORDS = 3, 70
#: Where what is told of an initiative ends at the latest.
_TAIL_END = re.compile(rf";|(?<![.])\.(?=\s+[{UPPER}“\"])|\.\s?\.|…|\n[ ]*\n|\n\s*[-+•][ ]|\n\s*\d{{1,2}}[.)][ ]")
#: Between two titles that share what follows the second.
_SHARED = re.compile(
    r"\s*(?:,|va|cung|;|&)?\s*(?:(?:cac|mot|hai)\s+)?(?:sang\s+kien|giai\s+phap|de\s+tai|mo\s+hinh)?\s*:?\s*"
)
_OF = re.compile(
    r"(?:(?<![^\W_])(?:cua|do|thuoc|thuoc\s+ve)|[,(:]|\s-)\s*(?:(?:ban\s+)?(?:nhom|cac|hai|ba|02|03|tap\s+the)\s+)*$"
)
_OF_UNIT = re.compile(
    r"[\s,(]*(?:-\s*)?(?:(?<![^\W_])(?:cua|do|don\s+vi|thuoc)(?![^\W_])\s*:?)\s*"
    r"(?:(?:tap\s+the|nhom|cac|tac\s+gia|can\s+bo|giao\s+vien|doan\s+vien|cnvcld|cong\s+nhan|nguoi\s+lao\s+dong|tai|thuoc|,)\s+){0,4}"
)
_AND = re.compile(r"\s*(?:,|va|&|-)\s*")
_ANAPHOR = re.compile(
    r"[.;]?\s*(?:sang\s+kien|giai\s+phap|de\s+tai|mo\s+hinh|qua\s+do|nho\s+do|tu\s+do|ket\s+qua|hieu\s+qua|gia\s+tri|uoc\s+tinh)"
)
_SUM_OF_ALL = re.compile(
    r"cac\s+(?:sang\s+kien|giai\s+phap|de\s+tai)|(?:tong\s+)?\w*\s*(?:sang\s+kien|giai\s+phap)\s+(?:tren|nay)\s+la\s+tong"
)


@dataclass(frozen=True, slots=True)
class InitiativeMention:
    """An initiative in the view: the span of its title, and what is told of it; shared: another shares its benefit."""

    start: int
    end: int
    title: str
    author: Author
    field: str | None = None
    benefit: AmountMention | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A quotation that may be a title: how it is led to, and where its lead begins."""

    start: int
    end: int
    inner: tuple[int, int]
    lead: Lead
    lead_start: int


@cache
def _unquoted() -> re.Pattern[str]:
    """ "sáng kiến Cải tiến ... của tác giả": the words up to its author, no mark around them."""
    words = either(["sang kien", "giai phap", "de tai", "de tai nghien cuu khoa hoc", "sang kien kinh nghiem"])
    until = either(["cua tac gia", "cua nhom tac gia", "cua dong chi", "cua doan vien", "cua ong", "cua ba", "cua anh",
                    "cua chi", "cua ky su", "cua bac si", "do tac gia", "do dong chi", "do ong", "do ba", "do anh",
                    "do chi", "tac gia", "cua cong nhan", "cua giao vien", "cua co giao", "cua thay giao"])  # fmt: skip
    return re.compile(rf"{words}\s*:?\s*(?P<title>[^\s;“”\"«»:][^;“”\"«»]{{12,260}}?)(?=\s*[,(-]?\s*{until})")


def find_initiatives(view: View, amounts: Sequence[AmountMention]) -> list[InitiativeMention]:
    """All named initiatives of running text, in order of their titles."""
    if not _may_hold().search(view.folded) and not _AUTHORED.search(view.folded):
        return []
    ends = paragraph_ends(view)
    quotes = find_quotes(view, ends)
    found = _Finder(view, amounts, ends, _candidates(view, quotes, ends)).find()
    fields = find_work_fields(view)
    return [replace(item, field=field_at(fields, item.start)) for item in found]


_AUTHORED = re.compile(r"\btac gia\b|\blam loi\b")


@cache
def _may_hold() -> re.Pattern[str]:
    return re.compile(either(phrases("initiative_cues.tsv", "trigger")))


def _paragraph(view: View, ends: list[int], at: int) -> tuple[int, int]:
    """Start and end of the paragraph around an offset."""
    index = bisect_left(ends, at)
    return (ends[index - 1] if index else 0), (ends[index] if index < len(ends) else len(view.plain))


def _candidates(view: View, quotes: list[Quoted], ends: list[int]) -> list[_Candidate]:
    """Quotations that are no programme or slogan, and unmarked titles, in order."""
    found: list[_Candidate] = []
    lead: Lead = "open"
    last = 0
    for quoted in quotes:
        start = _paragraph(view, ends, quoted.start)[0]
        named = lead_of(view, quoted, max(start, last, quoted.start - 200))
        same = last > start
        lead = (
            (lead if same and lead == "no" and _near(view, last, quoted.start) else "list")
            if named.lead == "list"
            else named.lead
        )
        last = quoted.end
        inner = (quoted.inner_start, quoted.inner_end if quoted.closed else _cut(view, quoted))
        words = len(view.plain[slice(*inner)].split())
        if lead != "no" and _LEAST_WORDS <= words <= _MOST_WORDS and (quoted.closed or lead != "open"):
            found.append(_Candidate(quoted.start, quoted.end if quoted.closed else inner[1], inner, lead, named.start))
    return sorted([*found, *_bare(view, quotes)], key=lambda item: item.start)


def _near(view: View, start: int, end: int) -> bool:
    """True when only a link stands between two quotations."""
    return len(view.plain[start:end].split()) <= 3


_CUT = re.compile(
    r"\s*[,(-]?\s*(?<![^\W_])(?:voi\s+(?:tong\s+)?(?:so\s+tien|gia\s+tri|hieu)|(?:tong\s+)?gia\s+tri\s+lam\s+loi|(?:cua|do)\s+(?:nhom\s+)?"
    r"(?:tac\s+gia|dong\s+chi|ong|ba|anh|chi|doan\s+vien)|tac\s+gia|mang\s+lai\s+gia\s+tri)(?![^\W_])"
)


def _cut(view: View, quoted: Quoted) -> int:
    """Where the title of a quotation that never closes ends: before its author or benefit."""
    match = _CUT.search(view.folded, quoted.inner_start, quoted.inner_end)
    return match.start() if match else quoted.inner_end


def _bare(view: View, quotes: list[Quoted]) -> list[_Candidate]:
    """Titles without marks, or between single marks or stars: a capital after the word, the author after the title."""
    found = []
    starts = [quoted.start for quoted in quotes]
    for match in _unquoted().finditer(view.folded):
        start, end = match.span("title")
        title = view.plain[start:end].strip(" '’‘*")
        index = bisect_left(starts, match.start())
        inside = (index and quotes[index - 1].end > match.start()) or (
            index < len(quotes) and quotes[index].start < end
        )
        sentence = re.search(rf"[.!?]\s+[{UPPER}]|\n[ ]*\n", title)
        if inside or sentence or not title[:1].isupper() or len(title.split()) < _LEAST_WORDS:
            continue
        found.append(_Candidate(start, end, (start, end), "sure", match.start()))
    return found


class _Finder:
    """Walks over the candidates of a document; ``floor`` is where the words of the last initiative end."""

    def __init__(
        self, view: View, amounts: Sequence[AmountMention], ends: list[int], candidates: list[_Candidate]
    ) -> None:
        self.view, self.amounts, self.ends, self.candidates = view, amounts, ends, candidates
        self.starts = [amount.start for amount in amounts]
        self.floor = 0
        self.last_end = -1
        self.found: list[InitiativeMention] = []

    def find(self) -> list[InitiativeMention]:
        """The initiatives among the candidates."""
        index = 0
        while index < len(self.candidates):
            group = self._group(index)
            self._take(group, index + len(group))
            index += len(group)
        return self.found

    def _group(self, index: int) -> list[_Candidate]:
        """The candidate and those after it that share its author: only a link stands between them."""
        group = [self.candidates[index]]
        for following in self.candidates[index + 1 :]:
            gap = self.view.folded[group[-1].end : following.start]
            if not _SHARED.fullmatch(gap.strip(" *_")):
                break
            group.append(following)
        return group

    def _take(self, group: list[_Candidate], next_index: int) -> None:
        """Reads what is told of a group of titles and keeps them when they are initiatives."""
        first, last = group[0], group[-1]
        paragraph = _paragraph(self.view, self.ends, first.start)
        floor = max(self.floor, paragraph[0])
        following = self.candidates[next_index] if next_index < len(self.candidates) else None
        limit = min(
            _paragraph(self.view, self.ends, last.end)[1], following.start if following else len(self.view.plain)
        )
        before = self._lead_author(first, floor)
        tail = self._tail_end(last.end, limit)
        after = None if before else self._tail_author(last.end, tail, following)
        tail = after.end if after and following and after.end > following.lead_start else tail
        author = before or after
        benefit = self._benefit(last.end, max(tail, after.end if after else 0), limit)
        if benefit is None and before:
            benefit = self._benefit_within(before.end, first.start)
        if not self._is_initiative(first, author, benefit):
            return
        self.floor = max(last.end, after.end if after else 0)
        self.last_end = last.end
        for item in group:
            title = words_of(self.view, *item.inner)
            made = InitiativeMention(*item.inner, title, author or Author(item.start, item.start), benefit=benefit)
            self.found.append(replace(made, shared=len(group) > 1 and benefit is not None))

    def _is_initiative(self, first: _Candidate, author: Author | None, benefit: AmountMention | None) -> bool:
        """By its lead, else by its author."""
        if first.lead == "sure":
            return author is not None or benefit is not None
        going_on = self.last_end >= 0 and first.start - self.last_end < 600
        if first.lead == "near" or (first.lead == "list" and going_on):
            return author is not None
        return author is not None and author.name is not None and (benefit is not None or self._told_before(first))

    def _told_before(self, first: _Candidate) -> bool:
        """True when initiatives are spoken of in the paragraph or right before it, or the author is named as such."""
        around = self.view.folded[max(0, first.start - 700) : first.end + 60]
        return bool(_may_hold().search(around)) or "tac gia" in around

    def _lead_author(self, first: _Candidate, floor: int) -> Author | None:
        """The person before "với sáng kiến" and the title."""
        people = people_between(self.view, max(floor, first.start - 260), first.start, known_only=False)
        if not people:
            return None
        person = people[-1]
        end = author_end(self.view, person.end, first.start)
        link = self.view.folded[end : first.start]
        if len(link.split()) > 10 or re.search(r"[.;]\s", link) or (end == first.start and first.lead != "sure"):
            return None
        author = told_of(self.view, person, min(end, first.lead_start))
        return self._with_others(author, people[:-1], floor)

    def _with_others(self, author: Author, others: list[Person], floor: int) -> Author:
        """The author with the authors named right before it: "A, B và C"."""
        names, start = [author.name or ""], author.start
        for person in reversed(others):
            if person.start < floor or not _AND.fullmatch(self.view.folded[person.end : start]):
                break
            names.insert(0, person.name)
            start = person.lead
        return replace(author, start=start, name=", ".join(names)) if len(names) > 1 else author

    def _tail_end(self, start: int, limit: int) -> int:
        """Where the sentence that tells of a title ends."""
        for match in _TAIL_END.finditer(self.view.plain, start, limit):
            if match[0] != "." or not is_short(self.view, match.start()):
                return match.start()
        return limit

    def _tail_author(self, start: int, end: int, following: _Candidate | None) -> Author | None:
        """The author, or the unit alone, in the words after a title."""
        people = people_between(self.view, start, end, known_only=False)
        for index, person in enumerate(people):
            gap = self.view.folded[start : person.lead]
            sure = person.kind == "author" or bool(re.search(r"(?:cua|do|tac gia)\W*(?:\w+\s+){0,2}$", gap))
            if not (sure or _OF.search(gap)):
                continue
            if not sure and following is not None and following.lead == "sure" and self._leads(person, following):
                return None
            return self._joined(people[index:], end)
        return self._unit_alone(start, end)

    def _leads(self, person: Person, following: _Candidate) -> bool:
        """True when a person stands right before "với sáng kiến" and the next title."""
        end = author_end(self.view, person.end, following.start)
        return len(self.view.folded[end : following.start].split()) <= 6

    def _joined(self, people: list[Person], limit: int) -> Author:
        """The first person with post and unit, and the authors after it that only a link divides."""
        names, last = [people[0].name], people[0]
        for person in people[1:]:
            if not _AND.fullmatch(self.view.folded[last.end : person.lead]):
                break
            names.append(person.name)
            last = person
        author = told_of(self.view, last, limit)
        title = None if len(names) > 1 and author.title == last.role else author.title
        return replace(author, start=people[0].lead, name=", ".join(names), title=title)

    def _unit_alone(self, start: int, end: int) -> Author | None:
        """ "“...” của CĐCS Trường B": a unit and no person."""
        match = _OF_UNIT.match(self.view.folded, start, end)
        if match is None or not match[0].strip():
            return None
        at = match.end()
        stop = author_end(self.view, at, end)
        if not any(heads().match(self.view.plain, at, stop) for heads in (sure_heads, part_heads)):
            return None
        _, unit = post_and_unit(self.view, at, stop)
        return Author(match.start(), stop, unit=unit) if unit else None

    def _benefit(self, start: int, end: int, limit: int) -> AmountMention | None:
        """The amount gained, in the words that tell of a title or in a sentence about it after them."""
        found = self._benefit_within(start, end)
        if found or end >= limit or not _ANAPHOR.match(self.view.folded, end):
            return found
        later = self._benefit_within(end, limit)
        return None if later and _SUM_OF_ALL.search(self.view.folded, end, later.start) else later

    def _benefit_within(self, start: int, end: int) -> AmountMention | None:
        index = bisect_left(self.starts, start)
        inside = []
        while index < len(self.amounts) and self.amounts[index].start < end:
            inside.append(self.amounts[index])
            index += 1
        return next((amount for amount in inside if amount.benefit), None)
