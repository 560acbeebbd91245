"""Charts as SVG, readable without colour: a quota is a framed band, a result a dark bar in it.

Text is drawn as outlines of the font that comes with matplotlib (DejaVu Sans, which has every Vietnamese letter), so
that a chart looks alike wherever it is opened.
"""

from __future__ import annotations

import base64
import io
import logging
import textwrap
import unicodedata
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

from review.report_series import Bar, Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _BAND, _RESULT, _GUIDE = "#1d2330", "#e4e7ec", "#4a5264", "#9aa3b2"
_WIDTH, _ROW, _FRAME, _FONT = 5.6, 0.38, 0.7, 10.0
_WRAP, _LONGEST_NAME = 26, 90
#: Width of a letter of a label, as a share of the drawing.
_LETTER = 0.0255


def plot(chart: Chart) -> str:
    """The chart as a data URI of an SVG picture."""
    # matplotlib is heavy, and most archives have nothing to draw.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    stream = io.BytesIO()
    row = _ROW * (1.6 if any(_name(bar, chart).count("\n") > 1 for bar in chart.bars) else 1)
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rc("svg", fonttype="path", hashsalt="doichieu")
        mpl.rc("font", family="DejaVu Sans", size=_FONT)
        mpl.rc("text", parse_math=False)  # a "$" of a document is a dollar
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # a letter of no font becomes a box
        figure = Figure(figsize=(_WIDTH, _FRAME + row * len(chart.bars)), layout="constrained")
        FigureCanvasSVG(figure)
        _draw(figure.add_subplot(), chart)
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None}, transparent=False)
    return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def _draw(axes: Axes, chart: Chart) -> None:
    rows = range(len(chart.bars))
    if chart.kind == "quota":
        quotas, results = ([float(value or 0) for value in column] for column in _columns(chart))
        axes.barh(rows, quotas, height=0.72, color=_BAND, edgecolor=_INK, linewidth=0.8)
        axes.barh(rows, results, height=0.34, color=_RESULT, edgecolor=_INK, linewidth=0.8)
        ends = [max(pair) for pair in zip(quotas, results, strict=True)]
    else:
        ends = [float(bar.percent or 0) for bar in chart.bars]
        axes.barh(rows, ends, height=0.5, color=_RESULT, edgecolor=_INK, linewidth=0.8)
        axes.axvline(100, color="white", linewidth=2.4, zorder=3)
        axes.axvline(100, color=_INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=4)
    for row, bar, end in zip(rows, chart.bars, ends, strict=True):
        axes.annotate(_said(bar, chart), (end, row), xytext=(4, 0), textcoords="offset points", va="center")
    _frame(axes, chart)
    room = (end / (1 - min(len(_said(bar, chart)) * _LETTER, 0.7)) for bar, end in zip(chart.bars, ends, strict=True))
    axes.set_xlim(0, max([*room, 1.0 if chart.kind == "quota" else 110.0]))


def _columns(chart: Chart) -> tuple[list[Decimal | None], list[Decimal | None]]:
    return [bar.quota for bar in chart.bars], [bar.result for bar in chart.bars]


def _frame(axes: Axes, chart: Chart) -> None:
    """Names at the left, and no more lines than are read."""
    axes.set_yticks(range(len(chart.bars)), [_name(bar, chart) for bar in chart.bars])
    axes.invert_yaxis()
    axes.set_ylim(len(chart.bars) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: number(Decimal(round(value, 6))))
    axes.locator_params(axis="x", nbins=5)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", colors="#454d5e")
    axes.grid(axis="x", color=_GUIDE, linewidth=0.4, linestyle=":")
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _name(bar: Bar, chart: Chart) -> str:
    name = textwrap.shorten(plain(bar.name), _LONGEST_NAME, placeholder="…")
    stage = textwrap.shorten(plain(bar.stage or ""), _WRAP, placeholder="…") if chart.kind == "percent" else ""
    if stage:
        name = textwrap.shorten(name, 2 * _WRAP, placeholder="…")
        return f"{name if len(name) <= _WRAP else _halves(name)}\n{stage}"
    return (name if len(name) <= _WRAP else _halves(name)) or "–"


def _halves(name: str) -> str:
    """A name in two lines of about one length, three where a word is long."""
    return "\n".join(textwrap.wrap(name, len(name) // 2 + 4)[:3])


def _said(bar: Bar, chart: Chart) -> str:
    percent = "" if bar.percent is None else f"{number(bar.percent)} %"
    if chart.kind == "percent":
        return percent
    figures = f"{number(bar.result)} / {number(bar.quota)}"
    return f"{figures} ({percent})" if percent else figures


def plain(text: str) -> str:
    """Text without what cannot be drawn: controls, marks of direction, unpaired surrogates become spaces.

    >>> plain("Sở\\x00 Y tế\\u202e")
    'Sở  Y tế '
    """
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") else char for char in text)


def number(value: Decimal | None) -> str:
    """A figure as it is printed in Vietnam; its digits are those of the record.

    >>> number(Decimal("21725")), number(Decimal("114.5")), number(Decimal("1E+3")), number(None)
    ('21.725', '114,5', '1.000', '–')
    """
    if value is None:
        return "–"
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))
