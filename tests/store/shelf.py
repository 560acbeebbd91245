"""Two small documents with facts: a report of two pages and the plan that it cites."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from records.document import Document, FileCard, Kind
from records.facts import Citation, Facts, Head, HeadField
from records.figures import Count, Initiative, Mention, Quota
from records.page import Judgement, Line, Origin, Page, Verdict
from records.place import Place


def page(number: int, *lines: str, first: int = 1) -> Page:
    found = tuple(Line(at, line) for at, line in enumerate(lines, first))
    return Page(number, found, Judgement(Verdict.CLEAN, 0.97, 9, language="vi", reason="clean"), Origin.TEXT_LAYER)


def write(name: str, pages: tuple[Page, ...], facts: Facts | None = None) -> Document:
    sha = hashlib.sha256(name.encode()).hexdigest()
    return Document(FileCard(Path(f"/kho/{name}"), sha, 9, Kind.PDF, "PDF"), pages, facts or Facts())


def head(**fields: str) -> Head:
    return Head(tuple(HeadField(name, value, Place(1, 2, 0, 3, value, value)) for name, value in fields.items()))


def at(pages: tuple[Page, ...], number: int, line: int, words: str) -> Place:
    whole = "\n".join(page.text for page in pages)
    start = whole.index(words)
    return Place(number, line, start, start + len(words), words, words)


PAGES = (
    page(1, "UBND TỈNH AN PHÚ", "Số: 471/BC-SDL", "BÁO CÁO", "Kết quả phát triển du lịch", first=3),
    page(
        2,
        "Sở Du lịch đã hỗ trợ 1.250 người lao động của các bạn nghề.",
        "Sáng kiến “Bản đồ lối mòn” do Đàm Quý Đạt thực hiện.",
        "Căn cứ Kế hoạch số 93/KH-UBND của Ủy ban nhân dân tỉnh An Phú.",
    ),
)
REPORT = write(
    "báo cáo.pdf",
    PAGES,
    Facts(
        head(type="BC", number="471/BC-SDL", issuer="Sở Du lịch", issued_on="2021-07-08", title="Kết quả du lịch"),
        citations=(Citation("KH", "93/KH-UBND", None, "UBND tỉnh An Phú", at(PAGES, 2, 3, "93/KH-UBND")),),
        counts=(Count("người lao động được hỗ trợ", "Sở Du lịch", Decimal(1250), "người", at(PAGES, 2, 1, "1.250")),),
        quotas=(Quota("khách du lịch", "Sở Du lịch", Decimal(900), "người", at(PAGES, 2, 1, "1.250")),),
        initiatives=(Initiative("Bản đồ lối mòn", at(PAGES, 2, 2, "Bản đồ lối mòn"), "Đàm Quý Đạt"),),
        mentions=(Mention("person", "Đàm Quý Đạt", at(PAGES, 2, 2, "Đàm Quý Đạt")),),
    ),
)
PLAN = write(
    "ke hoach.pdf",
    (page(1, "KẾ HOẠCH", "Ban chỉ đạo du lịch ban hành kế hoạch số 93/KH-UBND của Ban."),),
    Facts(head(type="KH", number="93/KH-UBND", issuer="UBND tỉnh An Phú", issued_on="2020-02-03")),
)
