"""Records of amounts and initiatives, from their mentions in the view."""

from __future__ import annotations

from collections.abc import Callable

from nlp.find.amounts import AmountMention
from nlp.find.initiatives import InitiativeMention
from records.figures import Amount, Initiative
from records.place import Place

#: The place of a span of the view.
Where = Callable[[int, int], Place]


def amount_row(mention: AmountMention, where: Where) -> Amount:
    """The record of an amount."""
    place = where(mention.start, mention.end)
    return Amount(mention.what, mention.value, place, mention.qualifier, mention.per, mention.value_max)


def initiative_row(mention: InitiativeMention, where: Where) -> Initiative:
    """The record of an initiative; a benefit that two share is no one's alone."""
    benefit = None if mention.shared else mention.benefit
    return Initiative(
        mention.title,
        where(mention.start, mention.end),
        author=mention.author.name,
        author_title=mention.author.title,
        unit=mention.author.unit,
        field=mention.field,
        benefit_vnd=benefit.value if benefit else None,
        benefit_per=benefit.per if benefit else None,
    )
