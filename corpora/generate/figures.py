"""Counts, quotas, percentages and money of one document's phrases."""

from __future__ import annotations

import re
from random import Random

from corpora.generate.facts import AmountGold, CountGold, IgnoredGold, QuotaGold, Relation, Text
from corpora.generate.words import money, percent, strings, tree, whole
from corpora.generate.world import Unit, World, share

_HEDGES_UP = ("hơn", "trên")
_HEDGES = ("hơn", "trên", "gần", "khoảng")


class NoSlot(LookupError):
    """The world has nothing for this slot at this time; another phrase must be taken."""


def between(bounds: str, rng: Random) -> int:
    """A whole number within "LOW-HIGH"."""
    low, _, high = bounds.partition("-")
    return rng.randint(int(low), int(high))


class Figures:
    """Prints figures with their gold. ``template`` is the phrase being filled: a count takes its percentage from it."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self.rng = world, rng
        self.topic = tree("topics.json")[world.topic]
        ranked = world.ranked()
        self.ranks: dict[str, Unit] = {"best": ranked[0], "second": ranked[1], "last": ranked[-1]}
        self.template = ""

    def figure(self, key: str) -> Text:
        """A figure of the world with its unit, as a count."""
        value, subject, holder, unit = self._known(key)
        stated = self._share(key) if f"{{pct:{key}}}" in self.template else None
        fact = CountGold(subject, holder, value, unit, percent=stated)
        return Text.of(f"{whole(value, self.rng)} {unit}", fact)

    def _known(self, key: str) -> tuple[int, str, str, str]:
        names, world = self.world.names, self.world
        done = f"{names['item']} {names['done']}"
        if key in self.ranks:
            return self.ranks[key].result, done, self.ranks[key].name, names["unit"]
        if key in ("p1", "p2", "p3"):
            which = int(key[1]) - 1
            return world.parts[which], strings(self.topic["parts"])[which], names["short"], names["unit"]
        groups, people = world.awards
        awards = {"aw1": (groups, "tập thể"), "aw2": (people, "cá nhân"),
                  "awards": (groups + people, "tập thể, cá nhân")}  # fmt: skip
        if key in awards:
            value, unit = awards[key]
            return value, f"{unit} được khen thưởng", names["short"], unit
        return world.total, done, names["short"], names["unit"]

    def _share(self, key: str) -> int | float:
        unit = self.ranks.get(key)
        count, quota = (unit.result, unit.quota) if unit else (self.world.total, self.world.quota)
        value = share(count, quota, self.world.decimals)
        return int(value) if value == int(value) else value

    def percent(self, key: str) -> Text:
        """The percentage of a figure's quota; the count itself carries it."""
        return Text.of(percent(self._share(key), self.rng), IgnoredGold("percent of a count"))

    def percent_alone(self, key: str) -> Text:
        """The percentage of a unit's quota where the count is not printed beside it: a count of its own."""
        value = self._share(key)
        fact = CountGold("tỷ lệ thực hiện chỉ tiêu", self.ranks[key].name, value, "%")
        return Text.of(percent(value, self.rng), fact)

    def quota(self, key: str) -> Text:
        """The quota of the whole or of one unit."""
        unit = self.ranks.get(key)
        value, holder = (unit.quota, unit.name) if unit else (self.world.quota, self.world.names["short"])
        name = self.world.names["unit"]
        fact = QuotaGold(self.world.names["item"], holder, value, name, "giai đoạn 1")
        return Text.of(f"{whole(value, self.rng)} {name}", fact)

    def hedged_total(self) -> Text:
        """The total, rounded, with a hedge: "hơn 3.600 sáng kiến"."""
        total, unit = self.world.total, self.world.names["unit"]
        step = 10 ** max(1, len(str(total)) - 2)
        below = total // step * step
        if total < 200 or below == total:
            raise NoSlot("hedge")
        up = self.rng.random() < 0.7
        value, hedge = (below, self.rng.choice(_HEDGES_UP)) if up else (below + step, "gần")
        thousands = value % 1000 == 0 and self.rng.random() < 0.6
        written = f"{value // 1000} nghìn {unit}" if thousands else f"{whole(value)} {unit}"
        subject = f"{self.world.names['item']} {self.world.names['done']}"
        fact = CountGold(subject, self.world.names["short"], value, unit, qualifier=hedge)
        related = Relation("rounding", (("value", total), ("stated", value), ("qualifier", hedge)))
        return (f"{hedge} " + Text.of(written, fact)).related((related,))

    def _drawn(self, argument: str) -> tuple[int, list[str]]:
        bounds, *labels = argument.split("|")
        return between(bounds, self.rng), labels

    def count(self, argument: str) -> Text:
        """A free count: LOW-HIGH|subject|unit."""
        value, (subject, unit) = self._drawn(argument)
        return Text.of(f"{whole(value, self.rng)} {unit}", CountGold(subject, self.world.names["short"], value, unit))

    def hedged_count(self, argument: str) -> Text:
        """A free count, rounded, with a hedge."""
        value, (subject, unit) = self._drawn(argument)
        value = max(100, value // 100 * 100)
        hedge = self.rng.choice(_HEDGES)
        fact = CountGold(subject, self.world.names["short"], value, unit, qualifier=hedge)
        return f"{hedge} " + Text.of(f"{whole(value)} {unit}", fact)

    def count_percent(self, argument: str) -> Text:
        """A free percentage as a count: LOW-HIGH|subject."""
        value, (subject,) = self._drawn(argument)
        fact = CountGold(subject, self.world.names["short"], value, "%")
        return Text.of(percent(value, self.rng), fact)

    def fraction(self) -> Text:
        """All units of all: "29/29", which is no date."""
        number, word = len(self.world.units), self.world.names["unit_word"]
        fact = CountGold(f"{word} có kế hoạch triển khai", self.world.names["short"], number, word, of=number)
        return Text.of(f"{number}/{number}", fact)

    def free_quota(self, argument: str) -> Text:
        """A free target: LOW-HIGH|subject|unit|period."""
        value, (subject, unit, term) = self._drawn(argument)
        fact = QuotaGold(subject, self.world.names["short"], value, unit, term)
        return Text.of(f"{whole(value, self.rng)} {unit}", fact)

    def quota_percent(self, argument: str) -> Text:
        """A free target in percent: LOW-HIGH|subject|period."""
        value, (subject, term) = self._drawn(argument)
        return Text.of(percent(value, self.rng), QuotaGold(subject, self.world.names["short"], value, "%", term))

    # -- money ------------------------------------------------------------------------------------------------------

    def amount(self, argument: str, *, hedged: bool = False, thousands: bool = False) -> Text:
        """Money: LOW-HIGH|what|per, in millions of đồng (or in thousands)."""
        value, labels = self._drawn(argument)
        what, per = labels[0], (labels[1] if len(labels) > 1 else "") or None
        vnd = value // 10 * 10_000 if thousands else value * 10**6
        if not thousands and not hedged and self.rng.random() < 0.2:
            vnd += self.rng.randint(1, 999) * 1000 + self.rng.choice([0, 500, self.rng.randint(1, 999)])
        hedge = self.rng.choice(_HEDGES) if hedged else None
        if hedged:
            vnd = int(f"{vnd:.1e}".split("e")[0].replace(".", "")) * 10 ** (len(str(vnd)) - 2)
        text = Text.of(money(vnd, self.rng), AmountGold(what, vnd, hedge, per))
        return f"{hedge} " + text if hedge else text

    def money_sum(self) -> Text:
        """A sum of money with its two parts."""
        parts = [self.rng.randint(20, 900) * 10**6 for _ in range(2)]
        whats = ("tổng kinh phí", "kinh phí ngân sách", "kinh phí xã hội hóa")
        texts = [Text.of(money(vnd, self.rng), AmountGold(what, vnd))
                 for what, vnd in zip(whats, [sum(parts), *parts], strict=True)]  # fmt: skip
        related = Relation("sum", (("whole", sum(parts)), ("parts", tuple(parts))))
        text = "là " + texts[0] + ", gồm " + texts[1] + " từ ngân sách và " + texts[2] + " xã hội hóa"
        return text.related((related,))

    def relations(self, notes: str) -> tuple[Relation, ...]:
        """The relations that a phrase states: its notes ("sum:total=p1+p2") and every percentage of a quota."""
        found: list[Relation] = []
        for note in notes.split(";"):
            kind, _, rest = note.strip().partition(":")
            if kind == "sum":
                whole_key, _, parts = rest.partition("=")
                values = tuple(self._known(part)[0] for part in parts.split("+"))
                found.append(Relation("sum", (("whole", self._known(whole_key)[0]), ("parts", values))))
        for key in dict.fromkeys(re.findall(r"\{pct:(\w+)\}", self.template)):
            unit = self.ranks.get(key)
            figures = (unit.result, unit.quota) if unit else (self.world.total, self.world.quota)
            found.append(
                Relation("percent", (("count", figures[0]), ("quota", figures[1]), ("stated", self._share(key))))
            )
        return tuple(found)
