"""Records to compare: from an archive, from the folder of a jsonl export, and from gold files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from measure.items import HEAD_FIELDS, KEYS, Record, Row, items_of, plain
from records.errors import BadConfiguration, FileAccess
from store import schema
from store.archive import Archive


def gold_records(path: Path) -> list[Record]:
    """Gold of a file, or of every ``.json`` file below a folder. Raises FileAccess, BadConfiguration."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    found = [_gold(file) for file in files]
    records = [record for record in found if record is not None]
    if not records:
        raise FileAccess(f"no gold record in {path}")
    return records


def _gold(file: Path) -> Record | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadConfiguration(f"{file} is no gold file: {error}") from error
    if not isinstance(data, dict) or "document" not in data:
        return None
    head = {name: plain(data["document"][name]) for name in HEAD_FIELDS if name in data["document"]}
    items = {kind: items_of(kind, data[kind], gold=True) for kind in KEYS if kind in data}
    name = str(data.get("source_file", file.name.removesuffix(".json").removesuffix(".gold")))
    names = [name, *data.get("files", [])]
    return Record(name, head, items, frozenset(names))


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
        names = frozenset(Path(path).name for path in [str(row["path"]), *paths[key]])
        records.append(Record(Path(str(row["path"])).name, head, items, names))
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
