"""What reviewers decide on findings: rows that are only ever added, the last one of a finding holds.

A decision is kept under the finding's key (:mod:`store.finding_keys`), so that it stays when the same bytes are
read again. Who decides sends the :func:`stamp` of what they saw; if the finding or its last decision changed since,
nothing is saved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, Select, and_, exists, insert, select
from sqlalchemy.exc import IntegrityError

from records.errors import DoichieuError, UsageError
from records.finding import Finding
from store.archive import Archive
from store.finding_rows import read_finding
from store.ledger import now
from store.schema import decisions, documents, findings

Action = Literal["accept", "reject", "correct"]
State = Literal["accepted", "rejected", "corrected", "open"]
_STATES: dict[Action, State] = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}
ARROW = " → "
#: Characters of a note or a correction; more is no figure and no note.
MOST_TEXT = 2000


class ChangedMeanwhile(DoichieuError):
    """The finding, or the decision on it, is not what the reviewer saw."""

    exit_code = 15
    advice = "Look at it as it is now, and decide again."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reviewer wants to save. target is the place that is read anew, new what stands there (to correct)."""

    action: Action
    who: str
    reason: str | None = None
    target: int | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A saved decision; state is what holds since. target counts the places of the finding from 0."""

    key: str
    turn: int
    sha256: str
    rule: str
    message: str | None
    action: Literal["accept", "reject", "correct", "undo"]
    state: State
    target: int | None
    old: str | None
    new: str | None
    reason: str | None
    who: str
    decided_at: str
    places: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands: its row of ``findings``, and its decisions from the first to the last."""

    key: str
    document: str
    sha256: str
    finding: Finding
    series: str | None
    history: tuple[Decision, ...]

    @property
    def state(self) -> State:
        """What holds now."""
        return self.history[-1].state if self.history else "open"

    @property
    def stamp(self) -> str:
        """Hash of all that a reviewer sees of it; a save sends it back."""
        item = self.finding
        said = [self.key, item.verdict, item.level, item.message, item.proposal, len(self.history)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode("ascii")).hexdigest()[:32]

    @property
    def proposed(self) -> tuple[int, str, str] | None:
        """Of a proposal "old → new": which place it is about, old and new; None without one."""
        old, arrow, new = (self.finding.proposal or "").partition(ARROW)
        if not arrow:
            return None
        texts = [spot.place.text for spot in self.finding.places]
        found = [index for index, text in enumerate(texts) if old == text.strip()]
        found += [index for index, text in enumerate(texts) if old in text]
        return (found[0] if found else 0), old, new


