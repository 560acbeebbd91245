"""Counting: what of gold was found, what was found beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from measure.items import DETAILS, NAMES, Item, Record, fold, share_words


@dataclass(slots=True)
class Score:
    """Rows in gold, rows found, rows that agree on the key, and of those the ones that agree in full."""

    gold: int = 0
    found: int = 0
    right: int = 0
    full: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right of found; 1 where nothing was found and nothing was there."""
        return self.right / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """Right of gold."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return _f1(self.right, self.found, self.gold)

    @property
    def f1_full(self) -> float:
        """The same, counting only the rows that agree in every detail."""
        return _f1(self.full, self.found, self.gold)


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold) if found + gold else 1.0


def _details_agree(kind: str, gold: Item, found: Item) -> bool:
    pairs = zip(DETAILS.get(kind, ()), gold.details, found.details, strict=True)
    return all(one == other if exact else share_words(one, other) for (_, _, exact), one, other in pairs)


def _pairs(kind: str, gold: Sequence[Item], found: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Each gold item with the best item found of the same key (all details, then the nearest line); leftovers alone."""
    by_key: defaultdict[tuple[str | None, ...], list[Item]] = defaultdict(list)
    for item in found:
        by_key[item.key].append(item)
    for item in gold:
        same = by_key[item.key]
        if not same:
            yield item, None
            continue
        best = min(
            same, key=lambda other: (not _details_agree(kind, item, other), abs((other.line or 0) - (item.line or 0)))
        )
        same.remove(best)
        yield item, best
    for rest in by_key.values():
        for item in rest:
            yield None, item


def judged(found: Sequence[Item], passed: Sequence[tuple[int, int]]) -> list[Item]:
    """The items found outside of the lines (first, last) that gold does not judge."""
    return [i for i in found if i.line is None or not any(first <= i.line <= last for first, last in passed)]


def add_items(score: Score, kind: str, name: str, gold: Sequence[Item], found: Sequence[Item]) -> None:
    """Count one document's items of a kind into ``score``."""
    gold = sorted(gold, key=lambda item: item.optional)
    for one, other in _pairs(kind, gold, found):
        if one is not None and one.optional:
            continue
        score.gold += one is not None
        score.found += other is not None
        if one is not None and other is not None:
            score.right += 1
            if _details_agree(kind, one, other):
                score.full += 1
            else:
                score.misses.append(f"{name}:{one.line}: {kind} {one.key}: {one.details}, found {other.details}")
        elif one is not None:
            score.misses.append(f"{name}:{one.line}: {kind} missed {one.key}")
        elif other is not None:
            score.misses.append(f"{name}:{other.line}: {kind} not in gold {other.key}")


@dataclass(slots=True)
class HeadScore:
    """Fields of heads: how many are right to the letter, and how many with names folded."""

    fields: int = 0
    strict: int = 0
    folded: int = 0
    misses: list[str] = field(default_factory=list)


def add_head(score: HeadScore, gold: Record, found: Record | None) -> None:
    """Count one document's head; a null in gold is right only when null was found."""
    for name, value in gold.head.items():
        other = found.head.get(name) if found else None
        score.fields += 1
        score.strict += value == other
        agree = value == other or (name in NAMES and bool(value and other) and fold(value or "") == fold(other or ""))
        score.folded += agree
        if value != other:
            score.misses.append(f"{gold.name}: head {name}: {value!r}, found {other!r}{' (folded: same)' * agree}")
