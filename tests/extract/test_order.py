"""Reading order: two-column heads and feet column by column, everything else row by row, on level and skewed pages."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.layout.cues import matches
from extract.layout.furniture import is_page_number, strip, without
from extract.layout.order import arrange
from extract.textfile import line_of
from records.page import Judgement, Line, Origin, Page, Verdict, Word

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 12.0

LEFT_HEAD = ["LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ QUẢNG", "", "Số: 751/BC-LĐLĐ"]
RIGHT_HEAD = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "Hà Quảng, ngày 06 tháng 9 năm 2022",
]
TITLE = ["BÁO CÁO", "Tổng kết phong trào thi đua năm 2022 của các cấp công đoàn"]
BODY = [
    "Thực hiện Kế hoạch số 12/KH-LĐLĐ, ngày 05/01/2022 của Ban Thường vụ về tổ chức phong trào",
    "thi đua, Liên đoàn Lao động tỉnh báo cáo kết quả như sau:",
    "I. KẾT QUẢ",
    "1. Có 35 sáng kiến được công nhận, đạt 70% kế hoạch năm, tăng 05 sáng kiến so với năm trước.",
]
LEFT_FOOT = ["Nơi nhận:", "- Tổng Liên đoàn (b/c);", "- Thường trực Tỉnh ủy;", "- Lưu: VT, CSPL."]
RIGHT_FOOT = ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "Trần Văn Mẫu"]


def width_of(text: str, size: float) -> float:
    return sum(0.68 if char.isupper() else 0.28 if char in " .,:;-/()" else 0.46 for char in text) * size


def put(text: str, x: float, y: float, size: float = SIZE, centred: bool = False) -> list[Word]:
    """Words of a line whose left end (or middle) stands at x, with its top at y."""
    x -= width_of(text, size) / 2 if centred else 0
    words = []
    for token in text.split():
        wide = width_of(token, size)
        words.append(Word(token, token, box=(x, y, x + wide, y + 0.95 * size)))
        x += wide + width_of(" ", size)
    return words


def column(
    texts: Sequence[str], x: float, y: float, size: float = SIZE, pitch: float = 18, centred: bool = True
) -> list[Word]:
    return [word for index, text in enumerate(texts) for word in put(text, x, y + pitch * index, size, centred)]


def document(foot: bool = True) -> list[Word]:
    words = column(LEFT_HEAD, 165, 60, 10) + column(RIGHT_HEAD, 432, 60, 10)
    words += column(TITLE, 297, 150) + column(BODY, 85, 200, centred=False, pitch=20, size=11)
    if foot:
        words += column(LEFT_FOOT, 85, 500, size=11, pitch=15, centred=False) + column(RIGHT_FOOT, 430, 498)
    return words


EXPECTED = [text for text in LEFT_HEAD + RIGHT_HEAD + TITLE + BODY + LEFT_FOOT + RIGHT_FOOT if text]


def texts(words: Sequence[Word], first_page: bool = False, last_page: bool = False) -> list[str]:
    lines, _ = arrange(words, WIDTH, HEIGHT, first_page=first_page, last_page=last_page)
    return [line.text for line in lines]


def shaken(words: Sequence[Word], degrees: float, jitter: float, seed: int) -> list[Word]:
    """The page turned about its middle, each word moved at random by up to ``jitter`` points."""
    rnd, angle, moved = random.Random(seed), math.radians(degrees), []
    for word in words:
        assert word.box is not None
        x0, y0, x1, y1 = word.box
        x, y = (x0 + x1) / 2 - WIDTH / 2, (y0 + y1) / 2 - HEIGHT / 2
        new_x = x * math.cos(angle) - y * math.sin(angle) + WIDTH / 2 + rnd.uniform(-jitter, jitter)
        new_y = x * math.sin(angle) + y * math.cos(angle) + HEIGHT / 2 + rnd.uniform(-jitter, jitter)
        half, tall = (x1 - x0) / 2, (y1 - y0) / 2
        moved.append(Word(word.text, word.raw, box=(new_x - half, new_y - tall, new_x + half, new_y + tall)))
    return moved


def test_head_and_foot_are_read_column_by_column() -> None:
    assert texts(document(), first_page=True, last_page=True) == EXPECTED


def test_lines_are_numbered_as_read_and_words_lie_where_they_say() -> None:
    lines, furniture = arrange([*document(), *put("- 2 -", 297, 800, centred=True)], WIDTH, HEIGHT)
    assert [line.number for line in lines] == list(range(1, len(EXPECTED) + 1))
    assert [(line.number, line.text) for line in furniture] == [(len(EXPECTED) + 1, "- 2 -")]
    for line in lines:
        for word in line.words:
            assert line.text[word.start : word.start + len(word.text)] == word.text


@settings(max_examples=40, deadline=None)
@given(st.floats(-1.5, 1.5), st.floats(0, 1.2), st.integers(0, 1000), st.booleans())
def test_skew_jitter_and_the_order_in_the_file_change_nothing(
    degrees: float, jitter: float, seed: int, shuffled: bool
) -> None:
    words = shaken(document(), degrees, jitter, seed)
    if shuffled:
        random.Random(seed).shuffle(words)
    assert texts(words, first_page=True) == EXPECTED


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from([text for text in EXPECTED if text not in ("Nơi nhận:", RIGHT_HEAD[0])]), max_size=4))
def test_lines_that_were_not_read_leave_the_others_in_order(missing: set[str]) -> None:
    kept = [text for text in EXPECTED if text not in missing]
    words: list[Word] = []
    for texts_, x, y, size, pitch, centred in (
        (LEFT_HEAD, 165, 60, 10, 18, True),
        (RIGHT_HEAD, 432, 60, 10, 18, True),
        (TITLE, 297, 150, 12, 18, True),
        (BODY, 85, 200, 11, 20, False),
        (LEFT_FOOT, 85, 500, 11, 15, False),
        (RIGHT_FOOT, 430, 498, 12, 18, True),
    ):
        words += column(["" if text in missing else text for text in texts_], x, y, size, pitch, centred)
    assert texts(words, first_page=True) == kept


def test_a_head_whose_national_title_is_garbled_or_gone() -> None:
    garbled = [word for word in document() if word.text not in ("CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA")]
    read = texts(garbled, first_page=True)
    assert read.index("Số: 751/BC-LĐLĐ") < read.index("Độc lập - Tự do - Hạnh phúc") < read.index("BÁO CÁO")
    nonsense = [Word("x", "x", box=w.box) if w.box and w.box[1] < 90 and w.box[0] > 300 else w for w in document()]
    read = texts(nonsense, first_page=True)
    assert read[:3] == [text for text in LEFT_HEAD if text]


def test_a_narrow_strip_between_the_columns_is_enough() -> None:
    left = column(["TỔNG CÔNG TY XÂY DỰNG HÀ QUẢNG", "CÔNG ĐOÀN TỔNG CÔNG TY", "Số: /CĐ"], 222, 60, 10)
    words = left + column(RIGHT_HEAD, 420, 60, 10) + column(TITLE, 297, 150)
    gap = min(w.box[0] for w in words if w.box and w.text == "CỘNG") - max(
        w.box[2] for w in left if w.box and w.text == "QUẢNG"
    )
    assert 2 < gap < 12
    assert texts(words)[:3] == ["TỔNG CÔNG TY XÂY DỰNG HÀ QUẢNG", "CÔNG ĐOÀN TỔNG CÔNG TY", "Số: /CĐ"]


def test_a_party_head() -> None:
    left = ["TỈNH ỦY HÀ QUẢNG", "*", "Số 15-BC/TU"]
    right = ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "Hà Quảng, ngày 02 tháng 3 năm 2022"]
    assert texts(column(left, 165, 60) + column(right, 432, 60) + column(TITLE, 297, 150)) == [
        *left,
        right[0],
        right[2],
        *TITLE,
    ]


def test_the_subject_of_a_letter_stays_left_and_its_addressee_follows_both_columns() -> None:
    left = [*LEFT_HEAD, "V/v báo cáo kết quả thi đua"]
    words = column(left, 165, 60, 10) + column(RIGHT_HEAD, 432, 60, 10)
    words += put("Kính gửi: Công đoàn các huyện", 200, 170) + column(BODY, 85, 200, 11, 20, centred=False)
    assert texts(words) == [t for t in [*left, *RIGHT_HEAD] if t] + ["Kính gửi: Công đoàn các huyện", *BODY]


def test_a_foot_spread_over_a_page_break() -> None:
    rest = column(LEFT_FOOT[2:], 85, 60, 11, 15, centred=False) + column(
        ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Trần Văn Mẫu"], 430, 60
    )
    assert texts(rest, last_page=True) == [*LEFT_FOOT[2:], "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Mẫu"]


def test_a_signer_above_the_list_of_recipients() -> None:
    words = column(BODY, 85, 200, 11, 20, centred=False) + put("TM. ỦY BAN NHÂN DÂN", 430, 300, centred=True)
    words += put("CHỦ TỊCH", 430, 318, centred=True) + column(LEFT_FOOT, 85, 330, 11, 15, centred=False)
    words += put("Trần Văn Mẫu", 430, 390, centred=True)
    assert texts(words) == [*BODY, *LEFT_FOOT, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu"]


def test_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("STT", "Đơn vị", "Giao", "Đạt"),
        ("1", "Huyện An Bình", "12", "15"),
        ("2", "Huyện Hòa Sơn", "23", "20"),
        ("", "Cộng", "35", "35"),
    ]
    words = [
        w
        for i, row in enumerate(rows)
        for x, cell in zip((90, 150, 350, 450), row, strict=True)
        for w in put(cell, x, 100 + 20 * i)
    ]
    random.Random(1).shuffle(words)
    assert texts(words, first_page=True) == [" ".join(cell for cell in row if cell) for row in rows]


def test_a_table_of_two_columns_is_no_head() -> None:
    rows = [("Tên đơn vị", "Huyện An Bình"), ("Số đoàn viên", "1.200"), ("Số sáng kiến", "35")]
    words = [
        w
        for i, row in enumerate(rows)
        for x, cell in zip((90, 350), row, strict=True)
        for w in put(cell, x, 100 + 20 * i)
    ]
    assert texts(words, first_page=True) == [" ".join(row) for row in rows]


def test_the_engines_lines_hold_a_bent_line_together() -> None:
    words, hints = [], []
    for index, text in enumerate(BODY):
        for place, word in enumerate(put(text, 85, 200 + 20 * index)):
            assert word.box is not None
            sag = 5.0 * math.sin(place / 5)
            words.append(
                Word(word.text, word.raw, box=(word.box[0], word.box[1] + sag, word.box[2], word.box[3] + sag))
            )
            hints.append(index)
    assert [line.text for line in arrange(words, WIDTH, HEIGHT, hints)[0]] == BODY


def test_words_without_boxes_are_lines_as_they_come() -> None:
    words = [Word(text, text) for text in ["một", "hai", "ba"]]
    assert [line.text for line in arrange(words, WIDTH, HEIGHT, [0, 0, 1])[0]] == ["một hai", "ba"]
    assert arrange([], WIDTH, HEIGHT) == ([], [])


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2/5", "2/5"])
@pytest.mark.parametrize("y", [30.0, 805.0])
def test_page_numbers_in_a_margin_are_furniture(number: str, y: float) -> None:
    words = column(BODY, 85, 100, 11, 20, centred=False) + put(number, 297, y, centred=True)
    lines, furniture = arrange(words, WIDTH, HEIGHT)
    assert ([line.text for line in lines], [line.text for line in furniture]) == (BODY, [number])


@pytest.mark.parametrize(
    ("text", "x", "y"), [("II.", 297, 30), ("2022", 297, 500), ("12", 90, 805), ("1.200", 297, 805)]
)
def test_headings_and_cells_are_no_furniture(text: str, x: float, y: float) -> None:
    words = column(BODY, 85, 100, 11, 20, centred=False) + put(text, x, y)
    lines, furniture = arrange(words, WIDTH, HEIGHT)
    assert (text in [line.text for line in lines], furniture) == (True, [])


def test_a_number_that_closes_a_table_is_no_furniture() -> None:
    rows = [word for index in range(3) for word in put(f"{index + 1}", 297, 770 + 14 * index, centred=True)]
    assert arrange([*column(BODY, 85, 100, 11, 20, centred=False), *rows], WIDTH, HEIGHT)[1] == []


def pages_of(*pages: Sequence[str]) -> list[tuple[Line, ...]]:
    return [tuple(line_of(number, text) for number, text in enumerate(page, start=1)) for page in pages]


def test_running_heads_and_rising_numbers_are_taken_out_of_all_pages() -> None:
    pages = pages_of(
        *[
            ["CÔNG BÁO/Số " + str(n), f"Dòng đầu {chr(96 + n)}", "giữa", f"Dòng cuối {chr(96 + n)}", str(n)]
            for n in (3, 4, 5)
        ]
    )
    for index, (kept, extra) in enumerate(strip(pages)):
        assert [line.number for line in kept] == [2, 3, 4]
        assert [line.text for line in extra] == [f"CÔNG BÁO/Số {index + 3}", str(index + 3)]


def test_what_is_not_repeated_stays() -> None:
    pages = pages_of(["II.", "a b", "c", "d", "12"], ["III.", "e", "g", "h", "35"], ["1", "k", "l", "m", "50"])
    assert all(extra == () for _, extra in strip(pages))
    assert all(
        extra == () for _, extra in strip(pages_of(["Cùng một đầu", "b", "c", "d"], ["Cùng một đầu", "e", "g", "h"]))
    )


def test_a_repeated_line_in_the_middle_of_a_page_is_text() -> None:
    high = [
        Line(n, t, (Word(t, t, box=(85, y, 300, y + 12)),))
        for n, t, y in ((1, "Đơn vị", 300.0), (2, "Huyện", 320), (3, "Thành phố", 340), (4, "Cộng chung", 360))
    ]
    assert all(extra == () for _, extra in strip([tuple(high)] * 4, [HEIGHT] * 4))
    judged = Judgement(Verdict.CLEAN)
    pages = [Page(n, tuple(high), judged, Origin.TEXT_LAYER, WIDTH, 320.0) for n in range(1, 5)]
    assert [line.text for line in without(pages)[0].furniture] == ["Thành phố", "Cộng chung"]


def test_page_numbers() -> None:
    assert all(map(is_page_number, ["1", "12", "– 3 –", "Trang 4", "trang 4/10", "Page 3 of 7"]))
    assert not any(map(is_page_number, ["", "IV", "1.2", "12345", "1a", "7/3", "10%", "Trang"]))


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("CONG HOA XA HQI CHU NGHIA VIET NAM", "head-right", True),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "head-right", True),
        ("CỘNG TÁC XÃ HỘI", "head-right", False),
        ("Noi nh4n:", "foot-left", True),
        ("Nơi nhất", "foot-right", False),
        ("KT. CHỦ TỊCH", "foot-right", True),
    ],
)
def test_cues_are_found_in_spite_of_reading_errors(text: str, where: str, found: bool) -> None:
    assert matches(text, where) == found
