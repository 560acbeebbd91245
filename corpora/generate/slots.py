"""What stands in a slot of a phrase: each kind of slot is one small method that returns marked text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from corpora.generate.facts import (
    AmountGold,
    CountGold,
    DateGold,
    Fact,
    IgnoredGold,
    InitiativeGold,
    QuotaGold,
    Relation,
    Text,
    fill,
)
from corpora.generate.papers import Papers
from corpora.generate.words import day, money, percent, rows, shift, strings, tree, two_digit_month, whole
from corpora.generate.world import Ref, Unit, World, person, share

_DIGIT = re.compile(r"\d")
_HEDGES_UP = ("hơn", "trên")


class NoSlot(LookupError):
    """The world has nothing for this slot at this time; another phrase must be taken."""


class Slots:
    """Resolves the slots of one document's phrases, remembering what was said before."""

    def __init__(self, world: World, self_ref: Ref, rng: Random) -> None:
        self.world, self.ref, self.rng = world, self_ref, rng
        self.papers = Papers(world, self_ref, rng)
        self.topic = tree("topics.json")[world.topic]
        ranked = world.ranked()
        self.ranks: dict[str, Unit] = {"best": ranked[0], "second": ranked[1], "last": ranked[-1]}
        self.names = world.names | {key: unit.name for key, unit in self.ranks.items()}
        verbs = strings(self.topic["part_verbs"])
        self.names |= {f"v{number}": verb for number, verb in enumerate(verbs, start=1)}
        self.template = ""
        self.last_day = self_ref.issued_on
        self.step = 0
        self.used_titles: set[str] = set()

    def text(self, template: str, relations: str = "") -> Text:
        """The phrase with every slot filled; raises NoSlot where something is missing."""
        for key, value in self.names.items():
            if key not in ("prog", "prog_short"):
                template = template.replace("{" + key + "}", value)
        self.template = template
        return fill(template, self.resolve).related(self._relations(relations))

    def resolve(self, slot: str) -> Text:
        """One slot: "name" or "name:argument"."""
        name, _, argument = slot.partition(":")
        method = _METHODS.get(name)
        if method is None:
            raise KeyError(f"unknown slot {{{slot}}}")
        return method(self, argument)

    # -- names and papers ---------------------------------------------------------------------------------------

    def programme(self, key: str) -> Text:
        """The programme's name; figures within its quotes are no facts."""
        name = self.world.names[key]
        if _DIGIT.search(name):
            before, quote, rest = name.partition("“")
            return Text(before) + Text.of(quote + rest, IgnoredGold("programme name"))
        return Text(name)

    def paper(self, key: str, how: str) -> Text:
        """A citation in one of its forms ("cite", "citefirst", "again")."""
        ref = self.world.refs.get(key)
        if ref is None or ref.issued_on >= self.ref.issued_on:
            raise NoSlot(key)
        about = fill(self._plain(ref.about), lambda slot: self.programme(slot))
        return self.papers.cite(ref, how, about)

    def law(self, _: str) -> Text:
        """A citation of a real, well-known act."""
        found = self.papers.law()
        if found is None:
            raise NoSlot("law")
        return found

    def _plain(self, template: str) -> str:
        for key, value in self.names.items():
            if key not in ("prog", "prog_short"):
                template = template.replace("{" + key + "}", value)
        return template

    # -- dates --------------------------------------------------------------------------------------------------

    def _date(self, when: date, role: str) -> Text:
        self.last_day = when
        return Text.of(day(when, self.rng, self.world.style), DateGold(when.isoformat(), role))

    def _days(self, argument: str) -> int:
        low, _, high = argument.partition("-")
        return self.rng.randint(int(low), int(high))

    def later(self, argument: str, role: str) -> Text:
        """A day so many days after the document's date."""
        return self._date(shift(self.ref.issued_on, self._days(argument)), role)

    def earlier(self, argument: str, role: str) -> Text:
        """A day so many days before the document's date."""
        return self._date(shift(self.ref.issued_on, -self._days(argument)), role)

    def stage_end(self, role: str) -> Text:
        """The last day of stage 1."""
        if role == "as-of" and self.world.stage_end >= self.ref.issued_on:
            raise NoSlot("asof")
        return self._date(self.world.stage_end, role)

    def period(self, _: str) -> Text:
        """Stage 1 as a range, in one of four writings."""
        start, end = self.world.start, self.world.stage_end
        fact = DateGold(start.isoformat(), "period", end.isoformat())
        first, last = (f"{when.day:02d}/{two_digit_month(when)}/{when.year}" for when in (start, end))
        return Text.of(self.rng.choice([f"ngày {first} đến ngày {last}", f"{first} đến {last}", f"{first} - {last}",
                                        f"ngày {first} đến hết ngày {last}"]), fact)  # fmt: skip

    def span(self, argument: str, sign: int) -> Text:
        """A few days within one month: "06 - 15/11/2022"."""
        start = shift(self.ref.issued_on, sign * self._days(argument)).replace(day=self.rng.randint(3, 16))
        if sign < 0 and start + timedelta(days=8) >= self.ref.issued_on:
            start = (start.replace(day=1) - timedelta(days=20)).replace(day=start.day)
        end = start + timedelta(days=self.rng.randint(4, 8))
        written = self.rng.choice([f"{start.day:02d} - {end.day:02d}/{end.month}/{end.year}",
                                   f"{start.day:02d} đến ngày {end.day:02d}/{end.month}/{end.year}"])  # fmt: skip
        prefix = "ngày " if sign < 0 else self.rng.choice(["từ ngày ", "ngày "])
        return prefix + Text.of(written, DateGold(start.isoformat(), "period", end.isoformat()))

    def month(self, argument: str, sign: int) -> Text:
        """A month: "tháng 5/2022" or "tháng 5 năm 2022"."""
        index = self.ref.issued_on.year * 12 + self.ref.issued_on.month - 1 + sign * self._days(argument)
        year, month = divmod(index, 12)
        written = self.rng.choice([f"tháng {month + 1}/{year}", f"tháng {month + 1} năm {year}",
                                   f"tháng {month + 1:02d}/{year}"])  # fmt: skip
        return Text.of(written, DateGold(f"{year}-{month + 1:02d}", "event"))

    def weekday(self, _: str) -> Text:
        """The weekday of the date just printed: "thứ 2" is Monday, so the slot is the figure."""
        return Text.of(str(self.last_day.weekday() + 2), IgnoredGold("weekday"))

    # -- quantities -----------------------------------------------------------------------------------------------

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
        awards = {"aw1": (groups, "tập thể được khen thưởng", "tập thể"), "aw2": (people, "cá nhân được khen thưởng", "cá nhân"),
                  "awards": (groups + people, "tập thể, cá nhân được khen thưởng", "tập thể, cá nhân")}  # fmt: skip
        if key in awards:
            value, subject, unit = awards[key]
            return value, subject, names["short"], unit
        return world.total, done, names["short"], names["unit"]

    def _share(self, key: str) -> int | float:
        unit = self.ranks.get(key)
        count, quota = (unit.result, unit.quota) if unit else (self.world.total, self.world.quota)
        value = share(count, quota, self.world.decimals)
        return int(value) if value == int(value) else value

    def percent(self, key: str) -> Text:
        """The percentage of a figure's quota; the count itself carries it."""
        return Text(percent(self._share(key), self.rng))

    def quota(self, key: str) -> Text:
        """The quota of the whole or of one unit."""
        unit = self.ranks.get(key)
        value, holder = (unit.quota, unit.name) if unit else (self.world.quota, self.world.names["short"])
        name = self.world.names["unit"]
        fact = QuotaGold(self.world.names["item"], holder, value, name, "giai đoạn 1")
        return Text.of(f"{whole(value, self.rng)} {name}", fact)

    def hedged_total(self, _: str) -> Text:
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
        return self._days(bounds), labels

    def count(self, argument: str) -> Text:
        """A free count: LOW-HIGH|subject|unit."""
        value, (subject, unit) = self._drawn(argument)
        return Text.of(f"{whole(value, self.rng)} {unit}", CountGold(subject, self.world.names["short"], value, unit))

    def hedged_count(self, argument: str) -> Text:
        """A free count, rounded, with a hedge."""
        value, (subject, unit) = self._drawn(argument)
        value = max(100, value // 100 * 100)
        hedge = self.rng.choice(["hơn", "trên", "gần", "khoảng"])
        fact = CountGold(subject, self.world.names["short"], value, unit, qualifier=hedge)
        return f"{hedge} " + Text.of(f"{whole(value)} {unit}", fact)

    def count_percent(self, argument: str) -> Text:
        """A free percentage as a count: LOW-HIGH|subject."""
        value, (subject,) = self._drawn(argument)
        fact = CountGold(subject, self.world.names["short"], value, "%")
        return Text.of(percent(value, self.rng), fact)

    def fraction(self, _: str) -> Text:
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

    def amount(self, argument: str, hedged: bool = False, thousands: bool = False) -> Text:
        """Money: LOW-HIGH|what|per, in millions of đồng (or in thousands)."""
        value, labels = self._drawn(argument)
        what, per = labels[0], (labels[1] if len(labels) > 1 else "") or None
        vnd = value // 10 * 10_000 if thousands else value * 10**6
        if not thousands and not hedged and self.rng.random() < 0.2:
            vnd += self.rng.randint(1, 999) * 1000 + self.rng.choice([0, 500, self.rng.randint(1, 999)])
        hedge = self.rng.choice(["hơn", "trên", "gần", "khoảng"]) if hedged else None
        if hedged:
            vnd = int(f"{vnd:.1e}".split("e")[0].replace(".", "")) * 10 ** (len(str(vnd)) - 2)
        text = Text.of(money(vnd, self.rng), AmountGold(what, vnd, hedge, per))
        return f"{hedge} " + text if hedge else text

    def money_sum(self, _: str) -> Text:
        """A sum of money with its two parts."""
        parts = [self.rng.randint(20, 900) * 10**6 for _ in range(2)]
        whats = ("tổng kinh phí", "kinh phí ngân sách", "kinh phí xã hội hóa")
        texts = [Text.of(money(vnd, self.rng), AmountGold(what, vnd))
                 for what, vnd in zip(whats, [sum(parts), *parts], strict=True)]  # fmt: skip
        related = Relation("sum", (("whole", sum(parts)), ("parts", tuple(parts))))
        text = "là " + texts[0] + ", gồm " + texts[1] + " từ ngân sách và " + texts[2] + " xã hội hóa"
        return text.related((related,))

    # -- initiatives --------------------------------------------------------------------------------------------------

    def initiative(self, _: str) -> Text:
        """A clause that names an initiative, its author, unit and benefit."""
        fieldset = self.rng.choice(strings(self.topic["field_set"]))
        parts = {part: [row["text"] for row in rows("initiatives.tsv") if row["field"] == fieldset and row["part"] == part]
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
        noun = self.rng.choice(["Sáng kiến", "Giải pháp", "Đề tài"])
        slots = {"i.title": self._title(gold), "i.author": Text(author), "i.author_title": Text(role), "i.unit": Text(unit),
                 "i.honor": Text(self.rng.choice(["đồng chí ", "chị " if "Thị" in author else "đồng chí ", ""])),
                 "i.noun": Text(noun.lower()), "i.noun_low": Text(noun.lower()),
                 "i.benefit": self._benefit(vnd, per, title)}  # fmt: skip
        return fill(phrase, lambda slot: slots[slot])

    def _title(self, gold: InitiativeGold) -> Text:
        facts: list[Fact] = [gold]
        if _DIGIT.search(gold.title):
            facts.append(IgnoredGold("figure in an initiative's title"))
        return Text.of(gold.title, *facts)

    def _benefit(self, vnd: int, per: str | None, title: str) -> Text:
        hedge = self.rng.choice([None, None, "gần", "trên", "hơn"])
        written = money(vnd, self.rng) + (f"/{per}" if per else "")
        lead = self.rng.choice(["giá trị làm lợi ", "mang lại giá trị làm lợi ", "tiết kiệm "])
        text = lead + (f"{hedge} " if hedge else "")
        return text + Text.of(written, AmountGold("giá trị làm lợi", vnd, hedge, per))

    # -- figures that are no facts --------------------------------------------------------------------------------------

    def trap(self, kind: str) -> Text:
        """Phones, mail addresses, school years and the like."""
        rng, year = self.rng, self.world.year
        digits = "".join(str(rng.randint(0, 9)) for _ in range(7))
        written = {
            "phone": rng.choice([f"09{digits[0]}{digits}", f"02{rng.randint(3, 9)}3.{digits}"[:13],
                                 f"0{rng.choice('389')}{digits[0]}{digits[1]}.{digits[1:4]}.{digits[4:7]}"]),
            "email": f"vanphong{rng.randint(10, 99)}@{self.world.system.replace('-', '')}.example.vn",
            "term": f"{year - 3}-{year + 2}", "school_year": f"{year - 1}-{year}", "code": str(rng.randint(1, 9)),
            "floor": str(rng.randint(1, 5)),
            "hour": rng.choice(["8 giờ 00", "14 giờ 00", "7 giờ 30 phút", "13h30"]),
        }[kind]  # fmt: skip
        return Text.of(written, IgnoredGold(kind.replace("_", " ")))

    def next_step(self, _: str) -> Text:
        """The running number of a step."""
        self.step += 1
        return Text.of(str(self.step), IgnoredGold("ordinal"))

    # -- relations --------------------------------------------------------------------------------------------------------

    def _relations(self, notes: str) -> tuple[Relation, ...]:
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
            found.append(Relation("percent", (("count", figures[0]), ("quota", figures[1]), ("stated", self._share(key)))))
        return tuple(found)


_METHODS: dict[str, Callable[[Slots, str], Text]] = {
    "prog": lambda self, _: self.programme("prog"),
    "prog_short": lambda self, _: self.programme("prog_short"),
    "cite": lambda self, key: self.paper(key, "full"),
    "citefirst": lambda self, key: self.paper(key, "date-first"),
    "again": lambda self, key: self.paper(key, "short"),
    "law": Slots.law,
    "asof": lambda self, _: self.stage_end("as-of"),
    "stage_end": lambda self, _: self.stage_end("deadline"),
    "deadline": lambda self, days: self.later(days, "deadline"),
    "future": lambda self, days: self.later(days, "event"),
    "past": lambda self, days: self.earlier(days, "event"),
    "before": lambda self, days: self.earlier(days, "as-of"),
    "range": Slots.period,
    "span": lambda self, days: self.span(days, 1),
    "span_past": lambda self, days: self.span(days, -1),
    "month": lambda self, months: self.month(months, 1),
    "month_past": lambda self, months: self.month(months, -1),
    "weekday": Slots.weekday,
    "n": Slots.figure,
    "pct": Slots.percent,
    "quota": Slots.quota,
    "hedge": Slots.hedged_total,
    "c": Slots.count,
    "hc": Slots.hedged_count,
    "cp": Slots.count_percent,
    "of": Slots.fraction,
    "q": Slots.free_quota,
    "qp": Slots.quota_percent,
    "a": Slots.amount,
    "ha": lambda self, argument: self.amount(argument, hedged=True),
    "small": lambda self, argument: self.amount(argument, thousands=True),
    "sum_money": Slots.money_sum,
    "init": Slots.initiative,
    "step": Slots.next_step,
    **{kind: (lambda self, _, kind=kind: self.trap(kind))
       for kind in ("phone", "email", "term", "school_year", "code", "floor", "hour")},
}  # fmt: skip
