"""Tables in text: tabs, Markdown, aligned columns; heads of two rows, totals, and what is no table."""

from __future__ import annotations

import pytest

from extract.textfile import split_pages
from nlp.find.tables import find_tables
from records.facts import TableFact
from records.page import DocumentText, Judgement, Origin, Page, Verdict


def found(text: str) -> tuple[TableFact, ...]:
    pages = (
        Page(number, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER)
        for number, lines in enumerate(split_pages(text), 1)
    )
    return find_tables(DocumentText(tuple(pages)))


def test_cells_between_tabs() -> None:
    (table,) = found(
        "DANH SÁCH\nCác đơn vị tham gia\n\nTT\tĐơn vị\tChỉ tiêu\n"
        "1\tHuyện Bản Vược\t15\n2\tHuyện Sông Mây\t1.200\n\tTổng\t1.215\n"
    )
    assert table.header == ("TT", "Đơn vị", "Chỉ tiêu")
    assert table.rows == (("1", "Huyện Bản Vược", "15"), ("2", "Huyện Sông Mây", "1.200"))
    assert table.total_row == ("", "Tổng", "1.215")
    assert table.title == "DANH SÁCH Các đơn vị tham gia"
    assert table.place.line == 4


def test_every_cell_has_its_place() -> None:
    text = "TT\tĐơn vị\tChỉ tiêu\n1\tHuyện Bản Vược\t15\n2\tHuyện Sông Mây\t\n\tTổng\t15\n"
    (table,) = found(text)
    for row, places in zip(table.rows, table.places, strict=True):
        for cell, place in zip(row, places, strict=True):
            assert (place.text if place else "") == cell
            assert place is None or text[place.start : place.end] == cell
    assert [place and place.line for place in table.total_places] == [None, 4, 4]


def test_markdown_with_a_head_of_two_rows() -> None:
    (table,) = found(
        "Bảng 2. Sáng kiến\n\n| TT | Đơn vị | Sáng kiến | | Ghi chú |\n|---|:--|--:|--:|---|\n"
        "| | | Hợp lệ | Đang xét | |\n| 1 | Huyện A | 1.200 | 35 | |\n| 2 | Huyện B | 20 | - | x |\n"
        "| | **Cộng** | 1.220 | 35 | |\n"
    )
    assert table.header == ("TT", "Đơn vị", "Sáng kiến - Hợp lệ", "Sáng kiến - Đang xét", "Ghi chú")
    assert table.rows[1] == ("2", "Huyện B", "20", "-", "x")
    assert table.total_row == ("", "Cộng", "1.220", "35", "")
    assert table.title == "Bảng 2. Sáng kiến"


def test_bars_without_ends_and_groups_without_blanks() -> None:
    (table,) = found(
        "TT | Chỉ tiêu | GIAI ĐOẠN 2031 - 2032\nNăm 2031 | Năm 2032\nI | CÂY TRỒNG\n"
        "1 | Diện tích | 26 | 27\n2 | Sản lượng | 37 | 39\n"
    )
    assert table.header[2:] == ("GIAI ĐOẠN 2031 - 2032 - Năm 2031", "GIAI ĐOẠN 2031 - 2032 - Năm 2032")
    assert table.rows == (("I", "CÂY TRỒNG", "", ""), ("1", "Diện tích", "26", "27"), ("2", "Sản lượng", "37", "39"))


LOOSE = (
    "TT | Nhóm hàng | Kế hoạch 2031 | Kế hoạch 2032\n"
    "Lượng (tấn) | Giá trị (tỷ đồng) | Lượng (tấn) | Giá trị (tỷ đồng)\n"
    "1 | 2 | 3 | 4 | 5 | 6\n{total}1 | Gạo | 50 | 7 | 60 | 9\n2 | Máy móc\n30\n40\n3 | Dệt may | 2 | 3 | 2 | 1\n"
)


def test_rows_that_fell_apart_are_put_together_where_the_total_tells_their_columns() -> None:
    (table,) = found(LOOSE.format(total="Tổng I + II\n40\n50\n"))
    assert table.header[2:4] == ("Kế hoạch 2031 - Lượng (tấn)", "Kế hoạch 2031 - Giá trị (tỷ đồng)")
    assert table.rows == (
        ("1", "Gạo", "50", "7", "60", "9"), ("2", "Máy móc", "", "30", "", "40"), ("3", "Dệt may", "2", "3", "2", "1"),
    )  # fmt: skip
    assert table.total_row == ("", "Tổng I + II", "", "40", "", "50")


@pytest.mark.parametrize("total", ["", "Tổng cộng\n41\n50\n"], ids=["no total", "a total that neither column has"])
def test_figures_whose_columns_nothing_tells_stay_out_of_the_cells(total: str) -> None:
    (table,) = found(LOOSE.format(total=total))
    assert ("2", "Máy móc", "", "", "", "") in table.rows


def test_a_page_number_below_a_table_is_no_row_of_it() -> None:
    (table,) = found("TT | Đơn vị | Số lớp\n1 | Xã A | 5\n2 | Xã B | 6\n12\n\nHết.\n")
    assert [row[0] for row in table.rows] == ["1", "2"]


