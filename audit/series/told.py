"""What several rules across documents ask of a member: its figure, whose it is, how its document is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath

from audit.figure import Figure, figure
from records.finding import Blame, Spot
from records.series import Card, Cited, Member, Quantity


def name_of(card: Card) -> str:
    """What a person calls a document: its number, else its file.

    >>> name_of(Card("a", "/kho/bao_cao.txt"))
    'bao_cao.txt'
    """
    return card.number if card.number is not None and not card.told else PurePath(card.path).name


def heads(members: Iterable[Member]) -> list[Member]:
    """The members that are documents of the archive."""
    return [member for member in members if member.fact is None]


def citations(members: Iterable[Member]) -> list[tuple[Member, Cited]]:
    """The members that are citations."""
    return [(member, member.fact) for member in members if isinstance(member.fact, Cited)]


def quantities(members: Iterable[Member], source: str) -> list[tuple[Member, Quantity]]:
    """The members that are counts, or quotas."""
    found = ((member, member.fact) for member in members)
    return [(member, fact) for member, fact in found if isinstance(fact, Quantity) and fact.source == source]


def spots(members: Iterable[Member], most: int = 20) -> list[Spot]:
    """Places of members, at most so many."""
    found = [spot for member in members for spot in (member.spot, member.again) if spot is not None]
    return list(dict.fromkeys(found))[:most]


def blame(member: Member) -> Blame:
    """The reader's, if one guessed the words of the place, else the author's."""
    return "reader" if member.read else "author"


def quantity_figure(member: Member, item: Quantity, spot: Spot | None = None) -> Figure:
    """The figure of a count or quota."""
    label = " ".join(part for part in (item.subject, item.holder) if part)
    return figure(
        item.value, spot or member.spot, value_max=item.value_max, hedge=item.qualifier, label=label, read=member.read
    )


def percent_figure(member: Member, percent: Decimal) -> Figure:
    """The percentage that is stated for a count; its place is where the count ends."""
    printed = format(percent, "f").replace(".", ",")
    exponent = percent.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    at = member.spot.place
    place = replace(at, start=at.end, text=f"{printed}%", raw=f"{printed}%")
    spot = Spot(member.spot.document, place)
    return Figure(Fraction(percent), printed, spot, Fraction(1, int(10**digits)), read=member.read)


def of_two_documents(one: Member, other: Member) -> bool:
    """False where both say it in one and the same document only."""
    return one.card.document != other.card.document or max(one.documents, other.documents) > 1
