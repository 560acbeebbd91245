"""Faces of the time before Unicode: the page looks right, the text layer holds TCVN3 or VNI bytes.

The code tables are the facts in ``corpora/lists/legacy_encodings.tsv``. Fonts are made from the Unicode font: each
legacy byte gets the glyph it stood for. While setting type, byte BB is the private character U+F0BB, so that nothing
treats 0xAD as a soft hyphen; :func:`reveal` turns it into U+00BB in the finished file's ToUnicode maps.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

from corpora.generate.fonts import CUTS, Faces, font_files

TABLE = Path(__file__).parent.parent / "lists" / "legacy_encodings.tsv"
PRIVATE = 0xF000
_STYLE = {"regular": "", "bold": ",Bold", "italic": ",Italic", "bolditalic": ",BoldItalic"}
_FAMILY = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
_PRIVATE_CODE = re.compile(rb"<[Ff]0([0-9A-Fa-f]{2})>")


@cache
def codes(encoding: str) -> dict[str, bytes]:
    """Bytes of each Vietnamese letter in "tcvn3" or "vni": the usual form, which the table names first."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["letter"]: bytes.fromhex(row["bytes"].split()[0]) for row in table if row["encoding"] == encoding}


def encode(text: str, encoding: str) -> str:
    """The text as a legacy program would show it when its font is missing (case of TCVN3's accented capitals is lost).

    >>> encode("Báo cáo tổng kết", "tcvn3"), encode("số", "vni")
    ('B¸o c¸o tæng kÕt', 'soá')
    """
    table = codes(encoding)
    return "".join(table[char].decode("latin-1") if char in table else char for char in text)


def _private(coded: bytes) -> str:
    return "".join(chr(PRIVATE + byte) if byte >= 0x80 else chr(byte) for byte in coded)


def needs_capital_font(char: str) -> bool:
    """True for accented capitals, which TCVN3 drew by the lower-case codes of a font ending in H (.VnTimeH)."""
    table = codes("tcvn3")
    return char in table and char.lower() != char and table[char] == table.get(char.lower())


@dataclass(frozen=True, slots=True)
class LegacyFaces(Faces):
    """Faces of one legacy encoding."""

    encoding: str

    def markup(self, text: str, cut: str = "regular") -> str:
        """Coded markup; runs that need TCVN3's capital font name it."""
        words = re.split(r"(\s+)", text)
        return "".join(self._word(word, cut) for word in words)

    def _word(self, word: str, cut: str) -> str:
        if self.encoding != "tcvn3" or not any(map(needs_capital_font, word)):
            return self._coded(word)
        font = self.names[cut].replace(".VnTime", ".VnTimeH")
        if word == word.upper() and len(word) > 1:
            return f'<font name="{font}">{self._coded(word)}</font>'
        letters = [(char, self._coded(char)) for char in word]
        return "".join(
            f'<font name="{font}">{coded}</font>' if needs_capital_font(char) else coded for char, coded in letters
        )

    def _coded(self, text: str) -> str:
        table = codes(self.encoding)
        return "".join(_private(table[char]) if char in table else escape(char) for char in text)


@cache
def legacy_faces(encoding: str) -> LegacyFaces:
    """Registered faces of "tcvn3" (.VnTime, .VnTimeH) or "vni" (VNI-Times)."""
    names: dict[str, str] = {}
    for cut in CUTS:
        name = _FAMILY[encoding] + _STYLE[cut]
        names[cut] = name
        _register(name, _mapped(cut, encoding, name, capitals=False))
        if encoding == "tcvn3":
            capital = name.replace(".VnTime", ".VnTimeH")
            _register(capital, _mapped(cut, encoding, capital, capitals=True))
    return LegacyFaces(names, encoding)


def _register(name: str, font: TTFont) -> None:
    buffer = BytesIO()
    font.save(buffer)
    buffer.seek(0)
    face = PdfFont(name, buffer)
    face.face.name = name.encode("latin-1")  # reportlab would replace the comma of ".VnTime,Bold"
    pdfmetrics.registerFont(face)


def _mapped(cut: str, encoding: str, name: str, capitals: bool) -> TTFont:
    """The Unicode font with glyphs at the legacy codes and the legacy font's name."""
    font = TTFont(font_files()[cut], recalcTimestamp=False)
    glyphs: dict[int, str] = dict(font.getBestCmap())
    added: dict[int, str] = {}
    # Marks are shared by letters of unlike widths: those of o lie nearest to the middle of all.
    for letter, coded in sorted(codes(encoding).items(), key=lambda item: item[1][:1] not in (b"o", b"O")):
        shown = letter.upper() if capitals else letter
        if capitals is False and encoding == "tcvn3" and needs_capital_font(letter):
            continue
        if len(coded) == 1:
            added[PRIVATE + coded[0]] = glyphs[ord(shown)]
        elif PRIVATE + coded[-1] not in added:
            added[PRIVATE + coded[-1]] = _mark(font, glyphs[ord(letter)], f"mark{coded[-1]:02X}")
    if capitals:
        added |= {ord(char): glyphs[ord(char.upper())] for char in "abcdefghijklmnopqrstuvwxyz"}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = table.cmap | added if table.format != 0 else table.cmap
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = name
    return font


def _mark(font: TTFont, composed: str, name: str) -> str:
    """A new glyph with no width that draws a letter's marks over the letter before it (VNI types base, then mark)."""
    glyf, metrics = font["glyf"], font["hmtx"]
    source = glyf[composed]
    base, *marks = source.components
    width = metrics[base.glyphName][0]
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for component in marks:
        moved = type(component)()
        moved.glyphName, moved.flags = component.glyphName, component.flags
        moved.x, moved.y = component.x - width, component.y
        glyph.components.append(moved)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyf[name] = glyph
    glyph.recalcBounds(glyf)
    metrics[name] = (0, glyph.xMin)
    return name


def reveal(pdf: bytes) -> bytes:
    """The PDF with its private characters U+F0xx shown as the legacy bytes U+00xx in the text layer."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and b"begincmap" in (data := item.read_bytes()):
                item.write(_PRIVATE_CODE.sub(rb"<00\1>", data))
        out = BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
