"""``doichieu audit``: the findings of an archive as a user sees them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from batch.audit import audit_across, audit_again, is_stale
from batch.reviewed import Audit, reviewed_audit
from records.errors import ArchiveBusy, FileAccess
from records.finding import FIGURE_RULES
from store.archive import Archive
from store.audit_rows import Coverage, Told
from store.decisions import Decision
from store.reviewed import Review

FailOn = Literal["error", "warning", "never"]
#: Exit code where findings at or above --fail-on exist.
FOUND = 10
_LEVELS: dict[FailOn, tuple[str, ...]] = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
#: Rules whose failures are so many and say so little that text gives their number alone.
_COUNTED = ("cited-missing",)
_FIELDS = (
    "rule", "level", "verdict", "expected", "found", "tolerance", "blame", "proposal", "message", "message_en",
    "places", "page", "line", "start", "end", "box", "text", "raw", "confidence", "scope", "series",
)  # fmt: skip
_OF_DECISION = ("state", "old", "new", "reason", "who", "decided_at")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked for.

    everything: also what holds and what is undecided; again: audit each document anew; reviewed: with what reviewers
    decided.
    """

    as_json: bool = False
    fail_on: FailOn = "error"
    english: bool = False
    everything: bool = False
    again: bool = False
    quiet: bool = False
    reviewed: bool = False


def audit_command(
    folder: Path, url: str | None, asked: Asked, out: Callable[[str], None], err: Callable[[str], None]
) -> int:
    """Print the findings; returns the exit code. Raises FileAccess where there is no archive, ArchiveBusy, ..."""
    with Archive.open(folder, url, read_only=True) as archive:
        renew = asked.again or is_stale(archive)
    if renew:
        _renew(folder, url, asked, err)
    with Archive.open(folder, url, read_only=True) as archive:
        everything = asked.everything or asked.as_json
        verdicts = ("fails", "unknown", "holds") if everything else ("fails",)
        audit = reviewed_audit(archive) if asked.reviewed else Audit(archive, Review())
        for told in audit.ranked(verdicts, without=() if everything else _COUNTED):
            if everything or not audit.settled(told):
                decision = audit.decision(told)
                out(_json(told, decision, asked) if asked.as_json else _line(told, decision, english=asked.english))
        covered = audit.coverage()
        for lost in audit.review.stray:
            err(f"a decision of {lost.who} is about a finding that is no longer made: {lost.message} ({lost.rule})")
    if not asked.quiet:
        for line in summary(covered):
            err(line)
    return FOUND if any(covered.number("fails", level=level) for level in _LEVELS[asked.fail_on]) else 0


def _renew(folder: Path, url: str | None, asked: Asked, err: Callable[[str], None]) -> None:
    """Bring findings and report up to date; where they cannot be written, say so and go on with what is stored."""
    try:
        with Archive.open(folder, url) as archive, archive.locked():
            for document, reason in audit_again(archive) if asked.again else ():
                err(f"{document} could not be audited again: {reason}")
            audit_across(archive)
            _report(archive, asked)
    except (FileAccess, ArchiveBusy) as error:
        if asked.again:
            raise
        err(f"the findings across documents may be out of date: {error.reason}")


def _report(archive: Archive, asked: Asked) -> None:
    """Make the report anew, for its findings are no longer those of the archive."""
    from review.report import FILE_NAME, write_report  # heavy: pages of documents are drawn

    write_report(archive, archive.folder / FILE_NAME, "en" if asked.english else "vi")


def _line(told: Told, decision: Decision | None, *, english: bool) -> str:
    place = told.finding.places[0].place
    message = (told.finding.message_en if english else "") or told.finding.message
    mark = "" if told.finding.verdict == "fails" else f" [{told.finding.verdict}]"
    mark += f" [{decision.state}]" if decision else ""
    text = f"{told.path}:{place.page}:{place.line}: {told.finding.level}{mark} {message} ({told.finding.rule})"
    return " ".join(text.splitlines())


def _json(told: Told, decision: Decision | None, asked: Asked) -> str:
    row = {"document": told.document, "path": told.path, **{name: told.row[name] for name in _FIELDS}}
    if asked.reviewed:
        row["decision"] = None if decision is None else {name: getattr(decision, name) for name in _OF_DECISION}
    return json.dumps(_plain(row), ensure_ascii=False)


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def summary(covered: Coverage) -> list[str]:
    """Totals and coverage, for a person.

    >>> summary(Coverage(1, 4, {("table-total", "holds", "note"): 3, ("table-total", "fails", "error"): 1}))[1:]
    ['4 checks of figures (4 quotas and counts in the records): 3 held, 1 failed, 0 undecided']
    """
    levels = ", ".join(f"{covered.number('fails', level=level)} {level}s" for level in ("error", "warning", "note"))
    checks = sum(covered.findings.values())
    of_figures = {verdict: covered.number(verdict, rules=FIGURE_RULES) for verdict in ("holds", "fails", "unknown")}
    settled = covered.number("settled")
    lines = [
        f"{covered.documents} documents, {checks} checks: {covered.number('holds')} held, "
        f"{covered.number('fails')} failed ({levels}), {covered.number('unknown')} undecided",
        f"{sum(of_figures.values())} checks of figures ({covered.figures} quotas and counts in the records): "
        f"{of_figures['holds']} held, {of_figures['fails']} failed, {of_figures['unknown']} undecided",
    ]
    if settled:
        lines.append(f"{settled} failures settled by reviewers (listed by --all)")
    missing = covered.number("fails", rules=_COUNTED)
    if missing:
        lines.append(f"{missing} of the failures are documents that are cited and not in the archive (listed by --all)")
    why = ", ".join(f"{rule} {times}" for rule, times in covered.by_rule("unknown"))
    return [*lines, f"undecided, by rule: {why} (each with its reason: --all)"] if why else lines
