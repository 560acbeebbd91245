"""The command line: parse, call, print, exit. Heavy rooms are imported inside the commands, so that --help is quick."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from records.errors import DoichieuError, UsageError

app = typer.Typer(
    name="doichieu",
    help="Archived Vietnamese administrative reports: scans, PDFs, Word files and text become records that can be "
    "queried and checked.\n\nExample: doichieu run shelf/ --archive out/",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="files, or folders searched recursively")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="print results and errors only")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="print each file, and errors with their traceback")]
NoBar = Annotated[bool, typer.Option("--no-progress-bar", help="plain lines instead of a progress bar")]
Language = Annotated[str | None, typer.Option("-l", "--language", help="Tesseract language data [vie]")]
Reviewed = Annotated[bool, typer.Option("--reviewed", help="apply what reviewers decided (see doichieu review)")]
ModeOption = Annotated[
    Literal["auto", "keep", "redo"] | None,
    typer.Option(help="auto: by the verdict on each text layer; keep: trust them; redo: read every image [auto]"),
]

#: What typer raises for a wrong option or argument; it exports this class's child only.
_WRONG_USE: type[Exception] = typer.BadParameter.__mro__[1]


def start() -> None:
    """Run the command line and end the process with the exit codes of ``docs/exit_codes.md``."""
    try:
        code = app(standalone_mode=False)
    except _WRONG_USE as error:
        typer.BadParameter.show(error, sys.stderr)  # type: ignore[arg-type]  # every child of it has it
        code = UsageError.exit_code
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("interrupted", err=True)
        code = 130
    except BrokenPipeError:  # the reader of our output went away: nothing to tell
        sys.stderr.close()
        code = 0
    except DoichieuError as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            import traceback

            traceback.print_exc()
        typer.echo(f"doichieu: {error.reason}\n  {error.advice}", err=True)
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)


@app.command(epilog="Example: doichieu run shelf/ scan.pdf --archive out/ -j 2")
def run(
    paths: Paths,
    archive: Annotated[Path, typer.Option(help="folder of the records; made if absent, continued if there")],
    language: Language = None,
    jobs: Annotated[int | None, typer.Option("-j", "--jobs", help="worker processes [one a core]")] = None,
    store: Annotated[str | None, typer.Option(metavar="URL", help="database instead of ARCHIVE/records.sqlite")] = None,
    mode: ModeOption = None,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="retry what is in quarantine")] = False,
    page_timeout: Annotated[float | None, typer.Option(metavar="S", help="seconds for a reading of a page")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress_bar: NoBar = False,
) -> None:
    """Read files and folders into an archive of records."""
    from batch.server import start_server
    from config import load

    config = load(language=language, jobs=jobs, store=store, mode=mode, page_timeout=page_timeout)
    start_server()  # loads at the same time as the next line does
    from batch.command import Told, run_command

    told = Told(quiet, verbose, bar=not no_progress_bar)
    raise typer.Exit(run_command(paths, archive, config, only_failed, told))


@app.command(epilog="Example: doichieu scan shelf/ --format json")
def scan(
    paths: Paths,
    language: Language = None,
    mode: ModeOption = None,
    format: Annotated[Literal["text", "json"], typer.Option(help="text, or a JSON line a page")] = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress_bar: NoBar = False,
) -> None:
    """Say what each file and page is and what a run would do with it; write nothing."""
    from batch.scan import scan_command
    from config import load, read_settings

    settings = read_settings(load(language=language, mode=mode))
    raise typer.Exit(scan_command(paths, settings, format == "json", typer.echo))


@app.command(epilog="Example: doichieu audit out/ --format json --fail-on warning > findings.jsonl")
def audit(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE")],
    format: Annotated[
        Literal["text", "json"],
        typer.Option(help="text: a line a failure; json: a JSON line a check, whatever came of it"),
    ] = "text",
    fail_on: Annotated[
        Literal["error", "warning", "never"], typer.Option(help="end with code 10 where failures of this level exist")
    ] = "error",
    lang: Annotated[Literal["vi", "en"] | None, typer.Option(help="language of the messages [vi]")] = None,
    all_: Annotated[bool, typer.Option("--all", help="also what held and what could not be decided")] = False,
    again: Annotated[bool, typer.Option("--again", help="audit every document anew from its stored records")] = False,
    reviewed: Reviewed = False,
    store: Annotated[str | None, typer.Option(metavar="URL", help="database the records live in")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell which figures, dates and citations do not agree, within documents and across them.

    What failed is printed, what matters most first. Ends with code 10 where there are errors; --fail-on never: with 0.
    """
    from batch.audit_command import Asked, audit_command
    from config import load

    config = load(store=store, lang=lang)
    asked = Asked(format == "json", fail_on, config.lang == "en", all_ or verbose, again, quiet, reviewed)
    told = (typer.echo, lambda line: typer.echo(line, err=True))
    raise typer.Exit(audit_command(archive, config.store, asked, *told))


