"""``doichieu query`` and ``doichieu search`` as a user meets them: formats, exit codes, nonsense."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from store.named_queries import named_queries

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    "UBND TỈNH AN PHÚ\nSỞ DU LỊCH\nSố: 45/BC-SDL\nAn Phú, ngày 12 tháng 8 năm 2022\n\nBÁO CÁO\nKết quả\n\n"
    "Sở đã hỗ trợ 1.250 người lao động \x1b[31mvà các bạn nghề, với 17 tỷ 660 triệu đồng.\n"
)


def call(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "__main__.py"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    done = call("run", folder / "report.txt", "--archive", folder / "out", "-j", 1)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_a_table_is_readable_and_whole(out: Path) -> None:
    done = call("query", out, "SELECT number, 17660000000 AS đồng, '\x1b[31mđỏ' AS t FROM documents")
    assert done.returncode == 0
    assert re.search(r"number\s+đồng\s+t\n", done.stdout)
    assert re.search(r"45/BC-SDL\s+17660000000\s+\[31mđỏ\n", done.stdout)
    assert "\x1b" not in done.stdout
    assert done.stderr == "1 row\n"


def test_csv_and_json_keep_figures_and_columns(out: Path) -> None:
    sql = "SELECT 17660000000 AS a, 35.7 AS b, NULL AS c, 'x,\"y\"\nz' AS a"
    read = list(csv.DictReader(io.StringIO(call("query", out, sql, "--format", "csv").stdout)))
    assert read == [{"a": "17660000000", "b": "35.7", "c": "", "a_2": 'x,"y"\nz'}]
    assert json.loads(call("query", out, sql, "--format", "json").stdout) == [
        {"a": 17660000000, "b": 35.7, "c": None, "a_2": 'x,"y"\nz'}
    ]
    assert json.loads(call("query", out, "SELECT 1 WHERE 0", "--format", "json").stdout) == []


def test_rows_are_limited_and_it_says_so(out: Path) -> None:
    sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1500) SELECT x FROM c"
    done = call("query", out, sql)
    assert len(done.stdout.splitlines()) == 1002
    assert "only the first 1000 rows" in done.stderr
    assert len(call("query", out, sql, "--format", "csv").stdout.splitlines()) == 1501
    assert call("query", out, sql, "--limit", 2, "--format", "csv").stdout == "x\n1\n2\n"


def test_the_library_is_listed_and_answers(out: Path) -> None:
    listed = call("query", "--list").stdout
    for query in named_queries().values():
        assert query.name in listed
        assert query.vi in listed
        assert query.en in listed
    done = call("query", out, "--name", "document-list", "--format", "csv")
    assert next(csv.DictReader(io.StringIO(done.stdout)))["number"] == "45/BC-SDL"


def test_metadata_for_datasette_is_json(out: Path) -> None:
    found = json.loads(call("query", out, "--datasette-metadata").stdout)
    assert "documents_overview" in found["databases"]["records"]["tables"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("SELEC 1",), 1, "the query is wrong"),
        (("SELECT * FROM document",), 1, "there is documents"),
        (("DROP TABLE pages",), 1, "only reading is allowed"),
        ((), 1, "give either SQL or --name"),
        (("SELECT 1", "--name", "document-list"), 1, "give either SQL or --name"),
        (("--name", "nonsense"), 1, "no query of the name nonsense"),
    ],
)
def test_wrong_queries_are_told_clearly(out: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = call("query", out, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_sql_comes_from_stdin_too(out: Path) -> None:
    assert call("query", out, "-", "--format", "csv", input="SELECT 7 AS x;\n").stdout == "x\n7\n"


def test_the_demo_ends_with_what_to_try_next() -> None:
    done = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    made = re.findall(r"--archive (\S+)", done.stdout)
    tried = re.findall(r"doichieu (query|search|review) (\S+)", done.stdout)
    assert tried == [("query", made[0]), ("search", made[0]), ("review", made[0])]


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    for arguments in (("query", tmp_path / "no", "SELECT 1"), ("search", tmp_path / "no", "x")):
        done = call(*arguments)
        assert done.returncode == 5
        assert "no archive at" in done.stderr
    assert call("query").returncode == 1


def test_search_tells_file_page_and_line(out: Path) -> None:
    done = call("search", out, "lao", "dong")
    assert done.returncode == 0
    first, passage = done.stdout.splitlines()
    assert first.endswith("report.txt:1:9: page · 45/BC-SDL · Sở Du lịch · 2022-08-12")
    assert "1.250 người [lao động] " in passage
    assert "\x1b" not in done.stdout
    assert done.stderr == "hits 1 to 1; matching: pages 1\n"


def test_search_as_json(out: Path) -> None:
    (line,) = call("search", out, "number:45 bạn", "--format", "json", "-q").stdout.splitlines()
    hit = json.loads(line)
    assert (hit["page"], hit["line"], hit["exact"], hit["number"]) == (1, 9, True, "45/BC-SDL")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["bạn"]


@pytest.mark.parametrize("typed", ["", '"* 🙂'])
def test_a_search_without_a_word_is_told_clearly(out: Path, typed: str) -> None:
    done = call("search", out, "--", typed)
    assert (done.returncode, done.stdout) == (1, "")
    assert "search for" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_search_that_finds_nothing_is_no_error(out: Path) -> None:
    done = call("search", out, "không-có-từ-này")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("no hit: every word must be there")
