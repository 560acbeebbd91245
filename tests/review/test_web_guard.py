"""Who is let in, and what a document may not do to the page that shows it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from review.web.app import make_app
from store import schema
from store.archive import Archive
from tests.review.web_support import BASE, EVIL, KEY

PAGES = ("/", "/findings", "/findings?state=all&verdict=holds")


class Markup(HTMLParser):
    """Tags, addresses and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        wanted = ("href", "src", "action", "hx-get", "hx-post")
        self.addresses += [value or "" for name, value in attrs if name in wanted]


def all_pages(archive: Archive, client: TestClient) -> list[str]:
    with archive.reading() as connection:
        documents = list(connection.scalars(select(schema.documents.c.id)))
        keys = list(connection.scalars(select(schema.findings.c.key)))
    paths = [*PAGES, *(f"/d/{key}{view}" for key in documents for view in ("", "?view=raw", "/frame"))]
    answers = [client.get(path) for path in [*paths, *(f"/f/{key}" for key in keys)]]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.text for answer in answers]


@pytest.mark.parametrize("path", ["/", "/findings", "/static/app.js", "/d/x", "/f/x", "/?token=", "/?token=wrong"])
def test_nothing_is_told_without_the_token(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "<" not in answer.text
    assert KEY.token not in answer.text


def test_the_token_gives_a_cookie_and_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={KEY.token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert stranger.get("/").status_code == 200


def test_a_cookie_of_another_start_lets_nobody_in(web_archive: Archive) -> None:
    with TestClient(make_app(web_archive, KEY, "x"), base_url=BASE, cookies={KEY.cookie: "old"}) as client:
        assert client.get("/").status_code == 403


HOSTS = (
    "evil.example",
    "evil.example:8123",
    "127.0.0.1",
    "127.0.0.1:81",
    "127.0.0.1:8123.evil.example",
    "[::1]:8123",
    "",
)


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 403
    assert browser.get(f"/?token={KEY.token}", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9", "https://127.0.0.1:8123", None]
)
def test_a_change_from_another_site_is_refused(browser: TestClient, web_archive: Archive, origin: str | None) -> None:
    with web_archive.reading() as connection:
        key = connection.scalar(select(schema.findings.c.key).where(schema.findings.c.rule == "sum-of-parts"))
    stamp = re.search(r'name="stamp" value="(\w+)"', browser.get(f"/f/{key}").text)
    assert stamp
    del browser.headers["origin"]
    headers = {} if origin is None else {"origin": origin}
    form = {"stamp": stamp[1], "action": "reject"}
    assert browser.post(f"/f/{key}/decide", data=form, headers=headers).status_code == 403
    assert browser.post("/settings", data={"who": "x"}, headers=headers).status_code == 403
    across = {"origin": BASE, "sec-fetch-site": "cross-site"}
    assert browser.post(f"/f/{key}/decide", data=form, headers=across).status_code == 403
    with web_archive.reading() as connection:
        assert connection.execute(select(schema.decisions)).first() is None


def test_a_change_needs_a_post(browser: TestClient) -> None:
    assert browser.get("/f/x/decide?action=reject").status_code == 405
    assert browser.request("DELETE", "/f/x").status_code == 405
    assert browser.request("TRACE", "/").status_code == 405


def test_every_answer_tells_browsers_what_to_refuse(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret /kho/path")

    monkeypatch.setattr("review.web.desk.list_findings", broken)
    quiet = TestClient(browser.app, base_url=BASE, cookies=dict(browser.cookies), raise_server_exceptions=False)
    answers = [quiet.get(path) for path in ("/", "/static/app.css", "/nothing", "/findings", "/f/x/figure/0")]
    answers.append(quiet.get("/", headers={"host": "evil.example"}))
    assert [answer.status_code for answer in answers] == [200, 200, 404, 500, 404, 403]
    assert "secret" not in answers[3].text
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in policy


def test_nothing_of_a_document_becomes_markup(browser: TestClient, web_archive: Archive) -> None:
    for page in all_pages(web_archive, browser):
        assert EVIL not in page
        markup = Markup(page)
        assert markup.tags.count("script") == (2 if "<head>" in page else 0)
        assert not {name for name in markup.attributes if name.startswith("on") or name == "style"}
        assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_no_address_holds_a_path(browser: TestClient, web_archive: Archive) -> None:
    allowed = re.compile(
        r"/|/\?.*|#main|/(settings|findings(\?.*)?)|/static/[a-z.]+(js|css|svg)|/[df]/[0-9a-f]+([/?].*)?"
    )
    for page in all_pages(web_archive, browser):
        for address in Markup(page).addresses:
            assert allowed.fullmatch(address), address
            assert "kho" not in address
            assert ".." not in address


@pytest.mark.parametrize(
    "path",
    ["/static/../web/app.py", "/static/%2e%2e/web/app.py", "/static/..%2fdocs.md", "/d/..%2f..%2fetc%2fpasswd",
     "/d/../../etc", "/d/%2fetc%2fpasswd/picture", "/static/", "/static", "/f/..%2f..%2fetc/figure/0"],
)  # fmt: skip
def test_no_path_leads_out(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code in (404, 405)


def test_a_request_that_is_too_long_is_refused(browser: TestClient) -> None:
    assert browser.post("/settings", data={"who": "x" * 100_000}).status_code == 413
    assert browser.get("/", params={"q": "a " * 2000}).status_code == 200