def test_columns_aligned_by_spaces_with_wrapped_cells() -> None:
    (table,) = found(
        "BIỂU 02\n(Kèm theo Báo cáo số 12)\nĐơn vị tính: sáng kiến\n\n"
        "STT   Tên đơn vị                 Chỉ tiêu     Kết quả      Tỷ lệ\n"
        "                                 năm 2022     thực hiện    (%)\n"
        "(1)   (2)                        (3)          (4)          (5)=(4)/(3)\n"
        "1     Huyện Hòa Bắc                  115          150        130,4\n"
        "2     Công đoàn ngành Xây dựng       140           30         21,4\n"
        "      và Giao thông vận tải\n"
        "3     Thị xã Sơn Mỹ                   95            -\n"
        "      Tổng cộng                      350          180         51,4\n"
    )
    assert table.header == ("STT", "Tên đơn vị", "Chỉ tiêu năm 2022", "Kết quả thực hiện", "Tỷ lệ (%)")
    assert table.rows[1] == ("2", "Công đoàn ngành Xây dựng và Giao thông vận tải", "140", "30", "21,4")
    assert table.rows[2] == ("3", "Thị xã Sơn Mỹ", "95", "-", "")
    assert table.total_row == ("", "Tổng cộng", "350", "180", "51,4")
    assert table.title == "BIỂU 02"


def test_parts_on_two_pages_with_a_repeated_head() -> None:
    head = "TT\tĐơn vị\tSáng kiến\t\n\t\tHợp lệ\tĐang xét\n"
    (table,) = found(f"{head}1\tHuyện A\t7\t5\n2\tHuyện B\t8\t6\n\f{head}3\tHuyện C\t7\t5\n\tTổng số\t22\t16\n")
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert table.total_row == ("", "Tổng số", "22", "16")
    assert [places[1].page for places in table.places if places[1]] == [1, 1, 2]


@pytest.mark.parametrize(
    ("cell", "is_total"),
    [("Tổng cộng", True), ("TỔNG CỘNG:", True), ("Cộng", True), ("Tổng số (A+B)", True), ("Tổng toàn tỉnh", True),
     ("Cộng đồng dân cư Bản Vược", False), ("Tổng hợp báo cáo", False), ("Tổng công ty Sông Mây", False)],
)  # fmt: skip
def test_rows_of_totals(cell: str, is_total: bool) -> None:
    (table,) = found(f"TT\tĐơn vị\tSố lượng\n1\tHuyện A\t5\n2\tHuyện B\t6\n\t{cell}\t11\n")
    assert (table.total_row is not None) is is_total


@pytest.mark.parametrize(
    ("row", "dropped"),
    [("(1)\t(2)\t(3)", True), ("A\tB\t1", True), ("1\t2\t3", True), ("1\tHuyện A\t3", False)],
)
def test_rows_that_number_the_columns(row: str, dropped: bool) -> None:
    (table,) = found(f"TT\tĐơn vị\tSố lượng\n{row}\n1\tHuyện B\t6\n2\tHuyện C\t6\n")
    assert len(table.rows) == (2 if dropped else 3)


NOT_TABLES = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH X\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "BAN THƯỜNG VỤ\tĐộc lập - Tự do - Hạnh phúc\nSố: 12/BC-LĐLĐ\tX, ngày 1 tháng 2\n",
    "Nơi nhận:\tTM. BAN THƯỜNG VỤ\n- Như trên;\tCHỦ TỊCH\n- Lưu VP.\tNguyễn Văn A\n",
    "| UBND TỈNH X | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n| SỞ Y | Độc lập - Tự do - Hạnh phúc |\n",
    "1.\tTuyên truyền sâu rộng\n2.\tPhát động thi đua\n3.\tTổng kết\n",
    "-\tTuyên truyền\n-\tPhát động\n-\tTổng kết 15\n",
    "Họ và tên:\tNguyễn Văn A\tNam\nNgày sinh:\t1/1/1980\tKinh\nQuê quán:\tX\tY\n",
    "I. ĐẶC ĐIỂM TÌNH HÌNH\t3\nII. KẾT QUẢ\t5\nIII. TỒN TẠI\t9\n",
    "Trong năm  có 15 đơn vị   tham gia với 30 sáng kiến\nCác đơn vị   đã nộp  báo cáo\nTổng  kết  năm học\n",
    "        UBND TỈNH X                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "         SỞ NỘI VỤ                          Độc lập - Tự do - Hạnh phúc\n"
    "     Số: 1/KH-SNV                       X, ngày 1 tháng 2 năm 2023\n",
    "Nguyễn Văn A     Trần Thị B     Lê Văn C\nChủ tịch      Phó Chủ tịch      Thư ký\n(Ký)       (Ký)      (Ký)\n",
    "Điện thoại: | 0123 456 789 | E-mail: | a@b.vn\nĐịa chỉ: | 5 phố X | Fax: | 0123 456 780\n",
    "Tỷ lệ đạt 35,7%.\nSố còn lại | chưa rõ.\nHết.\n",
)


@pytest.mark.parametrize("text", NOT_TABLES)
def test_what_is_no_table(text: str) -> None:
    assert found(text) == ()
