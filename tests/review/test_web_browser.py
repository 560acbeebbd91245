"""The whole way in a real browser: open, filter, walk, decide by keyboard, read again, export; and no barrier in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
pytest.importorskip("playwright", reason="needs playwright")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium on the path"),
    pytest.mark.skipif(not FONT.exists(), reason="needs the Tinos font (fonts-croscore)"),
]

from axe_playwright_python.sync_playwright import Axe  # noqa: E402 (after the skip)
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

HEAD = ("UBND TỈNH AN PHÚ", "Số: {number}/KH-UBND", "An Phú, ngày 12 tháng 8 năm 2022", "", "KẾ HOẠCH", "{title}", "")
PLANS = {
    "45": (
        "Đẩy mạnh phong trào sáng kiến",
        "Toàn ngành có 1.410 sáng kiến (số sáng kiến hợp lệ là 1.350;",
        "số sáng kiến đang xem xét là 43; số sáng kiến không hợp lệ là 12).",
        "Công đoàn tỉnh có 1.775 sáng kiến, đạt 184% chỉ tiêu được giao (1.200 sáng kiến).",
    ),
    "46": ("Tổ chức hội nghị", "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 30/7/2022."),
    "47": ("Phát triển du lịch", "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau."),
}


@dataclass(frozen=True)
class Desk:
    """A served archive: its folder, its address, a browser."""

    folder: Path
    url: str
    browser: Browser

    @property
    def base(self) -> str:
        return self.url.split("/?")[0]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=120)


def draw(path: Path, number: str, lines: tuple[str, ...]) -> None:
    title, *body = lines
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Tinos", 13)
    texts = [line.format(number=number, title=title) for line in HEAD] + body
    for row, line in enumerate(texts):
        canvas.drawString(70, 780 - 24 * row, line)
    canvas.save()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "in").mkdir()
    pdfmetrics.registerFont(TTFont("Tinos", str(FONT)))
    for number, lines in PLANS.items():
        draw(folder / "in" / f"ke hoach {number}.pdf", number, lines)
    run(folder, "run", "in", "--archive", "out", "-q", "-j", "1")
    command = [sys.executable, str(ROOT / "__main__.py"), "review", "out", "--no-browser", "--name", "Lan"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout
    url = server.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:"), server.stderr and server.stderr.read()
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield Desk(folder, url, browser)
        browser.close()
    server.send_signal(signal.SIGINT)
    assert server.wait(15) == 0


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A fresh browser that was let in; whatever the page complains of fails the test."""
    context = desk.browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.goto(desk.url)
    assert "token" not in page.url
    yield page
    context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


