"""Whose a figure is: the subject of its clause, who it belongs to, the head of its paragraph or section, the issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.find.issuers import Home, full_name
from nlp.find.lists import rows
from nlp.find.paragraphs import Paragraph
from nlp.find.statements import Clause, Statement
from nlp.find.view import LOWER, UPPER, View, fold, squeeze

_WORD = rf"(?:[{UPPER}{LOWER}\d][\w&./]*[\w&]|[{UPPER}{LOWER}\d])"
_CAPITAL = rf"(?:[{UPPER}][\w&.]*|\d+)"
#: Where the subject of a clause may begin: at its start, after a comma, colon, dash, or a word that leads to it.
_LEADS = (
    r"như|nhu|là|riêng|tiêu biểu là|trong đó|trong khi|còn|tiếp theo là|tiếp đến là|đứng đầu là|dẫn đầu là|cao nhất là|"
    r"thấp nhất là|nhiều nhất là|ít nhất là|nhất là|cụ thể là|gồm|giao|giao cho|cho|đối với|tại|ở|và|của|do|đó|đồng chí"
)
_GIVEN = re.compile(r"(?:giao(?: cho)?|phân bổ(?: cho)?|cho)\s*$")


@cache
def _heads() -> str:
    """Words a body's name begins with, longest first."""
    return _alternatives("head")


