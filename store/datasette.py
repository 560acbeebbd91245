"""What Datasette (https://docs.datasette.io/en/stable/metadata.html) shows beside an archive's tables.

It opens ``records.sqlite`` as it is; with this metadata it also tells what tables and columns mean, offers the named
queries, and begins with facets.
"""

from __future__ import annotations

from store.named_queries import named_queries
from store.schema import METADATA
from store.views import views

#: Facets to begin with, by table or view.
_FACETS = {
    "documents": ["type", "issuer", "origin"],
    "documents_overview": ["type", "issuer", "origin"],
    "pages": ["verdict", "origin"],
    "citations": ["type", "issuer"],
    "citations_resolved": ["cited_type", "in_archive"],
    "dates": ["role", "precision"],
    "quotas": ["unit", "period"],
    "counts": ["unit", "period"],
    "quotas_and_counts": ["unit", "period"],
    "initiatives": ["field", "unit"],
    "findings": ["verdict", "level", "rule"],
    "findings_with_documents": ["verdict", "level", "rule"],
    "mentions": ["kind"],
    "edits": ["rung", "unsure"],
}
_LABELS = {"documents": "number"}


def metadata() -> dict[str, object]:
    """The metadata of a database named ``records``, for ``datasette records.sqlite -m FILE``."""
    described = {table.name: (table.comment or "", _comments(table.columns)) for table in METADATA.sorted_tables}
    described |= {view.name: (view.meaning, view.columns) for view in views()}
    tables = {name: _table(name, meaning, columns) for name, (meaning, columns) in described.items()}
    queries = {
        query.name: {"title": f"{query.vi} / {query.en}", "sql": query.sql} for query in named_queries().values()
    }
    return {
        "title": "Đối Chiếu",
        "description": "Records of archived Vietnamese administrative reports, each with its place",
        "databases": {"records": {"tables": tables, "queries": queries}},
    }


def _comments(columns: object) -> dict[str, str]:
    return {column.name: column.comment or "" for column in columns}  # type: ignore[attr-defined]


def _table(name: str, meaning: str, columns: dict[str, str]) -> dict[str, object]:
    described: dict[str, object] = {"description": f"{meaning[:1].upper()}{meaning[1:]}.", "columns": columns}
    if name in _FACETS:
        described["facets"] = _FACETS[name]
    if name in _LABELS:
        described["label_column"] = _LABELS[name]
    return described
