"""From a world to a document: picks phrases for the skeleton of its kind and lays them out."""

from __future__ import annotations

import re
from random import Random

from corpora.generate.facts import DateGold, Text, fill
from corpora.generate.model import Block, Doc, Foot, Head, Para, Style
from corpora.generate.slots import NoSlot, Slots
from corpora.generate.tables import award_table, quota_table, result_table
from corpora.generate.words import long_day, rows, strings, tree
from corpora.generate.world import Ref, World, build_world, person

_STEP = re.compile(r"(?P<prefix>(?:\d+\.|-|Điều \d+\.) )?(?P<moves>[a-z_? ]+)\Z")
_TRIES = 12


class Composer:
    """Composes one document of a world."""

    def __init__(self, world: World, key: str, standalone: bool) -> None:
        self.world, self.ref = world, world.refs[key]
        self.rng = Random(f"document {world.seed} {key}")
        self.slots = Slots(world, self.ref, self.rng)
        self.system = tree("systems.json")[world.system]
        self.kind = tree("kinds.json")[self.ref.type]
        self.slots.names |= {"does": str(self.kind["does"]), "thing": str(self.kind["thing"])}
        self.blank = standalone and self.rng.random() < 0.07
        self.bare = standalone and self.rng.random() < 0.05
        self.used: set[str] = set()

    def document(self) -> Doc:
        """The whole document."""
        head, body = self._head(), tuple(self._body())
        return Doc(self.world, self.ref, head, body, self._foot(), tuple(self._annex(head)))

    # -- phrases ----------------------------------------------------------------------------------------------------

    def _fits(self, only: str) -> bool:
        world = self.world
        return only == "*" or bool({world.style, world.system, world.topic, self.ref.type} & set(only.split(",")))

    def say(self, move: str) -> Text | None:
        """A phrase of the move that was not used yet and whose slots can be filled; None where there is none."""
        pool = [row for row in rows("phrases.tsv")
                if row["move"] == move and self._fits(row["only"]) and row["template"] not in self.used]  # fmt: skip
        self.rng.shuffle(pool)
        for row in pool[:_TRIES]:
            try:
                text = self.slots.text(row["template"], row["relations"])
            except NoSlot:
                continue
            self.used.add(row["template"])
            return text.capital()
        return None

    def _body(self) -> list[Block]:
        found: list[Block] = []
        number = 0
        for step in strings(self.kind["body"]):
            block = self._special(step)
            if block is None:
                number, block = self._sentences(step, number)
            elif step.startswith("#"):
                number = 0
            if block is not None:
                found.append(block)
        return found

    def _special(self, step: str) -> Para | None:
        """Headings (#, ##), centred lines (=), fixed words (@, in brackets); None for a step of moves."""
        if step.startswith("# "):
            return Para(Text(step[2:]), "heading1")
        if step.startswith("## "):
            return Para(Text(step[3:]), "heading2")
        if step.startswith("="):
            return Para(Text(step[1:]), "center")
        if step == "@authority":
            return Para(Text(self._authority()), "center")
        if step.startswith("@"):
            return Para(fill(step[1:], lambda slot: Text(self.slots.names[slot])), "ground")
        return Para(Text(step), "note") if step.startswith("(") else None

    def _sentences(self, step: str, number: int) -> tuple[int, Para | None]:
        """A paragraph of one or more moves; "2. " prefixes are counted anew so that left-out steps leave no gap."""
        match = _STEP.match(step)
        if match is None:
            raise ValueError(f"kinds.json: cannot read step {step!r}")
        text = Text("")
        for move in match["moves"].split():
            optional = move.endswith("?")
            if optional and self.rng.random() < 0.5:
                continue
            said = self.say(move.rstrip("?"))
            if said is not None:
                text = text + (" " if text.string else "") + said
        if not text.string:
            return number, None
        prefix, number = self._prefix(match["prefix"] or "", number)
        style: Style = "ground" if step.startswith("ground") else "item" if prefix else "body"
        return number, Para(prefix + text, style)

    def _prefix(self, prefix: str, number: int) -> tuple[str, int]:
        if not any(sign.isdigit() for sign in prefix):
            return prefix, number
        return re.sub(r"\d+", str(number + 1), prefix), number + 1

    def _authority(self) -> str:
        """The line above a decision: who decides."""
        return self.world.names["body"].upper()

    # -- head and foot ------------------------------------------------------------------------------------------------

    def _head(self) -> Head:
        names, ref, kind = self.slots.names, self.ref, type_heading(self.ref)
        title = fill(self.slots.plain(str(self.kind["title"])), self.slots.programme)
        parent = names["parent"].upper()
        issuer = tuple(line.format(**self.world.names).upper() for line in strings(self.system["lines"]))
        place = str(self.system["place"]).format(**self.world.names)
        number = None if self.blank else ref.number
        label = "Số" if self.world.style == "party" else "Số: "
        blank = f"{label}       {ref.number.lstrip('0123456789')}"
        printed = f"{label.strip()} {ref.number}" if number else blank
        when = long_day(ref.issued_on) if number else f"ngày     tháng     năm {ref.issued_on.year}"
        to = self._to() if ref.type in ("CV", "TTr", "GM") else ()
        return Head(
            style="party" if self.world.style == "party" else "state",
            parent_lines=(parent,) if parent else (),
            issuer_lines=issuer,
            number=number,
            number_text=printed,
            place=place,
            issued_on=ref.issued_on if number else None,
            date_text=f"{place}, {when}",
            type_heading=kind,
            title=title,
            to=to,
            bare=self.bare,
        )

    def _to(self) -> tuple[str, ...]:
        if self.ref.type == "TTr":
            return (f"Kính gửi: {self.world.names['upper']}",)
        if self.ref.type == "GM":
            return ("Kính gửi: ......................................",)
        to = strings(self.system["to"])
        return ("Kính gửi:", *(f"- {name}{';' if name != to[-1] else '.'}" for name in to))

    def _foot(self) -> Foot:
        copies = [name.format(**self.world.names) for name in strings(self.system["copies"])]
        count = self.rng.randint(2, len(copies))
        first = ["Như trên"] if self.ref.type == "CV" else []
        drawn = set(self.rng.sample(copies, count))
        chosen = first + [name for name in copies if name in drawn]
        kept = self.rng.choice(strings(self.system["files"]))
        listed = (
            *(f"- {name};" for name in chosen),
            f"- Lưu: {kept}." if self.world.style == "state" else f"- Lưu {kept}.",
        )
        signs = self.system["signs"]
        if not isinstance(signs, list):
            raise TypeError("systems.json: signs must be a list")
        sign = tuple(strings(self.rng.choice(signs)))
        return Foot(listed, sign, person(self.rng), str(self.system["seal"]))

    def _annex(self, head: Head) -> list[Block]:
        maker = {"results": result_table, "quotas": quota_table}.get(str(self.kind.get("annex", "")))
        if maker is None and self.ref.type in ("QĐ", "TTr") and self.rng.random() < 0.7:
            maker = award_table
        if maker is None:
            return []
        title = str(self.kind.get("annex_title", "DANH SÁCH KHEN THƯỞNG"))
        own = self.slots.papers.own(self.ref, head.number)
        table = maker(self.world, title, self.rng)
        return [Para(Text(title), "center"), Para("(Kèm theo " + own + ")", "note"), table]


