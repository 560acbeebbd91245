"""``report.html``: an archive at a glance, in one file that needs no network and no script."""

from __future__ import annotations

import csv
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from review.contents import gather
from store.archive import Archive
from store.files import replacing

_HERE = Path(__file__).parent


def write_report(archive: Archive, to: Path) -> None:
    """Write the report of an archive, whole or not at all; raises FileAccess."""
    page = render(archive, datetime.now().astimezone())
    with replacing(to) as part:
        part.write_text(page, encoding="utf-8")


def render(archive: Archive, made: datetime) -> str:
    """The report as HTML; ``made`` is the time it states."""
    return _environment().get_template("report.html").render(it=gather(archive), made=made)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"label": label, "day": day, "grouped": grouped}
    return environment


@cache
def _labels() -> dict[str, tuple[str, str]]:
    with (_HERE / "templates" / "labels.tsv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: (row["vi"], row["en"]) for row in csv.DictReader(stream, delimiter="\t")}


def label(key: str) -> Markup:
    """A term of the records in Vietnamese and English; a term that is not listed stays itself.

    >>> label("wrong-language")
    Markup('sai ngôn ngữ <i lang="en">wrong language</i>')
    """
    if key not in _labels():
        return escape(key)
    vietnamese, english = _labels()[key]
    return Markup('{} <i lang="en">{}</i>').format(vietnamese, english)


def day(iso: str | None) -> str:
    """A date as it is written in Vietnam; its digits are those of the record.

    >>> day("2022-03-17"), day("2022-05"), day(None)
    ('17/03/2022', '05/2022', '')
    """
    return "/".join(reversed((iso or "").split("-")))


def grouped(number: int) -> str:
    """A number with points between thousands, as in Vietnam.

    >>> grouped(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")
