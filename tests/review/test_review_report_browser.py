"""The report in a real browser, as wide as a phone and as a desk: nothing overflows, complains, or is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline import examine, journey
from records.document import Limits
from records.settings import ReadSettings
from review.report import write_report
from store.archive import Archive
from tests.review.report_support import BAR, TWO, add_document, add_findings, draw, finding, spot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

REPORT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ

Số: 45/BC-LĐLĐ

An Phú, ngày 12 tháng 8 năm 2022

BÁO CÁO
Kết quả chương trình sáng kiến giai đoạn 1

Thực hiện Kế hoạch số 17/KH-LĐLĐ ngày 08/02/2022 của Liên đoàn Lao động tỉnh An Phú, các đơn vị báo cáo như sau:

TT	Đơn vị	Chỉ tiêu (sáng kiến)	Kết quả (sáng kiến)
1	LĐLĐ huyện Tân Lập	115	150
2	LĐLĐ huyện Phú Thạnh	135	30
3	LĐLĐ huyện Hòa Sơn	130	23
	Tổng cộng	380	208

Giai đoạn 1, Công đoàn ngành Y tế có 212 sáng kiến, đạt 106% chỉ tiêu.
"""
LONG = f"{'Kếtquảrấtdài' * 30} 245 {'x' * 300}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a report with a wrong total, a crop, a chart, words too long for a phone and a hostile file name."""
    folder = tmp_path_factory.mktemp("kho")
    (folder / "một.txt").write_text(REPORT, encoding="utf-8")
    document = journey(examine(folder / "một.txt", Limits()), ReadSettings())
    with Archive.open(folder / "out") as archive:
        archive.save(replace(document, seconds={}), "s")
        sha256 = draw(folder / "a.pdf")
        add_document(archive, TWO, str(folder / "a.pdf"), LONG, sha256=sha256, title=f"<script>{'dài' * 90}")
        wide = [spot(TWO, LONG, "245", BAR), spot(TWO, LONG, "x", (400.0, 300.0, 420.0, 312.0))]
        add_findings(archive, finding("sum-of-parts", "error", LONG, *wide, found=LONG))
        add_findings(archive, finding("cited-missing", "note", "Thiếu", wide[0], found="3"))
        write_report(archive, folder / "report.html")
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[390, 1440], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, report: str) -> Iterator[Page]:
    """The report, open; at the end the browser must have had nothing to complain of and nothing to ask for."""
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("requestfailed", lambda asked: complaints.append(f"failed: {asked.url[:80]}"))
    opened.on("request", lambda asked: None if asked.url[:5] in ("file:", "data:") else complaints.append(asked.url))
    opened.goto(report)
    yield opened
    assert complaints == []
    opened.close()


def overflowing(page: Page) -> object:
    """Elements that stick out of the window at the right, without those that cannot be seen."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main *, header *')]
            .filter(e => !(innerWidth < 760 && e.closest('.sheet thead')))
            .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.outerHTML.slice(0, 80))"""
    )


def test_nothing_overflows(page: Page) -> None:
    for language in ("vi", "en"):
        page.locator(f"label[for=lang-{language}]").click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert overflowing(page) == []


def test_pictures_are_drawn(page: Page) -> None:
    sizes = page.evaluate("[...document.images].map(e => [e.complete, e.naturalWidth > 100, e.alt.length > 10])")
    assert len(sizes) == 2
    assert all(all(size) for size in sizes)


def test_the_language_is_chosen_without_a_script(page: Page) -> None:
    heading = page.locator("#findings")
    assert heading.inner_text().startswith("Phát hiện")
    page.locator("label[for=lang-en]").click()
    assert heading.inner_text().startswith("Findings")
    assert page.locator(".vi >> visible=true").count() == 0
    page.locator("#lang-en").press("ArrowLeft")
    assert page.locator(".en >> visible=true").count() == 0


def test_axe_finds_no_serious_fault(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.locator("label[for=lang-en]").click()
    found = Axe().run(page).response["violations"]
    grave = [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]
    assert grave == []


def test_paper_shows_the_findings_and_not_the_controls(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator(".finding").first.is_visible()
    assert not page.locator(".choose").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
