"""What is reviewed in tests: a report on paper (PDF) whose sum does not agree, and a document that would break in."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from records.document import Document, FileCard, Kind
from records.edit import Edit
from records.facts import Citation, Facts, Head, HeadField
from records.figures import Count
from records.finding import Finding, Spot
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word
from review.web.guard import Key

KEY = Key("k" * 43, 8123)
BASE = "http://127.0.0.1:8123"
RAW = ("S6: 45/BC-SDL", "Toan tinh có 1.775 sáng kiến, gồm 715 của tỉnh và 1.000 của huyện.", "Hết trang")
TEXT = ("Số: 45/BC-SDL", "Toàn tỉnh có 1.775 sáng kiến, gồm 715 của tỉnh và 1.000 của huyện.", "Hết trang")
EVIL = "<script>alert(1)</script>"


def page_of(number: int, lines: tuple[str, ...], raws: tuple[str, ...] | None = None) -> Page:
    """A page of words with boxes; words that were read otherwise become edits."""
    made, edits, at = [], [], 0
    for row, (text, raw) in enumerate(zip(lines, raws or lines, strict=True), 1):
        words, start = [], 0
        for column, (word, read) in enumerate(zip(text.split(" "), raw.split(" "), strict=True)):
            box = (50.0 + 40 * column, 60.0 * row, 85.0 + 40 * column, 60.0 * row + 14)
            words.append(Word(word, read, start, box, 0.9))
            if word != read:
                edits.append(Edit(at, at + len(read), read, word, "mend", 0.6, "Tuan"))
            start += len(word) + 1
            at += len(read) + 1
        made.append(Line(row, text, tuple(words)))
    judged = Judgement(Verdict.CLEAN, 0.97, 4, language="vi", reason="clean")
    return Page(number, tuple(made), judged, Origin.OCR, 595.0, 842.0, edits=tuple(edits))


def report_of(path: Path) -> Document:
    """The report: 715 + 1.000 is not 1.775, but 1.715."""
    pages = (page_of(1, ("BÁO CÁO", "Trang bìa")), page_of(2, TEXT, RAW))
    text = DocumentText(pages)

    def at(words: str) -> Spot:
        start = text.text.index(words)
        return Spot(card.id, text.place(start, start + len(words)))

    card = FileCard(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, Kind.PDF, "PDF", 2)
    total, parts = at("1.775"), (at("715"), at("1.000"))
    wrong = Finding(
        "sum-of-parts", "error", "fails", "1.775 không bằng 715 + 1.000", (total, *parts), "1.715", "1.775", None,
        "reader", "1.775 → 1.715", "1.775 is not 715 + 1.000",
    )  # fmt: skip
    late = Finding("date-order", "warning", "fails", "Ngày sai thứ tự", (at("45/BC-SDL"),), message_en="Dates fall")
    held = Finding("header-type", "note", "holds", "Đúng loại", (at("BÁO CÁO"),))
    number = HeadField("number", "45/BC-SDL", at("45/BC-SDL").place)
    title = HeadField("title", "Đẩy mạnh du lịch biển", at("BÁO CÁO").place)
    facts = Facts(
        Head((number, title)),
        (Citation("KH", "17/KH-UBND", None, None, at("tỉnh").place),),
        counts=(Count("sáng kiến", None, 1775, "sáng kiến", at("1.775 sáng kiến").place),),  # type: ignore[arg-type]
    )
    return Document(card, pages, facts, findings=(wrong, late, held))


def evil_of() -> Document:
    """A text whose every part would like to be markup, under a name that would like to be elsewhere."""
    line = f"{EVIL} \" onload=alert(2) '>"
    card = FileCard(Path(f"/kho/..{EVIL[:7]}"), hashlib.sha256(b"evil").hexdigest(), 4, Kind.TEXT, "text")
    page = Page(1, (Line(1, line),), Judgement(Verdict.CLEAN, reason=EVIL), Origin.TEXT_LAYER)
    place = DocumentText((page,)).place(0, len(EVIL))
    found = Finding(
        EVIL, "error", "fails", EVIL, (Spot(card.id, place),), EVIL, EVIL, EVIL, "author", f"{EVIL} → {EVIL}"
    )
    head = Head(tuple(HeadField(name, line, place) for name in ("type", "number", "issuer", "title", "signer")))
    return Document(card, (page,), Facts(head, (Citation(EVIL, line, None, EVIL, place),)), findings=(found,))


def draw(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for text in ("BAO CAO", "1.775 = 715 + 1.000"):
        canvas.drawString(50, 770, text)
        canvas.showPage()
    canvas.save()
    return path
