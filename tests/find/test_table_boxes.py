"""Tables without lines on pages whose words have boxes: rows by their numbers, heads of groups, parts on two pages."""

from __future__ import annotations

from nlp.find.tables import find_tables
from records.facts import TableFact
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word

LETTER = 5.0
#: A row's cells: the left end of each, and its words.
Placed = dict[float, str]


def line(number: int, top: float, cells: Placed) -> Line:
    """A line of words, each five points a letter and eleven high."""
    words, text = [], ""
    for left, cell in cells.items():
        x = left
        for word in cell.split():
            text += " " if text else ""
            words.append(Word(word, word, len(text), (x, top, x + LETTER * len(word), top + 11.0)))
            text += word
            x += LETTER * (len(word) + 0.5)
    return Line(number, text, tuple(words))


def found(*pages: list[tuple[float, Placed]]) -> tuple[TableFact, ...]:
    made = [
        Page(
            number, tuple(line(n, top, cells) for n, (top, cells) in enumerate(lines, 1)), Judgement(Verdict.CLEAN),
            Origin.TEXT_LAYER, 595.0, 842.0,
        )
        for number, lines in enumerate(pages, 1)
    ]  # fmt: skip
    return find_tables(DocumentText(tuple(made)))


TT, NAME, ONE, TWO = 80.0, 120.0, 300.0, 360.0
HEAD: list[tuple[float, Placed]] = [(60.0, {TT: "TT", NAME: "Tên đơn vị", ONE: "Giao", TWO: "Đạt"})]


def row(top: float, number: str, name: str, one: str, two: str) -> tuple[float, Placed]:
    return top, {left: cell for left, cell in ((TT, number), (NAME, name), (ONE, one), (TWO, two)) if cell}


def test_names_of_two_and_three_lines_about_their_figures() -> None:
    rows = [
        row(80.0, "1", "Huyện Sông Mây", "35", "12"),
        (100.0, {NAME: "Huyện Bản Vược và"}),  # two lines, the figures half a line between them
        row(107.8, "2", "", "1.200", "7"),
        (115.5, {NAME: "đơn vị trực thuộc"}),
        (135.0, {NAME: "Trường Phú Ổ và các"}),  # three lines, the figures on the middle one
        row(150.5, "3", "cơ sở khác trong", "9", "8"),
        (166.0, {NAME: "toàn huyện"}),
        row(186.0, "4", "Xã Lương Khê", "5", "4"),
        row(206.0, "5", "Xã Thuận Mỹ", "6", "3"),
    ]
    (table,) = found([*HEAD, *rows])
    assert table.header == ("TT", "Tên đơn vị", "Giao", "Đạt")
    assert [cells[1] for cells in table.rows] == [
        "Huyện Sông Mây", "Huyện Bản Vược và đơn vị trực thuộc", "Trường Phú Ổ và các cơ sở khác trong toàn huyện",
        "Xã Lương Khê", "Xã Thuận Mỹ",
    ]  # fmt: skip
    assert table.rows[2] == ("3", table.rows[2][1], "9", "8")


def many(first: int, count: int, top: float) -> list[tuple[float, Placed]]:
    return [row(top + 20.0 * n, str(first + n), f"Huyện {first + n}a", str(7 * n + 3), "5") for n in range(count)]


def test_rows_at_the_top_of_the_next_page_go_on_without_a_head() -> None:
    (table,) = found([*HEAD, *many(1, 34, 80.0)], many(35, 4, 60.0))
    assert [cells[0] for cells in table.rows] == [str(number) for number in range(1, 39)]


def test_rows_without_a_head_on_the_first_page_are_no_table() -> None:
    assert found(many(1, 6, 60.0)) == ()


def test_names_of_groups_stand_above_the_head() -> None:
    head: list[tuple[float, Placed]] = [
        (60.0, {316.0: "Sáng kiến", 434.0: "Mô hình"}),
        (78.0, {TT: "TT", NAME: "Tên đơn vị", ONE: "Giao", TWO: "Đạt", 420.0: "Mới", 480.0: "Duy trì"}),
    ]
    rows = [(top, {**cells, 420.0: "4", 480.0: "16"}) for top, cells in many(1, 5, 100.0)]
    (table,) = found([*head, *rows])
    assert table.header[2:] == ("Sáng kiến - Giao", "Sáng kiến - Đạt", "Mô hình - Mới", "Mô hình - Duy trì")
