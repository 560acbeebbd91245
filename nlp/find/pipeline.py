"""The finders as spaCy components on a blank multi-language pipeline: ``COMPONENTS`` in their order.

A component reads the view and what the components before it found, and writes its mentions to ``doc._`` and spans to
``doc.spans`` under its own name. Mentions keep exact characters; spans are widened to whole tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.find.abbreviations import introduced
from nlp.find.amounts import AmountMention, find_amounts
from nlp.find.citations import CitationMention, find_citations
from nlp.find.claims import ClaimMention, find_claims
from nlp.find.contexts import Kind
from nlp.find.dates import DateMention, find_dates, with_years
from nlp.find.evidence import Evidence
from nlp.find.fields import HeadFields, head_fields
from nlp.find.figure_rows import claim_rows, count_rows, quota_rows
from nlp.find.figures import Figure, FigureFinder
from nlp.find.holders import Holders, issuer_in_body
from nlp.find.initiatives import InitiativeMention, find_initiatives
from nlp.find.issuers import Home, full_name, home_of
from nlp.find.layout import lines_apart, noise_lines
from nlp.find.lost_rows import lost_rows
from nlp.find.misread import is_misread_word
from nlp.find.name_rows import find_people, mention_rows
from nlp.find.named_rows import amount_rows, initiative_rows
from nlp.find.organisations import OrganMention, find_organisations
from nlp.find.paragraphs import Paragraph, body_paragraphs, find_paragraphs
from nlp.find.people import Person
from nlp.find.quantities import Quantity, find_quantities
from nlp.find.roles import role_of
from nlp.find.table_figures import ABOVE, Setting, TableFigures, common_unit, figures_of
from nlp.find.tables import find_tables
from nlp.find.targets import Roles
from nlp.find.view import View
from records.facts import Citation, DateFact, DateRole, Facts, Head, TableFact
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict
from records.place import Place

#: Characters of text that one document may have; only the tokenizer runs, so memory is no concern.
MAX_LENGTH = 200_000_000
_INFERRED = 0.6
#: A token with the single blank behind it, or white space that is more than that.
_TOKEN = re.compile(r"(\S+|\s)( ?)")


@dataclass(slots=True)
class Findings:
    """What the components of one document hand on to each other."""

    text: DocumentText
    view: View
    mentions: list[DateMention] = field(default_factory=list)
    head: HeadFields = field(default_factory=HeadFields)
    home: Home = field(default_factory=Home)
    citations: list[CitationMention] = field(default_factory=list)
    dates: list[tuple[DateMention, DateRole]] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    organisations: list[OrganMention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    amounts: list[AmountMention] = field(default_factory=list)
    initiatives: list[InitiativeMention] = field(default_factory=list)
    tables: tuple[TableFact, ...] = ()
    paragraphs: list[Paragraph] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    rows: list[TableFigures] = field(default_factory=list)
    claims: list[ClaimMention] = field(default_factory=list)

    @property
    def read(self) -> bool:
        """True when some page was read from an image."""
        return any(page.origin in (Origin.OCR, Origin.RESTORED) for page in self.text.pages)

    def place(self, start: int, end: int) -> Place:
        """The place of a span of the view."""
        return self.text.place(*self.view.original(start, end))


def _of(doc: Doc) -> Findings:
    found = doc._.findings
    if not isinstance(found, Findings):
        raise TypeError("the document was not made by nlp.find.pipeline.run")
    return found


def _mark(doc: Doc, key: str, spans: list[tuple[int, int, str]]) -> None:
    """Writes spans (of the view) to ``doc.spans`` with a label each."""
    view = _of(doc).view
    made = [_span(doc, *view.original(start, end), label) for start, end, label in spans]
    doc.spans[key] = [span for span in made if span is not None]


def _span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    return doc.char_span(start, end, label=label, alignment_mode="expand")


@Language.component("head")
def head_component(doc: Doc) -> Doc:
    """Reads all dates as printed, then the head with its fields."""
    found = _of(doc)
    found.mentions = find_dates(found.view)
    found.head = head_fields(found.view, found.mentions, Evidence(found.text, found.view))
    found.home = home_of(found.view, found.head.place_name)
    found.mentions = with_years(found.view, found.mentions, found.head.year)
    _mark(doc, "head", [(start, end, name) for name, (start, end) in found.head.spans.items()])
    return doc


@Language.component("citations")
def citations_component(doc: Doc) -> Doc:
    """Finds citations; the document's own number in its head is none."""
    found = _of(doc)
    found.citations = find_citations(found.view, found.mentions, found.head.spans.get("number"), found.read)
    _mark(doc, "citations", [(c.start, c.end, c.type or "") for c in found.citations])
    return doc


