"""Exports read by the programs they are for."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from records.errors import FileAccess, UsageError
from store import export_xlsx, schema
from store.archive import Archive
from store.export import FORMATS, export

PLACE = {
    "document": "d1",
    "page": 1,
    "line": 2,
    "start": 0,
    "end": 5,
    "text": "1.200",
    "raw": "1.2OO",
    "box": [0.5, 1, 2, 3],
}
DANGEROUS = '=cmd|"/c calc"!A1'


@pytest.fixture
def full(either: Archive) -> Archive:
    """An archive with a document of every difficulty."""
    document = {"id": "d1", "path": "/kho/a.pdf", "sha256": "0" * 64, "kind": "pdf", "pages": 2, "origin": "ocr"}
    page = {"document": "d1", "page": 1, "verdict": "clean", "origin": "ocr", "raw": "", "words": 1, "seconds": 0.5}
    counts = [
        {"subject": "sáng kiến", "value": 1200, "percent": Decimal("35.7")},
        {"subject": "=1+1", "value": Decimal("0.25"), "percent": None},
    ]
    amounts = [{"value_vnd": 17_660_000_000}, {"value_vnd": 9_007_199_254_740_993}]
    with either.writing() as connection:
        connection.execute(schema.documents.insert().values(**document, number="7/BC-LĐLĐ", title=DANGEROUS))
        connection.execute(schema.pages.insert().values(**page, text="Số\x0b liệu\n" + "x" * 40_000))
        connection.execute(schema.counts.insert(), [PLACE | row for row in counts])
        connection.execute(schema.quotas.insert(), [PLACE | {"value": value} for value in (5, 6)])
        connection.execute(schema.amounts.insert(), [PLACE | {"what": "lợi"} | row for row in amounts])
        connection.execute(schema.tables.insert().values(**PLACE, rows=[["1", "Sở"], ["2", ""]], header=["TT", "Tên"]))
    return either


@pytest.mark.parametrize("format", FORMATS)
def test_every_kind_is_a_file(full: Archive, tmp_path: Path, format: str) -> None:
    written = export(full, format, tmp_path / "out")
    dictionary = [] if format == "xlsx" else ["datapackage.json"]
    assert [path.name for path in written] == [*(f"{kind}.{format}" for kind in schema.KINDS), *dictionary]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)


def test_jsonl_keeps_values_and_types(full: Archive, tmp_path: Path) -> None:
    export(full, "jsonl", tmp_path)
    first, second = (json.loads(line) for line in (tmp_path / "counts.jsonl").read_text("utf-8").splitlines())
    assert (first["value"], first["percent"], first["box"], first["raw"]) == (1200, 35.7, [0.5, 1, 2, 3], "1.2OO")
    assert isinstance(first["value"], int)
    assert (second["value"], second["percent"], second["confidence"]) == (0.25, None, None)
    assert "id" not in first
    assert list(first)[:2] == ["document", "subject"]
    (table,) = (json.loads(line) for line in (tmp_path / "tables.jsonl").read_text("utf-8").splitlines())
    assert table["rows"] == [["1", "Sở"], ["2", ""]]
    assert "LĐLĐ" in (tmp_path / "documents.jsonl").read_text("utf-8")
    assert (tmp_path / "findings.jsonl").read_text("utf-8") == ""


def test_csv_opens_in_excel_and_in_python(full: Archive, tmp_path: Path) -> None:
    export(full, "csv", tmp_path)
    assert (tmp_path / "counts.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,subject,")
    with (tmp_path / "pages.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["text"] == "Số\x0b liệu\n" + "x" * 40_000
    assert row["confidence"] == ""
    with (tmp_path / "amounts.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["value_vnd"] for row in csv.DictReader(stream)] == ["17660000000", "9007199254740993"]


def test_parquet_is_typed(full: Archive, tmp_path: Path) -> None:
    export(full, "parquet", tmp_path)
    amounts = pd.read_parquet(tmp_path / "amounts.parquet", dtype_backend="numpy_nullable")
    assert str(amounts["value_vnd"].dtype) == "Int64"
    assert amounts["value_vnd"].tolist() == [17_660_000_000, 9_007_199_254_740_993]
    counts = pd.read_parquet(tmp_path / "counts.parquet")
    assert counts["value"].tolist() == [1200.0, 0.25]
    assert counts["percent"].isna().tolist() == [False, True]
    quotas = pd.read_parquet(tmp_path / "quotas.parquet")
    assert str(quotas["value"].dtype) == "int64"
    assert list(pd.read_parquet(tmp_path / "findings.parquet").columns)[:2] == ["document", "rule"]


def test_xlsx_holds_no_formula_and_no_rounded_number(full: Archive, tmp_path: Path) -> None:
    export(full, "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "documents.xlsx")["documents"]
    titles = [cell for row in sheet.iter_rows() for cell in row if cell.value == DANGEROUS]
    assert [cell.data_type for cell in titles] == ["s"]
    assert sheet.freeze_panes == "A2"
    amounts = openpyxl.load_workbook(tmp_path / "amounts.xlsx")["amounts"]
    column = [cell.value for cell in next(amounts.iter_rows(max_row=1))].index("value_vnd")
    assert [row[column].value for row in amounts.iter_rows(min_row=2)] == [17_660_000_000, "9007199254740993"]
    page = openpyxl.load_workbook(tmp_path / "pages.xlsx")["pages"]
    (text,) = [cell.value for row in page.iter_rows(min_row=2) for cell in row if str(cell.value).startswith("Số")]
    assert text.startswith("Số\ufffd liệu\nxxx")
    assert text.endswith("the other formats]")


def test_more_rows_than_a_sheet_holds_go_to_the_next(full: Archive, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(export_xlsx, "SHEET_ROWS", 1)
    export(full, "xlsx", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "counts.xlsx")
    assert book.sheetnames == ["counts", "counts 2", "dictionary"]
    assert [sheet.max_row for sheet in book][:2] == [2, 2]


def test_an_unknown_format_is_a_wrong_use(full: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such format: pdf") as caught:
        export(full, "pdf", tmp_path)
    assert "jsonl" in caught.value.advice


def test_a_folder_that_is_a_file_is_explained(full: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileAccess, match="cannot be written"):
        export(full, "csv", tmp_path / "out")
