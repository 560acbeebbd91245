"""The generator's text and gold agree with each other, and a seed always gives the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.generate import Doc, gold, make_document, make_series
from corpora.generate.gold import Json
from corpora.generate.model import lines
from corpora.generate.plain import clean_text, markdown
from corpora.generate.words import day, money, rows, strings, tree, whole

KINDS = ("BC", "KH", "CV", "HD", "QĐ", "TB", "TTr", "GM", "CT")
SEEDS = [(seed, kind) for kind in KINDS for seed in range(6)]
_SECTIONS = ("citations", "dates", "quotas", "counts", "amounts", "initiatives")
_NUMBER = re.compile(r"\d+(/\d{4})?(/[A-ZĐ][A-Za-zĐ]*\d*(-[A-ZĐ][A-Za-zĐ]*)*|-[A-ZĐ]+[a-z]*/[A-Z]+)\Z")


def _rows(record: dict[str, Json], section: str) -> list[dict[str, Json]]:
    found = record[section]
    assert isinstance(found, list)
    return [row for row in found if isinstance(row, dict)]


def _number(value: Json) -> Decimal:
    assert isinstance(value, int | float)
    return Decimal(str(value))


@pytest.mark.parametrize(("seed", "kind"), SEEDS)
def test_every_fact_stands_on_its_line(seed: int, kind: str) -> None:
    doc = make_document(seed, kind)
    written = clean_text(doc).splitlines()
    record = gold(doc)
    for section in _SECTIONS:
        for row in _rows(record, section):
            assert str(row["text"]) in written[int(str(row["line"])) - 1], row


@pytest.mark.parametrize(("seed", "kind"), SEEDS)
def test_same_seed_same_document(seed: int, kind: str) -> None:
    first, second = make_document(seed, kind), make_document(seed, kind)
    assert clean_text(first) == clean_text(second)
    assert gold(first) == gold(second)


def test_other_seed_other_document() -> None:
    assert len({clean_text(make_document(seed, "BC")) for seed in range(30)}) == 30


@pytest.mark.parametrize(("seed", "kind"), SEEDS)
def test_sums_and_percentages_hold(seed: int, kind: str) -> None:
    for relation in _rows(gold(make_document(seed, kind)), "relations"):
        assert relation["holds"] is True
        if relation["kind"] in ("sum", "table-column-sum"):
            parts = relation["parts"]
            assert isinstance(parts, list)
            assert sum(map(_number, parts)) == _number(relation["whole"])
        elif relation["kind"] == "percent":
            exact = _number(relation["count"]) * 100 / _number(relation["quota"])
            stated = _number(relation["stated"])
            decimals = {exact.quantize(Decimal(step), ROUND_HALF_UP) for step in ("1", "0.1")}
            assert stated in decimals, relation


@pytest.mark.parametrize(("seed", "kind"), SEEDS)
def test_dates_of_gold_are_what_the_words_say(seed: int, kind: str) -> None:
    for row in _rows(gold(make_document(seed, kind)), "dates"):
        iso = str(row["iso_end"] or row["iso"])
        figures = [int(figure) for figure in re.findall(r"\d+", str(row["text"]))]
        assert figures[-1] == int(iso[:4])
        assert figures[-2] == int(iso[5:7])
        if len(iso) == 10:
            assert figures[-3] == int(iso[8:10])


@pytest.mark.parametrize(("seed", "kind"), SEEDS)
def test_numbers_have_the_form_of_their_system(seed: int, kind: str) -> None:
    record = gold(make_document(seed, kind))
    head = record["document"]
    assert isinstance(head, dict)
    assert head["number"] is None or _NUMBER.match(str(head["number"]))
    for row in _rows(record, "citations"):
        if not row.get("partial"):
            assert _NUMBER.match(str(row["number"])), row
            assert str(row["text"]).replace(" ", "") == row["number"]


def test_a_document_cites_only_older_papers() -> None:
    for seed in range(40):
        doc = make_document(seed)
        for row in _rows(gold(doc), "citations"):
            assert row.get("self") or row["issued_on"] is None or str(row["issued_on"]) < doc.ref.issued_on.isoformat()


def test_blank_numbers_are_null_and_nothing_cites_them() -> None:
    blank = [doc for doc in (make_document(seed, "BC") for seed in range(120)) if doc.head.number is None]
    assert 2 <= len(blank) <= 25
    for doc in blank:
        head = gold(doc)["document"]
        assert isinstance(head, dict)
        assert head["number"] is None and head["issued_on"] is None
        assert not any(row.get("self") for row in _rows(gold(doc), "citations"))


def test_papers_of_a_series_agree() -> None:
    docs = make_series(11, ["plan", "guide", "letter", "report"], "union-province", "initiatives")
    own = {doc.ref.number: doc.ref.issued_on.isoformat() for doc in docs}
    cited = [row for doc in docs for row in _rows(gold(doc), "citations") if row["number"] in own and row["issued_on"]]
    assert cited
    assert all(row["issued_on"] == own[str(row["number"])] for row in cited)


def test_traps_are_told_apart() -> None:
    why = {str(row["why"]) for seed in range(60) for row in _rows(gold(make_document(seed)), "ignored_numbers")}
    assert {"phone", "programme name", "school year", "weekday", "figure in an initiative's title"} <= why


def test_every_figure_of_the_body_is_accounted_for() -> None:
    for seed in range(20):
        doc = make_document(seed)
        record = gold(doc)
        listed = [row for name in (*_SECTIONS, "ignored_numbers") for row in _rows(record, name)]
        for number, line in enumerate(lines(doc), start=1):
            if line.part == "body":
                here = [str(row["text"]) for row in listed if row["line"] == number]
                for figure in re.findall(r"\d+", line.text.string):
                    assert any(figure in text for text in here), (figure, line.text.string)


def test_markdown_has_its_own_lines() -> None:
    doc = make_document(3, "BC")
    text, numbers = markdown(doc)
    written = text.splitlines()
    for row in _rows(gold(doc, numbers), "citations"):
        assert str(row["text"]) in written[int(str(row["line"])) - 1]


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        make_document(1, "XX")


def _kinds_made() -> set[tuple[str, str]]:
    docs: list[Doc] = [make_document(seed) for seed in range(150)]
    return {(doc.world.system, doc.kind) for doc in docs}


def test_every_system_is_reached() -> None:
    assert {system for system, _ in _kinds_made()} == set(tree("systems.json"))


def test_phrase_files_hold_together() -> None:
    moves = {row["move"] for row in rows("phrases.tsv")}
    for kind in tree("kinds.json").values():
        for step in strings(kind["body"]):
            if re.match(r"[#@=(]", step):
                continue
            words = re.sub(r"^(?:\d+\.|-|Điều \d+\.) ", "", step).replace("?", "").split()
            assert set(words) <= moves, step
    assert all(row["template"] for row in rows("phrases.tsv"))


def _read_money(text: str) -> Decimal:
    units = {"tỷ": 10**9, "triệu": 10**6, "": 1}
    parts = re.findall(r"([\d.]+(?:,\d+)?)\s*(tỷ|triệu)?", text)
    return sum((Decimal(figure.replace(".", "").replace(",", ".")) * units[unit] for figure, unit in parts), Decimal(0))


@given(st.integers(1, 999_999), st.sampled_from([1_000, 10**6, 10**7, 1]), st.integers())
def test_money_is_printed_exactly(value: int, scale: int, seed: int) -> None:
    assert _read_money(money(value * scale, Random(seed))) == value * scale


@given(st.integers(0, 10**9), st.integers())
def test_whole_numbers_are_printed_exactly(value: int, seed: int) -> None:
    assert int(whole(value, Random(seed)).replace(".", "")) == value


@given(st.integers(0, 12_000), st.integers(), st.sampled_from(["state", "party"]))
def test_days_are_printed_exactly(days: int, seed: int, style: str) -> None:
    when = date(1995, 1, 1) + timedelta(days=days)
    assert [int(figure) for figure in re.findall(r"\d+", day(when, Random(seed), style))] == [
        when.day,
        when.month,
        when.year,
    ]
