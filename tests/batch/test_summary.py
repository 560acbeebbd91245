"""The summary at the end of a run: kinds with their numbers, a record of each that says much, within 80 columns."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from batch.listener import Tally
from batch.summary import print_summary
from store import schema
from store.archive import Archive

PLACE = {"document": "d1", "page": 2, "line": 9, "start": 0, "end": 5, "text": "x", "raw": "x"}
LONG = "sáng kiến được cập nhật lên hệ thống của các đơn vị trực thuộc trong toàn ngành của tỉnh"


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines for an archive with a quota, a count, an amount, an initiative and a finding of each verdict."""
    document = {"id": "d1", "path": "/kho/ke_hoach.pdf", "sha256": "0" * 64, "kind": "pdf", "pages": 2, "origin": "ocr"}
    finding = PLACE | {"rule": "table-total", "level": "warning"}
    with Archive.open(tmp_path / "archive") as archive:
        with archive.writing() as connection:
            connection.execute(schema.documents.insert().values(**document, number="7/KH-LĐLĐ", issued_on="2021-02"))
            quota = PLACE | {"subject": LONG, "holder": "LĐLĐ tỉnh Hà Dương", "value": 1200, "unit": "sáng kiến"}
            connection.execute(schema.quotas.insert().values(**quota))
            percent = PLACE | {"subject": "đơn vị", "value": Decimal("35.7"), "unit": "%", "qualifier": "trên"}
            connection.execute(schema.counts.insert().values(**percent))
            amount = PLACE | {"what": "lợi [red]", "value_vnd": 17_660_000_000, "qualifier": "gần"}
            connection.execute(schema.amounts.insert().values(**amount))
            connection.execute(schema.initiatives.insert().values(**PLACE, title="Sổ tay", author="Vàng Thị Mai"))
            for verdict, message in (("holds", "khớp"), ("fails", "không khớp")):
                connection.execute(schema.findings.insert().values(**finding, verdict=verdict, message=message))
        print_summary(archive, tmp_path / "archive", Tally(read=1, pages=2))
    return capsys.readouterr().out.splitlines()


def test_every_kind_has_its_number(told: list[str]) -> None:
    numbers = {line.split()[0]: line.split()[1] for line in told[3:14]}
    assert list(numbers) == ["records", *schema.KINDS]
    assert (numbers["documents"], numbers["quotas"], numbers["findings"], numbers["dates"]) == ("1", "1", "2", "0")
    assert "1 hold, 1 fail (0 errors, 1 warnings, 0 notes)" in "".join(told)


def test_a_record_is_told_with_its_figure_as_printed_and_its_place(told: list[str]) -> None:
    lines = "\n".join(told)
    assert "1.200 sáng kiến" in lines
    assert "trên 35,7%" in lines
    assert "gần 17.660.000.000 đồng" in lines
    assert "lợi [red]" in lines
    assert lines.count("ke_hoach.pdf:2:9") == 5
    assert "không khớp" in lines


def test_lines_fit_eighty_columns(told: list[str]) -> None:
    assert max(len(line) for line in told if "/archive/" not in line) <= 80
