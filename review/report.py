"""``report.html``: an archive and what its audit found, in one file that needs no network and no script."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review import report_words as words
from review.contents import gather
from review.report_findings import MOST_FINDINGS
from review.report_plots import number, plot
from store.archive import Archive
from store.files import replacing

Language = Literal["vi", "en"]
#: The name of the report in the folder of an archive.
FILE_NAME = "report.html"
_HERE = Path(__file__).parent


def write_report(archive: Archive, to: Path, language: Language = "vi") -> None:
    """Write the report of an archive, whole or not at all; ``language`` is shown first. Raises FileAccess."""
    page = render(archive, datetime.now().astimezone(), language)
    with replacing(to) as part:
        part.write_text(page, encoding="utf-8", errors="replace")


def render(archive: Archive, made: datetime, language: Language = "vi") -> str:
    """The report as HTML; ``made`` is the time it states."""
    it = gather(archive)
    return _environment().get_template("report.html").render(it=it, made=made, lang=language, most=MOST_FINDINGS)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "label": words.label, "rule": words.rule, "why": words.why, "day": words.day, "grouped": words.counted,
        "figure": number, "plot": plot,
    }  # fmt: skip
    environment.globals |= {"t": words.say, "word": words.word, "both": words.both}
    return environment
