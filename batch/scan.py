"""``doichieu scan``: what each file and page is and what a run would do with it; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pipeline
from batch.walk import files_below
from records.document import Failure, FileCard
from records.errors import DoichieuError, NothingRead
from records.settings import ReadSettings

Echo = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A page (or a whole file, page None) with what it is and what would be done."""

    path: str
    what: str
    action: str
    reason: str = ""
    page: int | None = None
    sha256: str | None = None

    def text(self) -> str:
        """One line for a person."""
        if self.page is None:
            return f"{self.path}: {self.what}: {self.action}" + f" ({self.reason})" * bool(self.reason)
        return f"  page {self.page}: {self.what}: {self.action}" + f" ({self.reason})" * bool(self.reason)

    def json(self) -> str:
        """One JSON line for a program."""
        names = ("path", "sha256", "page", "what", "action", "reason")
        return json.dumps({name: getattr(self, name) for name in names}, ensure_ascii=False)


def _about(card: FileCard) -> Finding:
    encoding = f", {card.encoding}" if card.encoding else ""
    pages = f"{card.pages} page" + "s" * (card.pages != 1)
    return Finding(
        str(card.path),
        f"{card.format}{encoding}, {pages}, {card.size} bytes",
        "read",
        card.note or "",
        None,
        card.sha256,
    )


def findings(path: Path, settings: ReadSettings) -> Iterator[Finding]:
    """The file's own line, then one a page; a file that would go to quarantine yields one line saying why."""
    try:
        card = pipeline.examine(path, settings.limits)
        yield _about(card)
        for plan in pipeline.plan(card, settings):
            judged = plan.judgement
            what = " ".join(part for part in (judged.verdict.value, judged.encoding, judged.language) if part)
            yield Finding(str(path), what, plan.action, judged.reason, plan.page, card.sha256)
    except DoichieuError as error:
        yield Finding(str(path), "cannot be read", "quarantine", error.reason)


def scan_command(paths: list[Path], settings: ReadSettings, as_json: bool, echo: Echo) -> int:
    """Print every finding; returns 0, or 2 when no file could be read."""
    readable = seen = 0
    for path in files_below(paths):
        if isinstance(path, Failure):
            found = [Finding(path.path, "cannot be read", "quarantine", path.reason)]
        else:
            found = list(findings(path, settings))
        seen += 1
        readable += found[0].action != "quarantine"
        for item in found:
            echo(item.json() if as_json else item.text())
    return 0 if readable or not seen else NothingRead.exit_code
