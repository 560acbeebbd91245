"""Exports opened by pandas, DuckDB and LibreOffice: the figures and dates that come out are those that went in."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from store import schema
from store.archive import Archive
from store.export import export

ID = "1234567890123456"  # sixteen hexadecimal digits may all be figures
PLACE = {"document": ID, "page": 1, "line": 2, "start": 0, "end": 5, "text": "x", "raw": "x"}
DATES = [("2023-09-06", None, "day"), ("2022-05", None, "month"), ("2021-01-01", "2021-12-31", "day")]
AMOUNTS = [17_660_000_000, 4_955_909_731, 1_000_000_000_000]
COUNTS = [(1200, 148.0), (35.7, None)]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An archive with dates of a day, a month and a range, large amounts, broken figures, an id of figures."""
    document = {"id": ID, "path": "/kho/a.pdf", "sha256": "0" * 64, "kind": "pdf", "pages": 1, "origin": "ocr"}
    with Archive.open(tmp_path / "archive") as archive, archive.writing() as connection:
        connection.execute(schema.documents.insert().values(**document, number="0082", issued_on="2023-09-06"))
        for start, end, precision in DATES:
            row = {"date": start, "date_end": end, "precision": precision, "role": "cited"}
            connection.execute(schema.dates.insert().values(**PLACE, **row))
        connection.execute(schema.amounts.insert(), [PLACE | {"value_vnd": value} for value in AMOUNTS])
        rows = [PLACE | {"value": value, "percent": percent} for value, percent in COUNTS]
        connection.execute(schema.counts.insert(), rows)
    return tmp_path


def written(shelf: Path, format: str) -> Path:
    with Archive.open(shelf / "archive", read_only=True) as archive:
        export(archive, format, shelf / format)
    return shelf / format


def test_pandas_reads_parquet_with_its_types(shelf: Path) -> None:
    folder = written(shelf, "parquet")
    dates = pd.read_parquet(folder / "dates.parquet")
    assert pd.api.types.is_datetime64_any_dtype(dates["date"])
    assert dates["date"].dt.date.tolist()[::2] == [date(2023, 9, 6), date(2021, 1, 1)]
    assert dates["date"].isna().tolist() == [False, True, False]
    assert dates["date_text"].tolist() == [start for start, _, _ in DATES]
    assert dates["date_end"].max() == pd.Timestamp(2021, 12, 31)
    assert pd.read_parquet(folder / "amounts.parquet")["value_vnd"].tolist() == AMOUNTS
    documents = pd.read_parquet(folder / "documents.parquet")
    assert (documents["id"][0], documents["number"][0]) == (ID, "0082")
    assert documents["issued_on"][0] == pd.Timestamp(2023, 9, 6)


def test_pandas_reads_xlsx_with_its_types(shelf: Path) -> None:
    folder = written(shelf, "xlsx")
    about = pd.read_excel(folder / "documents.xlsx", sheet_name="dictionary")
    texts = dict.fromkeys(about.loc[about["type"] == "string", "column"], str)
    documents = pd.read_excel(folder / "documents.xlsx", dtype=texts)
    assert pd.api.types.is_datetime64_any_dtype(documents["issued_on"])
    assert (documents["id"][0], documents["number"][0]) == (ID, "0082")
    dates = pd.read_excel(folder / "dates.xlsx")["date"].tolist()
    assert [str(value)[:10] for value in dates] == [start for start, _, _ in DATES]
    assert pd.read_excel(folder / "amounts.xlsx")["value_vnd"].tolist() == AMOUNTS
    assert pd.read_excel(folder / "counts.xlsx")["value"].tolist() == [value for value, _ in COUNTS]


