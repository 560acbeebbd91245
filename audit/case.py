"""A document as the rules see it: its dossier with figures made ready, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from audit.figure import NUMERAL, Figure, figure
from records.dossier import Dossier
from records.facts import Facts
from records.figures import Claim, Count, Quota, Term, TermRole
from records.finding import Blame, Spot
from records.place import Place


@dataclass(frozen=True)
class Case:
    """A dossier and what several rules ask of it."""

    dossier: Dossier

    @property
    def facts(self) -> Facts:
        """The document's facts."""
        return self.dossier.facts

    def spot(self, place: Place) -> Spot:
        """A place of this document."""
        return Spot(self.dossier.id, place)

    def read(self, place: Place) -> bool:
        """True when a reader guessed the words of the place."""
        return place.page in self.dossier.read_pages

    def blame(self, place: Place) -> Blame:
        """Whose error is likelier where nothing can be computed: the reader's, if one guessed the words."""
        return "reader" if self.read(place) else "author"

    def term(self, term: Term) -> Figure:
        """The figure of a claim's term."""
        label = " ".join(part for part in (term.subject or term.unit, term.holder) if part)
        found = self.figure(term.value, term.place, value_max=term.value_max, hedge=term.qualifier, label=label)
        return replace(found, alternatives=(*found.alternatives, *term.alternatives))

    def count(self, count: Count | Quota) -> Figure:
        """The figure of a count or quota."""
        label = " ".join(part for part in (count.subject, count.holder) if part)
        return self.figure(count.value, count.place, value_max=count.value_max, hedge=count.qualifier, label=label)

    def figure(
        self,
        value: Decimal | int,
        place: Place,
        *,
        value_max: Decimal | int | None = None,
        hedge: str | None = None,
        label: str = "",
    ) -> Figure:
        """A figure at a place of this document."""
        spot, read = self.spot(place), self.read(place)
        return self.witnessed(figure(value, spot, value_max=value_max, hedge=hedge, label=label, read=read))

    def witnessed(self, found: Figure) -> Figure:
        """The figure with what its image said when it was read once more: another numeral, or the same again."""
        place = found.spot.place
        said = [row.text for row in self.dossier.rereads if place.start <= row.start and row.end <= place.end]
        if not said:
            return found
        others = tuple(text for text in said if text != found.printed)
        return replace(found, alternatives=others, confirmed=not others)

    def claims(self, *kinds: str) -> Iterator[Claim]:
        """The claims of these kinds."""
        return (claim for claim in self.facts.claims if claim.kind in kinds)

    def terms(self, claim: Claim, *roles: TermRole) -> list[Figure]:
        """The figures of a claim in these roles, in order."""
        return [self.term(term) for term in claim.terms if term.role in roles]

    @cached_property
    def cells(self) -> frozenset[int]:
        """Where the cells of tables begin."""
        places = (place for table in self.facts.tables for row in (*table.places, table.total_places) for place in row)
        return frozenset(place.start for place in places if place is not None)

    @cached_property
    def printed(self) -> Counter[str]:
        """How often each numeral of four and more digits is printed; figures printed twice vouch for each other."""
        found = (match[0] for line in self.dossier.lines for match in NUMERAL.finditer(line.text))
        return Counter(numeral for numeral in found if len(numeral.replace(".", "")) >= 4)

    @cached_property
    def start(self) -> Place:
        """The document's first characters: where what is missing is reported."""
        if not self.dossier.lines:
            return Place(1, 1, 0, 0, "", "")
        first = next((line for line in self.dossier.lines if line.text.strip()), self.dossier.lines[0])
        return self.line_place(first.start)

    def before(self, place: Place, length: int = 40) -> str:
        """The characters of its line before a place, at most ``length``."""
        index = bisect_right(self._starts, place.start) - 1
        if index < 0:
            return ""
        line = self.dossier.lines[index]
        return line.text[max(0, place.start - line.start - length) : place.start - line.start]

    def after(self, place: Place, length: int = 40) -> str:
        """The characters of its line after a place, at most ``length``."""
        index = bisect_right(self._starts, place.end) - 1
        if index < 0:
            return ""
        line = self.dossier.lines[index]
        return line.text[place.end - line.start : place.end - line.start + length]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.dossier.lines]

    def line_place(self, start: int) -> Place:
        """The line that begins at an offset, as a place."""
        line = self.dossier.lines[bisect_right(self._starts, start) - 1]
        return Place(line.page, line.line, start, start + len(line.text), line.text, line.text)
