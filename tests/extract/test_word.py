"""Word documents: paragraphs and tables in their order, head and foot column by column."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extract.office.word import read_docx
from records.document import Limits
from records.errors import DamagedDocument, TooLarge


def saved(document: Document, tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    document.save(str(path))
    return path


def texts(path: Path) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in read_docx(path)]


def test_head_table_body_and_foot_in_reading_order(tmp_path: Path) -> None:
    document = docx.Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH HÀ QUẢNG"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/BC-LĐLĐ"
    head.cell(1, 1).text = "Hà Quảng, ngày 05 tháng 01 năm 2022"
    document.add_paragraph("BÁO CÁO")
    rows = document.add_table(2, 3)
    for row, cells in zip(rows.rows, [("STT", "Đơn vị", "Số lượng"), ("1", "Huyện An Bình", "1.200")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("Trên đây là báo cáo./.")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Lưu: VT."
    foot.cell(0, 1).text = "CHỦ TỊCH\nTrần Văn Mẫu"
    (lines,) = texts(saved(document, tmp_path))
    assert lines == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH HÀ QUẢNG",
        "Số: 12/BC-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Quảng, ngày 05 tháng 01 năm 2022",
        "BÁO CÁO",
        "STT\tĐơn vị\tSố lượng",
        "1\tHuyện An Bình\t1.200",
        "Trên đây là báo cáo./.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Trần Văn Mẫu",
    ]


def test_running_heads_are_furniture_and_numbers_go_on(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Công báo"
    document.sections[0].footer.paragraphs[0].text = "Trang"
    document.add_paragraph("một")
    (page,) = read_docx(saved(document, tmp_path))
    assert [(line.number, line.text) for line in page.lines] == [(1, "một")]
    assert [(line.number, line.text) for line in page.furniture] == [(2, "Công báo"), (3, "Trang")]


def test_page_breaks_part_pages_and_tabs_stay(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("một\thai").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("ba\nbốn")
    assert texts(saved(document, tmp_path)) == [["một\thai"], ["ba", "bốn"]]


def test_merged_cells_are_read_once_and_text_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Cộng"
    table.cell(0, 2).text = "35"
    paragraph = document.add_paragraph("cạnh khung")
    box = parse_xml(
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    paragraph._p.append(box)
    assert texts(saved(document, tmp_path)) == [["Cộng\t35", "cạnh khung", "trong khung"]]


def test_letters_are_composed_and_hyphens_that_do_not_break_are_hyphens(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("ke\u0302\u0301t qua\u0309 12/KH")
    paragraph.add_run()._r.append(parse_xml(f"<w:noBreakHyphen {nsdecls('w')}/>"))
    paragraph.add_run("LĐLĐ")
    assert texts(saved(document, tmp_path)) == [["kết quả 12/KH-LĐLĐ"]]


def test_bombs_and_broken_files_are_refused(tmp_path: Path) -> None:
    path = saved(docx.Document(), tmp_path)
    with pytest.raises(TooLarge, match="unpacks to"):
        read_docx(path, Limits(max_bytes=1000))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedDocument, match=r"report\.docx"):
        read_docx(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(DamagedDocument, match=r"report\.docx: the \.docx cannot be read"):
        read_docx(path)


def test_an_empty_document_has_one_empty_page(tmp_path: Path) -> None:
    assert texts(saved(docx.Document(), tmp_path)) == [[]]
