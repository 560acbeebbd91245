"""The gold of a document as JSON: every fact with its line in the clean text and its verbatim words."""

from __future__ import annotations

import re
from dataclasses import asdict

from corpora.generate.compose import issued_mark
from corpora.generate.facts import (
    AmountGold,
    CitationGold,
    CountGold,
    DateGold,
    Fact,
    IgnoredGold,
    InitiativeGold,
    QuotaGold,
    Relation,
    Text,
)
from corpora.generate.model import Doc, Line, Table, lines

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_FIGURE = re.compile(r"\d(?:[\d.,/-]*\d)?")
_SECTION: dict[type[Fact], str] = {
    CitationGold: "citations", DateGold: "dates", QuotaGold: "quotas", CountGold: "counts", AmountGold: "amounts",
    InitiativeGold: "initiatives", IgnoredGold: "ignored_numbers",
}  # fmt: skip


def gold(doc: Doc, numbers: list[int] | None = None) -> dict[str, Json]:
    """The gold; ``numbers`` are the lines' 1-based numbers in the written file (1, 2, 3... in the clean text)."""
    all_lines = list(lines(doc))
    numbers = numbers or list(range(1, len(all_lines) + 1))
    found: dict[str, Json] = {"document": _document(doc, all_lines, numbers)}
    sections: dict[str, list[Json]] = {name: [] for name in _SECTION.values()}
    relations: list[Json] = []
    for line, number in zip(all_lines, numbers, strict=True):
        for words, fact in _marked(line, doc).stated():
            sections[_SECTION[type(fact)]].append(_row(fact, number, words))
        sections["ignored_numbers"] += _left_over(line, number)
        relations += [_relation(relation, number) for relation in line.text.relations]
    tables: list[Json] = []
    for block in (*doc.body, *doc.annex):
        if isinstance(block, Table):
            own = [number for line, number in zip(all_lines, numbers, strict=True) if line.block is block]
            tables.append(_table(block, own))
            _cells(block, own, sections)
            relations += [_relation(relation, own[-1]) for relation in block.relations]
    found |= {name: rows for name, rows in sections.items() if name != "ignored_numbers"}
    planted: list[Json] = [asdict(item) for item in doc.planted]
    return found | {"tables": tables, "relations": relations, "ignored_numbers": sections["ignored_numbers"],
                    "planted_errors": planted}  # fmt: skip


def _marked(line: Line, doc: Doc) -> Text:
    """A line of the body as it is; the head's date line with its gold."""
    if line.part == "head" and line.text.string == doc.head.date_text:
        return issued_mark(doc.head)
    return line.text


def _left_over(line: Line, number: int) -> list[Json]:
    """Figures of the body that no fact covers: numbers of sections, years, "thứ 6"..."""
    if line.part not in ("body", "annex") or isinstance(line.block, Table):
        return []
    covered = {index for mark in line.text.marks for index in range(mark.start, mark.end)}
    found = (match for match in _FIGURE.finditer(line.text.string) if match.start() not in covered)
    return [{"line": number, "text": match.group(), "why": "no fact"} for match in found]


def _document(doc: Doc, all_lines: list[Line], numbers: list[int]) -> Json:
    head, names = doc.head, doc.world.names
    name, parent = names["name"], names["parent_full"] or None
    at = {line.text.string: number for line, number in zip(reversed(all_lines), reversed(numbers), strict=True)}
    issued = head.issued_on.isoformat() if head.issued_on else None
    where: dict[str, Json] = {"number": at[head.number_text], "place_date": at[head.date_text],
                              "title": at[head.title.string], "signer": at[doc.foot.signer]}  # fmt: skip
    return {
        "type": doc.kind, "number": head.number, "issuer": None if head.bare else name,
        "parent_issuer": None if head.bare else parent, "place": head.place, "issued_on": issued,
        "title": head.title.string, "signer": doc.foot.signer, "signer_title": doc.foot.sign_lines[-1],
        "signed_for": " ".join(doc.foot.sign_lines[:-1]) or None, "issuer_inferred": name if head.bare else None,
        "lines": where,
    }  # fmt: skip


def _row(fact: Fact, line: int, words: str) -> Json:
    row: dict[str, Json] = asdict(fact)
    extra = {key for key in ("of", "partial", "self") if not row.get(key)}  # told only where they say something
    return {key: value for key, value in row.items() if key not in extra} | {"line": line, "text": words}


def _relation(relation: Relation, line: int) -> Json:
    figures: dict[str, Json] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in relation.figures
    }
    return {"kind": relation.kind} | figures | {"holds": relation.holds, "line": line}


def _table(table: Table, own: list[int]) -> Json:
    rows: list[Json] = [list(row) for row in table.rows]
    total: Json = list(table.total_row) if table.total_row else None
    groups: list[Json] = [[label, first, columns] for label, first, columns in table.groups]
    return {"title": table.title, "header": list(table.flat_header()), "rows": rows, "total_row": total,
            "groups": groups, "line": own[0], "line_end": own[-1]}  # fmt: skip


def _cells(table: Table, own: list[int], sections: dict[str, list[Json]]) -> None:
    body = table.body_rows()
    first = len(own) - len(body)
    for row, column, fact in table.facts:
        sections[_SECTION[type(fact)]].append(_row(fact, own[first + row], body[row][column]))
