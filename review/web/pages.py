"""The pages as HTML: one environment of templates in which everything is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from review.report_words import day, grouped
from review.web.asked import Reader
from review.web.words import sayer

_TEMPLATES = Path(__file__).parents[1] / "templates" / "web"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "grouped": grouped, "percent": percent, "moment": moment}
    return environment


def percent(share: float | None) -> str:
    """A confidence for a person; "–" where nothing was measured.

    >>> percent(0.987), percent(None)
    ('98 %', '–')
    """
    return "–" if share is None else f"{int(100 * share)} %"


def moment(iso: str) -> str:
    """A time as it is written in Vietnam, UTC.

    >>> moment("2026-03-17T08:30:05+00:00")
    '17/03/2026 08:30'
    """
    date, _, time = iso.partition("T")
    return f"{day(date)} {time[:5]}"


def page(request: Request, reader: Reader, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the reader's language."""
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    said = {"t": sayer(reader.language), "reader": reader, "back": back} | values
    return HTMLResponse(_environment().get_template(template).render(said), status)
