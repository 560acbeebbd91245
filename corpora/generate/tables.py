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


def varied_table(seed: int, world: World) -> Table:
    """A table that takes nothing for granted, for benchmarks of tables: its shape is drawn from the seed.

    Groups in the head, a row of column numbers, wrapped names and notes, blanks and "-", totals at the end or none,
    more rows than a page holds, a head that is repeated or not. Its figures carry no gold of their own.
    """
    rng = Random(f"table {seed}")
    grouped = rng.random() < 0.5
    measures = rng.sample(_MEASURES, rng.randint(2, 4))
    parts = [(name, part) for name, options in measures for part in (options if grouped else options[:1])][:5]
    header = ("TT", "Tên đơn vị", *(part if grouped else name for name, part in parts), "Ghi chú")
    groups: list[tuple[str, int, int]] = []
    for name, options in measures if grouped else []:
        columns = [index for index, (owner, _) in enumerate(parts) if owner == name]
        if len(columns) > 1 and options:
            groups.append((name, 2 + columns[0], len(columns)))
    names = [f"{unit.name}{rng.choice(_LONGER)}" for unit in (*world.units, *world.units)][: rng.randint(6, 40)]
    rows = [_varied_row(rng, number, name, len(parts)) for number, name in enumerate(names, start=1)]
    total = ("", "Tổng cộng", *(_plain(rng.randint(900, 40_000)) for _ in parts), "") if rng.random() < 0.7 else None
    numbers = tuple(f"({n})" for n in range(1, len(header) + 1)) if rng.random() < 0.3 else ()
    return Table("", header, tuple(rows), total, tuple(groups), numbers=numbers, repeats=rng.random() < 0.6)


_MEASURES: list[tuple[str, tuple[str, ...]]] = [
    ("Sáng kiến", ("Hợp lệ", "Đang xét")), ("Đoàn viên", ("Tổng số", "Nữ")), ("Kinh phí (triệu đồng)", ("Giao", "Chi")),
    ("Tỷ lệ (%)", ("Năm trước", "Năm nay")), ("Mô hình", ("Mới", "Duy trì")), ("Số lớp", ("Mở", "Hoàn thành")),
]  # fmt: skip
_LONGER = ("", "", "", " và các đơn vị trực thuộc", " (khối sản xuất, kinh doanh)")
_NOTES = ("", "", "", "", "Vượt chỉ tiêu", "Chưa đạt, bổ sung trong quý sau", "-")


def _varied_row(rng: Random, number: int, name: str, figures: int) -> tuple[str, ...]:
    values = (rng.choice(["", "-"]) if rng.random() < 0.12 else _varied_figure(rng) for _ in range(figures))
    return (str(number), name, *values, rng.choice(_NOTES))


def _varied_figure(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.3:
        return str(rng.randint(0, 9))
    if kind < 0.75:
        return _plain(rng.randint(10, 9_999))
    return decimal(round(rng.uniform(0.5, 160), 1))


def _sums(columns: dict[str, list[int]]) -> tuple[Relation, ...]:
    return tuple(Relation("table-column-sum", (("column", name), ("whole", sum(values)), ("parts", tuple(values))))
                 for name, values in columns.items())  # fmt: skip
