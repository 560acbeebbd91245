"""Clauses that name exemplary initiatives (sáng kiến) with author, unit and benefit."""

from __future__ import annotations

import re
from random import Random

from corpora.generate.facts import AmountGold, Fact, IgnoredGold, InitiativeGold, Text, fill
from corpora.generate.figures import NoSlot
from corpora.generate.words import money, rows, strings, tree
from corpora.generate.world import World, person

_DIGIT = re.compile(r"\d")


class Initiatives:
    """Tells of initiatives, none of them twice in a document."""

    def __init__(self, world: World, rng: Random) -> None:
        self.topic, self.rng = tree("topics.json")[world.topic], rng
        self.used_titles: set[str] = set()

    def clause(self) -> Text:
        """A clause that names an initiative, its author, unit and benefit."""
        fieldset = self.rng.choice(strings(self.topic["field_set"]))
        listed = [row for row in rows("initiatives.tsv") if row["field"] == fieldset]
        parts = {part: [row["text"] for row in listed if row["part"] == part]
                 for part in ("name", "what", "author", "unit")}  # fmt: skip
        fresh = [title for title in parts["what"] if title not in self.used_titles]
        if not fresh:
            raise NoSlot("initiative")
        raw_title = self.rng.choice(fresh)
        self.used_titles.add(raw_title)
        title = raw_title.format(code=self.rng.randint(10, 99))
        districts = [row["name"] for row in rows("places.tsv") if row["level"] == "district"]
        unit = self.rng.choice(parts["unit"]).format(district=self.rng.choice(districts))
        author, role = person(self.rng), self.rng.choice(parts["author"])
        phrase = self.rng.choice([row["template"] for row in rows("phrases.tsv") if row["move"] == "init"])
        has_benefit = "{i.benefit}" in phrase
        vnd = self.rng.choice([self.rng.randint(3, 90) * 10**7, self.rng.randint(11, 400) * 10**8])
        per = self.rng.choice([None, "năm", "năm", "6 tháng"]) if has_benefit else None
        gold = InitiativeGold(title, author, role, unit, parts["name"][0], vnd if has_benefit else None, per)
        noun = self.rng.choice(["sáng kiến", "giải pháp", "đề tài"])
        honor = self.rng.choice(["đồng chí ", "chị " if "Thị" in author else "đồng chí ", ""])
        slots = {"i.title": self._title(gold), "i.author": Text(author), "i.author_title": Text(role),
                 "i.unit": Text(unit), "i.honor": Text(honor),
                 "i.noun": Text(noun), "i.noun_low": Text(noun),
                 "i.benefit": self._benefit(vnd, per)}  # fmt: skip
        return fill(phrase, lambda slot: slots[slot])

    def _title(self, gold: InitiativeGold) -> Text:
        facts: list[Fact] = [gold]
        if _DIGIT.search(gold.title):
            facts.append(IgnoredGold("figure in an initiative's title"))
        return Text.of(gold.title, *facts)

    def _benefit(self, vnd: int, per: str | None) -> Text:
        hedge = self.rng.choice([None, None, "gần", "trên", "hơn"])
        written = money(vnd, self.rng) + (f"/{per}" if per else "")
        lead = self.rng.choice(["giá trị làm lợi ", "mang lại giá trị làm lợi ", "tiết kiệm "])
        text = lead + (f"{hedge} " if hedge else "")
        return text + Text.of(written, AmountGold("giá trị làm lợi", vnd, hedge, per))