def decide_by_keys(page: Page) -> None:
    """Walk the queue by keys alone: correct the first finding, accept the second, reject the third."""
    page.keyboard.press("j")
    expect(page.locator("[data-walk]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#finding h1")).to_contain_text("1.410")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    expect(page.locator("#new")).to_be_focused()
    page.select_option("#target", label=page.locator("#target option", has_text="43").inner_text())
    page.fill("#new", "48")
    page.press("#new", "Enter")
    expect(page.locator("#told")).to_contain_text("đã sửa cách đọc")
    expect(page.locator("#told")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#finding h1")).to_contain_text("184%")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    expect(page.locator("#told")).to_contain_text("đã chấp nhận")
    page.keyboard.press("j")
    expect(page.locator("#finding h1")).to_contain_text("30/7/2022")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.keyboard.type("hạn của năm trước")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#told")).to_contain_text("đã bác bỏ")
    expect(page.locator(".history")).to_contain_text("hạn của năm trước")


def test_a_reviewer_goes_all_the_way_by_keyboard(desk: Desk, page: Page) -> None:
    expect(page.locator("#total")).to_contain_text("3")
    page.fill("#q", "day manh SANG kien")
    expect(page.locator("#total")).to_contain_text("1 văn bản")
    page.fill("#q", "")
    page.select_option("#work", "clear")
    expect(page.locator(".ledger")).to_contain_text("47/KH-UBND")
    page.goto(f"{desk.base}/findings")
    expect(page.locator("#total")).to_contain_text("3 phát hiện")
    decide_by_keys(page)
    page.reload()
    expect(page.locator(".kind")).to_contain_text("đã bác bỏ")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    expect(page.locator(".history li").first).to_contain_text("hoàn tác")
    page.keyboard.press("r")
    expect(page.locator("#told")).to_contain_text("đã bác bỏ")
    run(desk.folder, "run", "in", "--archive", "out", "-q", "-j", "1", "--mode", "keep")  # reads every file anew
    page.goto(f"{desk.base}/findings")
    expect(page.locator(".empty")).to_contain_text("Không còn phát hiện")
    page.goto(f"{desk.base}/?work=decided")
    expect(page.locator("#total")).to_contain_text("2 văn bản")
    run(desk.folder, "export", "out", "--reviewed", "--to", "reviewed")
    found = (desk.folder / "reviewed" / "findings.jsonl").read_text("utf-8").splitlines()
    decided = {row["rule"]: row["decision"] for row in map(json.loads, found) if row["decision"]}
    assert decided == {"percent-of-quota": "accepted", "sum-of-parts": "corrected", "deadline-order": "rejected"}
    figures = [json.loads(line) for name in ("counts", "quotas")
               for line in (desk.folder / "reviewed" / f"{name}.jsonl").read_text("utf-8").splitlines()]  # fmt: skip
    assert 48 in [row["value"] for row in figures]
    assert 43 not in [row["value"] for row in figures]


def test_a_record_is_lit_on_the_image_by_mouse_and_keyboard(desk: Desk, page: Page) -> None:
    page.locator(".ledger a", has_text="45/KH-UBND").click()
    expect(page.locator(".paper img")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('.paper img').naturalWidth") > 600
    fact = page.locator(".fact", has_text="1.410").first
    fact.hover()
    lit = page.locator(f"rect[data-mark='{fact.get_attribute('data-fact')}']")
    expect(lit).to_have_class("on")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.dataset.fact")
    page.keyboard.press("j")
    assert first
    assert page.evaluate("document.activeElement.dataset.fact") != first
    box, text = lit.bounding_box(), page.locator(".mark", has_text="1.410").first
    assert box
    assert box["width"] > 20
    text.click()
    assert page.evaluate("document.activeElement.classList.contains('fact')")
    page.keyboard.press("v")
    expect(page.locator(".reading.raw")).to_be_visible()


def test_of_two_open_pages_the_second_is_told(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.base}/findings?state=all&rule=deadline-order")
    page.locator("[data-walk]").first.click()
    other = page.context.new_page()
    other.goto(page.url)
    page.fill("#reason", "thứ nhất")
    page.locator("button[value=accept]").click()
    expect(page.locator("#told")).to_contain_text("Đã lưu")
    other.fill("#reason", "thứ hai")
    other.locator("button[value=reject]").click()
    expect(other.locator("#told")).to_contain_text("Chưa lưu")
    expect(other.locator(".history")).to_contain_text("thứ nhất")
    expect(other.locator("#reason")).to_have_value("thứ hai")


def test_help_and_settings(desk: Desk, page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.fill("#who", "Mai Anh")
    page.select_option("#theme", "dark")
    page.locator("#help .primary").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Documents")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    expect(page.locator("#who")).to_have_value("Mai Anh")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark")])
def test_there_is_no_barrier(desk: Desk, page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.request.post(f"{desk.base}/settings", form={"theme": theme}, headers={"origin": desk.base})
    paths = ["/", "/findings?state=all", "/nothing"]
    for rule in ("sum-of-parts", "deadline-order"):
        page.goto(f"{desk.base}/findings?state=all&rule={rule}")
        paths.append(str(page.locator("[data-walk]").first.get_attribute("href")))
    page.goto(f"{desk.base}/")
    paths.append(str(page.locator(".ledger a", has_text="45/KH").get_attribute("href")))
    for path in paths:
        page.goto(desk.base + path)
        page.wait_for_load_state("networkidle")
        if path == paths[0]:
            page.keyboard.press("?")
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
