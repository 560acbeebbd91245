"""A doubted figure is read once more from its page, and what the image says decides whose error it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from audit.document import audit_read
from corpora.generate.fonts import font_files
from extract.ocr.numerals_again import read_again
from extract.triage import triage
from records.document import Limits
from records.dossier import Dossier, Reread
from records.facts import Facts
from records.figures import Claim, Term, TermRole
from records.page import DocumentText, Judgement, Line, Origin, Page, Verdict, Word
from records.place import Place
from records.settings import ReadSettings

PLACES: list[tuple[TermRole, str]] = [("whole", "3.666"), ("part", "3.520"), ("part", "175"), ("part", "21")]


def dossier() -> Dossier:
    """3.666 is 3.520 + 125 + 21; 125 was read as 175."""
    terms, at = [], 0
    for role, text in PLACES:
        place = Place(1, 1, at, at + len(text), text, text, (at * 10.0, 0.0, at * 10.0 + 40, 12.0), 0.9)
        terms.append(Term(role, Decimal(text.replace(".", "")), place))
        at += 10
    return Dossier("d", "d.png", Facts(claims=(Claim("sum", tuple(terms), terms[0].place),)), (), frozenset({1}))


def test_what_the_image_says_is_proposed() -> None:
    (finding,) = [f for f in audit_read(dossier(), lambda _: (Reread(20, 23, "125", 0.9),)) if f.rule == "sum-of-parts"]
    assert finding.verdict == "fails"
    assert finding.blame == "reader"
    assert finding.proposal == "175 → 125"


def test_figures_whose_image_says_the_same_again_are_the_authors() -> None:
    same = tuple(Reread(10 * n, 10 * n + len(text), text, 0.9) for n, (_, text) in enumerate(PLACES))
    (finding,) = [f for f in audit_read(dossier(), lambda _: same) if f.rule == "sum-of-parts"]
    assert (finding.blame, finding.proposal) == ("author", None)


def test_only_doubted_figures_are_read_again() -> None:
    asked: list[Place] = []

    def read(places: object) -> tuple[Reread, ...]:
        asked.extend(places)  # type: ignore[arg-type]
        return ()

    audit_read(dossier(), read)
    assert {place.text for place in asked} == {"3.666", "3.520", "175", "21"}


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of 300 dpi with one numeral, 12 points high."""
    image = Image.new("L", (1200, 600), 255)
    font = ImageFont.truetype(str(next(iter(font_files().values()))), 54)
    ImageDraw.Draw(image).text((200, 200), "1.775", font=font, fill=0)
    path = tmp_path / "scan.png"
    image.save(path, dpi=(300, 300))
    return path


def test_a_numeral_is_read_from_its_box(scan: Path) -> None:
    scale = 72 / 300
    box = (195 * scale, 205 * scale, 340 * scale, 255 * scale)
    word = Word("1.115", "1.115", 0, box, 0.6)
    text = DocumentText((Page(1, (Line(1, "1.115", (word,)),), Judgement(Verdict.EMPTY), Origin.OCR),))
    settings = ReadSettings()
    (again,) = read_again(triage(scan, Limits()), text, settings, [text.place(0, 5)])
    assert (again.start, again.end, again.text) == (0, 5, "1.775")
