"""Writes a document in one of its layouts, and its gold."""

from __future__ import annotations

import json
from pathlib import Path

from corpora.generate.gold import gold
from corpora.generate.legacy import legacy_faces, reveal
from corpora.generate.model import Doc
from corpora.generate.page import render
from corpora.generate.plain import clean_text, legacy_bytes, markdown
from corpora.generate.scan import Mode, image_pdf, images, level_named, tiff, wrong_language_pdf
from corpora.generate.word import word_file

#: Layouts with the suffix of their files. "-bw" is 1-bit, "-rgb" colour, none grey.
LAYOUTS: dict[str, str] = {
    "txt": ".txt", "md": ".md", "txt-tcvn3": ".txt", "txt-vni": ".txt", "docx": ".docx", "pdf": ".pdf",
    "legacy-tcvn3": ".pdf", "legacy-vni": ".pdf", "scan": ".pdf", "scan-bw": ".pdf", "scan-rgb": ".pdf",
    "tiff": ".tiff", "tiff-bw": ".tiff", "tiff-rgb": ".tiff", "wrong-ocr": ".pdf",
}  # fmt: skip


def content(doc: Doc, layout: str, level: str = "light", dpi: int = 300, *, handwritten: bool = False) -> bytes:
    """The document's bytes in a layout; level and dpi matter for scans only.

    Raises ValueError for an unknown layout.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}: {', '.join(LAYOUTS)}")
    kind, _, variant = layout.partition("-")
    if kind in ("scan", "tiff", "wrong"):
        return _scanned(doc, layout, level, dpi, handwritten=handwritten)
    if kind == "legacy":
        return reveal(render(doc, legacy_faces(variant)))
    if layout == "docx":
        return word_file(doc)
    if layout == "pdf":
        return render(doc)
    if variant:
        return legacy_bytes(doc, variant)
    return (markdown(doc)[0] if layout == "md" else clean_text(doc)).encode()


def _scanned(doc: Doc, layout: str, level: str, dpi: int, *, handwritten: bool) -> bytes:
    kind, _, variant = layout.partition("-")
    mode: Mode = "rgb" if variant == "rgb" else "bw" if variant in ("bw", "ocr") else "grey"
    pdf = render(doc, seal=level_named(level).seal, handwritten=handwritten)
    pages = images(pdf, level, dpi, mode, f"scan {doc.world.seed} {doc.ref.key} {level} {dpi} {mode}")
    quality = int(level_named(level).quality)
    if kind == "tiff":
        return tiff(pages, dpi, quality)
    return (wrong_language_pdf if kind == "wrong" else image_pdf)(pages, dpi, quality)


def write(
    doc: Doc, layout: str, path: Path, level: str = "light", dpi: int = 300, *, handwritten: bool = False
) -> Path:
    """Write the document to ``path``; handwritten scans have their number filled in with a pen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content(doc, layout, level, dpi, handwritten=handwritten))
    return path


def write_gold(doc: Doc, path: Path, files: list[str], layout: str = "txt") -> Path:
    """Write the gold as JSON; ``files`` names the document's renderings, the one its line numbers fit first.

    Lines are those of the clean text, or of the Markdown for layout "md".
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {"source_file": files[0], "files": files} | gold(doc, markdown(doc)[1] if layout == "md" else None)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
