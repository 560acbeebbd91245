"""Mentions of persons and organisations as records, each under the fullest name that the document gives it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from nlp.find.named_rows import Where
from nlp.find.organisations import OrganMention
from nlp.find.people import Person, people_between
from nlp.find.view import View
from records.figures import Mention

#: Whom streets, schools and movements are named after: never one the report speaks of.
_NO_ONE = frozenset({"Hồ Chí Minh"})


def find_people(view: View, organisations: list[OrganMention]) -> list[Person]:
    """The persons named in a document; what is part of an organisation's name is none."""
    starts = [organ.start for organ in organisations]
    found = []
    for person in people_between(view, 0, len(view.plain)):
        index = bisect_right(starts, person.start) - 1
        inside = index >= 0 and person.start < organisations[index].end
        if not inside and person.name not in _NO_ONE:
            found.append(person)
    return found


def mention_rows(organisations: Iterable[OrganMention], people: Iterable[Person], where: Where) -> tuple[Mention, ...]:
    """The records, in the order of the text."""
    rows = [Mention("organisation", organ.name, where(organ.start, organ.end)) for organ in organisations]
    rows += [Mention("person", person.name, where(person.start, person.end)) for person in people]
    return tuple(sorted(rows, key=lambda row: row.place.start))
