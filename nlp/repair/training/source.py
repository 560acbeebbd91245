"""Training text: paragraphs read from the data folder, split once and for all into training and held-out blocks.

A block is 200 paragraphs in a row (a document is rarely longer), so held-out pages come from other documents than those
the models saw. A paragraph that stands word for word in a held-out block is left out of training too.
"""

import csv
import hashlib
import lzma
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

FILES = {
    "official": "tnt305_official_docs.txt.xz",
    "legal": "johnpa_legal_docs.txt.xz",
    "government": "tnt305_chinhphu_news.txt.xz",
    "wiki": "tnt305_viwiki.txt.xz",
    "treebank": "ud_vtb_tatoeba_udhr.txt.xz",
}
# trade unions' documents are rare in the text, their abbreviations are not in archives
UNION = [
    "LĐLĐ",
    "TLĐ",
    "CĐ",
    "CĐCS",
    "CNVCLĐ",
    "CNLĐ",
    "ĐVCĐ",
    "NLĐ",
    "NSDLĐ",
    "BCH",
    "UBKT",
    "BTV",
    "HĐND",
    "UBND",
    "CNVC",
    "CNVC-LĐ",
    "BHLĐ",
    "ATVSLĐ",
    "TƯLĐTT",
    "QHLĐ",
    "LĐTBXH",
    "ĐTNCS",
    "MTTQ",
    "ĐCT",
    "CĐN",
    "CĐVC",
    "CBCC",
    "CBCCVC",
    "ĐV",
    "ĐU",
]
TYPES = ["BC", "KH", "QĐ", "HD", "TB", "NQ", "CTr", "TTr", "CV", "GM", "CT", "BB", "ĐA", "TLĐ", "QC", "ĐH"]
TITLES = ["Ông", "Bà", "Đồng chí", "Người ký:", "Tác giả", "Chủ tịch", "Phó Chủ tịch", "ông", "bà", "đ/c"]
BLOCK = 200
HELD_OUT_EVERY = 20


def is_held_out(register: str, block: int) -> bool:
    """Whether a block of a register is kept for testing (one in twenty, by hash)."""
    digest = hashlib.sha256(f"{register}:{block}".encode()).digest()
    return digest[0] % HELD_OUT_EVERY == 0


def paragraphs(data: Path, register: str) -> Iterator[tuple[int, str]]:
    """Pairs of block number and NFC paragraph of one register."""
    with lzma.open(data / "train" / FILES[register], "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield number // BLOCK, unicodedata.normalize("NFC", line.strip())


def split(data: Path, register: str) -> tuple[list[str], list[str]]:
    """Training and held-out paragraphs of a register, without what stands in both."""
    train: list[str] = []
    held: list[str] = []
    for block, text in paragraphs(data, register):
        (held if is_held_out(register, block) else train).append(text)
    seen = {text for text in held if len(text) > 40}
    return [text for text in train if text not in seen], held


def column(path: Path, name: str, **only: str) -> list[str]:
    """One column of a TSV list, of the rows whose other columns have given values."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[name] for row in rows if all(row[k] == v for k, v in only.items())]


class Inventor:
    """Lines that plain text has too few of: document numbers, abbreviations, names of persons and places."""

    def __init__(self, data: Path, rng: random.Random) -> None:
        lists = data / "lists"
        self._rng = rng
        self._symbols = column(lists / "kyhieu_counts.tsv", "value", kind="symbol")
        self._short = column(lists / "abbreviation_expansions.tsv", "abbr") + UNION
        parts = {p: column(lists / "person_name_parts.tsv", "token", part=p) for p in ("ho", "dem", "ten")}
        self._ho, self._dem, self._ten = parts["ho"], parts["dem"], parts["ten"]
        self._places = column(lists / "admin_units_legacy_63.tsv", "name")

    def number(self) -> str:
        """An invented document number with an attested symbol (or one of a trade union)."""
        symbol = self._rng.choice(self._symbols)
        if self._rng.random() < 0.4:
            symbol = f"{self._rng.choice(TYPES)}-{self._rng.choice(UNION)}"
        return f"{self._rng.randint(1, 3000)}/{symbol}"

    def person(self) -> str:
        """An invented name of two to four parts."""
        rng = self._rng
        surname = rng.choice(self._ho[: rng.choice((12, 60, 195))])
        middle = [rng.choice(self._dem[: rng.choice((10, 80, 260))]) for _ in range(rng.choice((0, 1, 1, 1, 2)))]
        return " ".join([surname, *middle, rng.choice(self._ten[: rng.choice((60, 300, 749))])])

    def line(self) -> str:
        """A line of numbers, of abbreviations, of names or of places."""
        rng = self._rng
        kind = rng.randrange(4)
        if kind == 0:
            day = f"ngày {rng.randint(1, 31):02}/{rng.randint(1, 12):02}/{rng.randint(2005, 2024)}"
            return f"Căn cứ văn bản số {self.number()} {day}; số {self.number()} {day} và số {self.number()};"
        if kind == 1:
            return "Nơi nhận: " + ", ".join(rng.choices(self._short, k=rng.randint(4, 10))) + "."
        if kind == 2:
            return "; ".join(f"{rng.choice(TITLES)} {self.person()}" for _ in range(rng.randint(2, 5))) + "."
        return ", ".join(rng.choices(self._places, k=rng.randint(3, 7))) + "."
