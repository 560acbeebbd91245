"""Ruled tables of pages: cells from the page's own words, merged heads, rows over two pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.find.tables import find_tables
from records.page import DocumentText, Judgement, Line, Origin, Page, RuledTable, Verdict, Word
from records.place import Box

LEFT, RIGHT = (60.0, 100.0, 300.0, 400.0), (100.0, 300.0, 400.0, 500.0)


def line(number: int, top: float, *cells: tuple[int, str]) -> Line:
    """A line of words, each cell's words put into its column."""
    words: list[Word] = []
    start = 0
    for column, text in cells:
        x = LEFT[column] + 4
        for part in text.split():
            words.append(Word(part, part, start, (x, top, x + 5 * len(part), top + 12), 0.9))
            start += len(part) + 1
            x += 5 * len(part) + 4
    return Line(number, " ".join(word.text for word in words), tuple(words))


def boxes(top: float, rows: int) -> list[list[Box | None]]:
    return [
        [(x0, top + 20 * r, x1, top + 20 * r + 20) for x0, x1 in zip(LEFT, RIGHT, strict=True)] for r in range(rows)
    ]


def page(number: int, lines: list[Line], grid: list[list[Box | None]], rows: tuple[tuple[str, ...], ...]) -> Page:
    top = min(box[1] for row in grid for box in row if box)
    bottom = max(box[3] for row in grid for box in row if box)
    table = RuledTable((60.0, top, 500.0, bottom), rows, boxes=tuple(tuple(row) for row in grid))
    return Page(number, tuple(lines), Judgement(Verdict.CLEAN), Origin.OCR, 595.0, 842.0, tables=(table,))


def test_cells_are_the_words_of_the_page_and_carry_their_place() -> None:
    lines = [
        line(1, 104, (0, "TT"), (1, "Đơn vị"), (2, "Giao"), (3, "Đạt")),
        line(2, 124, (0, "1"), (1, "Huyện A"), (3, "7")),
    ]
    rows = (("TT", "Đơn vi", "Giao", "Đạt"), ("1", "Huyên A", "", "7"))
    (table,) = find_tables(DocumentText((page(1, lines, boxes(100, 2), rows),)))
    assert table.rows == (("1", "Huyện A", "", "7"),)
    ordinal, name, blank, figure = table.places[0]
    assert blank is None
    assert figure is not None
    assert name is not None
    assert (figure.text, figure.line, figure.box, figure.confidence) == ("7", 2, (404.0, 124.0, 409.0, 136.0), 0.9)
    assert (name.text, ordinal and ordinal.text) == ("Huyện A", "1")


def test_a_merged_head_is_flattened() -> None:
    grid = boxes(100, 3)
    grid[0][0], grid[0][1] = (60.0, 100.0, 100.0, 140.0), (100.0, 100.0, 300.0, 140.0)
    grid[1][0] = grid[1][1] = None
    grid[0][2], grid[0][3] = (300.0, 100.0, 500.0, 120.0), None
    lines = [
        line(1, 104, (2, "Sáng kiến")), line(2, 114, (0, "TT"), (1, "Đơn vị")),
        line(3, 124, (2, "Hợp lệ"), (3, "Đang xét")),
        line(4, 144, (0, "1"), (1, "Huyện A"), (2, "5"), (3, "6")),
    ]  # fmt: skip
    rows = (("TT", "Đơn vị", "Sáng kiến", ""), ("", "", "Hợp lệ", "Đang xét"), ("1", "Huyện A", "5", "6"))
    (table,) = find_tables(DocumentText((page(1, lines, grid, rows),)))
    assert table.header == ("TT", "Đơn vị", "Sáng kiến - Hợp lệ", "Sáng kiến - Đang xét")
    assert table.rows == (("1", "Huyện A", "5", "6"),)


def test_a_single_row_on_the_next_page_belongs_to_the_table() -> None:
    one = [
        line(1, 704, (0, "TT"), (1, "Đơn vị"), (2, "Giao"), (3, "Đạt")),
        line(2, 724, (0, "1"), (1, "A"), (2, "5"), (3, "6")),
    ]
    two = [line(1, 64, (1, "Tổng cộng"), (2, "5"), (3, "6"))]
    pages = (
        page(1, one, boxes(700, 2), (("TT", "Đơn vị", "Giao", "Đạt"), ("1", "A", "5", "6"))),
        page(2, two, boxes(60, 1), (("", "Tổng cộng", "5", "6"),)),
    )
    (table,) = find_tables(DocumentText(pages))
    assert table.total_row == ("", "Tổng cộng", "5", "6")
    assert table.total_places[1] is not None
    assert table.total_places[1].page == 2


def test_a_page_that_begins_with_words_of_its_own_begins_a_table_of_its_own() -> None:
    head = ("TT", "Đơn vị", "Giao", "Đạt")
    cells = tuple(enumerate(head))
    body = ((0, "1"), (1, "A"), (2, "5"), (3, "6"))
    one = [line(1, 704, *cells), line(2, 724, *body)]
    two = [line(1, 44, (0, "Biểu hai")), line(2, 64, *cells), line(3, 84, *body)]
    rows = (head, ("1", "A", "5", "6"))
    found = find_tables(DocumentText((page(1, one, boxes(700, 2), rows), page(2, two, boxes(60, 2), rows))))
    assert [table.title for table in found] == [None, "Biểu hai"]


def test_lines_of_a_file_without_page_images() -> None:
    lines = (Line(1, "Biểu 1"), Line(2, "TT\tĐơn vị\tGiao"), Line(3, "1\tHuyện A\t5"), Line(4, "Tổng cộng\t5"))
    rows = (("TT", "Đơn vị", "Giao"), ("1", "Huyện A", "5"), ("", "Tổng cộng", "5"))
    table = RuledTable(None, rows, (2, 4))
    sheet = Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER, tables=(table,))
    (fact,) = find_tables(DocumentText((sheet,)))
    assert fact.total_row == ("", "Tổng cộng", "5")
    assert [place and place.line for place in fact.total_places] == [None, 4, 4]
    assert fact.title == "Biểu 1"


WORDS = st.tuples(st.integers(0, 3), st.sampled_from(["Tên", "15", "1.200", "Huyện A", "-"]))


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_words_anywhere_on_a_page_never_fail(rows: list[list[tuple[int, str]]]) -> None:
    lines = tuple(line(n + 1, 100.0 + 16 * n, *sorted(row)) for n, row in enumerate(rows))
    sheet = Page(1, lines, Judgement(Verdict.CLEAN), Origin.OCR, 595.0, 842.0)
    for table in find_tables(DocumentText((sheet,))):
        assert len(table.places) == len(table.rows)
        assert table.header


def test_names_in_columns_without_any_figure_are_no_table() -> None:
    names = ((1, "Bà"), (2, "Ông"), (3, "Cô"))
    lines = tuple(line(n + 1, 100.0 + 16 * n, *names[n == 1 :]) for n in range(5))
    sheet = Page(1, lines, Judgement(Verdict.CLEAN), Origin.OCR, 595.0, 842.0)
    assert find_tables(DocumentText((sheet,))) == ()
