"""The document model that every layout is rendered from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpora.generate.facts import Fact, Relation, Text
from corpora.generate.world import Ref, World

Style = Literal["body", "item", "heading1", "heading2", "center", "note", "ground"]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; in the clean text it is one line."""

    text: Text
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``header`` is the flat head; ``groups`` (label, first column, columns) stand above it, merged.

    ``facts`` holds the gold of a cell by (row, column) in ``rows``, the total row counted last. numbers: the row below
    the head that numbers the columns, () for none; ruled: whether lines are drawn; repeats: whether the head is
    printed again on every page.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total_row: tuple[str, ...] | None
    groups: tuple[tuple[str, int, int], ...] = ()
    facts: tuple[tuple[int, int, Fact], ...] = ()
    relations: tuple[Relation, ...] = ()
    numbers: tuple[str, ...] = ()
    ruled: bool = True
    repeats: bool = True

    def head_rows(self) -> list[tuple[str, ...]]:
        """The head as printed: one row, or two where columns are grouped; then the row of numbers, if there is one."""
        last = [self.numbers] if self.numbers else []
        if not self.groups:
            return [self.header, *last]
        upper, lower = list(self.header), [""] * len(self.header)
        for label, first, columns in self.groups:
            for column in range(first, first + columns):
                upper[column] = label if column == first else ""
                lower[column] = self.header[column]
        return [tuple(upper), tuple(lower), *last]

    def flat_header(self) -> tuple[str, ...]:
        """One name a column: a grouped one with its group before it ("Kết quả - Thực hiện")."""
        flat = list(self.header)
        for label, first, columns in self.groups:
            for column in range(first, first + columns):
                flat[column] = f"{label} - {flat[column]}"
        return tuple(flat)

    def body_rows(self) -> list[tuple[str, ...]]:
        """All rows below the head, the total row last."""
        return [*self.rows, *([self.total_row] if self.total_row else [])]


Block = Para | Table


@dataclass(frozen=True, slots=True)
class Planted:
    """An error put in on purpose: before and after as printed, and whose it is (reader, author)."""

    kind: str
    before: str
    after: str
    blame: str


@dataclass(frozen=True, slots=True)
class Head:
    """Letterhead (Nghị định 30/2020/NĐ-CP, annex I): printed lines and what they state.

    number and issued_on are None where the paper leaves blanks; bare heads print no letterhead (issuer unknown).
    """

    style: Literal["state", "party"]
    parent_lines: tuple[str, ...]
    issuer_lines: tuple[str, ...]
    number: str | None
    number_text: str
    place: str
    issued_on: date | None
    date_text: str
    type_heading: str
    title: Text
    to: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients (nơi nhận) and signature."""

    copies: tuple[str, ...]
    sign_lines: tuple[str, ...]
    signer: str
    seal: str


@dataclass(frozen=True, slots=True)
class Doc:
    """One document: model and, through :mod:`corpora.generate.gold`, its gold.

    ``planted`` names the errors that :mod:`corpora.generate.plant` put in on purpose.
    """

    world: World
    ref: Ref
    head: Head
    body: tuple[Block, ...]
    foot: Foot
    annex: tuple[Block, ...] = ()
    planted: tuple[Planted, ...] = field(default=())

    @property
    def kind(self) -> str:
        """Abbreviation of the document's type."""
        return self.ref.type

    @property
    def name(self) -> str:
        """A file name without suffix: the number in ASCII, or the key of an unnumbered paper."""
        plain = self.ref.number.replace("Đ", "D").replace("/", "-").replace(" ", "")
        return f"{self.world.seed}_{self.ref.key}" if self.head.number is None else f"{self.world.seed}_{plain}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text: its part, its words, and the block it is of."""

    part: Literal["head", "title", "body", "foot", "annex"]
    text: Text
    block: Block | None = None


def lines(doc: Doc) -> Iterator[Line]:
    """The clean text in reading order: left column of the head, right column, title, body, foot, annex."""
    yield from _head(doc.head)
    for block in doc.body:
        yield from _block(block, "body")
    yield Line("foot", Text("Nơi nhận:" if doc.head.style == "state" else "Nơi nhận"))
    for copy in doc.foot.copies:
        yield Line("foot", Text(copy))
    for line in (*doc.foot.sign_lines, doc.foot.signer):
        yield Line("foot", Text(line))
    for block in doc.annex:
        yield from _block(block, "annex")


def _head(head: Head) -> Iterator[Line]:
    state = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    right = state if head.style == "state" else ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    letter = not head.type_heading
    left = () if head.bare else (*head.parent_lines, *head.issuer_lines)
    for line in (*left, *(("*",) if head.style == "party" and not head.bare else ()), *(() if head.bare else right)):
        yield Line("head", Text(line))
    yield Line("head", Text(head.number_text))
    if letter:
        yield Line("title", head.title)
    yield Line("head", Text(head.date_text))
    if not letter:
        yield Line("head", Text(head.type_heading))
        yield Line("title", head.title)
    for line in head.to:
        yield Line("head", Text(line))


def _block(block: Block, part: Literal["body", "annex"]) -> Iterator[Line]:
    if isinstance(block, Para):
        yield Line(part, block.text, block)
        return
    if block.title:
        yield Line(part, Text(block.title), block)
    for row in (*block.head_rows(), *block.body_rows()):
        yield Line(part, Text("\t".join(row)), block)
