"""Scores: pairing, folding, error rates, and what the command prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure import text
from measure.command import evaluate_command
from measure.items import Item, Row, items_of, share_words
from measure.load import spelled
from measure.score import Score, add_items, judged
from records.errors import BadConfiguration, FileAccess

GOLD = {
    "source_file": "a.txt",
    "document": {"type": "KH", "number": "12/KH-LĐLĐ", "issuer": None, "title": "Tổng kết đợt thi đua"},
    "citations": [
        {"type": "HD", "number": "5/HD-TLĐ", "issued_on": "2023-01-02", "line": 3},
        {"type": "HD", "number": "5/HD-TLĐ", "issued_on": "2023-01-02", "line": 9},
    ],
    "counts": [{"subject": "sáng kiến", "holder": "LĐLĐ huyện Sông Mây", "value": 1200, "line": 4}],
}


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def run(predicted: Path, gold: Path) -> dict[str, object]:
    lines: list[str] = []
    evaluate_command(predicted, gold, True, False, lines.append)
    found: dict[str, object] = json.loads(lines[0])
    return found


def test_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    report = run(gold, gold)
    assert report["head"]["right"] == report["head"]["fields"] == 4  # type: ignore[index]
    assert all(kind["f1"] == kind["f1_full"] == 1.0 for kind in report["kinds"].values())  # type: ignore[attr-defined]


def test_a_repeated_mention_counts_each_time(tmp_path: Path) -> None:
    once = {**GOLD, "citations": GOLD["citations"][:1]}  # type: ignore[index]
    report = run(write(tmp_path / "p.json", once), write(tmp_path / "g.json", GOLD))
    citations = report["kinds"]["citations"]  # type: ignore[index]
    assert (citations["gold"], citations["found"], citations["right"]) == (2, 1, 1)
    assert citations["misses"] == ["a.txt:9: citations missed ('HD', '5/HD-TLĐ', '2023-01-02')"]


def test_an_invented_head_field_is_wrong(tmp_path: Path) -> None:
    invented = {**GOLD, "document": {**GOLD["document"], "issuer": "LĐLĐ tỉnh X"}}  # type: ignore[dict-item]
    report = run(write(tmp_path / "p.json", invented), write(tmp_path / "g.json", GOLD))
    assert report["head"]["right"] == 3  # type: ignore[index]


def test_names_agree_folded_but_not_strictly(tmp_path: Path) -> None:
    misread = {**GOLD, "document": {**GOLD["document"], "title": "TỔNG KÉT ĐỢT THI ĐUA"}}  # type: ignore[dict-item]
    report = run(write(tmp_path / "p.json", misread), write(tmp_path / "g.json", GOLD))
    assert (report["head"]["right"], report["head"]["right_folded"]) == (3, 4)  # type: ignore[index]


def test_values_compare_across_types() -> None:
    gold = items_of("counts", [{"value": 35.7, "subject": "tỷ lệ", "holder": "huyện Bản Vược"}], gold=True)
    found = items_of("counts", [{"value": "35.70", "subject": "tỷ lệ", "holder": "Bản Vược"}], gold=False)
    score = Score()
    add_items(score, "counts", "x", gold, found)
    assert (score.right, score.full) == (1, 1)


def test_a_wrong_digit_is_never_right() -> None:
    score = Score()
    add_items(score, "amounts", "x", [Item(("1200",))], [Item(("1260",))])
    assert score.right == 0
    assert len(score.misses) == 2


def test_a_missing_document_misses_everything(tmp_path: Path) -> None:
    other = {**GOLD, "source_file": "b.txt"}
    report = run(write(tmp_path / "p.json", other), write(tmp_path / "g.json", GOLD))
    assert report["absent"] == ["a.txt"]
    assert report["kinds"]["citations"]["recall"] == 0.0  # type: ignore[index]


def test_inputs_that_are_not_there_or_no_gold(tmp_path: Path) -> None:
    gold = write(tmp_path / "g.json", GOLD)
    with pytest.raises(FileAccess, match="no such file"):
        run(tmp_path / "none", gold)
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadConfiguration, match="no gold file"):
        run(tmp_path / "broken.json", gold)
    with pytest.raises(FileAccess, match="neither an archive"):
        run(tmp_path, gold)


def test_cer_counts_a_letter_with_marks_once() -> None:
    assert text.cer("Số", "Sô\u0301".replace("ô\u0301", "ố")) == 0.0
    assert text.cer("So", "Số") == 0.5
    assert text.cer("S\u006f\u0302\u0301", "Số") == 0.0  # decomposed is the same letter
    assert text.wer("một hai", "một ba") == 0.5


@given(st.text(max_size=60), st.text(max_size=60))
def test_error_rates_are_zero_only_for_equal_text(one: str, other: str) -> None:
    assert text.cer(one, one) == 0.0
    assert (text.cer(one, other) == 0.0) == (text.clusters(one) == text.clusters(other))


def test_a_title_given_by_its_span_is_read_from_the_source(tmp_path: Path) -> None:
    source = tmp_path / "b.txt"
    source.write_text("dòng một\ncó sáng kiến “Khay đựng mẫu” của Lê Văn An", encoding="utf-8")
    rows = [{"title_span": [14, 27], "author_span": [33, 42], "line": 2}]
    assert [(row["title"], row["author"]) for row in spelled(rows, source)] == [("Khay đựng mẫu", "Lê Văn An")]
    assert spelled(rows, tmp_path / "absent.txt") == []


def test_optional_rows_count_neither_as_found_nor_as_missed() -> None:
    rows: list[Row] = [
        {"value": 5, "subject": "hộ", "holder": "A", "line": 1, "optional": True},
        {"value": 7, "line": 2},
    ]
    gold = items_of("counts", rows, gold=True)
    first: list[Row] = [{"value": 7, "line": 2}]
    both: list[Row] = [{"value": 7, "line": 2}, {"value": 5, "line": 1}]
    for found in (first, both):
        score = Score()
        add_items(score, "counts", "a", gold, items_of("counts", found, gold=False))
        assert (score.gold, score.found, score.right) == (1, 1, 1)


def test_rows_within_lines_that_gold_passes_over_are_not_judged() -> None:
    found = items_of("tables", [{"header": "[]", "rows": "[]", "line": line} for line in (3, 9)], gold=False)
    assert [item.line for item in judged(found, [(2, 5)])] == [9]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("LĐLĐ tỉnh An Phú", "Liên đoàn Lao động tỉnh An Phú", True),
        ("CĐCS Trường THPT Hòa Bình", "Công đoàn cơ sở Trường Trung học phổ thông Hòa Bình", True),
        ("UBND huyện Tam Đại", "Ủy ban nhân dân huyện Tam Đại", True),
        ("Sở Y tế", "Sở Nội vụ", False),
        ("hộ nghèo được hỗ trợ nhà ở", "hộ nghèo", True),
    ],
)
def test_names_agree_over_their_abbreviations(one: str, other: str, same: bool) -> None:
    assert share_words(one, other) is same