@app.command(epilog="Example: doichieu repair report.txt > repaired.txt; doichieu repair report.txt --explain")
def repair(
    file: Annotated[Path, typer.Argument(metavar="[FILE|-]", help="text, PDF, image or Word; -: stdin")] = Path("-"),
    explain: Annotated[bool, typer.Option("--explain", help="print the edits as JSON lines instead")] = False,
    language: Language = None,
    mode: ModeOption = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print a file's text with broken letters made Vietnamese again, as UTF-8; figures and clean text stay."""
    from batch.repair import repair_command
    from config import load, read_settings

    settings = read_settings(load(language=language, mode=mode))
    told = repair_command(file, settings, explain, sys.stdout.buffer)
    if not quiet:
        typer.echo(told, err=True)


@app.command(epilog="Example: doichieu export out/ --format csv --to tables/")
def export(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="folder for the files, one a kind of record")],
    format: Annotated[Literal["jsonl", "csv", "parquet", "xlsx"], typer.Option(help="format of the files")] = "jsonl",
    reviewed: Reviewed = False,
    store: Annotated[str | None, typer.Option(metavar="URL", help="database the records live in")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the records of an archive as files."""
    from batch.export_command import export_command
    from config import load

    for file in export_command(archive, load(store=store).store, format, to, reviewed=reviewed):
        _say(quiet, str(file))


@app.command(
    epilog="Example: doichieu query --list · doichieu query out/ --name quota-by-unit · "
    "doichieu query out/ \"SELECT number, title FROM documents WHERE type = 'BC'\" --format csv"
)
def query(
    archive: Annotated[Path | None, typer.Argument(metavar="ARCHIVE")] = None,
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help="one statement that reads; -: stdin")] = None,
    name: Annotated[str | None, typer.Option(help="a query of the library instead of SQL")] = None,
    list_: Annotated[bool, typer.Option("--list", help="print the library: names and what they answer")] = False,
    format: Annotated[Literal["table", "csv", "json"], typer.Option(help="table, CSV, or a JSON array")] = "table",
    limit: Annotated[int | None, typer.Option(min=0, help="rows at most, 0: all [table 1000; csv, json all]")] = None,
    timeout: Annotated[float, typer.Option(metavar="S", min=0.001, help="seconds that the query may take")] = 60.0,
    datasette_metadata: Annotated[
        bool, typer.Option("--datasette-metadata", help="print what Datasette shows beside the tables (for its -m)")
    ] = False,
    store: Annotated[str | None, typer.Option(metavar="URL", help="database the records live in")] = None,
    verbose: Verbose = False,
) -> None:
    """Ask the records in SQL; nothing can be changed. Tables, views and columns: docs/records.md."""
    from batch.query_command import QueryAsked, list_queries, print_metadata, query_command
    from config import load

    if list_:
        list_queries(typer.echo)
    elif archive is None:
        raise UsageError("which archive?", "Example: doichieu query out/ --name document-list")
    elif datasette_metadata:
        print_metadata(archive, typer.echo)
    else:
        asked = QueryAsked(sql, name, format, limit, timeout)
        query_command(archive, load(store=store).store, asked, typer.echo, lambda line: typer.echo(line, err=True))


@app.command(
    epilog='Example: doichieu search out/ "sang kien" · doichieu search out/ \'"người lao động" type:BC year:2021\' '
    "· doichieu search out/ 'author:diep -type:KH'. Fields of the document: number, type, issuer, place, title, "
    "signer, file, date; of its records: author, initiative, unit, field, cites, subject, holder, name, rule, finding."
)
def search(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE")],
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help='words, "phrases", begin*, -without, field:word; accents are optional'),
    ],
    limit: Annotated[int, typer.Option(min=1, help="hits at most")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="leave out that many of the first")] = 0,
    format: Annotated[Literal["text", "json"], typer.Option(help="text, or a JSON line a hit")] = "text",
    store: Annotated[str | None, typer.Option(metavar="URL", help="database the records live in")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find words in the full text and the records, with or without accents; best hits first, each with its place."""
    from batch.search_command import SearchAsked, search_command
    from config import load

    asked = SearchAsked(" ".join(words), limit, offset, format == "json", sys.stdout.isatty())
    err: Callable[[str], None] = (lambda _: None) if quiet else (lambda line: typer.echo(line, err=True))
    search_command(archive, load(store=store).store, asked, typer.echo, err)


@app.command(epilog="Example: doichieu review out/ --port 8400 --no-browser")
def review(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="port on this machine; 0: any that is free")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="print the address only")] = False,
    name: Annotated[str | None, typer.Option(help="who decides, as kept with each decision [login name]")] = None,
    store: Annotated[str | None, typer.Option(metavar="URL", help="database the records live in")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show the evidence in the browser, where a person accepts, rejects or corrects each finding.

    The page is served on this machine only, at an address with a secret token; nothing is fetched from the network.
    """
    from batch.review_command import Asked, review_command
    from config import load

    asked = Asked(port, not no_browser, name, quiet)
    told = (typer.echo, lambda line: typer.echo(line, err=True))
    raise typer.Exit(review_command(archive, load(store=store).store, asked, *told))


@app.command(epilog="Example: doichieu evaluate out/ gold/")
def evaluate(
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", help="archive, folder of an export, or text file")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="gold file (JSON), folder of them, or text file")],
    format: Annotated[Literal["text", "json"], typer.Option(help="a table, or JSON")] = "text",
    misses: Annotated[bool, typer.Option("--misses", help="list what was missed and what was wrong")] = False,
    verbose: Verbose = False,
) -> None:
    """Precision, recall and F1 a record kind against gold; character and word error rate for two texts."""
    from measure.command import evaluate_command

    evaluate_command(predicted, gold, format == "json", misses, typer.echo)


@app.command(epilog="Example: doichieu doctor")
def doctor(
    language: Language = None,
    verbose: Verbose = False,
) -> None:
    """Say what is installed, what is missing and how to get it."""
    from config import load
    from doctor import check

    raise typer.Exit(check(load(language=language).language, typer.echo))


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="print the version and end")] = False,
) -> None:
    """Nothing but --version stands before a command."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"doichieu {installed('doichieu')}")
        raise typer.Exit


def _say(quiet: bool, line: str, echo: Callable[[str], None] = typer.echo) -> None:
    if not quiet:
        echo(line)
