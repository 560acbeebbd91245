"""The tables of an archive (SQLAlchemy Core). Each column's comment is its line in ``docs/records.md``.

The ten kinds of records come first, named and with fields as in the exports; the archive's own tables follow. A column
added here needs a migration (see :mod:`store.migrations`).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.schema import SchemaItem

from store.columns import Exact, Json, SafeText
from store.fields import column, day, document, place, row_id, text, whole

METADATA = MetaData()


def _facts(name: str, comment: str, *columns: SchemaItem) -> Table:
    return Table(name, METADATA, row_id(), document(), *place(), *columns, comment=comment)


documents = Table(
    "documents",
    METADATA,
    text("id", "first 16 hexadecimal digits of the file's sha256", key=True),
    text("path", "absolute path of the file (the first, where the same bytes have several)", null=False),
    text("sha256", "sha256 of the file's bytes", null=False),
    text("kind", "pdf, image, text, docx, doc, rtf, odt, xls, xlsx, ods, ppt, pptx or odp", null=False),
    text("type", "type of the document by its abbreviation (BC, KH, CV, HD, QĐ ...)"),
    text("number", "số hiệu, normalised (751/BC-LĐLĐ); null where blank or not sure, see head_fields"),
    text("issuer", "the body that issued it, as printed in the head"),
    text("parent_issuer", "the body above the issuer"),
    text("place_name", "địa danh, where it was issued"),
    day("issued_on", "date of issue, YYYY-MM-DD or YYYY-MM"),
    text("title", "trích yếu, in one line"),
    text("signer", "name of the signer"),
    text("signer_title", "title of the signer"),
    text("signed_for", "on whose behalf it is signed (TM. BAN THƯỜNG VỤ)"),
    whole("pages", "number of pages"),
    text("origin", "where most of its text comes from: born-digital, legacy, ocr, repaired or text", null=False),
    column("language_score", Float, "share of syllables of its language among its words, 0..1"),
    comment="one row a document: the same bytes under two names are one document",
)

pages = Table(
    "pages",
    METADATA,
    document(key=True),
    Column("page", Integer, primary_key=True, autoincrement=False, comment="page, from 1"),
    text("verdict", "clean, legacy, wrong-language, garbage, empty or abstained", null=False),
    text("origin", "text-layer, decoded, ocr or restored", null=False),
    text("text", "repaired text, lines joined by newlines", null=False),
    text("raw", "text as read, page numbers and running heads included", null=False),
    whole("words", "number of words of the repaired text"),
    column("confidence", Float, "mean confidence of its words, 0..1; null where nothing was guessed at"),
    Column("seconds", Float, nullable=False, comment="time spent reading the page"),
    comment="one row a page",
)

citations = _facts(
    "citations",
    "every mention of a numbered document",
    text("type", "type of the cited document by its abbreviation"),
    text("number", "its number, normalised"),
    day("issued_on", "its date, YYYY-MM-DD or YYYY-MM"),
    text("issuer", "its issuer"),
    Column(
        "cited_document",
        SafeText,
        ForeignKey("documents.id", ondelete="SET NULL"),
        comment="id of the cited document where exactly one of the archive matches",
    ),
)

dates = _facts(
    "dates",
    "every calendar date",
    day("date", "YYYY-MM-DD, or YYYY-MM where precision is month", null=False),
    day("date_end", "end of a range"),
    text("precision", "day or month", null=False),
    text("role", "issued, cited, as-of, period, deadline, event or mentioned", null=False),
)

quotas = _facts(
    "quotas",
    "every target that is set (chỉ tiêu)",
    text("subject", "what is to be reached"),
    text("holder", "who is to reach it"),
    column("value", Exact, "the target, exact"),
    text("unit", "unit of the value; % for a share"),
    text("period", "the period it holds for"),
    text("qualifier", "hơn, trên, không dưới ...; null where none is printed"),
    column("value_max", Exact, "the upper end of a range, exact"),
)

counts = _facts(
    "counts",
    "every quantity that is reported",
    text("subject", "what was counted"),
    text("holder", "whose it is"),
    column("value", Exact, "the quantity, exact"),
    text("unit", "unit of the value"),
    text("qualifier", "hơn, trên, gần, khoảng, từ ...; null where none is printed"),
    column("percent", Exact, "the percentage stated for this count, exact"),
    text("period", "the period it was reached in"),
    column("value_max", Exact, "the upper end of a range, exact"),
)

amounts = _facts(
    "amounts",
    "every amount of money",
    text("what", "what the money is for"),
    whole("value_vnd", "the amount in đồng, exact", null=True),
    text("qualifier", "hơn, trên, gần, khoảng, từ ...; null where none is printed"),
    text("per", "the time it recurs in (năm, 6 tháng); null for once"),
    whole("value_vnd_max", "the upper end of a range in đồng, exact", null=True),
)

initiatives = _facts(
    "initiatives",
    "every named exemplary initiative (sáng kiến)",
    text("title", "its name"),
    text("author", "who made it"),
    text("author_title", "title of the author"),
    text("unit", "the author's unit"),
    text("field", "its field"),
    whole("benefit_vnd", "its benefit in đồng, exact", null=True),
    text("benefit_per", "the time the benefit recurs in; null for once"),
)

tables = _facts(
    "tables",
    "every table of a document",
    text("title", "its title"),
    column("header", Json, "the head's cells, as a list"),
    column("rows", Json, "the body's rows, as a list of lists of cells"),
    column("total_row", Json, "the cells of the row of totals, as a list"),
    column("cell_places", Json, "the place of each cell: lists as in rows, then that of the row of totals"),
)

findings = _facts(
    "findings",
    "every check that was made, with what it found",
    text("rule", "id of the rule", null=False),
    text("level", "error, warning or note", null=False),
    text("verdict", "holds, fails or unknown", null=False),
    text("expected", "what should stand there"),
    text("found", "what stands there"),
    text("tolerance", "the difference that the printed digits allow"),
    text("blame", "whose error is likelier: reader, author or unknown"),
    text("proposal", "the reading that would make it agree"),
    text("message", "one line for a person"),
    column("places", Json, "all places that the check looked at, as a list"),
    text("message_en", "the same in English"),
    text("scope", "document, or series: across the documents of the archive"),
    text("series", "what the documents of a series have in common; null for scope document"),
    text("key", "what a person's decisions on it are kept under; the same bytes read again give it again"),
)

claims = _facts(
    "claims",
    "what the text claims of its figures, by its grammar; whether it holds is in findings",
    text("kind", "sum, part, percent, fraction, span or restated", null=False),
    column("terms", Json, "the figures with role, value, unit, subject, holder, qualifier and place, as a list"),
)

mentions = _facts(
    "mentions",
    "every person and organisation that is named",
    text("kind", "person or organisation", null=False),
    text("name", "its fullest form in the document", null=False),
)

document_paths = Table(
    "document_paths",
    METADATA,
    document(key=True),
    text("path", "absolute path of a file with these bytes", key=True),
    comment="every path of a document",
)

head_fields = Table(
    "head_fields",
    METADATA,
    row_id(),
    document(),
    *place(null=True),
    text("name", "name of the field as in documents", null=False),
    text("value", "its value; null where blank or not sure"),
    text("source", "page, body (inferred from the text) or citation (another document gives it)", null=False),
    text("reason", "why there is no value, or where it comes from"),
    column("alternatives", Json, "readings that were not sure enough, as a list"),
    comment="the fields of each document's head with their evidence",
)

judgements = Table(
    "judgements",
    METADATA,
    document(key=True),
    Column("page", Integer, primary_key=True, autoincrement=False, comment="page, from 1"),
    column("score", Float, "share of syllables of the language among the page's words, 0..1"),
    whole("words", "number of words judged"),
    text("encoding", "the legacy encoding, where the verdict is legacy"),
    text("language", "the language judged for"),
    text("reason", "why, in one line"),
    column("width", Float, "width of the page in points"),
    column("height", Float, "height of the page in points"),
    text("layer_text", "a text layer that was found and not trusted"),
    text("note", "how the page's image was read, where not at the first try"),
    column("line_numbers", Json, "number of each line of its text in the page as read; null where 1, 2, 3 ..."),
    comment="why each page has its verdict, and its size",
)

edits = Table(
    "edits",
    METADATA,
    row_id(),
    document(),
    whole("page", "page, from 1"),
    whole("line", "line in the page as read, from 1"),
    whole("start", "first character of after in the document's repaired text, from 0"),
    whole(
        "end", "character after its last; undone from the last row of a page to its first, rows give the text as read"
    ),
    column("box", Json, "[x0, y0, x1, y1] in points from the top left corner; null without a page image"),
    text("before", "what was read", null=False),
    text("after", "what stands there now; the same as before where the row only names an alternative", null=False),
    text("rung", "the step of repair: decode, normalise, mend, restore, number; several are joined by +", null=False),
    column("confidence", Float, "how sure the change is, 0..1; null where nothing was measured"),
    whole("unsure", "1 where a person should look, for the confidence is low; else 0"),
    text("runner_up", "the next best spelling; of a person's name all likely ones, parted by ' / '"),
    comment="every change that repair made to a page's text",
)

stages = Table(
    "stages",
    METADATA,
    document(key=True),
    text("stage", "stage of the work", key=True),
    Column("seconds", Float, nullable=False, comment="time it took"),
    comment="seconds a document spent in each stage",
)

files = Table(
    "files",
    METADATA,
    text("path", "absolute path", key=True),
    text("sha256", "sha256 of its bytes; null where they could not be read"),
    whole("size", "size in bytes when it was read", null=True),
    whole("mtime_ns", "time of its last change when it was read, in nanoseconds", null=True),
    text("document", "id of the document it holds; of the last good one where the state is failed"),
    text("state", "done, partial (some pages failed) or failed", null=False),
    text("settings_key", "the settings it was read with", null=False),
    text("stage", "the stage that failed"),
    text("reason", "why it failed"),
    text("advice", "what to do"),
    whole("exit_code", "exit code that belongs to the failure", null=True),
    whole("attempts", "how often it was tried"),
    text("finished_at", "when, UTC", null=False),
    comment="one row a file that was tried: decides what the next run skips",
)

failures = Table(
    "failures",
    METADATA,
    row_id(),
    text("path", "absolute path of the file", null=False),
    text("document", "id of the document, where it has a record"),
    whole("page", "the page that failed; null for the whole file", null=True),
    text("stage", "the stage that failed", null=False),
    text("reason", "why", null=False),
    text("advice", "what to do", null=False),
    whole("exit_code", "exit code that belongs to the failure"),
    comment="the rows of quarantine.csv",
)

runs = Table(
    "runs",
    METADATA,
    row_id(),
    text("started_at", "when it started, UTC", null=False),
    text("finished_at", "when it ended, UTC; null while it runs or when it was killed"),
    text("settings_key", "key of its settings", null=False),
    text("outcome", "how it ended"),
    whole("pid", "process id"),
    comment="one row a run",
)

series_rows = Table(
    "series_rows",
    METADATA,
    text("key", "what the records of a series have in common", key=True),
    text("document", "id of the document, also of one that is no longer there", key=True),
    text("source", "head, citation, count or quota", key=True),
    Column("row", BigInteger, primary_key=True, autoincrement=False, comment="id of the record; 0 for a head"),
    text("variant", "what the record says; equal for records that say the same", null=False),
    comment="the records that meet those of other documents in a series",
    sqlite_with_rowid=False,
)

series_touched = Table(
    "series_touched",
    METADATA,
    text("key", "key of a series", key=True),
    comment="the series that have to be audited again",
)

audited = Table(
    "audited",
    METADATA,
    text("document", "id of the document, also of one that is no longer there", key=True),
    text("version", "version of the keys of its series; empty where it was read again since", null=False),
    text("number", "its number when its keys were made"),
    comment="the documents whose series are known",
)

#: Tables that outlive a document's rows: the audit across documents must know what it was part of.
OF_SERIES = (series_rows, audited)

decisions = Table(
    "decisions",
    METADATA,
    row_id(),
    text("key", "key of the finding that was decided on", null=False),
    whole("turn", "1 for the first decision on it, 2 for the second ...; the last one holds"),
    text("sha256", "sha256 of the bytes of the finding's document; decisions outlive its record", null=False),
    text("rule", "id of the finding's rule", null=False),
    text("message", "what the finding said"),
    column("places", Json, "the places that the finding showed, as a list"),
    text("action", "accept, reject, correct or undo", null=False),
    text("state", "what holds since: accepted, rejected, corrected or open", null=False),
    whole("target", "which of the places is read anew, from 0; null where nothing is", null=True),
    text("old", "what stood there"),
    text("new", "what a person says stands there"),
    text("reason", "the reviewer's note"),
    text("who", "who decided", null=False),
    text("decided_at", "when, UTC", null=False),
    comment="what reviewers decided on findings; rows are only ever added",
)

schema_versions = Table(
    "schema_versions",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False, comment="version of the schema"),
    text("name", "name of the migration that led to it", null=False),
    text("applied_at", "when, UTC", null=False),
    comment="the migrations that were applied",
)

#: Indexes by table: a document's rows, a cited number's document, a file's copies.
INDEXES = (
    *(
        Index(f"ix_{t.name}_document", t.c.document)
        for t in METADATA.sorted_tables
        if "id" in t.c and "document" in t.c
    ),
    Index("ix_documents_number", documents.c.number),
    Index("ix_documents_path", documents.c.path),
    Index("ix_citations_number", citations.c.number),
    Index("ix_citations_cited", citations.c.cited_document),
    Index("ix_findings_series", findings.c.series),
    # The review counts findings, and walks them in their order, from this index alone.
    Index(
        "ix_findings_queue",
        *(findings.c[name] for name in ("verdict", "document", "level", "rule", "key", "page", "line", "start")),
    ),
    Index("ix_findings_key", findings.c.key),
    Index("ix_decisions_key", decisions.c.key, decisions.c.turn, unique=True),
    Index("ix_decisions_sha256", decisions.c.sha256),
    Index("ix_series_rows_document", series_rows.c.document),
    Index("ix_files_sha256", files.c.sha256),
    Index("ix_files_document", files.c.document),
    Index("ix_failures_path", failures.c.path),
    Index("ix_document_paths_path", document_paths.c.path),
)

#: The kinds of records by name, in the order in which they are exported.
KINDS: dict[str, Table] = {
    table.name: table
    for table in (documents, pages, citations, dates, quotas, counts, amounts, initiatives, tables, findings)
}