def standing(connection: Connection, key: str) -> Standing | None:
    """A finding with its decisions; None where there is no finding of this key now."""
    query = (
        select(findings, documents.c.sha256)
        .join(documents, documents.c.id == findings.c.document)
        .where(findings.c.key == key)
        .order_by(findings.c.id)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    series = cast("str | None", row["series"])
    return Standing(key, row["document"], row["sha256"], read_finding({**row}), series, history(connection, key))


def history(connection: Connection, key: str) -> tuple[Decision, ...]:
    """The decisions on a finding from the first to the last."""
    query = select(decisions).where(decisions.c.key == key).order_by(decisions.c.turn)
    return tuple(_decision({**row}) for row in connection.execute(query).mappings())


def latest() -> Select[*tuple[object, ...]]:
    """The last decision of each finding, undone ones (state open) too."""
    later = decisions.alias("later")
    newer = exists().where(and_(later.c.key == decisions.c.key, later.c.turn > decisions.c.turn))
    return select(decisions).where(~newer)


def in_force(connection: Connection, keys: Collection[str] | None = None) -> dict[str, Decision]:
    """The decisions that hold, by the key of their finding; of all findings, or of some."""
    query = latest().where(decisions.c.state != "open")
    if keys is not None:
        query = query.where(decisions.c.key.in_(list(keys)))
    return {row["key"]: _decision({**row}) for row in connection.execute(query).mappings()}


def stray(connection: Connection, sha256: str) -> list[Decision]:
    """The decisions in force on a document whose findings are no longer made."""
    gone = ~exists().where(findings.c.key == decisions.c.key)
    query = latest().where(decisions.c.sha256 == sha256, decisions.c.state != "open", gone)
    return [_decision({**row}) for row in connection.execute(query.order_by(decisions.c.id)).mappings()]


def decide(archive: Archive, key: str, stamp: str, wish: Wish) -> Standing:
    """Save a decision; returns the finding as it stands then.

    Raises ChangedMeanwhile (nothing was saved), UsageError (a correction without a text, a place that is not there),
    ArchiveBusy where another program holds the database for too long, or FileAccess.
    """

    def row(now_standing: Standing) -> dict[str, object]:
        target, old, new = _reading(now_standing, wish)
        state = _STATES[wish.action]
        return {"action": wish.action, "state": state, "target": target, "old": old, "new": new, "reason": wish.reason}

    return _add(archive, key, stamp, wish.who, row)


def undo(archive: Archive, key: str, stamp: str, who: str, reason: str | None = None) -> Standing:
    """Take the decision that holds back: what held before it holds again. Raises as :func:`decide` does."""

    def row(now_standing: Standing) -> dict[str, object]:
        if now_standing.state == "open":
            raise UsageError("there is no decision to undo")
        before = _before(now_standing.history)
        held = {name: getattr(before, name, None) for name in ("target", "old", "new")}
        return {"action": "undo", "state": before.state if before else "open", "reason": reason} | held

    return _add(archive, key, stamp, who, row)


def _before(decided: Sequence[Decision]) -> Decision | None:
    """The decision that held before the one that holds now: undone ones are passed over."""
    stack: list[Decision] = []
    for decision in decided:
        if decision.action == "undo":
            stack.pop()
        else:
            stack.append(decision)
    return stack[-2] if len(stack) > 1 else None


def _add(archive: Archive, key: str, stamp: str, who: str, make: Callable[[Standing], dict[str, object]]) -> Standing:
    with archive.writing() as connection:
        seen = standing(connection, key)
        if seen is None or seen.stamp != stamp:
            raise ChangedMeanwhile("somebody decided, or a run changed the finding, since this page was opened")
        own = {
            "key": key,
            "turn": len(seen.history) + 1,
            "sha256": seen.sha256,
            "rule": seen.finding.rule,
            "message": seen.finding.message,
            "places": _places(seen),
            "who": who,
            "decided_at": now(),
        }
        try:
            connection.execute(insert(decisions).values(own | make(seen)))
        except IntegrityError as error:  # two savers at the same moment, where the database lets both begin
            raise ChangedMeanwhile("somebody else decided at the same moment") from error
        after = standing(connection, key)
    assert after is not None
    return after


def _reading(seen: Standing, wish: Wish) -> tuple[int | None, str | None, str | None]:
    """Which place is read anew, what stood there, and what stands there now."""
    if wish.action == "reject":
        return None, None, None
    if wish.action == "accept":
        return seen.proposed or (None, None, None)
    new, target = (wish.new or "").strip(), wish.target
    if not new or len(new) > MOST_TEXT:
        raise UsageError("a correction needs what really stands there")
    if target is None or not 0 <= target < len(seen.finding.places):
        raise UsageError("a correction needs one of the places of the finding")
    return target, seen.finding.places[target].place.text, new


def _places(seen: Standing) -> list[dict[str, object]]:
    return [
        {"document": spot.document, "page": spot.place.page, "line": spot.place.line, "text": spot.place.text}
        for spot in seen.finding.places
    ]


def _decision(row: Mapping[str, object]) -> Decision:
    places = cast("list[dict[str, object]]", row["places"] or [])
    names = (
        "key", "turn", "sha256", "rule", "message", "action", "state", "target", "old", "new", "reason", "who",
        "decided_at",
    )  # fmt: skip
    return Decision(*(row[name] for name in names), tuple(places))  # type: ignore[arg-type, call-arg]  # by the schema
