"""Records to compare: from an archive, from the folder of a jsonl export, and from gold files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from measure.items import HEAD_FIELDS, KEYS, Record, Row, items_of, plain
from records.errors import BadConfiguration, FileAccess
from store import schema
from store.archive import Archive


def gold_records(path: Path, sources: Iterable[Record] = ()) -> list[Record]:
    """Gold of a file, or of every ``.json`` file below a folder. Raises FileAccess, BadConfiguration.

    sources: records that know where their files were read: there the words of rows that give only ``title_span`` and
    ``author_span`` (characters of their line) are read; such rows are left out where the text is not to be had.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    paths = {Path(name).name: name for record in sources for name in record.paths}
    found = [_gold(file, paths) for file in files]
    records = [record for record in found if record is not None]
    if not records:
        raise FileAccess(f"no gold record in {path}")
    return records


def _gold(file: Path, paths: Mapping[str, Path]) -> Record | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadConfiguration(f"{file} is no gold file: {error}") from error
    if not isinstance(data, dict) or "document" not in data:
        return None
    head = {name: plain(data["document"][name]) for name in HEAD_FIELDS if name in data["document"]}
    source = paths.get(str(data.get("source_file")))
    items = {kind: items_of(kind, spelled(data[kind], source), gold=True) for kind in KEYS if kind in data}
    passed = {"tables": [(row["line"], row["line_end"]) for row in data.get("tables_partial", [])]}
    name = str(data.get("source_file", file.name.removesuffix(".json").removesuffix(".gold")))
    names = [name, *data.get("files", [])]
    return Record(name, head, items, frozenset(names), passed=passed)


def spelled(rows: Sequence[Row], source: Path | None) -> list[Row]:
    """Rows with their titles and authors read from the source where they give but spans of the line."""
    if all("title_span" not in row for row in rows):
        return list(rows)
    lines = source.read_text(encoding="utf-8").split("\n") if source and source.is_file() else []
    return [_spelled(row, lines) for row in rows if "title_span" not in row or lines]


def _spelled(row: Row, lines: Sequence[str]) -> Row:
    words: dict[str, object] = {}
    for name in ("title", "author"):
        line, span = row.get("line"), row.get(f"{name}_span")
        if isinstance(line, int) and isinstance(span, list):
            words[name] = lines[line - 1][slice(*span)]
    return {**row, **words}


def predicted_records(path: Path) -> list[Record]:
    """Records of an archive, or of a folder that ``doichieu export --format jsonl`` wrote. Raises FileAccess."""
    if (path / "records.sqlite").is_file():
        with Archive.open(path, read_only=True) as archive:
            tables = {"documents": schema.documents, "document_paths": schema.document_paths} | {
                kind: schema.KINDS[kind] for kind in KEYS
            }
            return _assemble({kind: list(archive.rows(table)) for kind, table in tables.items()})
    if (path / "documents.jsonl").is_file():
        return _assemble({kind: list(_lines(path / f"{kind}.jsonl")) for kind in ("documents", *KEYS)})
    raise FileAccess(f"neither an archive nor a jsonl export: {path}")


def _lines(file: Path) -> Iterator[Row]:
    if file.is_file():
        with file.open(encoding="utf-8") as opened:
            for line in opened:
                row: Row = json.loads(line)
                yield row


def _assemble(rows: dict[str, list[Row]]) -> list[Record]:
    by_document = {kind: _group(rows[kind]) for kind in KEYS}
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.get("document_paths", []):
        paths[str(row["document"])].append(str(row["path"]))
    records = []
    for row in rows["documents"]:
        key = str(row["id"])
        head = {name: plain(row.get(column)) for name, column in HEAD_FIELDS.items()}
        items = {kind: items_of(kind, by_document[kind].get(key, []), gold=False) for kind in KEYS}
        read = tuple(Path(path) for path in [str(row["path"]), *paths[key]])
        records.append(Record(read[0].name, head, items, frozenset(path.name for path in read), read))
    return records


def _group(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row["document"])].append(row)
    return grouped


def match(gold: Record, predicted: list[Record]) -> Record | None:
    """The predicted record of a gold document: by file name, else by file name without its suffix."""
    for record in predicted:
        if gold.names & record.names:
            return record
    stems = {Path(name).stem for name in gold.names}
    for record in predicted:
        if stems & {Path(name).stem for name in record.names}:
            return record
    return None