def test_a_workbook_explains_itself(shelf: Path) -> None:
    book = openpyxl.load_workbook(written(shelf, "xlsx") / "dates.xlsx")
    assert book.sheetnames == ["dates", "dictionary"]
    about = {row[0].value: row[1].value for row in book["dictionary"].iter_rows(min_row=2)}
    assert list(about) == [cell.value for cell in next(book["dates"].iter_rows(max_row=1))]
    assert about["date"] == "date"
    assert book["dates"].freeze_panes == "A2"
    widths = {key: dimension.width for key, dimension in book["dates"].column_dimensions.items()}
    assert widths["A"] > len(ID)
    assert max(widths.values()) < 62
    assert book["dates"]["B2"].number_format == "yyyy-mm-dd"


def test_pandas_reads_csv_by_the_dictionary_beside_it(shelf: Path) -> None:
    folder = written(shelf, "csv")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    kinds = {resource["name"]: resource for resource in package["resources"]}
    assert list(kinds) == list(schema.KINDS)
    for kind, resource in kinds.items():
        fields = resource["schema"]["fields"]
        types = {"string": "str", "integer": "Int64", "number": "float64"}
        dtype = {field["name"]: types[field["type"]] for field in fields}
        frame = pd.read_csv(folder / resource["path"], dtype=dtype)
        assert list(frame.columns) == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        if kind == "documents":
            assert (frame["id"][0], frame["number"][0]) == (ID, "0082")
        if kind == "amounts":
            assert frame["value_vnd"].tolist() == AMOUNTS


def asked(query: str) -> list[tuple[object, ...]]:
    return list(duckdb.connect().execute(query).fetchall())


def test_duckdb_reads_parquet_with_its_types(shelf: Path) -> None:
    folder = written(shelf, "parquet")
    assert asked(f"SELECT sum(value_vnd) FROM '{folder}/amounts.parquet'") == [(sum(AMOUNTS),)]
    assert asked(f"SELECT id, year(issued_on) FROM '{folder}/documents.parquet'") == [(ID, 2023)]
    days = asked(f"SELECT CAST(date AS DATE) FROM '{folder}/dates.parquet'")
    assert days == [(date(2023, 9, 6),), (None,), (date(2021, 1, 1),)]
    assert asked(f"SELECT value, percent FROM '{folder}/counts.parquet'") == COUNTS


def test_duckdb_reads_csv_by_the_dictionary_beside_it(shelf: Path) -> None:
    folder = written(shelf, "csv")
    names = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    source = {}
    for resource in package["resources"]:
        types = {field["name"]: names[field["type"]] for field in resource["schema"]["fields"]}
        source[resource["name"]] = f"read_csv('{folder / resource['path']}', types={types})"
    assert asked(f"SELECT sum(value_vnd) FROM {source['amounts']}") == [(sum(AMOUNTS),)]
    assert asked(f"SELECT id, CAST(issued_on AS DATE) FROM {source['documents']}") == [(ID, date(2023, 9, 6))]
    assert asked(f"SELECT date FROM {source['dates']}") == [(start,) for start, _, _ in DATES]
    assert asked(f"SELECT value, percent FROM {source['counts']}") == COUNTS


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_reads_figures_and_dates(shelf: Path) -> None:
    folder, out = written(shelf, "xlsx"), shelf / "again"
    profile = f"-env:UserInstallation=file://{shelf}/profile"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
        "--outdir",
    ]
    files = [folder / f"{kind}.xlsx" for kind in ("documents", "amounts", "dates", "counts")]
    subprocess.run([*convert, out, *files], check=True, capture_output=True, timeout=120)
    documents, amounts, dates, counts = (_table(out / f"{path.stem}.csv") for path in files)
    assert [(row["id"], row["number"], row["issued_on"]) for row in documents] == [(ID, "0082", "2023-09-06")]
    assert [row["value_vnd"] for row in amounts] == [str(value) for value in AMOUNTS]
    assert [row["date"] for row in dates] == [start for start, _, _ in DATES]
    assert [row["value"] for row in counts] == ["1200", "35.7"]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
