"""Charts draw what the records say, leave out what is not sure, and survive every name and figure."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review import report_series
from review.report_plots import number, plain, plot
from review.report_series import Bar, Chart, charts
from store.archive import Archive
from tests.review.report_support import ONE, TWO, add_document, add_figure


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "kho") as opened:
        add_document(opened, ONE, "/kho/a.txt")
        yield opened


def add_pair(archive: Archive, holder: str, quota: int, result: int, line: int, **more: object) -> None:
    add_figure(archive, "quotas", ONE, quota, holder=holder, unit="mô hình", line=line)
    add_figure(archive, "counts", ONE, result, **{"holder": holder, "unit": "mô hình", "line": line} | more)


def svg(uri: str) -> str:
    head, _, data = uri.partition(",")
    assert head == "data:image/svg+xml;base64"
    return base64.b64decode(data).decode("utf-8")


def test_quota_and_result_of_one_row_make_a_bar(archive: Archive) -> None:
    for line, (holder, quota, result) in enumerate([("Xã A", 10, 12), ("Xã B", 20, 7), ("Xã C", 15, 15)], 1):
        add_pair(archive, holder, quota, result, line, period="năm 2022")
    ((chart,), left) = charts(archive, "/kho")
    assert (chart.kind, chart.path, chart.unit, chart.stage, left) == ("quota", "a.txt", "mô hình", "năm 2022", 0)
    assert [f"{bar.name} {bar.result}/{bar.quota}" for bar in chart.bars] == ["Xã A 12/10", "Xã B 7/20", "Xã C 15/15"]


def test_two_bars_are_no_chart(archive: Archive) -> None:
    add_pair(archive, "Xã A", 10, 12, 1)
    add_pair(archive, "Xã B", 10, 12, 2)
    assert charts(archive, "/kho") == ((), 0)


def test_the_whole_is_told_beside_its_parts(archive: Archive) -> None:
    for line, (holder, quota) in enumerate([("Xã A", 10), ("Xã B", 20), ("Xã C", 15), ("Huyện", 90)], 1):
        add_pair(archive, holder, quota, quota + 1, line)
    ((chart,), _) = charts(archive, "/kho")
    assert [bar.name for bar in chart.bars] == ["Xã A", "Xã B", "Xã C"]
    assert chart.whole is not None
    assert f"{chart.whole.name} {chart.whole.quota}" == "Huyện 90"


def test_what_is_stated_differently_is_left_out(archive: Archive) -> None:
    for line, holder in enumerate(["Xã A", "Xã B", "Xã C", "Xã D", "Xã D"], 1):
        add_pair(archive, holder, 10, 10 + line, line)
    ((chart,), _) = charts(archive, "/kho")
    assert [bar.name for bar in chart.bars] == ["Xã A", "Xã B", "Xã C"]


def test_percent_by_stage(archive: Archive) -> None:
    for line, (stage, percent) in enumerate([("giai đoạn 1", 148), ("Giai đoạn 1", 148), ("Giai đoạn 2", 172)], 1):
        add_figure(archive, "counts", ONE, 9, holder="Huyện", unit="mô hình", period=stage, percent=percent, line=line)
    ((chart,), _) = charts(archive, "/kho")
    assert chart.kind == "percent"
    assert [f"{bar.stage}: {bar.percent}" for bar in chart.bars] == ["giai đoạn 1: 148", "Giai đoạn 2: 172"]


def test_shares_ranges_and_figures_without_holder_are_not_drawn(archive: Archive) -> None:
    for line in range(1, 5):
        more = {"unit": "%"} if line % 2 else {"value_max": 99}
        add_pair(archive, f"Xã {line}", 10, 12, line, **more)
        add_figure(archive, "counts", ONE, 12, line=line, unit="mô hình", percent=50)
    assert charts(archive, "/kho") == ((), 0)


def test_charts_and_bars_are_bounded_and_the_rest_is_counted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_series, "MOST_CHARTS", 1)
    monkeypatch.setattr(report_series, "MOST_BARS", 4)
    add_document(archive, TWO, "/kho/b.txt")
    for line in range(1, 7):
        add_pair(archive, f"Xã {line}", 10, 12, line)
        for kind in ("quotas", "counts"):
            add_figure(archive, kind, TWO, 5, holder=f"Ấp {line % 4}", unit="lớp", line=line % 4)
    ((chart,), left) = charts(archive, "/kho")
    assert (chart.path, len(chart.bars), chart.left, left) == ("a.txt", 4, 2, 1)


def test_the_picture_is_drawn_in_outlines(archive: Archive) -> None:
    bars = (Bar("Thị xã Đồng Ổi", None, Decimal(10), Decimal(12), Decimal("120.5")),)
    picture = svg(plot(Chart("quota", ONE, "a.txt", "mô hình", None, bars)))
    root = ElementTree.fromstring(picture)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "path" in tags
    assert not tags & {"text", "image", "script", "foreignObject"}
    assert plot(Chart("quota", ONE, "a.txt", "mô hình", None, bars)) == plot(
        Chart("quota", ONE, "a.txt", "mô hình", None, bars)
    )


@pytest.mark.parametrize("name", ["$x^2$ và $\\frac{1", "</svg><script>", "\x00\u202e\ud800", "貌", "", "A" * 500])
@pytest.mark.parametrize("kind", ["quota", "percent"])
def test_no_name_breaks_a_picture(name: str, kind: str, recwarn: pytest.WarningsRecorder) -> None:
    bars = tuple(Bar(name, name, Decimal(value), Decimal("0"), Decimal(value)) for value in ("0", "3", "99999999999"))
    picture = svg(plot(Chart("quota" if kind == "quota" else "percent", ONE, "a", name, name, bars)))
    ElementTree.fromstring(picture)
    assert "<script>" not in picture
    assert [str(warning.message) for warning in recwarn] == []


@given(st.text())
@settings(max_examples=50)
def test_plain_text_keeps_its_length(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**14, places=2))
@settings(max_examples=50)
def test_a_figure_keeps_its_digits(value: Decimal) -> None:
    assert Decimal(number(value).replace(".", "").replace(",", ".")) == value
