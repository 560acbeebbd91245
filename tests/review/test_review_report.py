"""The report says what the archive holds and what failed, escapes everything, and needs nothing from outside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from audit.rules import RULES
from audit.series.rules import SERIES_RULES
from batch.audit_command import Asked, audit_command
from records.errors import FileAccess
from records.finding import Finding, Spot
from records.place import Place
from review import report_findings, report_lists, report_quotes, report_shots, report_words
from review.contents import gather
from review.report import render, write_report
from review.report_quotes import Quotes
from review.report_words import label
from store import schema
from store.archive import Archive
from store.decisions import Wish, decide, standing
from tests.review.report_support import (
    BAR,
    MADE,
    ONE,
    PLACE,
    TWO,
    Reader,
    add_document,
    add_figure,
    add_findings,
    draw,
    finding,
    spot,
)

TEXT = "Toàn huyện có 245 sáng kiến,\ntrong đó xã A 155,\nxã B 100.\nTrạm y tế <b>xã</b> Sinh Hồ báo cáo."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def shelf(archive: Archive) -> Archive:
    """Two documents, of which one cites the other; a citation of neither; a file that failed."""
    add_document(archive, ONE, "/kho/x/một.pdf", type="KH", number="57/KH-STL", issued_on="2018-03-12", title="Nạo vét")
    add_document(archive, TWO, "/kho/y/hai.pdf", type="BC", issuer=HOSTILE, title="A & B")
    cites = [PLACE | {"document": TWO, "type": "KH", "number": "57/KH-STL", "cited_document": ONE}]
    cites += [PLACE | {"document": TWO, "type": "NĐ", "number": "1/2018/NĐ-CP", "cited_document": None}]
    failure = {"path": "/kho/y/hỏng.pdf", "stage": "triage", "reason": "cut short", "advice": "get it again"}
    unsure = {"document": TWO, "name": "number", "source": "page", "reason": "handwritten", "alternatives": ["2O9~/BC"]}
    hint = {"source": "citation", "reason": f"cited by {ONE}", "alternatives": ["9/BC"]}
    with archive.writing() as connection:
        connection.execute(insert(schema.citations), cites)
        connection.execute(insert(schema.failures).values(failure | {"exit_code": 15}))
        connection.execute(insert(schema.head_fields), [unsure, unsure | hint])
    return archive


@pytest.fixture
def failing(archive: Archive, tmp_path: Path) -> Archive:
    """A document with a wrong total (its figures boxed on a PDF), a variant of a name, and a check that held."""
    sha256 = draw(tmp_path / "một.pdf")
    add_document(archive, ONE, str(tmp_path / "một.pdf"), TEXT, sha256=sha256)
    total, parts = spot(ONE, TEXT, "245", BAR), [spot(ONE, TEXT, "155"), spot(ONE, TEXT, "100")]
    add_findings(
        archive,
        finding("name-variant", "note", "Hai cách viết", spot(ONE, TEXT, "Sinh Hồ")),
        finding("sum-of-parts", "error", "Tổng sai", total, *parts, found="245"),
        finding("repeat-agrees", "note", "Khớp", parts[0], verdict="holds"),
    )
    return archive


def test_the_report_says_what_the_archive_holds(shelf: Archive) -> None:
    words = Reader(render(shelf, MADE)).words
    for expected in ("57/KH-STL", "12/03/2018", "Nạo vét", "A & B", "x/một.pdf", "y/hỏng.pdf", "cut short"):
        assert expected in words
    assert "get it again" in words
    assert "“2O9~/BC”: handwritten" in words
    assert "“9/BC”: cited by x/một.pdf" in words
    assert "17/03/2026 08:30" in words
    assert re.search(r"trang page 2, dòng line 7", words)
    assert re.search(r"\b1 có văn bản trong kho", words)


def test_what_matters_most_comes_first(failing: Archive) -> None:
    words = Reader(render(failing, MADE)).words
    assert 0 < words.index("Tổng sai") < words.index("Hai cách viết")
    assert "Tổng sai (en)" in words
    assert "Khớp (en)" not in words
    rules = [card.finding.rule for card in gather(failing).findings]
    assert rules == ["sum-of-parts", "name-variant"]


def test_quotations_mark_the_figures_and_nothing_else(failing: Archive) -> None:
    reader = Reader(render(failing, MADE))
    assert reader.marked == ["245", "155", "100", "Sinh Hồ"]
    (total, variant) = gather(failing).findings
    assert [piece.mark for piece in total.quotes[0].pieces if piece.mark] == ["main", "other", "other"]
    assert "".join(piece.text for piece in total.quotes[0].pieces) == TEXT.rpartition("\n")[0]
    assert "".join(piece.text for piece in variant.quotes[0].pieces) == TEXT.rpartition("\n")[2]
    assert total.more == 0


def test_a_place_that_is_not_in_the_text_is_quoted_alone(archive: Archive) -> None:
    add_document(archive, ONE, "/kho/a.txt", TEXT, kind="text")
    add_findings(archive, finding("table-total", "error", "Sai", spot(ONE, "9" * 400 + "777", "777")))
    (card,) = gather(archive).findings
    assert [(piece.text, piece.mark) for piece in card.quotes[0].pieces] == [("777", "main")]


def test_many_places_are_counted(archive: Archive) -> None:
    lines = [f"dòng {number} " + "x" * 200 for number in range(100, 120)]
    text = "\n".join(lines)
    add_document(archive, ONE, "/kho/a.txt", text, kind="text")
    add_findings(archive, finding("table-total", "error", "Sai", *(spot(ONE, text, line[5:8]) for line in lines)))
    (card,) = gather(archive).findings
    assert len(card.quotes) == report_quotes.MOST_QUOTES
    assert card.more == 20 - report_quotes.MOST_QUOTES
    assert f"… and {card.more} other places" in Reader(render(archive, MADE)).words


def test_the_figure_is_given_as_printed_beside_its_range(failing: Archive) -> None:
    percent = finding("percent-of-quota", "error", "Sai", spot(ONE, TEXT, "155"), found="[154,5; 156)")
    add_findings(failing, percent)
    assert {card.found for card in gather(failing).findings} == {"245", "155 · [154,5; 156)", None}


def test_the_crop_of_the_page_is_in_the_report(failing: Archive, tmp_path: Path) -> None:
    reader = Reader(render(failing, MADE))
    assert [link[:23] for link in reader.links if link.startswith("data:")] == ["data:image/webp;base64,"]
    draw(tmp_path / "một.pdf", (500.0, 500.0))
    changed = Reader(render(failing, MADE))
    assert "img" not in changed.tags
    assert "the file has changed since it was read" in changed.words


@pytest.mark.parametrize("bound", ["MOST_SHOTS", "MOST_BYTES"])
def test_crops_are_bounded_and_what_is_left_out_is_said(
    failing: Archive, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    assert "were left out" not in Reader(render(failing, MADE)).words
    monkeypatch.setattr(report_shots, bound, 0)
    reader = Reader(render(failing, MADE))
    assert "img" not in reader.tags
    assert "the images of 1 later findings were left out" in reader.words


def test_findings_are_bounded_and_the_rest_is_said(failing: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_findings, "MOST_FINDINGS", 1)
    words = Reader(render(failing, MADE)).words
    assert "Hai cách viết" not in words
    assert "These are the 1 that matter most; there are 1 more." in words
    assert "doichieu audit kho --all" in words


def test_coverage_counts_figures_by_what_became_of_them(failing: Archive) -> None:
    for at in (TEXT.index("245"), TEXT.index("155"), TEXT.index("Trạm")):
        add_figure(failing, "counts", ONE, 1, start=at, end=at + 8)
    covered = gather(failing).covered
    figures = covered.figures
    assert (figures.total, figures.failed, figures.held, figures.alone) == (3, 2, 0, 1)
    by_rule = {line.rule: (line.held, line.errors, line.notes, line.undecided) for line in covered.rules}
    assert by_rule == {"sum-of-parts": (0, 1, 0, 0), "repeat-agrees": (1, 0, 0, 0), "name-variant": (0, 0, 1, 0)}
    assert "The archive has 3 figures" in Reader(render(failing, MADE)).words


@pytest.mark.parametrize("places", [None, [], [{}], [{"document": ONE, "page": 0, "start": "a"}], [[1]], "nonsense"])
def test_a_row_that_no_audit_writes_does_not_cost_the_report(failing: Archive, places: object) -> None:
    c = schema.findings.c
    with failing.writing() as connection:
        connection.execute(update(schema.findings).where(c.level == "error").values(places=places))
    add_figure(failing, "counts", ONE, 1, start=0, end=999)
    assert gather(failing).covered.figures.held == 1
    assert [card.finding.rule for card in gather(failing).findings] == ["name-variant"]


def test_what_is_undecided_says_why(failing: Archive) -> None:
    add_findings(failing, finding("implied-quota", "note", "Chỉ tiêu?", spot(ONE, TEXT, "100"), verdict="unknown"))
    words = Reader(render(failing, MADE)).words
    assert "the quota is not printed" in words
    assert "Chỉ tiêu? (en)" in words


def test_documents_that_are_cited_and_not_there_have_their_own_list(failing: Archive) -> None:
    often, once = spot(ONE, TEXT, "xã A"), spot(ONE, TEXT, "xã B")
    add_findings(
        failing,
        finding("cited-missing", "note", "Thiếu B", once, found="9"),
        finding("cited-missing", "note", "Thiếu A", often, found="10"),
    )
    found = gather(failing)
    assert [(line.text, line.times) for line in found.missing] == [("xã A", "10"), ("xã B", "9")]
    assert [card.finding.rule for card in found.findings] == ["sum-of-parts", "name-variant"]


def test_nothing_of_a_document_becomes_markup(shelf: Archive) -> None:
    add_document(shelf, "c" * 16, f"/kho/{HOSTILE}.txt", HOSTILE, kind="text", number=HOSTILE, title=HOSTILE)
    places = [spot("c" * 16, HOSTILE, HOSTILE)]
    add_findings(shelf, finding("table-total", "error", HOSTILE, *places, found=HOSTILE))
    add_findings(shelf, finding("cited-missing", "note", HOSTILE, *places, found="1"))
    add_findings(shelf, finding(HOSTILE, "note", HOSTILE, *places, verdict="unknown"))
    for at in range(4):
        figure = {"holder": f"{HOSTILE} $\\frac{{{at} </svg>", "unit": HOSTILE, "period": HOSTILE, "line": at}
        add_figure(shelf, "quotas", "c" * 16, 10, **figure)
        add_figure(shelf, "counts", "c" * 16, 12, **figure)
    page = render(shelf, MADE)
    reader = Reader(page)
    assert page.count("<script") == 0
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not {"script", "svg"} & set(reader.tags)
    assert not {name for name in reader.attributes if name.startswith("on")}
    assert {link for link in reader.links if link[:1] != "#" and link[:5] != "data:"} == set()
    assert "img" in reader.tags  # the chart of the hostile names


def test_the_report_needs_nothing_from_outside(failing: Archive) -> None:
    page = render(failing, MADE)
    reader = Reader(page)
    inside = {link for link in reader.links if not link.startswith("data:image/")}
    assert {link[0] for link in inside} == {"#"}
    assert {link[1:] for link in inside} <= set(reader.ids)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page
    assert len(reader.ids) == len(set(reader.ids))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_language_asked_for_is_shown_first(shelf: Archive, language: str) -> None:
    page = render(shelf, MADE, "en" if language == "en" else "vi")
    assert f'<html lang="{language}">' in page
    (checked,) = re.findall(r'<input [^>]*id="lang-(\w+)"[^>]* checked>', page)
    assert checked == language


def test_an_empty_archive_says_so(archive: Archive) -> None:
    words = Reader(render(archive, MADE)).words
    for expected in ("No documents yet.", "Every file and page was read.", "No check failed.", "Nothing was checked"):
        assert expected in words


def test_a_long_list_is_cut_and_says_so(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "of 2 are shown" not in Reader(render(shelf, MADE)).words
    monkeypatch.setattr(report_lists, "MOST_ROWS", 1)
    words = Reader(render(shelf, MADE)).words
    assert words.count("1 of 2 are shown here") == 2
    assert "1/2018/NĐ-CP" not in words


def test_of_too_many_documents_those_with_errors_are_listed(failing: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    add_document(failing, TWO, "/a/before.pdf")
    assert gather(failing).documents[0].file == "a/before.pdf"
    monkeypatch.setattr(report_lists, "MOST_ROWS", 1)
    assert [line.id for line in gather(failing).documents] == [ONE]


def test_what_is_not_listed_is_not_linked(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_lists, "MOST_ROWS", 1)
    reader = Reader(render(shelf, MADE))
    assert {link[1:] for link in reader.links if link.startswith("#d-")} <= set(reader.ids)
    assert "y/hai.pdf" in reader.words


def test_what_a_reviewer_decided_stands_beside(failing: Archive) -> None:
    with failing.reading() as connection:
        key = connection.scalar(select(schema.findings.c.key).where(schema.findings.c.level == "error")) or ""
        seen = standing(connection, key)
    assert seen is not None
    decide(failing, key, seen.stamp, Wish("reject", "An", reason="<i>đã rà lại</i>"))
    page = render(failing, MADE)
    assert re.search(r"An\b.*rejected.*– <i>đã rà lại</i>", Reader(page).words)
    assert "<i>đã" not in page


def test_shares_are_of_all_pages(shelf: Archive) -> None:
    found = gather(shelf)
    assert [(share.name, share.number, share.percent) for share in found.verdicts] == [("clean", 6, 100.0)]
    assert found.folder == "/kho"
    assert (found.counts["documents"], found.resolved, found.failed) == (2, 1, 1)


@pytest.mark.parametrize("column", ["verdict", "origin"])
def test_every_term_of_a_page_has_a_label(column: str) -> None:
    terms = re.sub(r" or |, ", " ", schema.pages.c[column].comment or "").split()
    assert [term for term in terms if label(term) == term] == []
    assert [kind for kind in schema.KINDS if label(kind) == kind] == []


def test_every_rule_has_a_name_and_a_reason() -> None:
    rules = {rule.id for rule in RULES} | {rule.id for rule in SERIES_RULES}
    assert set(report_words.table("rules.tsv")) == rules
    lists = [report_words.table(name) for name in ("rules.tsv", "report.tsv", "labels.tsv")]
    assert [row for rows in lists for row in rows.values() if not all(row.values())] == []


def test_every_text_that_a_template_asks_for_is_there() -> None:
    folder = Path(report_words.__file__).parent / "templates"
    pages = "\n".join(path.read_text("utf-8") for path in folder.glob("report*.html"))
    asked = set(re.findall(r'(?:\bt|word|m\.cell|m\.open|fact|m\.bars)\("([a-z-]+)"[,)]', pages))
    asked |= {f"blame-{who}" for who in ("reader", "author", "unknown")} | {"chart-quota", "chart-percent"}
    asked |= {f"shot-{why}" for why in ("gone", "changed", "unreadable", "unknown")}
    assert len(asked) > 50
    assert asked - set(report_words.table("report.tsv")) == set()


def test_the_report_is_written_whole_or_not_at_all(shelf: Archive, tmp_path: Path) -> None:
    write_report(shelf, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileAccess):
        write_report(shelf, tmp_path / "file" / "report.html")


def test_the_audit_makes_the_report_anew_when_findings_change(failing: Archive) -> None:
    def audit(*, english: bool = False) -> None:
        asked = Asked(quiet=True, english=english)
        assert audit_command(failing.folder, None, asked, lambda _: None, lambda _: None) == 10

    report = failing.folder / "report.html"
    audit()
    assert "Tổng sai" in report.read_text("utf-8")
    os.utime(report, (0, 0))
    audit()
    assert report.stat().st_mtime == 0
    add_document(failing, TWO, "/kho/hai.pdf", number="9/BC-STL")
    audit(english=True)
    assert "9/BC-STL" in report.read_text("utf-8")
    assert '<html lang="en">' in report.read_text("utf-8")


@pytest.fixture(scope="module")
def no_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("kho")) as opened:
        yield opened


@given(st.text("aă 1.\n\t", min_size=1, max_size=900), st.lists(st.tuples(st.integers(0, 899), st.integers(1, 40))))
@settings(max_examples=80, deadline=None)
def test_quotations_are_pieces_of_the_page(no_archive: Archive, page: str, spans: list[tuple[int, int]]) -> None:
    ends = [(start, min(start + size, len(page))) for start, size in [(0, 1), *spans] if start < len(page)]
    places = [Place(1, 1, start, end, page[start:end], "") for start, end in ends]
    quotes = Quotes(no_archive, "")
    quotes._pages[ONE, 1] = (0, page)
    quotes._paths[ONE] = "a.txt"
    found, more = quotes.of(Finding("table-total", "error", "fails", "", tuple(Spot(ONE, place) for place in places)))
    for quote in found:
        assert "".join(piece.text for piece in quote.pieces if piece.text not in ("… ", " …")) in page
        for piece in quote.pieces:
            assert not piece.mark or any(piece.text in place.text for place in places)
    assert found[0].pieces[0].mark == "main"
    assert 0 <= more < len(set(places))
