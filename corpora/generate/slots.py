"""What stands in a slot of a phrase: each kind of slot is one small method that returns marked text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from corpora.generate.facts import DateGold, IgnoredGold, Text, fill
from corpora.generate.figures import Figures, NoSlot, between
from corpora.generate.initiatives import Initiatives
from corpora.generate.papers import Papers
from corpora.generate.words import day, shift, strings, two_digit_month
from corpora.generate.world import Ref, World

_DIGIT = re.compile(r"\d")


class Slots:
    """Resolves the slots of one document's phrases, remembering what was said before."""

    def __init__(self, world: World, self_ref: Ref, rng: Random) -> None:
        self.world, self.ref, self.rng = world, self_ref, rng
        self.papers = Papers(world, self_ref, rng)
        self.figures = Figures(world, rng)
        self.initiatives = Initiatives(world, rng)
        self.names = world.names | {key: unit.name for key, unit in self.figures.ranks.items()}
        verbs = strings(self.figures.topic["part_verbs"])
        self.names |= {f"v{number}": verb for number, verb in enumerate(verbs, start=1)}
        self.last_day = self_ref.issued_on
        self.step = 0

    def text(self, template: str, relations: str = "") -> Text:
        """The phrase with every slot filled; raises NoSlot where something is missing."""
        self.figures.template = self.plain(template)
        return fill(self.figures.template, self.resolve).related(self.figures.relations(relations))

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
        about = fill(self.plain(ref.about), self.programme)
        return self.papers.cite(ref, how, about)

    def law(self, _: str) -> Text:
        """A citation of a real, well-known act."""
        found = self.papers.law()
        if found is None:
            raise NoSlot("law")
        return found

    def plain(self, template: str) -> str:
        """The template with its plain names filled in; the programme's names stay slots, for they carry gold."""
        for key, value in self.names.items():
            if key not in ("prog", "prog_short"):
                template = template.replace("{" + key + "}", value)
        return template

    # -- dates --------------------------------------------------------------------------------------------------

    def _date(self, when: date, role: str) -> Text:
        self.last_day = when
        return Text.of(day(when, self.rng, self.world.style), DateGold(when.isoformat(), role))

    def _days(self, argument: str) -> int:
        return between(argument, self.rng)

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
        """Stage 1 as a range, in one of several writings; one that starts on the first may name the month alone."""
        start, end = self.world.start, self.world.stage_end
        first, last = (f"{when.day:02d}/{two_digit_month(when)}/{when.year}" for when in (start, end))
        if start.day == 1 and self.rng.random() < 0.2:
            written = f"tháng {two_digit_month(start)}/{start.year} đến ngày {last}"
            return Text.of(written, DateGold(start.isoformat()[:7], "period", end.isoformat()))
        writings = ["ngày {} đến ngày {}", "{} đến {}", "{} - {}", "ngày {} đến hết ngày {}"]
        fact = DateGold(start.isoformat(), "period", end.isoformat())
        return Text.of(self.rng.choice(writings).format(first, last), fact)

    def span(self, argument: str, sign: int) -> Text:
        """A few days within one month: "06 - 15/11/2022"."""
        start = shift(self.ref.issued_on, sign * self._days(argument)).replace(day=self.rng.randint(3, 16))
        if sign > 0 and start <= self.ref.issued_on:
            start = (start.replace(day=1) + timedelta(days=32)).replace(day=start.day)
        if sign < 0 and start + timedelta(days=8) >= self.ref.issued_on:
            start = (start.replace(day=1) - timedelta(days=20)).replace(day=start.day)
        end = start + timedelta(days=self.rng.randint(4, 8))
        written = self.rng.choice([f"{start.day:02d} - {end.day:02d}/{end.month}/{end.year}",
                                   f"{start.day:02d} đến ngày {end.day:02d}/{end.month}/{end.year}"])  # fmt: skip
        prefix = "ngày " if sign < 0 else self.rng.choice(["từ ngày ", "ngày "])
        return prefix + Text.of(written, DateGold(start.isoformat(), "period", end.isoformat()))

    def month(self, argument: str, sign: int, role: str) -> Text:
        """A month, before (-1) or after (1) the document: "tháng 5/2022" or "tháng 5 năm 2022"."""
        index = self.ref.issued_on.year * 12 + self.ref.issued_on.month - 1 + sign * self._days(argument)
        year, month = divmod(index, 12)
        written = self.rng.choice([f"tháng {month + 1}/{year}", f"tháng {month + 1} năm {year}",
                                   f"tháng {month + 1:02d}/{year}"])  # fmt: skip
        return Text.of(written, DateGold(f"{year}-{month + 1:02d}", role))

    def weekday(self, _: str) -> Text:
        """The weekday of the date just printed: "thứ 2" is Monday, so the slot is the figure."""
        return Text.of(str(self.last_day.weekday() + 2), IgnoredGold("weekday"))

    # -- figures that are no facts --------------------------------------------------------------------

    def trap(self, kind: str) -> Text:
        """Phones, mail addresses, school years and the like."""
        rng, year = self.rng, self.world.year
        digits = "".join(str(rng.randint(0, 9)) for _ in range(7))
        mobile = f"0{rng.choice('389')}{digits[:2]}.{digits[1:4]}.{digits[4:]}"
        written = {
            "phone": rng.choice([f"09{digits[0]}{digits}", f"02{rng.randint(3, 9)}3.{digits}"[:13], mobile]),
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


def _trap(kind: str) -> Callable[[Slots, str], Text]:
    return lambda self, _: self.trap(kind)


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
    "month": lambda self, months: self.month(months, 1, "event"),
    "month_past": lambda self, months: self.month(months, -1, "period"),
    "month_asof": lambda self, months: self.month(months, -1, "as-of"),
    "effect": lambda self, days: self.later(days, "mentioned"),
    "weekday": Slots.weekday,
    "n": lambda self, key: self.figures.figure(key),
    "alone": lambda self, key: self.figures.percent_alone(key),
    "pct": lambda self, key: self.figures.percent(key),
    "quota": lambda self, key: self.figures.quota(key),
    "hedge": lambda self, _: self.figures.hedged_total(),
    "c": lambda self, argument: self.figures.count(argument),
    "hc": lambda self, argument: self.figures.hedged_count(argument),
    "cp": lambda self, argument: self.figures.count_percent(argument),
    "of": lambda self, _: self.figures.fraction(),
    "q": lambda self, argument: self.figures.free_quota(argument),
    "qp": lambda self, argument: self.figures.quota_percent(argument),
    "a": lambda self, argument: self.figures.amount(argument),
    "ha": lambda self, argument: self.figures.amount(argument, hedged=True),
    "small": lambda self, argument: self.figures.amount(argument, thousands=True),
    "sum_money": lambda self, _: self.figures.money_sum(),
    "init": lambda self, _: self.initiatives.clause(),
    "step": Slots.next_step,
    **{kind: _trap(kind) for kind in ("phone", "email", "term", "school_year", "code", "floor", "hour")},
}  # fmt: skip
__all__ = ["NoSlot", "Slots"]
