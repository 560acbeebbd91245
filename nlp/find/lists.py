"""Facts of the language that the finders read from ``corpora/lists`` (TSV with a header), each read once a process."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.find.view import fold

_LISTS = Path(__file__).resolve().parents[2] / "corpora" / "lists"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a list; raises FileNotFoundError when the installation lacks it."""
    with (_LISTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document (tên loại văn bản) with its abbreviation in numbers (NĐ 30/2020/NĐ-CP, annex III).

    short_form: "Hướng dẫn số 82" may stand for its whole number; in_head: its name may be the type line of a head.
    """

    name: str
    abbreviation: str
    short_form: bool
    in_head: bool


@cache
def document_types() -> dict[str, DocumentType]:
    """Types by folded name; of two with one name the first (the state's) wins."""
    found: dict[str, DocumentType] = {}
    for row in rows("document_types.tsv"):
        item = DocumentType(row["name"], row["abbreviation"], row["short_form"] == "yes", row["in_head"] == "yes")
        found.setdefault(fold(item.name), item)
    return found


@cache
def type_codes() -> frozenset[str]:
    """Abbreviations that name the type in a number: "KH", "CTr"."""
    return frozenset(row["abbreviation"] for row in rows("document_types.tsv") if row["abbreviation"])


@cache
def type_pattern() -> str:
    """A regular expression (for folded text) that matches any type name, longest first."""
    names = sorted([*document_types(), "van ban"], key=len, reverse=True)
    return r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")\b"


@cache
def symbol_corrections() -> dict[str, tuple[str, str]]:
    """Wrong letters of a part of a number -> (right letters, where they may stand: type, organ or any)."""
    return {row["read"]: (row["meant"], row["place"]) for row in rows("symbol_corrections.tsv")}


@cache
def organ_abbreviations() -> dict[str, str]:
    """Abbreviation of an organ -> its name: "UBND" -> "Ủy ban nhân dân"."""
    return {row["abbreviation"]: row["name"] for row in rows("organs.tsv") if row["abbreviation"]}


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations of organs and of common words: "NLĐ" -> "người lao động"."""
    common = {row["abbreviation"]: row["meaning"] for row in rows("abbreviations.tsv")}
    return organ_abbreviations() | common


@cache
def organ_names() -> dict[str, str]:
    """Folded name of an organ -> its name as written in running text, longest first."""
    names = {fold(row["name"]): row["name"] for row in rows("organs.tsv")}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


@cache
def organ_pattern() -> re.Pattern[str]:
    """Matches, in folded text, the name or abbreviation that an organ's name begins with."""
    heads = {fold(row["name"]) for row in rows("organs.tsv") if not row["abbreviation"]}
    longest_first = tuple(sorted(heads, key=len, reverse=True))
    short = {fold(a) for a, name in organ_abbreviations().items() if fold(name).startswith(longest_first)}
    starts = heads | short
    ordered = sorted(starts, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in ordered) + r")\b")


@cache
def organ_words() -> frozenset[str]:
    """Lower-case words that occur inside names of organs."""
    return frozenset(row["word"] for row in rows("organ_words.tsv"))


@cache
def positions() -> dict[str, str]:
    """Titles of signers by their folded form ("pho chu tich"), longest first."""
    titles = sorted((row["title"] for row in rows("positions.tsv")), key=len, reverse=True)
    return {fold(title): title for title in titles}


@cache
def surnames() -> frozenset[str]:
    """Vietnamese family names (họ)."""
    return frozenset(row["surname"] for row in rows("surnames.tsv"))


@cache
def issuer_stops() -> re.Pattern[str]:
    """Matches, in folded text, a word that cannot belong to the organ's name before it ("về việc", "ban hành")."""
    words = sorted((fold(row["phrase"]) for row in rows("issuer_stops.tsv")), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")\b")


@cache
def opening_spellings() -> frozenset[str]:
    """The words that open a body as they are spelled, in lower case."""
    return frozenset(row["phrase"] for row in rows("body_openings.tsv"))


@cache
def body_openings() -> re.Pattern[str]:
    """Matches the folded beginning of a line that opens the body of a document ("Căn cứ", "Kính gửi", "I.")."""
    words = sorted((fold(row["phrase"]) for row in rows("body_openings.tsv")), key=len, reverse=True)
    phrases = "|".join(re.escape(w).replace(r"\ ", r"\s*") for w in words)
    return re.compile(rf"\W*(?P<phrase>{phrases})\b|\W*(?:[ivx]{{1,4}}|[a-d]|1)\s?[.)]\s?\D")


@cache
def date_cues() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Words right before a date and the role they give it, group by group in the order they are tried."""
    groups: dict[int, tuple[list[str], str]] = {}
    for row in rows("date_cues.tsv"):
        groups.setdefault(int(row["rank"]), ([], row["role"]))[0].append(fold(row["cue"]))
    return tuple((tuple(sorted(cues, key=len, reverse=True)), role) for _, (cues, role) in sorted(groups.items()))
