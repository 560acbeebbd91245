"""A world that documents speak of: an invented province with its units, people, figures and papers.

All documents of one world agree: the same plan has the same number and date wherever it is cited, and totals are the
sums of their parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from corpora.generate.words import rows, strings, tree


@dataclass(frozen=True, slots=True)
class Ref:
    """A paper of the world that others can cite."""

    key: str
    type: str
    name: str
    number: str
    issued_on: date
    issuer: str
    about: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its quota and its result."""

    name: str
    quota: int
    result: int

    @property
    def percent(self) -> float:
        """Result in percent of the quota, one decimal."""
        return share(self.result, self.quota)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is fixed before a sentence is written. ``names`` fills plain slots such as {province}."""

    seed: int
    system: str
    topic: str
    year: int
    names: dict[str, str]
    units: tuple[Unit, ...]
    parts: tuple[int, int, int]
    awards: tuple[int, int]
    start: date
    stage_end: date
    refs: dict[str, Ref]
    decimals: int

    @property
    def quota(self) -> int:
        """Sum of the units' quotas."""
        return sum(unit.quota for unit in self.units)

    @property
    def total(self) -> int:
        """Sum of the units' results."""
        return sum(unit.result for unit in self.units)

    @property
    def style(self) -> str:
        """ "state" or "party": the two ways of heads and numbers."""
        return str(tree("systems.json")[self.system]["style"])

    def ranked(self) -> list[Unit]:
        """Units by percent of their quota, best first."""
        return sorted(self.units, key=lambda unit: (-unit.percent, unit.name))


def share(count: int, quota: int, decimals: int = 1) -> float:
    """Percent rounded half up, in whole arithmetic.

    >>> share(3520, 2200), share(245, 1200), share(1, 8, 0)
    (160.0, 20.4, 13.0)
    """
    scale = 10**decimals
    tenths = (2 * count * 100 * scale + quota) // (2 * quota)
    return float(tenths) / float(scale)


def person(rng: Random) -> str:
    """An invented person's name."""
    woman = rng.random() < 0.45
    part = {
        kind: [row["name"] for row in rows("people.tsv") if row["part"] == kind]
        for kind in ("surname", "female" if woman else "male", "given-female" if woman else "given-male")
    }
    return " ".join(rng.choice(names) for names in part.values())


