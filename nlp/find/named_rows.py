"""Records of amounts and initiatives, from their mentions in the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nlp.find.amounts import AmountMention
from nlp.find.initiative_tables import table_initiatives
from nlp.find.initiatives import InitiativeMention
from nlp.find.money_tables import table_amounts
from nlp.find.view import fold
from records.facts import TableFact
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


def amount_rows(
    mentions: Iterable[AmountMention], tables: Sequence[TableFact], text: str, where: Where
) -> tuple[Amount, ...]:
    """All amounts of a document, those of its tables' money columns among them, in order."""
    found = [amount_row(mention, where) for mention in mentions]
    return tuple(sorted([*found, *table_amounts(tables, text)], key=lambda row: row.place.start))


def initiative_rows(
    mentions: Iterable[InitiativeMention], tables: Sequence[TableFact], where: Where
) -> tuple[Initiative, ...]:
    """All initiatives of a document in order; one of a table is no second time one of the text."""
    listed = list(table_initiatives(tables))
    titles = {fold(item.title) for item in listed}
    spans = [(table.place.start, table.place.end) for table in tables]
    found = [initiative_row(mention, where) for mention in mentions]
    kept = [i for i in found if not (fold(i.title) in titles and any(a <= i.place.start < b for a, b in spans))]
    return tuple(sorted([*kept, *listed], key=lambda row: row.place.start))
