"""Text pages a second on one core for each finder and all together, and how the time grows with a document's length.

    python -m benchmarks.finders [--pages 400] [--lengths 1,4,16,64,256]

The text is that of made documents (reports, plans, notices, lists), 400 words counted as a page. Components run one
after the other over the same documents, as they do in ``doichieu run``; rows are made last. Seconds are of the
processor, and the first documents are read once before, so that lists and models are loaded. For the lengths, made
documents are put end to end.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from corpora.generate.compose import make_document
from corpora.generate.plain import clean_text
from nlp.find import find_facts
from nlp.find.pipeline import COMPONENTS, begin, facts_of, pipeline
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict

_WORDS = 400  # a page


def texts(pages: float, seed: int) -> Iterator[str]:
    """Made documents until so many pages are reached."""
    words = 0
    while words < pages * _WORDS:
        text = clean_text(make_document(seed))
        words += len(text.split())
        seed += 1
        yield text


def as_text(text: str) -> DocumentText:
    """A document of one page per made document's text."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return DocumentText((Page(1, lines, Judgement(Verdict.CLEAN), Origin.TEXT_LAYER),))


def pages_of(documents: Sequence[DocumentText]) -> float:
    """Pages of 400 words."""
    return sum(len(document.text.split()) for document in documents) / _WORDS


def by_finder(documents: Sequence[DocumentText]) -> dict[str, float]:
    """Seconds of each component over all documents."""
    nlp = pipeline()
    spent: defaultdict[str, float] = defaultdict(float)
    for document in documents:
        began = time.process_time()
        doc: Doc = begin(document)
        spent["tokens"] += time.process_time() - began
        for name in COMPONENTS:
            began = time.process_time()
            doc = nlp.get_pipe(name)(doc)
            spent[name] += time.process_time() - began
        began = time.process_time()
        facts_of(doc)
        spent["rows"] += time.process_time() - began
    return dict(spent)


def by_length(length: int, seed: int) -> tuple[float, float]:
    """Pages and seconds of one document of about so many pages."""
    document = as_text("\n".join(texts(length, seed)))
    best = min(_timed(document) for _ in range(2))
    return pages_of([document]), best


def _timed(document: DocumentText) -> float:
    began = time.process_time()
    find_facts(document)
    return time.process_time() - began


def main(argv: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.finders", description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--lengths", default="1,4,16,64,256")
    parser.add_argument("--seed", type=int, default=50_000)
    given = parser.parse_args(argv)
    documents = [as_text(text) for text in texts(given.pages, given.seed)]
    for document in documents[:20]:
        find_facts(document)
    spent, pages = by_finder(documents), pages_of(documents)
    print(f"{pages:.0f} pages, {len(documents)} documents\n\n| finder | ms/page | pages/s |\n|---|---|---|")
    for name, seconds in [*sorted(spent.items(), key=lambda item: -item[1]), ("all", sum(spent.values()))]:
        print(f"| {name} | {1000 * seconds / pages:.2f} | {pages / seconds:.0f} |")
    print("\n| pages of the document | s | pages/s |\n|---|---|---|")
    for length in map(int, given.lengths.split(",")):
        count, seconds = by_length(length, given.seed)
        print(f"| {count:.0f} | {seconds:.2f} | {count / seconds:.0f} |")


if __name__ == "__main__":
    main()