def type_heading(ref: Ref) -> str:
    """The heading of a type ("BÁO CÁO"); empty for a letter (công văn)."""
    return next(row["heading"] for row in rows("doctypes.tsv") if row["type"] == ref.type) or ""


def issued_mark(head: Head) -> Text:
    """The head's line of place and date with its gold."""
    if head.issued_on is None:
        return Text(head.date_text)
    prefix = f"{head.place}, "
    fact = DateGold(head.issued_on.isoformat(), "issued")
    return prefix + Text.of(head.date_text.removeprefix(prefix), fact)


def key_of(kind: str) -> str:
    """The paper of a world that a kind stands for: "BC" is its report."""
    for row in rows("doctypes.tsv"):
        if row["type"] == kind and row["key"] != "upper":
            return row["key"]
    raise ValueError(f"unknown kind {kind!r}")


def make_document(seed: int, kind: str | None = None) -> Doc:
    """The document of a seed, of the given kind (BC, KH, CV, HD, QĐ, TB, TTr, GM, CT) or of any.

    The same seed and kind give the same text and the same gold. Raises ValueError for an unknown kind.
    """
    rng = Random(f"kind {seed}")
    systems = tree("systems.json")
    fitting = sorted(name for name, facts in systems.items() if kind is None or kind in strings(facts["kinds"]))
    if not fitting:
        raise ValueError(f"unknown kind {kind!r}")
    system = rng.choice(fitting)
    kind = kind or rng.choice(strings(systems[system]["kinds"]))
    return Composer(build_world(seed, system), key_of(kind), standalone=True).document()


def make_series(seed: int, keys: list[str], system: str | None = None, topic: str | None = None) -> list[Doc]:
    """Documents of one world, which cite one another; keys as in refs.tsv ("plan", "report"...)."""
    world = build_world(seed, system, topic)
    return [Composer(world, key, standalone=False).document() for key in keys]