@Language.component("dates")
def dates_component(doc: Doc) -> Doc:
    """Gives every date its role: the head's, a citation's, or by the words around it."""
    found = _of(doc)
    cited: dict[int, DateRole] = {c.date.start: "cited" for c in found.citations if c.date}
    cited |= dict.fromkeys(found.head.annex_dates, "issued")
    own = found.head.date
    for mention in found.mentions:
        if own is not None and mention.start <= own.start < mention.end:
            found.dates.append((own, "issued"))
        else:
            found.dates.append((mention, cited.get(mention.start) or role_of(found.view, mention)))
    if own is not None and all(role != "issued" or m.start != own.start for m, role in found.dates):
        found.dates.insert(bisect_left(found.dates, own.start, key=lambda row: row[0].start), (own, "issued"))
    _mark(doc, "dates", [(m.start, m.end, role) for m, role in found.dates])
    return doc


@Language.component("names")
def names_component(doc: Doc) -> Doc:
    """Finds the abbreviations that the document introduces, then persons and organisations."""
    found = _of(doc)
    found.home = replace(found.home, short=introduced(found.view))
    found.organisations = find_organisations(found.view, found.home)
    found.people = find_people(found.view, found.organisations)
    _mark(doc, "organisations", [(o.start, o.end, "organisation") for o in found.organisations])
    _mark(doc, "people", [(p.start, p.end, "person") for p in found.people])
    return doc


@Language.component("numbers")
def numbers_component(doc: Doc) -> Doc:
    """Finds every printed number that is no part of a date or of a document's number."""
    found = _of(doc)
    documents = [(c.start, c.end) for c in found.citations]
    documents += [span for name, span in found.head.spans.items() if name == "number"]
    dates = [(mention.start, mention.end) for mention, _ in found.dates]
    found.quantities = find_quantities(found.view, dates, documents)
    if any(page.origin is Origin.RESTORED for page in found.text.pages):
        found.quantities = [q for q in found.quantities if not is_misread_word(found.view, q)]
    _mark(doc, "numbers", [(q.begin, q.stop, q.kind.value) for q in found.quantities])
    return doc


@Language.component("tables")
def tables_component(doc: Doc) -> Doc:
    """Finds the tables, and the paragraphs of the body that stand outside of them."""
    found = _of(doc)
    found.tables = find_tables(found.text)
    inside = [span for table in found.tables for span in _lines_of(found, table)] + lost_rows(found.view)
    found.paragraphs = body_paragraphs(found.view, find_paragraphs(found.view, inside), found.head.spans.values())
    return doc


def _lines_of(found: Findings, table: TableFact) -> Iterator[tuple[int, int]]:
    """Spans of the view that a table covers: its own, and on each page it goes on to, from the top to its last cell."""
    seen = found.view.seen
    yield seen(table.place.start), seen(table.place.end)
    cells = [place for row in (*table.places, table.total_places) for place in row if place is not None]
    for page in sorted({place.page for place in cells} - {table.place.page}):
        top = next(start for start, number, _ in found.text.lines() if number == page)
        yield seen(top), seen(max(place.end for place in cells if place.page == page))


@Language.component("figures")
def figures_component(doc: Doc) -> Doc:
    """Finds the quotas and counts of text and tables, and what the text claims of them."""
    found = _of(doc)
    head = found.head
    issuer = next((item.value for item in head.fields if item.name == "issuer"), None)
    issuer = issuer or issuer_in_body(found.view, found.paragraphs, found.home)
    kind = next((item.value for item in head.fields if item.name == "type"), None)
    roles = Roles(kind, head.year)
    finder = FigureFinder(found.view, Holders(found.view, found.home, issuer), roles)
    told = finder.find(found.paragraphs, found.quantities)
    found.figures = [figure for item in told for figure in item.figures]
    found.claims = find_claims(found.view, told, [mention for mention, _ in found.dates], found.quantities)
    setting = Setting(issuer, found.home, roles.plan, common_unit([f.quantity.unit for f in found.figures]))
    texts = [(table, found.text.text[max(0, table.place.start - ABOVE) : table.place.start]) for table in found.tables]
    found.rows = [figures_of(table, replace(setting, above=above)) for table, above in texts]
    _mark(doc, "figures", [(f.start, f.stop, "quota" if f.target else "count") for f in found.figures])
    return doc


