"""Makes the lists that the program reads at run time from training text and tables of facts.

    python -m corpora.build_lists --data FOLDER [--only NAME]

FOLDER holds ``train/``, ``lists/``, ``ocr_pairs/`` and ``wordfreq/`` as described in README.md beside this file. The
same input always gives the same bytes. Statistics (how often a syllable was seen) are kept, memberships in word lists
under the GPL are not.
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpora import build_profiles as profiles
from nlp.repair import phonology

LISTS = Path(__file__).parent / "lists"
SHIPPED = {  # table of sources -> name here; where two tables merge, the first row's form is the one written
    "TCVN3": "tcvn3", "VNI-WIN": "vni", "VPS": "vps", "VISCII": "viscii", "VIQR": "viqr", "VIETWARE-X": "vietware-x",
    "VIETWARE-F": "vietware-f", "BKHCM1": "bkhcm1", "BKHCM2": "bkhcm2", "CP1258-pre": "cp1258", "CP1258": "cp1258",
}  # fmt: skip
ALIASES = {("tcvn3", "B5"): "03BC", ("tcvn3", "AD"): "2212", ("tcvn3", "B7"): "2219"}  # seen in PDF text layers
RARE = "ẶỴ"  # BK HCM 1 gives their codes to Ụ and Ị too (if its table is right): the commoner letter comes first
UTF8_PUNCTUATION = "“”‘’–—…•"
COUNTED = ("n_official", "n_wiki", "n_articles", "n_news")
FREQUENT = 50  # a syllable of Vietnamese shape seen this often needs no list to vouch for it


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a TSV file with a header line, as dicts; quotes are ordinary characters."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write_table(name: str, header: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> None:
    """Writes a list into ``corpora/lists``."""
    lines = ["\t".join(header), *("\t".join(str(cell) for cell in row) for row in rows)]
    (LISTS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def build_syllables(data: Path) -> None:
    """syllables.tsv: attested syllables of the permissive lists, and frequent ones of the same shape."""
    seen: dict[str, int] = {}
    vouched: set[str] = set()
    for row in read_table(data / "lists" / "syllables.tsv"):
        syllable = row["syllable"]
        seen[syllable] = sum(int(row[column]) for column in COUNTED)
        if row["in_uts"] == "1" or row["in_viwik"] == "1":
            vouched.add(syllable)
    shapes = {shape for syllable in {*vouched, "thuở"} if (shape := _shape(syllable))}  # no list has its rime
    kept = {
        syllable: count
        for syllable, count in seen.items()
        if _shape(syllable) in shapes and ((count and syllable in vouched) or count >= FREQUENT)
    }
    for syllable in list(kept):
        kept.setdefault(phonology.other_placement(syllable), 1)
    rows = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    write_table("syllables.tsv", ("syllable", "count"), rows)


def _shape(syllable: str) -> tuple[str, str] | None:
    """What must be vouched for: the rime, and its tone where a stop at its end restricts tones."""
    found = phonology.rime(syllable)
    return found if found is None or found[0].endswith(("c", "ch", "p", "t")) else (found[0], "")


def build_encodings(data: Path) -> None:
    """legacy_encodings.tsv: a row a letter and encoding; of the byte forms the first is the one written."""
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_table(data / "lists" / "legacy_encodings.tsv"):
        encoding = SHIPPED.get(row["encoding"])
        if encoding and not unicodedata.combining(row["unicode"]):
            forms[encoding, row["unicode"]] += [row["bytes_hex"], *_dissent(encoding, row["dissent"])]
    letters = [letter for encoding, letter in forms if encoding == "tcvn3"]
    for letter in letters + list(UTF8_PUNCTUATION):
        forms["utf8-as-cp1252", letter] = _mojibake(letter)
    rows = (
        (encoding, letter, " ".join(dict.fromkeys(_variants(encoding, found))), ALIASES.get((encoding, found[0]), ""))
        for (encoding, letter), found in sorted(forms.items(), key=lambda item: item[0][1] in RARE)
    )
    write_table("legacy_encodings.tsv", ("encoding", "letter", "bytes", "also"), rows)


def _dissent(encoding: str, noted: str) -> list[str]:
    """The other byte forms that sources give: all but known errors, and codes of Windows punctuation."""
    found = [form.split("=") for form in noted.split("; ") if "=" in form]
    return [
        code
        for code, sources in found
        if not (encoding == "vni" or sources == "vbkey" or (encoding == "tcvn3" and "80" <= code <= "9F"))
    ]


def _variants(encoding: str, found: list[str]) -> list[str]:
    """The forms without spaces, with those that typists produced: VNI marks of the other case, VIQR marks swapped."""
    plain = [form.replace(" ", "") for form in found]
    if encoding == "vni":
        plain += [f"{form[:2]}{int(form[2:], 16) ^ 0x20:02X}" for form in plain if len(form) == 4]
    if encoding == "viqr":
        plain += [form.replace("2B", "2A") for form in plain]
        plain += [form[:2] + form[4:] + form[2:4] for form in plain if len(form) == 6]
    return plain


def _mojibake(letter: str) -> list[str]:
    """The letter's UTF-8 bytes; a no-break space that became a space; í whose soft hyphen was dropped."""
    code = letter.encode().hex().upper()
    return [code] + [code[:-2] + "20"] * code.endswith("A0") + ["C3"] * (letter == "í")


def build_profiles(data: Path) -> None:
    """verdict_profiles.tsv: how likely each run of three letters is in each kind of text."""
    write_table("verdict_profiles.tsv", ("run", *profiles.KINDS), profiles.rows(data, data / "wordfreq"))


def build_name_parts(data: Path) -> None:
    """name_parts.tsv: middle and given names, with the number of distinct full names that hold them."""
    seen: dict[str, int] = defaultdict(int)
    for row in read_table(data / "lists" / "person_name_parts.tsv"):
        if row["part"] != "ho":
            seen[row["token"]] += int(row["n_distinct_names"] or 0)
    rows = sorted(((name, count) for name, count in seen.items() if count), key=lambda row: (-row[1], row[0]))
    write_table("name_parts.tsv", ("part", "distinct_names"), rows)


BUILDERS: dict[str, Callable[[Path], None]] = {
    "syllables": build_syllables,
    "encodings": build_encodings,
    "profiles": build_profiles,
    "names": build_name_parts,
}


def main() -> None:
    """Builds every list, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/, lists/ and ocr_pairs/")
    parser.add_argument("--only", choices=sorted(BUILDERS), help="build this list alone")
    chosen = parser.parse_args()
    for name, build in BUILDERS.items():
        if chosen.only in (None, name):
            build(chosen.data)


if __name__ == "__main__":
    main()
