"""Pages read in the wrong language are restored with their places."""

from __future__ import annotations

from nlp.repair.pages import restore_pages
from nlp.repair.verdict import judge
from records.edit import Edit, apply, undo
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word

READ = [
    "LIEN POAN LAO PONG TINH SONG MAY",
    "S6: 45/BC-LPLD  Sông Mây, ngay 06 thang 9 nam 2023",
    "Thuc hién Ké hoach cua Ban Thuong vu Lién doan Lao dong tinh vé viéc to chtrc phong trao thi dua,",
    "cac cép cong doan da van dong doan vién, nguoi lao dong dé xuat 1.200 sang kién, dat 148% chi tiéu.",
]


def page(texts: list[str], verdict: Verdict, boxes: bool = False) -> Page:
    lines = []
    for number, text in enumerate(texts, 1):
        words, at = [], 0
        for token in text.split(" "):
            if token:
                box = (float(at), 20.0 * number, float(at + len(token)), 20.0 * number + 10) if boxes else None
                words.append(Word(token, token, at, box))
            at += len(token) + 1
        lines.append(Line(number, text, tuple(words)))
    return Page(1, tuple(lines), Judgement(verdict), Origin.TEXT_LAYER)


def test_a_page_read_in_english_becomes_vietnamese() -> None:
    (restored,) = restore_pages([page(READ, Verdict.WRONG_LANGUAGE, boxes=True)])
    assert restored.origin is Origin.RESTORED
    assert "45/BC-LĐLĐ" in restored.text
    assert "phong trào thi đua" in restored.text
    assert judge(restored.text).verdict is Verdict.CLEAN
    for figure in ("45/", "06", "9", "2023", "1.200", "148%"):
        assert figure in restored.text


def test_words_lie_where_their_text_is_and_keep_their_raw() -> None:
    (restored,) = restore_pages([page(READ, Verdict.WRONG_LANGUAGE, boxes=True)])
    for before, line in zip(READ, restored.lines, strict=True):
        for word in line.words:
            assert line.text[word.start : word.start + len(word.text)] == word.text
            assert word.box is not None
        assert " ".join(word.raw for word in line.words).split() == before.split()
    text = DocumentText((restored,))
    start = text.text.index("45/BC")
    assert text.place(start, start + 10).raw == "45/BC-LPLD"


def test_document_numbers_keep_to_their_grammar() -> None:
    texts = [*READ, "Thuc hién Chuong trinh s6 3259/CTr-TLD, ngay 15/12/2021 va Céng van sb 900/LPLD, ngay 22/4/2022"]
    (restored,) = restore_pages([page(texts, Verdict.WRONG_LANGUAGE)])
    assert "3259/CTr-TLĐ, " in restored.text
    assert "900/LĐLĐ, " in restored.text


def test_pages_that_are_clean_or_read_again_stay() -> None:
    clean = page(["Báo cáo kết quả phong trào thi đua"], Verdict.CLEAN)
    wrong = page(READ, Verdict.WRONG_LANGUAGE)
    assert restore_pages([clean])[0] is clean
    kept, restored = restore_pages([clean, wrong])
    assert kept is clean
    assert restored.origin is Origin.RESTORED


def test_pages_carry_edits_from_what_was_read_to_their_text() -> None:
    (restored,) = restore_pages([page(READ, Verdict.WRONG_LANGUAGE)])
    assert restored.as_read == "\n".join(READ)
    assert apply(restored.as_read, restored.edits) == restored.text
    assert undo(restored.text, restored.edits) == restored.as_read
    assert {"restore", "number"} <= {edit.rung for edit in restored.edits}
    assert all(edit.confidence is not None for edit in restored.edits if edit.rung == "restore" and edit.changes)


def test_decoded_and_normal_words_are_edits_too() -> None:
    line = Line(1, "Báo  cáo QĐ", (Word("Báo", "B¸o", 0), Word("cáo", "c¸o", 5), Word("QĐ", "QÐ", 9)))
    decoded = Page(1, (line,), Judgement(Verdict.LEGACY, encoding="tcvn3"), Origin.DECODED)
    (explained,) = restore_pages([decoded])
    assert explained.as_read == "B¸o  c¸o QÐ"
    assert [(edit.start, edit.after, edit.rung) for edit in explained.edits] == [
        (0, "Báo", "decode"),
        (5, "cáo", "decode"),
        (9, "QĐ", "normalise"),
    ]
    assert apply(explained.as_read, explained.edits) == explained.text


def test_edits_that_a_page_has_already_are_kept() -> None:
    line = Line(1, "QUYẾT ĐỊNH", (Word("QUYẾT", "QUYÉT", 0), Word("ĐỊNH", "ÐỊNH", 6)))
    mended = (Edit(0, 5, "QUYÉT", "QUYẾT", "mend", 0.9, "QUYỂT"),)
    (explained,) = restore_pages([Page(1, (line,), Judgement(Verdict.EMPTY), Origin.OCR, edits=mended)])
    assert [(e.before, e.after, e.rung, e.confidence, e.runner_up) for e in explained.edits] == [
        ("QUYÉT", "QUYẾT", "mend", 0.9, "QUYỂT"),
        ("ÐỊNH", "ĐỊNH", "normalise", None, None),
    ]