@Language.component("amounts")
def amounts_component(doc: Doc) -> Doc:
    """Finds amounts of money in đồng; a number that is one for the words around it is none of the figures."""
    found = _of(doc)
    found.amounts = find_amounts(found.view, found.quantities)
    money = {amount.start for amount in found.amounts}
    found.quantities = [
        replace(q, kind=Kind.MONEY) if money & {q.start, q.begin} and q.kind is Kind.PLAIN else q
        for q in found.quantities
    ]
    _mark(doc, "amounts", [(a.start, a.end, "benefit" if a.benefit else "amount") for a in found.amounts])
    return doc


@Language.component("initiatives")
def initiatives_component(doc: Doc) -> Doc:
    """Finds named initiatives with their authors and benefits."""
    found = _of(doc)
    found.initiatives = find_initiatives(found.view, found.amounts)
    _mark(doc, "initiatives", [(i.start, i.end, "initiative") for i in found.initiatives])
    return doc


#: The components in the order they run; each reads what those before it found.
COMPONENTS = ("head", "citations", "dates", "names", "numbers", "tables", "amounts", "figures", "initiatives")


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    if not Doc.has_extension("findings"):
        Doc.set_extension("findings", default=None)
    nlp = spacy.blank("xx")
    nlp.max_length = MAX_LENGTH
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def _tokens(nlp: Language, text: str) -> Doc:
    """The text as a Doc of tokens between white space: the finders work on characters, and spans widen to tokens.

    Several times as quick as a tokenizer that looks for suffixes and exceptions, which Vietnamese numbers have none of.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for token, space in _TOKEN.findall(text):
        words.append(token)
        spaces.append(bool(space))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def begin(text: DocumentText) -> Doc:
    """The document as a Doc that no component has read yet."""
    doc = _tokens(pipeline(), text.text)
    doc._.findings = Findings(text, View(text.text, noise_lines(text), lines_apart(text)))
    return doc


def read(text: DocumentText) -> Doc:
    """The document as a spaCy Doc with what was found in ``doc._.findings`` and ``doc.spans``."""
    return pipeline()(begin(text))


def run(text: DocumentText) -> Facts:
    """The facts of a document."""
    if not any(line.text.strip() for _, _, line in text.lines()):
        return Facts(head=Head(HeadFields().fields))
    return facts_of(read(text))


def facts_of(doc: Doc) -> Facts:
    """The records of what the components found."""
    found = _of(doc)
    text = found.text
    citations = tuple(_citation(found, c) for c in found.citations)
    dates = tuple(_date(found, mention, role) for mention, role in found.dates)
    quotas = quota_rows(found.figures, found.rows, found.place)
    counts = count_rows(found.figures, found.rows, found.place)
    claims = claim_rows(found.claims, found.place)
    amounts = amount_rows(found.amounts, found.tables, text.text, found.place)
    initiatives = initiative_rows(found.initiatives, found.tables, found.place)
    mentions = mention_rows(found.organisations, found.people, found.place)
    return Facts(
        Head(found.head.fields), citations, dates, found.tables, quotas, counts, amounts, initiatives, claims, mentions
    )


def _citation(found: Findings, mention: CitationMention) -> Citation:
    """The record of a citation."""
    issuer = full_name(mention.issuer, found.home) if mention.issuer else None
    issued = mention.date.iso if mention.date else None
    return Citation(mention.type, mention.number, issued, issuer, found.place(mention.start, mention.end))


def _date(found: Findings, mention: DateMention, role: DateRole) -> DateFact:
    """The record of a date; a year that is not printed with it lowers its confidence."""
    place = found.place(mention.start, mention.end)
    if mention.inferred:
        place = replace(place, confidence=min(_INFERRED, _INFERRED if place.confidence is None else place.confidence))
    return DateFact(mention.iso, mention.precision, role, place, mention.iso_end)


def warm_up() -> None:
    """Builds the pipeline and reads every list, by way of a small document."""
    line = Line(1, "Số: 1/KH-UBND. Ngày 1/2/2020, Sở Nội vụ ban hành Kế hoạch số 2/KH-SNV. CHỦ TỊCH")
    run(DocumentText((Page(1, (line,), Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),)))
