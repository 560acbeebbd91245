"""What a run tells at its end: what was read, how many records of each kind there are, a few of them, and the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from sqlalchemy import Table, select

from batch.listener import Tally
from store import schema
from store.archive import Archive
from store.audit_rows import coverage

Row = Mapping[str, object]

#: Most characters of a line, but for paths.
WIDTH = 80
FILES = ("records.sqlite", "report.html", "run.jsonl", "quarantine.csv")


def print_summary(archive: Archive, folder: Path, tally: Tally) -> None:
    """Print the summary on stdout; ``folder`` is the archive's."""
    out = Console(highlight=False, soft_wrap=True)
    for line in (*_read(tally), "", *_kinds(archive), *_examples(archive), ""):
        out.print(line, markup=False)
    for name in FILES:
        if (folder / name).exists():
            out.print(f"  {folder / name}", markup=False)
    if tally.failed or tally.partial:
        lost = [f"{tally.failed} files"] * bool(tally.failed)
        lost += [f"pages of {tally.partial} documents"] * bool(tally.partial)
        out.print(f"could not be read: {' and '.join(lost)}; why: {folder / 'quarantine.csv'}", markup=False)


def _read(tally: Tally) -> Iterator[str]:
    yield f"{tally.read} documents read ({tally.pages} pages, {60 * tally.pages / tally.seconds:.0f} pages/min),"
    yield (f"{tally.same_bytes} with bytes already known, {tally.skipped} already done, {tally.failed} in quarantine")


def _kinds(archive: Archive) -> Iterator[str]:
    """How many records of each kind."""
    audited = coverage(archive)
    yield f"{'records':<12}{'number':>8}"
    for kind, number in archive.counts().items():
        line = f"{kind:<12}{number:>8}"
        if kind == "findings":
            levels = (f"{audited.number('fails', level=level)} {level}s" for level in ("error", "warning", "note"))
            line += f"   {audited.number('holds')} hold, {audited.number('fails')} fail ({', '.join(levels)})"
        yield line


@dataclass(frozen=True, slots=True)
class _Example:
    """How a kind's record is told: the field that must be there, what it says first, and the fields behind that."""

    field: str
    first: Callable[[Row], str]
    then: tuple[str, ...]
    only: tuple[str, str] | None = None


def _examples(archive: Archive) -> Iterator[str]:
    """A record of each kind that says much: what it is, where it stands, and below what of."""
    names = {_text(row["id"]): Path(_text(row["path"])).name for row in archive.rows(schema.documents)}
    for kind, example in _EXAMPLES.items():
        for row in _rows(archive, schema.KINDS[kind], example):
            name = names[_text(row["id" if kind == "documents" else "document"])]
            where = name if kind == "documents" else f"{name}:{row['page']}:{row['line']}"
            yield ""
            yield f"{kind:<12} {_cut(example.first(row), 38):<38} {_cut(where, WIDTH - 52)}"
            told = " · ".join(text for field in example.then if (text := _text(row[field])))
            yield f"{'':12} {_cut(told, WIDTH - 13)}"


def _cut(text: str, width: int) -> str:
    """The text, cut to a width.

    >>> _cut("sáng kiến", 6)
    'sáng …'
    """
    return text if len(text) <= width else text[: width - 1] + "…"


def _rows(archive: Archive, table: Table, example: _Example) -> Iterator[Row]:
    query = select(table).where(table.c[example.field].is_not(None)).order_by(*table.primary_key.columns)
    if example.only:
        query = query.where(table.c[example.only[0]] == example.only[1])
    return archive.select(query.limit(1))


def _text(value: object) -> str:
    """A field in one line."""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return "" if value is None else " ".join(str(value).split())


def _figure(value: object) -> str:
    """A figure as it is printed in Vietnamese.

    >>> _figure(Decimal("1200.5")), _figure(3945)
    ('1.200,5', '3.945')
    """
    plain = Decimal(str(value))
    whole, _, rest = format(plain, "f").partition(".")
    return f"{int(whole):,}".replace(",", ".") + ("," + rest if rest else "")


def _measure(row: Row) -> str:
    """Hedge, value and unit of a quota or count."""
    unit = _text(row["unit"])
    value = _figure(row["value"]) + ("%" if unit == "%" else f" {unit}")
    return f"{_text(row['qualifier'])} {value}".strip()


def _money(row: Row) -> str:
    """Hedge and value of an amount."""
    return f"{_text(row['qualifier'])} {_figure(row['value_vnd'])} đồng".strip()


def _size(row: Row) -> str:
    rows, head = row["rows"], row["header"]
    return f"{len(rows)} rows of {len(head)} cells" if isinstance(rows, list) and isinstance(head, list) else ""


_EXAMPLES: dict[str, _Example] = {
    "documents": _Example("number", lambda row: _text(row["number"]), ("issued_on", "issuer")),
    "quotas": _Example("subject", _measure, ("subject", "holder")),
    "counts": _Example("subject", _measure, ("subject", "holder")),
    "amounts": _Example("what", _money, ("what", "per")),
    "initiatives": _Example("author", lambda row: _text(row["author"]), ("title", "unit")),
    "tables": _Example("header", _size, ("title", "header")),
    "findings": _Example("rule", lambda row: _text(row["rule"]), ("message",), ("verdict", "fails")),
}
