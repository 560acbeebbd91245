"""Across documents: which document a citation means, and which number a document has whose own is not sure.

Pure: :mod:`store.link` reads the rows and writes what is found here. Documents are looked up by number, and by type and
month of issue; no pair is looked at that shares neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from store.agree import compare_reading, number_key, same_date, same_issuer, title_follows

#: Type of a document and its month of issue (YYYY-MM).
Slot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a document's head says; ``readings`` are those of its number that were not sure enough."""

    id: str
    type: str | None
    number: str | None
    issued_on: str | None
    issuer: str | None
    parent_issuer: str | None = None
    title: str | None = None
    readings: tuple[str, ...] = ()

    @property
    def slot(self) -> Slot | None:
        """Where citations of it are to be looked for; None where its type or month is unknown."""
        return None if self.type is None or self.issued_on is None else (self.type, self.issued_on[:7])


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation; ``after`` is the text that follows it in its document."""

    id: int
    document: str
    type: str | None
    number: str
    issued_on: str | None
    issuer: str | None
    page: int = 1
    line: int = 1
    after: str = ""

    @property
    def slot(self) -> Slot | None:
        """The slot of the document it cites, where it tells."""
        return None if self.type is None or self.issued_on is None else (self.type, self.issued_on[:7])


@dataclass(frozen=True, slots=True)
class Proposal:
    """The number that others give a document; sure where its own reading has the same digits, or two others agree."""

    document: str
    number: str
    sure: bool
    exact: bool
    cited_by: tuple[Mention, ...]

    @property
    def reason(self) -> str:
        """One line for a person.

        >>> Proposal("a", "7/KH-SYT", False, False, (Mention(1, "b", "KH", "7/KH-SYT", None, None, 2, 5),)).reason
        'cited by b (page 2, line 5); not sure: one document alone, and the page was read otherwise'
        """
        by = ", ".join(f"{m.document} (page {m.page}, line {m.line})" for m in self.cited_by)
        doubt = "" if self.sure else "; not sure: one document alone, and the page was read otherwise"
        return f"cited by {by}{doubt}"


class Register:
    """Documents by their numbers."""

    def __init__(self, heads: Iterable[Known]) -> None:
        self._by_number: defaultdict[str, list[Known]] = defaultdict(list)
        for head in heads:
            if head.number is not None:
                self._by_number[number_key(head.number)].append(head)

    def find(self, mention: Mention) -> str | None:
        """Id of the one document that a citation means; None where there is none, or more than one."""
        found = {head.id for head in self._by_number.get(number_key(mention.number), ()) if _means(mention, head)}
        return found.pop() if len(found) == 1 else None

    def holds(self, mention: Mention) -> bool:
        """True where the cited number is the sure number of at least one document."""
        return any(_means(mention, head) for head in self._by_number.get(number_key(mention.number), ()))


def _means(mention: Mention, head: Known) -> bool:
    same_type = mention.type is None or head.type is None or mention.type == head.type
    return mention.document != head.id and same_type and _fits(mention, head)


def _fits(mention: Mention, head: Known) -> bool:
    by_issuer = same_issuer(mention.issuer, head.issuer) or (
        head.parent_issuer is not None and same_issuer(mention.issuer, head.parent_issuer)
    )
    return by_issuer and same_date(mention.issued_on, head.issued_on)


def open_heads(heads: Iterable[Known]) -> list[Known]:
    """The documents whose number can be asked of others: read, but not surely, with type and month known."""
    return [head for head in heads if head.number is None and head.readings and head.slot is not None]


def propose(heads: Iterable[Known], mentions: Iterable[Mention], register: Register) -> list[Proposal]:
    """Numbers for the documents of :func:`open_heads`, by what the other documents cite.

    A number is proposed only where all other documents that cite this type, issuer and date give this one number, no
    document surely has it, the own reading does not contradict it, and no other document has as good a claim.
    """
    by_month: defaultdict[Slot, list[Mention]] = defaultdict(list)
    by_date: defaultdict[Slot, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.type is not None and mention.issued_on is not None and not register.holds(mention):
            by_month[mention.type, mention.issued_on[:7]].append(mention)
            by_date[mention.type, mention.issued_on].append(mention)
    found = []
    for head in heads:
        if head.type is None or head.issued_on is None:
            continue
        month = head.issued_on[:7]
        if head.issued_on == month:
            near = by_month[head.type, month]
        else:
            near = by_date[head.type, head.issued_on] + by_date[head.type, month]
        proposal = _proposal(head, [m for m in near if m.document != head.id and _fits(m, head)])
        if proposal is not None:
            found.append(proposal)
    return _undisputed(found)


def _proposal(head: Known, mentions: list[Mention]) -> Proposal | None:
    if len({number_key(mention.number) for mention in mentions}) != 1:
        return None
    ordered = sorted(mentions, key=_in_order)
    number = ordered[0].number
    agreements = {compare_reading(reading, number) for reading in head.readings}
    by_title = "garbage" in agreements and any(title_follows(head.title, mention.after) for mention in mentions)
    if not by_title and not agreements & {"exact", "near"}:
        return None
    exact = "exact" in agreements
    sure = exact or len({mention.document for mention in mentions}) > 1
    return Proposal(head.id, number, sure, exact, tuple(ordered))


def _in_order(mention: Mention) -> tuple[str | int, ...]:
    """By place; the rest makes the order total, so that nothing depends on the order of the rows."""
    issued, issuer = mention.issued_on or "", mention.issuer or ""
    return mention.document, mention.page, mention.line, mention.id, issued, mention.number, issuer, mention.after


def _undisputed(proposals: list[Proposal]) -> list[Proposal]:
    """Drop what several documents claim, unless one of them alone was read with the very digits."""
    claims: defaultdict[tuple[str, Slot | None], list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        claims[number_key(proposal.number), proposal.cited_by[0].slot].append(proposal)
    kept = []
    for rivals in claims.values():
        exact = [proposal for proposal in rivals if proposal.exact]
        if len(rivals) == 1 or len(exact) == 1:
            kept += exact if len(rivals) > 1 else rivals
    return sorted(kept, key=lambda proposal: proposal.document)
