"""Files, documents and what a run made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from records.facts import Facts
from records.finding import Finding
from records.page import Page


class Kind(StrEnum):
    """Kind of a file, decided by its bytes."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    XLS = "xls"
    XLSX = "xlsx"
    ODS = "ods"
    PPT = "ppt"
    PPTX = "pptx"
    ODP = "odp"


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a file is refused: bytes of a file, pages of a document, pixels of one page image."""

    max_bytes: int = 500_000_000
    max_pages: int = 5_000
    max_pixels: int = 120_000_000


@dataclass(frozen=True, slots=True)
class FileCard:
    """What triage found out about a file. ``format`` is the exact format ("PDF", "TIFF", "UTF-8 text"...).

    encoding names a text file's encoding ("utf-8", "utf-16-le", "cp1258", "tcvn3", "vni"...); pages is 1 for text.
    """

    path: Path
    sha256: str
    size: int
    kind: Kind
    format: str
    pages: int = 1
    encoding: str | None = None
    note: str | None = None

    @property
    def id(self) -> str:
        """The document's id: the first 16 hexadecimal digits of its sha256."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Failure:
    """A row of quarantine: what went wrong where, and what to do. page is None when the whole file failed."""

    path: str
    stage: str
    reason: str
    advice: str
    page: int | None = None
    sha256: str | None = None
    exit_code: int = 15


@dataclass(frozen=True, slots=True)
class Document:
    """A document's whole record as it goes into the store."""

    card: FileCard
    pages: tuple[Page, ...]
    facts: Facts = field(default_factory=Facts)
    failures: tuple[Failure, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.card.id

    @property
    def origin(self) -> str:
        """born-digital, legacy, ocr, text or repaired: what most pages' text comes from."""
        if self.card.kind is Kind.TEXT:
            return "text" if self.card.encoding in (None, "utf-8", "utf-16", "utf-16-le", "utf-16-be") else "legacy"
        origins = [page.origin.value for page in self.pages] or ["text-layer"]
        most = max(sorted(set(origins)), key=origins.count)
        return {"text-layer": "born-digital", "decoded": "legacy", "ocr": "ocr", "restored": "repaired"}[most]

    @property
    def language_score(self) -> float | None:
        """Mean score of its pages' judgements weighted by their words, or None."""
        known = [(p.judgement.score, p.judgement.words) for p in self.pages if p.judgement.score is not None]
        total = sum(words for _, words in known)
        return sum(score * words for score, words in known) / total if total else None
