"""Ruled tables with totals: results and quotas by unit, lists of who is rewarded."""

from __future__ import annotations

from random import Random

from corpora.generate.facts import CountGold, Fact, QuotaGold, Relation
from corpora.generate.model import Table
from corpora.generate.words import decimal, whole
from corpora.generate.world import World, person, share


def _share(count: int, quota: int, decimals: int) -> str:
    value = share(count, quota, decimals)
    return decimal(int(value) if value == int(value) else value)


def _plain(value: int) -> str:
    """A figure in a cell: no leading zero."""
    return f"{value:,}".replace(",", ".")


def result_table(world: World, title: str, rng: Random) -> Table:
    """Quota, result and percent of every unit, with the totals."""
    names = world.names
    header = ("TT", "Tên đơn vị", "Chỉ tiêu", "Thực hiện", "Tỷ lệ (%)", "Ghi chú")
    groups = (("Kết quả giai đoạn 1", 2, 3),) if rng.random() < 0.5 else ()
    done = f"{names['item']} {names['done']}"
    rows: list[tuple[str, ...]] = []
    facts: list[tuple[int, int, Fact]] = []
    for number, unit in enumerate([*world.units, None]):
        quota, result = (unit.quota, unit.result) if unit else (world.quota, world.total)
        percent = share(result, quota, world.decimals)
        name = unit.name if unit else "Tổng cộng"
        holder = unit.name if unit else names["short"]
        note = (
            ""
            if not unit or rng.random() < 0.8
            else rng.choice(["Vượt chỉ tiêu" if percent > 100 else "Chưa đạt", "-"])
        )
        rows.append((str(number + 1) if unit else "", name, _plain(quota), _plain(result),
                     _share(result, quota, world.decimals), note))  # fmt: skip
        facts += [(number, 2, QuotaGold(names["item"], holder, quota, names["unit"], "giai đoạn 1")),
                  (number, 3, CountGold(done, holder, result, names["unit"], percent=percent))]  # fmt: skip
    relations = _sums(
        {"Chỉ tiêu": [unit.quota for unit in world.units], "Thực hiện": [unit.result for unit in world.units]}
    )
    relations += tuple(Relation("percent", (("count", unit.result), ("quota", unit.quota),
                                            ("stated", share(unit.result, unit.quota, world.decimals))))
                       for unit in world.units)  # fmt: skip
    return Table("", header, tuple(rows[:-1]), rows[-1], groups, tuple(facts), relations)


def quota_table(world: World, title: str, rng: Random) -> Table:
    """Quotas of every unit with their total."""
    names = world.names
    header = ("STT", "Đơn vị", f"Chỉ tiêu ({names['unit']})", "Ghi chú")
    rows = [(str(number), unit.name, _plain(unit.quota), "") for number, unit in enumerate(world.units, start=1)]
    quotas = [*((unit.name, unit.quota) for unit in world.units), (names["short"], world.quota)]
    facts: tuple[tuple[int, int, Fact], ...] = tuple(
        (number, 2, QuotaGold(names["item"], holder, value, names["unit"], "giai đoạn 1"))
        for number, (holder, value) in enumerate(quotas)
    )
    total = ("", "Tổng cộng", _plain(world.quota), "")
    return Table("", header, tuple(rows), total, (), facts, _sums({header[2]: [unit.quota for unit in world.units]}))


def award_table(world: World, title: str, rng: Random) -> Table:
    """Persons to be rewarded: no figure but the row numbers."""
    header = ("TT", "Họ và tên", "Chức vụ", "Đơn vị")
    roles = ("Chủ tịch", "Phó Chủ tịch", "Chuyên viên", "Đoàn viên", "Trưởng phòng", "Văn thư")
    count = world.awards[1]
    rows = tuple((whole(number), person(rng), rng.choice(roles), rng.choice(world.units).name)
                 for number in range(1, count + 1))  # fmt: skip
    return Table("", header, rows, None)


def _sums(columns: dict[str, list[int]]) -> tuple[Relation, ...]:
    return tuple(Relation("table-column-sum", (("column", name), ("whole", sum(values)), ("parts", tuple(values))))
                 for name, values in columns.items())  # fmt: skip
