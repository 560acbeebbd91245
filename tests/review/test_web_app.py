"""The review page in small: what it shows, what it saves, what it refuses."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import TestClient

from records.edit import Edit, inverse, undo
from review.web import desk, words
from review.web.app import make_app
from review.web.asked import own_path
from review.web.facts import _KINDS, _PLACE
from review.web.queue import Neighbours, Wanted, list_findings, neighbours
from review.web.reading import Change, pieces_of
from store import connect, schema
from store.archive import Archive
from store.decisions import ChangedMeanwhile, Wish, decide, in_force
from tests.review.web_support import BASE, KEY, draw, report_of

TEMPLATES = Path(desk.__file__).parents[1] / "templates" / "web"


def finding_of(archive: Archive, rule: str = "sum-of-parts") -> str:
    with archive.reading() as connection:
        return str(connection.scalar(select(schema.findings.c.key).where(schema.findings.c.rule == rule)))


def document_of(archive: Archive, kind: str = "pdf") -> str:
    with archive.reading() as connection:
        return str(connection.scalar(select(schema.documents.c.id).where(schema.documents.c.kind == kind)))


def stamp_on(client: TestClient, key: str) -> str:
    found = re.search(r'name="stamp" value="(\w+)"', client.get(f"/f/{key}").text)
    assert found
    return found[1]


def decided(archive: Archive) -> list[tuple[str, str, str | None, str | None]]:
    with archive.reading() as connection:
        return [(d.who, d.state, d.old, d.new) for d in in_force(connection).values()]


# --- looking ---------------------------------------------------------------------------------------------------------


def test_the_list_finds_documents_without_accents_and_by_state(browser: TestClient) -> None:
    assert "45/BC-SDL" in browser.get("/").text
    assert "45/BC-SDL" in browser.get("/", params={"q": "DAY MANH du lich"}).text
    assert "45/BC-SDL" in browser.get("/", params={"q": "toan tinh co 1.775 sang kien"}).text
    assert "45/BC-SDL" in browser.get("/", params={"q": "bao cao.pdf"}).text
    assert "45/BC-SDL" not in browser.get("/", params={"q": "hoi nghi"}).text
    assert "45/BC-SDL" in browser.get("/?work=open&rule=sum-of-parts&order=open").text
    assert "45/BC-SDL" not in browser.get("/?work=decided").text
    assert browser.get("/?page=x&work=nonsense&order=;drop").status_code == 200


def test_a_document_shows_text_edits_records_and_boxes(browser: TestClient, web_archive: Archive) -> None:
    page = browser.get(f"/d/{document_of(web_archive)}?page=2").text
    assert ">Toàn</span>" in page
    assert "Toan → Toàn" in page
    assert "60 %" in page
    assert re.search(r'<rect data-mark="counts-\d+" x="170.0" y="120.0"', page)
    assert 'data-fact="citations-' in page
    raw = browser.get(f"/d/{document_of(web_archive)}?page=2&view=raw").text
    assert ">Toan</span>" in raw
    assert browser.get(f"/d/{document_of(web_archive)}?page=3").status_code == 404


def test_a_finding_shows_its_figures_and_what_is_proposed(browser: TestClient, web_archive: Archive) -> None:
    key = finding_of(web_archive)
    page = browser.get(f"/f/{key}").text
    assert page.count("<mark>") == 3
    assert "Toàn tỉnh có <mark>1.775</mark> sáng kiến, gồm" in page
    assert "1.775 → 1.715" in page
    crop = browser.get(f"/f/{key}/figure/1")
    assert (crop.status_code, crop.headers["content-type"]) == (200, "image/webp")
    assert browser.get(f"/f/{key}/figure/7").status_code == 404
    assert browser.get(f"/f/{'0' * 32}").status_code == 404


def test_the_queue_walks_from_error_to_warning(browser: TestClient, web_archive: Archive) -> None:
    first = finding_of(web_archive, "sum-of-parts")
    last = finding_of(web_archive, "date-order")
    order = re.findall(r'href="/f/(\w+)', browser.get("/findings").text)
    assert order.index(first) < order.index(last)
    assert f'href="/f/{last}?rule=date-order" rel="next"' in browser.get(f"/f/{first}?rule=date-order").text
    assert 'rel="next"' not in browser.get(f"/f/{last}").text


def test_neighbours_are_those_of_the_list(web_archive: Archive, tmp_path: Path) -> None:
    for name in ("a", "c"):
        path = draw(tmp_path / f"{name}.pdf")
        path.write_bytes(path.read_bytes() + name.encode())
        web_archive.save(report_of(path), "s")
    with web_archive.reading() as connection:
        for wanted in (Wanted(), Wanted(rule="sum-of-parts"), Wanted(verdict="holds"), Wanted(query="1.775")):
            keys = [row.key for row in list_findings(connection, wanted).rows]
            assert len(keys) >= 3
            around = [Neighbours(*pair) for pair in zip([None, *keys], [*keys[1:], None], strict=False)]
            assert [neighbours(connection, wanted, key) for key in keys] == around


def test_both_languages_and_no_way_out(browser: TestClient) -> None:
    assert "<h1>Văn bản</h1>" in browser.get("/").text
    done = browser.post(
        "/settings", data={"lang": "en", "who": "Mai\n An", "back": "//evil.example"}, follow_redirects=False
    )
    assert (done.status_code, done.headers["location"]) == (303, "/")
    page = browser.get("/").text
    assert "<h1>Documents</h1>" in page
    assert 'value="Mai An"' in page
    assert own_path("/f/1?x=2") == "/f/1?x=2"


def test_every_text_that_the_pages_say_is_there() -> None:
    known = words._texts()
    for path in TEMPLATES.glob("*.html"):
        used = set(re.findall(r"\bt\('([^']+)'\)", path.read_text("utf-8")))
        assert used <= set(known), path.name
    shown = {column.name for table in _KINDS for column in table.columns} - set(_PLACE)
    hidden = {"header", "rows", "total_row", "cell_places", "cited_document", "alternatives"}
    assert {f"field-{name}" for name in shown - hidden} <= set(known)
    assert all(both["vi"] and both["en"] for both in known.values())


@given(st.text(alphabet="ab c\n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=5))
def test_pieces_make_the_text_again_both_ways(text: str, spots: list[tuple[int, int]]) -> None:
    edits, last = [], 0
    for start, length in sorted(spots):
        if last <= start <= start + length <= len(text):
            edits.append(Edit(start, start + length, text[start : start + length], "x" * (length % 3), "mend"))
            last = start + length + 1
    changes = [Change(e.start, e.end, e.after, e.before, "mend", None, None) for e in edits]
    pieces = list(pieces_of(text, 0, len(text), [(s, s + n, str(s)) for s, n in spots if n], changes))
    assert "".join(piece.text for piece in pieces) == text
    assert "".join(piece.raw for piece in pieces) == undo(text, inverse(edits))


# --- deciding --------------------------------------------------------------------------------------------------------


def test_accept_takes_the_proposal_and_undo_takes_it_back(browser: TestClient, web_archive: Archive) -> None:
    key = finding_of(web_archive)
    done = browser.post(
        f"/f/{key}/decide", data={"stamp": stamp_on(browser, key), "action": "accept", "reason": "thấy rõ"}
    )
    assert done.status_code == 200
    assert decided(web_archive) == [("Lan", "accepted", "1.775", "1.715")]
    assert key not in browser.get("/findings").text
    assert key in browser.get("/findings?state=decided").text
    browser.post(f"/f/{key}/decide", data={"stamp": stamp_on(browser, key), "action": "undo"})
    assert decided(web_archive) == []
    with web_archive.reading() as connection:
        actions = list(connection.scalars(select(schema.decisions.c.action).order_by(schema.decisions.c.turn)))
    assert actions == ["accept", "undo"]


def test_a_correction_needs_a_figure_and_a_text(browser: TestClient, web_archive: Archive) -> None:
    key = finding_of(web_archive)
    form = {"stamp": stamp_on(browser, key), "action": "correct"}
    for wrong in ({"target": "0", "new": " "}, {"target": "9", "new": "1"}, {"target": "-1", "new": "1"}, {"new": "1"}):
        assert browser.post(f"/f/{key}/decide", data=form | wrong).status_code == 422
    assert decided(web_archive) == []
    assert browser.post(f"/f/{key}/decide", data=form | {"target": "1", "new": "775"}).status_code == 200
    assert decided(web_archive) == [("Lan", "corrected", "715", "775")]
    assert browser.post(f"/f/{key}/decide", data=form | {"action": "delete"}).status_code == 422


def test_of_two_reviewers_the_second_is_told(browser: TestClient, web_archive: Archive) -> None:
    key = finding_of(web_archive)
    with TestClient(make_app(web_archive, KEY, "Minh"), base_url=BASE, headers={"origin": BASE}) as other:
        other.get(f"/?token={KEY.token}")
        seen = stamp_on(other, key)
        browser.post(
            f"/f/{key}/decide", data={"stamp": stamp_on(browser, key), "action": "reject", "reason": "cột khác"}
        )
        late = other.post(f"/f/{key}/decide", data={"stamp": seen, "action": "correct", "target": "0", "new": "1.715"})
    assert late.status_code == 409
    assert "người khác đã quyết định" in late.text
    assert "cột khác" in late.text
    assert 'value="1.715"' in late.text
    assert decided(web_archive) == [("Lan", "rejected", None, None)]


def test_twenty_at_once_leave_one_decision(web_archive: Archive) -> None:
    key, failures = finding_of(web_archive), []
    with TestClient(make_app(web_archive, KEY, "x"), base_url=BASE) as client:
        client.get(f"/?token={KEY.token}")
        stamp = stamp_on(client, key)

    def save(name: str) -> None:
        try:
            decide(web_archive, key, stamp, Wish("reject", name))
        except ChangedMeanwhile as error:
            failures.append(error)

    threads = [threading.Thread(target=save, args=(str(number),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(failures), len(decided(web_archive))) == (19, 1)


def test_decisions_stay_when_the_same_bytes_are_read_again(
    browser: TestClient, web_archive: Archive, tmp_path: Path
) -> None:
    key = finding_of(web_archive)
    browser.post(f"/f/{key}/decide", data={"stamp": stamp_on(browser, key), "action": "accept"})
    web_archive.save(report_of(tmp_path / "báo cáo.pdf"), "other settings")
    assert "đã chấp nhận" in browser.get(f"/f/{key}").text
    report = report_of(tmp_path / "báo cáo.pdf")
    web_archive.save(replace(report, findings=report.findings[1:]), "s")
    assert browser.get(f"/f/{key}").status_code == 404
    assert "1.775 không bằng" in browser.get(f"/d/{report.id}").text  # the decision is still told


def test_a_run_that_goes_on_disturbs_nobody(browser: TestClient, web_archive: Archive, tmp_path: Path) -> None:
    key, done = finding_of(web_archive), threading.Event()

    def run() -> None:
        with Archive.open(web_archive.folder) as other, other.locked():
            while not done.is_set():
                other.save(report_of(tmp_path / "báo cáo.pdf"), "s")

    thread = threading.Thread(target=run)
    thread.start()
    try:
        for action in ("accept", "undo", "reject", "undo", "accept"):
            stamp = stamp_on(browser, key)
            assert browser.post(f"/f/{key}/decide", data={"stamp": stamp, "action": action}).status_code == 200
    finally:
        done.set()
        thread.join()
    assert [state for _, state, _, _ in decided(web_archive)] == ["accepted"]


def test_a_database_that_is_held_is_told_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_TIMEOUT", 100)
    with Archive.open(tmp_path / "kho") as archive:
        archive.save(report_of(draw(tmp_path / "a.pdf")), "s")
        key = finding_of(archive)
        with TestClient(make_app(archive, KEY, "Lan"), base_url=BASE, headers={"origin": BASE}) as client:
            client.get(f"/?token={KEY.token}")
            stamp = stamp_on(client, key)
            with Archive.open(tmp_path / "kho") as other, other.writing():
                told = client.post(f"/f/{key}/decide", data={"stamp": stamp, "action": "accept", "reason": "giữ lại"})
        assert told.status_code == 503
        assert "giữ lại" in told.text
        assert decided(archive) == []


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_page_is_drawn_only_from_the_bytes_that_were_read(
    browser: TestClient, web_archive: Archive, tmp_path: Path
) -> None:
    document = document_of(web_archive)
    assert "<img" in browser.get(f"/d/{document}/frame?page=2").text
    picture = browser.get(f"/d/{document}/picture?page=2")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert "không có ảnh trang" in browser.get(f"/d/{document_of(web_archive, 'text')}/frame?page=1").text
    (tmp_path / "báo cáo.pdf").write_bytes(b"%PDF-1.4 other")
    with TestClient(make_app(web_archive, KEY, "x"), base_url=BASE) as fresh:
        fresh.get(f"/?token={KEY.token}")
        assert "đã thay đổi" in fresh.get(f"/d/{document}/frame?page=2").text
        assert fresh.get(f"/d/{document}/picture?page=2").status_code == 404
        (tmp_path / "báo cáo.pdf").unlink()
    assert "Không có trang" in browser.get(f"/d/{document}/frame?page=9").text
