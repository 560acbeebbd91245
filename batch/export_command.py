"""``doichieu export``: the records as files, as they were read or as reviewers decided."""

from __future__ import annotations

from pathlib import Path

from store.archive import Archive
from store.export import export


def export_command(folder: Path, url: str | None, format: str, to: Path, *, reviewed: bool) -> list[Path]:
    """Write the files and return them. Raises FileAccess where there is no archive, UsageError for another format."""
    with Archive.open(folder, url, read_only=True) as archive:
        if not reviewed:
            return export(archive, format, to)
        # lazy: the audit's rules, which a plain export does not need
        from batch.reviewed import Applied
        from store.reviewed import review_of

        return export(archive, format, to, Applied(archive, review_of(archive)))