def _alternatives(role: str) -> str:
    words = sorted((row["phrase"] for row in rows("body_heads.tsv") if row["role"] == role), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


@cache
def _verbs() -> str:
    words = sorted((row["verb"] for row in rows("holder_verbs.tsv")), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


@cache
def _inner() -> str:
    """Lower-case words inside a body's name: "Công đoàn ngành Y tế", "LĐLĐ huyện Sìn Hồ", "Sở Giáo dục và Đào tạo"."""
    return "|".join(re.escape(row["word"]).replace(r"\ ", r"\s") for row in rows("body_words.tsv"))


@cache
def _name() -> re.Pattern[str]:
    """A body's name: its head word and what goes on with capitals or inner words, up to a verb, a sign or the end."""
    compound = rf"(?!(?:{_verbs()})\b)[{LOWER}]+(?=\s(?:[{UPPER}]|tỉnh\b|huyện\b|thành\sphố\b|thị\sxã\b))"
    does = rf"(?!(?:{_verbs()})\s(?:được|đạt|cho|hơn|trên|gần|khoảng|\d))"
    inner = rf"(?:(?:{_heads()})(?!\w)|{_CAPITAL}|{does}(?:{_inner()})(?![{LOWER}])|{compound})"
    none = _alternatives("none")
    joint = rf"\s|\s?[-–&]\s?|,\s(?=[{UPPER}][{LOWER}]+\s(?:và|,))"
    return re.compile(rf"(?<![\w/-])(?!(?:{none})(?!\w))(?:{_heads()})(?![\w/-])(?:(?:{joint}){inner})*")


@cache
def _subject() -> re.Pattern[str]:
    """A bare name ("Nam Đàn có 146", "Giao thông vận tải: 05") right before the figure of a list."""
    name = rf"(?P<name>[{UPPER}][{LOWER}{UPPER}]+(?:\s[{UPPER}{LOWER}]+){{0,6}}?)"
    return re.compile(
        rf"(?:^|[,(:–]|\b(?:như|là|gồm|và))\s*(?:\d+\.\s)?{name}\s*(?P<verb>:|\b(?:có|đạt|với|được)\b|\()"
        r"\s*(?:là|được|cả|tổng số|tất cả)?\s*$"
    )


@cache
def _whole() -> re.Pattern[str]:
    """What stands for the issuer's whole field: "toàn tỉnh", "toàn ngành"."""
    return re.compile(
        r"\b[Tt]oàn\s(?:tỉnh|ngành|huyện|thành phố|thị xã|xã|trường|quận|đảng bộ|hệ thống|Đảng bộ|cơ quan|đơn vị|quốc)"
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder's name, as printed with its abbreviations completed, and where it stands (None for the issuer)."""

    name: str
    start: int = -1


class Holders:
    """Finds the holders of one document's figures."""

    def __init__(self, view: View, home: Home, issuer: str | None) -> None:
        self.view, self.home = view, home
        self.issuer = issuer
        self._seen: dict[tuple[int, int], Holder | None] = {}

    def begins(self, phrase: str) -> bool:
        """True when a phrase begins with the name of one body."""
        name = _name().match(phrase)
        return name is not None and _specific(name[0])

    def names(self, phrase: str) -> bool:
        """True when a phrase is the name of one body and nothing else."""
        name = _name().fullmatch(phrase)
        return name is not None and _specific(name[0])

    def of(self, statement: Statement, clause: Clause, stop: int, limit: int) -> str | None:
        """The holder of a figure that ends at ``stop``; what follows it is read up to ``limit``."""
        found = self._behind(stop, limit) or self._in_clause(clause) or self._outside(statement, clause)
        found = found or self._toward(statement, clause)
        if found is None:
            found = self._sentence(statement, clause) or self._section(statement.paragraph)
        return found.name if found else self.issuer

    def between(self, clause: Clause, stop: int, limit: int) -> str | None:
        """The holder that a list names anew between two figures, or right behind the second."""
        found = self._behind(stop, limit) or self._in_clause(clause)
        return found.name if found else None

    def _behind(self, stop: int, limit: int) -> Holder | None:
        """ "01 CĐCS trực thuộc LĐLĐ huyện X": the body that what is counted belongs to."""
        text = self.view.plain[stop : min(limit, stop + 90)]
        match = _BELONGS.match(text)
        name = _name().match(text, match.end()) if match else None
        return self._holder(name[0], stop + name.start()) if name and _specific(name[0]) else None

    def _in_clause(self, clause: Clause) -> Holder | None:
        """The subject of the clause: the last body before the figure that stands where a subject does."""
        bare = _subject().search(clause.plain[-90:])
        listed = clause.bracket and bare and bare["verb"] == ":" and fold(bare["name"].split()[0]) not in _NO_NAMES
        if bare and (listed or _bare_name(bare["name"])):
            return self._holder(bare["name"], clause.end)
        country = _COUNTRY.search(clause.plain)
        if country:
            return Holder("cả nước", clause.start + country.start())
        if _whole().search(clause.plain):
            return Holder(self.issuer) if self.issuer else None
        found: Holder | None = None
        last: re.Match[str] | None = None
        listed = False  # a list of bodies that something is of: "của A, B và C được khen"
        for match in _name().finditer(clause.plain):
            gap = clause.plain[last.end() if last else 0 : match.start()]
            listed = bool(_OF.search(gap)) or (listed and _AND.fullmatch(gap) is not None)
            several = last is not None and _AND.fullmatch(gap) is not None
            last = match
            if not (listed and several) and self._is_subject(clause.plain, match):
                found = self._holder(match[0], clause.start + match.start())
        each = _EACH.search(clause.plain)
        if each is None or _TOWARD_EACH.search(clause.plain) or (found and clause.start + each.start() < found.start):
            return found
        return self._each(squeeze(each["name"])) or found

    def _toward(self, statement: Statement, clause: Clause) -> Holder | None:
        """ "Đối với Sở A; Sở B mỗi đơn vị ...": the bodies named so in the sentence."""
        toward = _TOWARD.search(statement.view.plain, max(statement.start, clause.end - 300), clause.end)
        return self._holder(toward["names"], toward.start()) if toward else None

    def _each(self, name: str) -> Holder | None:
        """ "mỗi xã, phường" of the issuer; None for "mỗi năm", "mỗi đợt"."""
        if fold(name.split(maxsplit=1)[0]) in _TIMES:
            return None
        return Holder(f"mỗi {name} ({self.issuer})" if self.issuer else f"mỗi {name}")

    def _is_subject(self, plain: str, match: re.Match[str]) -> bool:
        """True when a name stands as a subject: led in, and followed by a verb, a colon or the figure itself."""
        before, after = plain[: match.start()], plain[match.end() :]
        if not _specific(match[0]) or not _lead_in().search(before):
            return False
        if _AWARDS.match(after):
            return False
        return bool(_follow().match(after)) or not after.strip(" :(") or bool(_GIVEN.search(before))

    def _outside(self, statement: Statement, clause: Clause) -> Holder | None:
        """The subject of what stands before the bracket, or before the last ";" of the same sentence."""
        if clause.bracket and clause.bracket[0] > statement.start:
            return self._in_clause(statement.clause(clause.bracket[0]))
        return None

    def _earlier(self, statement: Statement, clause: Clause) -> Holder | None:
        """The subject of a clause before the last ";" that no other figure belongs to."""
        if clause.bracket or clause.start <= statement.start:
            return None
        found = self._in_clause(statement.whole(clause.start))
        between = found and any(found.start < figure.start < clause.end for figure in statement.figures)
        return None if between else found

    def _sentence(self, statement: Statement, clause: Clause) -> Holder | None:
        """The body that the paragraph begins with, or the subject of the sentence before where this one has none."""
        head = self._headed(statement.paragraph) or self._earlier(statement, clause)
        head = head or self._opening(statement.start, statement.end)
        if head:
            return head
        first = statement.view.plain[statement.start : statement.start + 40]
        if statement.before and _elliptic().match(first):
            return self._opening(*statement.before)
        return None

    def _headed(self, paragraph: Paragraph) -> Holder | None:
        """ "- LĐLĐ huyện X: đã ...": the body named at the head of the paragraph, before a colon."""
        return self._opening(paragraph.body, paragraph.end, colon=True) or self._labelled(paragraph)

    def _labelled(self, paragraph: Paragraph) -> Holder | None:
        """ "- Tổ giúp việc Ban Chỉ đạo của tỉnh: Không quá 05 ...": a label that begins like a body's name."""
        text = self.view.plain[paragraph.body : min(paragraph.end, paragraph.body + 120)]
        label, colon, _ = text.partition(":")
        label = label if colon else ""
        begins = _name().match(label)
        if not begins or not _FIGURE_NEXT.match(text, len(label)) or re.search(r"[.;\d]", label):
            return None
        return self._holder(label, paragraph.body)

    def _opening(self, start: int, end: int, colon: bool = False) -> Holder | None:
        key = (start, end if not colon else -end)
        if key not in self._seen:
            self._seen[key] = self._read_opening(start, end, colon)
        return self._seen[key]

    def _read_opening(self, start: int, end: int, colon: bool) -> Holder | None:
        text = self.view.plain[start : min(end, start + 160)]
        lead = _ADVERBIAL.match(text)
        at = lead.end() if lead else 0
        name = _name().match(text, at)
        if name is None or not _specific(name[0]):
            return None
        after = text[name.end() :]
        if _AWARDS.match(after):
            return None
        fits = re.match(r"\s*(?:\([^)]{1,40}\)\s*)?:", after) if colon else _follow().match(after)
        return self._holder(name[0], start + at) if fits else None

    def _section(self, paragraph: Paragraph) -> Holder | None:
        """The body that a heading names: "2. Đối với Công đoàn cơ sở", "III. LĐLĐ huyện X"."""
        for head in reversed(paragraph.headings):
            key = (head.body, -1)
            if key not in self._seen:
                self._seen[key] = self._heading(head)
            if self._seen[key]:
                return self._seen[key]
        return None

    def _heading(self, head: Paragraph) -> Holder | None:
        text = self.view.plain[head.body : min(head.end, head.body + 120)]
        toward = re.match(r"(?:[Đđ]ối với|[Cc]ủa|[Tt]ại)\s(?:các\s)?", text)
        at = toward.end() if toward else 0
        name = _name().match(text, at)
        if name is None:
            return None
        after = text[name.end() :].lstrip(" *")
        closed = not after or after[0] in ":\n" or (after[0] in ".;" and len(after) < 3)
        return self._holder(name[0], head.body + at) if closed and (toward or _specific(name[0])) else None

    def _holder(self, printed: str, start: int) -> Holder:
        return Holder(full_name(squeeze(printed).strip(" .,;:-–"), self.home), start)


#: A body that honours others: the figure is theirs, and the document's issuer speaks for them.
_AWARDS = re.compile(
    r"\s(?:đã\s)?(?:(?:quyết định\s)?(?:trao\s)?tặng(?:\sthưởng)?|trao|khen)\s"
    r"(?:cờ|bằng|giấy|huân|huy|danh hiệu|kỷ niệm chương|thưởng)\b",
    re.IGNORECASE,
)
_FIGURE_NEXT = re.compile(r":\s*(?:[^\W\d]+\s){0,4}\d")
#: "Đối với Sở A; Sở B mỗi đơn vị ...": the bodies that a share is set for one by one.
_TOWARD = re.compile(r"[Đđ]ối với (?P<names>[^.:]{3,160}?),?\smỗi (?:đơn vị|cơ quan|địa phương|tổ chức|ngành)\b")
_OF = re.compile(r"\b(?:của|tại|thuộc|từ)\s+$")
_AND = re.compile(r",?\s+(?:và\s+)?")
_TOWARD_EACH = re.compile(r",?\smỗi (?:đơn vị|cơ quan|địa phương|tổ chức|ngành)\s(?:đề nghị|không|được|xét|chọn|tối)")
_COUNTRY = re.compile(r"\b[Cc]ả nước\b|\b[Tt]rên (?:phạm vi )?toàn quốc\b|^\W*[Tt]oàn quốc\b")
_BELONGS = re.compile(r"[^,;:()]{0,40}?\b(?:trực thuộc|thuộc|của)\s")
_EACH = re.compile(
    rf"\b[Mm]ỗi\s(?P<name>[{LOWER}]+(?:[ ,]+[{LOWER}]+){{0,7}}?)(?=\s(?:đã|phải|có|chọn|đề nghị|tối thiểu|ít nhất"
    r"|xét|cử|đăng ký|không|được|phấn đấu|lựa chọn|giới thiệu|xây dựng|tổ chức|bình quân)\b|\s*$)"
)
_ADVERBIAL = re.compile(
    r"(?:(?:Trong|Tính|Đến|Ngày|Năm|Qua|Riêng|Tại|Kết thúc|Sau|Từ|Cũng)\b[^,;:]{0,70}[,:]\s*)?"
    r"(?:(?:tại|riêng|đồng chí|[Bb]an Thường vụ)\s)?"
)


def _specific(name: str) -> bool:
    """True for a name that tells one body from others: more than its head word, or an abbreviation."""
    words = name.split()
    return len(words) > 1 or (name.isupper() and len(name) > 2) or fold(name) in ("tinh uy", "huyen uy", "thanh uy")


def _bare_name(name: str) -> bool:
    """True for a name without a body's head: all words in capitals, or few words of which the first is no verb."""
    words = name.split()
    if re.fullmatch(_verbs(), words[0].lower()) or re.fullmatch(_verbs(), " ".join(words[:2]).lower()):
        return False
    if fold(words[0]) in _NO_NAMES or fold(" ".join(words[:2])) in _NO_NAMES:
        return False
    return all(word[0].isupper() for word in words)


_TIMES = frozenset({"nam", "thang", "quy", "tuan", "ngay", "dot", "lan", "gio", "vu", "ky"})
_NO_NAMES = frozenset(
    {
        "tong",
        "so",
        "trong",
        "toan",
        "co",
        "da",
        "den",
        "qua",
        "ket qua",
        "ca",
        "tinh den",
        "rieng",
        "ngoai",
        "hien",
        "moi",
    }
)


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^\W*|[,:;(\-–]\s*|\b(?:{_LEADS})\s*|\d{{4}}\s*)(?:(?:hệ thống|các|toàn thể|ban thường vụ|tập thể)\s)?$",
        re.IGNORECASE,
    )


@cache
def _follow() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\([^)]*\)\s*)?(?:[:(]|,\s(?:đã|đạt|có)\b|(?:{_verbs()})\b)")


@cache
def _elliptic() -> re.Pattern[str]:
    """A sentence that begins with its verb, or with the outcome, has the subject of the one before."""
    verbs = "|".join(f"[{v[0].upper()}{v[0]}]{v[1:]}" for v in _verbs().split("|"))
    return re.compile(rf"(?:(?:Đã\s)?(?:{verbs})|Kết quả|Trong đó|Qua đó|Cụ thể|Nhờ đó)\b")


def issuer_in_body(view: View, paragraphs: list[Paragraph], home: Home) -> str | None:
    """The body that opens the text as its author, for a document without a letterhead: "..., LĐLĐ huyện X báo cáo"."""
    for paragraph in paragraphs[:4]:
        text = view.plain[paragraph.body : min(paragraph.end, paragraph.body + 3000)]
        found = [m for m in _name().finditer(text) if _specific(m[0]) and _AUTHORS.match(text, m.end())]
        if found:
            return full_name(_OFFICE.sub("", squeeze(found[-1][0])), home)
    return None


_OFFICE = re.compile(r"^(?:Ban Thường vụ|Ban Chấp hành|Thường trực|Đảng đoàn)\s+(?=\S)")
_AUTHORS = re.compile(
    r"\s+(?:trân trọng|kính|ban hành|báo cáo|thông báo|đề nghị|xây dựng|hướng dẫn|yêu cầu|tổ chức|quyết định|triển khai"
    r"|trình|đã)\b"
)
