"""How one paper cites another: the writings found in Vietnamese reports, each with its gold."""

from __future__ import annotations

from datetime import date
from random import Random

from corpora.generate.facts import CitationGold, DateGold, Text
from corpora.generate.words import day, rows
from corpora.generate.world import Ref, World


class Papers:
    """Writes citations for one document and remembers which papers it has cited in full."""

    def __init__(self, world: World, self_ref: Ref, rng: Random) -> None:
        self.world, self.self_ref, self.rng = world, self_ref, rng
        self.seen: set[str] = set()

    def cite(self, ref: Ref, how: str, about: Text) -> Text:
        """A citation: "full", "date-first" (the date stands before the number) or "short" (no date)."""
        if how == "short":
            return self._short(ref)
        self.seen.add(ref.key)
        if how == "date-first":
            return self._date_first(ref, about)
        return self._full(ref, about)

    def law(self) -> Text | None:
        """A well-known act that is older than the document and fits the topic, or None."""
        fitting = [row for row in rows("statutes.tsv")
                   if (row["topics"] == "*" or self.world.topic in row["topics"].split(","))
                   and row["number"] not in self.seen
                   and date.fromisoformat(row["issued_on"]) < self.self_ref.issued_on]  # fmt: skip
        if not fitting:
            return None
        row = self.rng.choice(fitting)
        self.seen.add(row["number"])
        issuer = None if row["type"] == "L" else row["issuer"]
        when = date.fromisoformat(row["issued_on"])
        fact = CitationGold(row["type"], row["number"], row["issued_on"], issuer)
        text = f"{row['name']} số " + Text.of(row["number"], fact) + " ngày " + self._cited_day(when)
        if issuer:
            text = text + f" của {issuer}"
        return text + (f" {row['about']}" if row["about"] else "")

    def own(self, ref: Ref, number: str | None) -> Text:
        """How an annex names its own document; nothing is stated where the number is blank."""
        name = ref.name
        if number is None:
            return Text(f"{name} số          ngày     tháng     năm {ref.issued_on.year} của {ref.issuer}")
        fact = CitationGold(ref.type, number, ref.issued_on.isoformat(), ref.issuer, self=True)
        when = Text.of(day(ref.issued_on, self.rng, self.world.style), DateGold(ref.issued_on.isoformat(), "issued"))
        return (
            f"{name} số " + Text.of(number, fact) + self.rng.choice([" ngày ", ", ngày "]) + when + f" của {ref.issuer}"
        )

    def _cited_day(self, when: date) -> Text:
        return Text.of(day(when, self.rng, self.world.style), DateGold(when.isoformat(), "cited"))

    def _number(self, ref: Ref) -> str:
        """The number as printed: seldom with spaces around its hyphen, as careless typists do."""
        if self.rng.random() < 0.05 and "-" in ref.number:
            return ref.number.replace("-", " - ")
        return ref.number

    def _full(self, ref: Ref, about: Text) -> Text:
        rng = self.rng
        with_issuer = rng.random() < 0.75
        issuer = ref.issuer if with_issuer else None
        fact = CitationGold(ref.type, ref.number, ref.issued_on.isoformat(), issuer)
        name = ref.name
        number = rng.choice([" số ", " số ", " số ", " "]) + Text.of(self._number(ref), fact)
        text = name + number + rng.choice([" ngày ", " ngày ", ", ngày "]) + self._cited_day(ref.issued_on)
        if issuer:
            text = text + f" của {issuer}"
        return text + " " + about if rng.random() < 0.7 else text

    def _date_first(self, ref: Ref, about: Text) -> Text:
        issuer = ref.issuer
        fact = CitationGold(ref.type, ref.number, ref.issued_on.isoformat(), issuer)
        name = ref.name if self.rng.random() < 0.7 else ref.name.lower()
        lead = self.rng.choice([f", {issuer} đã ban hành ", f", {issuer} ban hành "])
        text = "Ngày " + self._cited_day(ref.issued_on) + lead + f"{name} số " + Text.of(self._number(ref), fact)
        return text + " " + about

    def _short(self, ref: Ref) -> Text:
        """A repeated mention without its date, digits alone only after a full mention."""
        if ref.key in self.seen and self.rng.random() < 0.4:
            digits = ref.number.split("/")[0].split("-")[0]
            return f"{ref.name} số " + Text.of(digits, CitationGold(ref.type, digits, None, None, partial=True))
        fact = CitationGold(ref.type, ref.number, None, None)
        return f"{ref.name} số " + Text.of(ref.number, fact)
