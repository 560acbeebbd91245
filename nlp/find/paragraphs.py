"""Paragraphs of a text, though a page breaks or wraps their lines, and the sections they stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import quantiles
from typing import Literal

from nlp.find.lists import rows
from nlp.find.view import LOWER, View, fold

Register = Literal["report", "target", "neutral"]

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*[-+•]\s*(?=\S)")
_NUMBER = re.compile(
    r"\s*(?:(?P<roman>[IVX]{1,5})\s?[./)-]|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,3})\s?[.)/:-](?!\d)|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?=\s)"
    r"|(?P<letter>[a-zđ])\)|\((?P<item>\d{1,2})\)|(?P<article>Điều\s\d{1,3})\s?[.:])\s*"
)
_ENDED = re.compile(r"[.;:!?…]['\"”’)\]]*\s*$")
_LOWER_START = re.compile(rf"\s*[{LOWER}]")
_WRAPPED = 130  # a text whose long lines are shorter than this breaks its lines at the margin
_FULL = 0.72  # share of the margin that a line reaches when its paragraph goes on


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the view. level: of its mark ("2.1", "-", "I"; 0 highest, 9 for none); body: where words begin.

    headings: the paragraphs that head the sections it stands in, outermost first.
    """

    start: int
    end: int
    body: int
    level: int = 9
    headings: tuple[Paragraph, ...] = ()
    bullet: bool = False


def _margin(lines: list[tuple[int, int]]) -> int | None:
    """The length of a full line where lines are broken at a margin, else None."""
    lengths = [end - start for start, end in lines]
    if len(lengths) < 8:
        return None
    long = int(quantiles(lengths, n=10)[-1])
    return long if long < _WRAPPED else None


def _level(mark: re.Match[str] | None, bullet: bool) -> int:
    if mark is None:
        return 8 if bullet else 9
    if mark["article"] or mark["roman"]:
        return 0
    digits = mark["arabic"] or mark["dotted"]
    if digits:
        return 1 + digits.count(".")
    return 5 if mark["letter"] else 6


class _Builder:
    def __init__(self, view: View, skip: list[tuple[int, int]]) -> None:
        self.view, self.plain = view, view.plain
        self.skip = _merged(skip)
        self.skip_starts = [start for start, _ in self.skip]
        self.lines = [
            m.span() for m in _LINE.finditer(self.plain) if m[0].strip() and not self._skipped(m.start(), m[0])
        ]
        self.margin = _margin(self.lines)

    def _skipped(self, start: int, line: str) -> bool:
        """True for lines of tables, and lines read from an image that are no print."""
        index = bisect_right(self.skip_starts, start) - 1
        inside = index >= 0 and start < self.skip[index][1]
        return inside or _row(line, self.view, start) or self.view.is_noise(start)

    def paragraphs(self) -> list[Paragraph]:
        spans: list[list[int]] = []
        for start, end in self.lines:
            if spans and self._goes_on(spans[-1][1], start, end):
                spans[-1][1] = end
            else:
                spans.append([start, end])
        return list(self._with_sections(spans))

    def _goes_on(self, last: int, start: int, end: int) -> bool:
        """True when the line goes on with the paragraph that ends at ``last``."""
        plain = self.plain
        if bisect_right(self.skip_starts, start) > bisect_right(self.skip_starts, last):
            return False
        before = plain.rfind("\n", 0, last) + 1
        gap = plain[last:start]
        ended = bool(_ENDED.search(plain, max(before, last - 6), last))
        if _BULLET.match(plain, start, end):
            return False
        if _LOWER_START.match(plain, start, end) and not _NUMBER.match(plain, start, end):
            return not ended or plain[last - 1] in ",;"
        if ended or _NUMBER.match(plain, start, end) or gap.count("\n") > 1:
            return False
        return self.margin is not None and last - before >= _FULL * self.margin

    def _with_sections(self, spans: list[list[int]]) -> Iterable[Paragraph]:
        open_heads: list[Paragraph] = []
        for start, end in spans:
            bullet = _BULLET.match(self.plain, start, end)
            mark = None if bullet else _NUMBER.match(self.plain, start, end)
            level = _level(mark, bool(bullet))
            lead = mark or bullet
            while open_heads and open_heads[-1].level >= level:
                open_heads.pop()
            body = lead.end() if lead else start + len(self.plain[start:end]) - len(self.plain[start:end].lstrip())
            made = Paragraph(start, end, body, level, tuple(open_heads), bool(bullet))
            yield made
            if level < 8 or _heads(self.plain[body:end]):
                open_heads.append(made if level < 8 else Paragraph(start, end, body, 7, made.headings, bool(bullet)))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _heads(text: str) -> bool:
    """True for a short line that opens a list or a section: it ends in ":" or has no end at all."""
    return len(text) < 300 and text.rstrip().endswith(":")


def _row(line: str, view: View, start: int) -> bool:
    """True for a row of a table printed with tabs or bars."""
    printed = view.plain_kept(start, start + len(line))
    return printed.count("\t") >= 2 or printed.count("|") >= 2


def find_paragraphs(view: View, skip: Iterable[tuple[int, int]] = ()) -> list[Paragraph]:
    """The paragraphs in order, without the lines inside ``skip`` (tables) and rows printed with tabs or bars."""
    return _Builder(view, list(skip)).paragraphs()


#: The line that begins the foot of a document (NĐ 30/2020/NĐ-CP, annex I), and one that its recipients cannot be.
_COPIES = re.compile(r"\W*n[oơ]i nh[aậ]n\W*", re.IGNORECASE)
_RECIPIENT = 160


def body_paragraphs(view: View, paragraphs: list[Paragraph], head: Iterable[tuple[int, int]]) -> list[Paragraph]:
    """The paragraphs behind the head (its spans), without the recipients (nơi nhận) at the foot."""
    reach = len(view.plain) // 2
    head_end = max((end for _, end in head if end <= reach), default=0)
    found: list[Paragraph] = []
    foot = False
    for paragraph in paragraphs:
        text = view.plain[paragraph.start : paragraph.end]
        foot = bool(_COPIES.match(text)) or (foot and len(text) < _RECIPIENT and paragraph.bullet)
        if not foot and paragraph.start >= head_end:
            found.append(paragraph)
    return found


@cache
def _section_cues() -> list[tuple[str, Register]]:
    found: list[tuple[str, Register]] = []
    for row in rows("section_cues.tsv"):
        role = row["role"]
        found.append((fold(row["cue"]), "report" if role == "report" else "target" if role == "target" else "neutral"))
    return sorted(found, key=lambda item: -len(item[0]))


#: Words of headings for what is to be done, or, below a heading that reports, for what was done.
_WORKS = frozenset({"giai phap", "nhiem vu", "to chuc thuc hien", "phan cong", "tieu chuan", "yeu cau"})


def register_of(view: View, paragraph: Paragraph) -> Register | None:
    """What the headings above a paragraph promise: results ("report"), what is to be done ("target"), or neither."""
    inner: Register | None = None
    for head in reversed(paragraph.headings):
        text = view.folded[head.body : min(head.end, head.body + 160)].split("\n\n")[0].split(":")[0].split(". ")[0]
        if head.level == 7 or len(text) > 140:
            continue
        hits = [(text.find(cue), role, cue) for cue, role in _section_cues() if cue in text]
        found = min(hits)[1] if hits else None
        if inner == "target" and found == "report":
            return "report"
        if inner is None and found is not None:
            if found != "target" or any(cue not in _WORKS for _, role, cue in hits if role == "target"):
                return found
            inner = found
    return inner