def build_world(seed: int, system: str | None = None, topic: str | None = None) -> World:
    """The world of a seed; the same seed gives the same world."""
    rng = Random(f"world {seed}")
    system = system or rng.choice(sorted(tree("systems.json")))
    facts = tree("systems.json")[system]
    topic = topic or rng.choice(strings(facts["topics"]))
    year = rng.randint(2018, 2024)
    names = _names(rng, system, topic, year)
    units = _units(rng, facts, topic, names)
    total = sum(unit.result for unit in units)
    third = rng.randint(1, max(1, total // 25))
    second = rng.randint(third, max(third, total // 4))
    start = rng.choice([date(year - 1, 9, 1), date(year, 1, 1), date(year, 1, 15)])
    stage_end = rng.choice([date(year, 5, 31), date(year, 5, 30), date(year, 6, 3)])
    refs = _refs(rng, system, year, names)
    return World(
        seed,
        system,
        topic,
        year,
        names,
        units,
        (total - second - third, second, third),
        (rng.randint(3, 30), rng.randint(5, 60)),
        start,
        stage_end,
        refs,
        rng.choice([0, 1, 1]),
    )


def _names(rng: Random, system: str, topic: str, year: int) -> dict[str, str]:
    """Plain slots: places, the office and its programme."""
    facts, theme = tree("systems.json")[system], tree("topics.json")[topic]
    provinces = [row["name"] for row in rows("places.tsv") if row["level"] == "province"]
    districts = [row["name"] for row in rows("places.tsv") if row["level"] == "district"]
    names = {"province": rng.choice(provinces), "home": rng.choice(districts)}
    names["district"] = rng.choice(districts)
    for key in ("name", "short", "body", "upper", "place", "dept", "people", "unit_word", "area"):
        names[key] = str(facts[key]).format(**names)
    for key in ("parent", "parent_full"):
        names[key] = str(facts[key] or "").format(**names)
    which = rng.randrange(len(strings(theme["programmes"])))
    figure = str(rng.choice([3, 5, 6, 7, 9]))
    names["prog"] = strings(theme["programmes"])[which].format(k=figure)
    names["prog_short"] = strings(theme["shorts"])[which].format(k=figure)
    for key in ("item", "unit", "done", "benefit"):
        names[key] = str(theme[key])
    names |= {"year": str(year), "prev_year": str(year - 1), "next_year": str(year + 1)}
    return names


def _units(rng: Random, facts: dict[str, object], topic: str, names: dict[str, str]) -> tuple[Unit, ...]:
    """Between 5 and 16 units with quotas and results."""
    districts = [
        row["name"] for row in rows("places.tsv") if row["level"] == "district" and row["name"] != names["home"]
    ]
    rng.shuffle(districts)
    patterns = strings(facts["units"])
    open_ended = [pattern for pattern in patterns if "{district}" in pattern]
    count = rng.randint(5, 16) if open_ended else len(patterns)
    chosen = (
        patterns + [rng.choice(open_ended) for _ in range(max(0, count - len(patterns)))] if open_ended else patterns
    )
    low, high = (int(str(tree("topics.json")[topic][key])) for key in ("low", "high"))
    units: list[Unit] = []
    for number, pattern in enumerate(chosen[:count]):
        quota = max(2, rng.randint(low, high) // 5 * 5 or low)
        result = max(1, round(quota * rng.uniform(0.35, 1.9)))
        units.append(Unit(pattern.format(district=districts[number]), quota, result))
    return tuple(units)


def _refs(rng: Random, system: str, year: int, names: dict[str, str]) -> dict[str, Ref]:
    """The papers of the world with numbers that rise with their dates."""
    facts = tree("systems.json")[system]
    type_names = {row["type"]: row["name"] for row in rows("doctypes.tsv")}
    upper_types = iter(strings(facts["upper_types"]))
    pace = rng.uniform(0.6, 9.0)
    refs: dict[str, Ref] = {}
    kinds = strings(facts["kinds"])
    for row in rows("refs.tsv"):
        if row["issuer"] == "own" and row["type"] not in kinds:
            continue  # an office issues no paper of a type that is not its own
        start = date(year + int(row["year"]), 1, 1)
        issued = start + timedelta(days=rng.randint(int(row["day_from"]), int(row["day_to"])))
        issued += timedelta(days={5: 2, 6: 1}.get(issued.weekday(), 0))
        kind = next(upper_types) if row["issuer"] == "upper" else row["type"]
        serial = max(2, round((issued - date(issued.year, 1, 1)).days * pace) + rng.randint(0, 2))
        symbol, issuer = _issuer(rng, facts, row["issuer"], names)
        number = _number(rng, facts, kind, serial, symbol, own=row["issuer"] == "own")
        refs[row["key"]] = Ref(row["key"], kind, type_names[kind], number, issued, issuer, row["about"])
    return refs


def _issuer(rng: Random, facts: dict[str, object], whose: str, names: dict[str, str]) -> tuple[str, str]:
    """Symbol and name of who issues a paper."""
    if whose == "upper":
        return str(facts["upper_symbol"]), names["upper"]
    if whose == "unit":
        pattern = next(item for item in strings(facts["units"]))
        return str(facts["unit_symbol"]), pattern.format(**names)
    return str(facts["symbol"]), names["body"]


def _number(rng: Random, facts: dict[str, object], kind: str, serial: int, symbol: str, *, own: bool) -> str:
    """A document number: "302/KH-LĐLĐ", a letter's "878/LĐLĐ-CSPL", the Party's "34-CT/TU".

    The state's form is that of Nghị định 30/2020/NĐ-CP, annex I, II.3; the Party's that of Hướng dẫn 36-HD/VPTW.
    """
    printed = f"{serial:02d}"
    if facts["style"] == "party":
        return f"{printed}-{kind}/{symbol}"
    if kind == "CV":
        return f"{printed}/{symbol}" + (rng.choice(strings(facts["letter_tails"])) if own else "")
    return f"{printed}/{kind}-{symbol}"
