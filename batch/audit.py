"""The audit of an archive: what changed is audited across documents, and within them where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from audit.document import audit_document
from audit.series.keys import VERSION, entries
from audit.series.run import audit_series
from records.dossier import Dossier
from records.finding import Finding
from records.series import Series
from store import series_keys, series_stream
from store.archive import Archive
from store.audit_rows import document_ids, replace_findings
from store.dossiers import dossier

#: What an ill-formed record raises when it is read back; that document is left out and named.
ILL_FORMED = (ValueError, TypeError, KeyError, ArithmeticError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Audited:
    """What was done: documents whose series were found anew, documents that went, series audited."""

    documents: int
    gone: int
    series: int


def is_stale(archive: Archive) -> bool:
    """True where the findings across documents are not those of the records as they are."""
    return series_keys.stale(archive, VERSION)


def audit_across(archive: Archive) -> Audited:
    """Audit every series that added, changed or removed documents touch; a second time does nothing."""
    keyed = series_keys.update_keys(archive, entries, VERSION)

    @lru_cache(maxsize=64)
    def look(document: str) -> Dossier | None:
        try:
            return dossier(archive, document)
        except ILL_FORMED:
            return None

    def audit(series: Iterable[Series]) -> Iterator[tuple[str, Finding]]:
        return audit_series(series, look)

    return Audited(keyed.made, keyed.gone, series_stream.audit_touched(archive, audit))


def audit_again(archive: Archive) -> list[tuple[str, str]]:
    """Audit every document anew from its stored records; returns those that could not be, each with the reason."""
    failed = []
    for document in document_ids(archive):
        try:
            found = audit_document(dossier(archive, document))
        except ILL_FORMED as error:
            failed.append((document, f"{type(error).__name__}: {error}"))
            continue
        replace_findings(archive, document, found)
    return failed
