"""Finds a Times-like font that has every Vietnamese letter, and gives faces to set type with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

#: Families in the order of trust, each with the file names of its four cuts.
FAMILIES: dict[str, tuple[str, str, str, str]] = {
    "Tinos": ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    "Liberation Serif": ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf",
                         "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf"),
    "Times New Roman": ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
}  # fmt: skip
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts",
           "/System/Library/Fonts/Supplemental", "C:/Windows/Fonts")  # fmt: skip
CUTS = ("regular", "bold", "italic", "bolditalic")
LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ“”–"
)


class NoFont(RuntimeError):
    """No font on this machine has every Vietnamese letter."""


def missing_letters(path: Path) -> str:
    """The Vietnamese letters that a font lacks (it would print boxes for them, silently)."""
    with TTFont(path, lazy=True) as font:
        has = font.getBestCmap()
    return "".join(letter for letter in LETTERS if ord(letter) not in has)


@cache
def font_files() -> dict[str, Path]:
    """Regular, bold, italic and bold italic of the first complete family; raises NoFont with what to install."""
    extra = os.environ.get("CORPORA_FONTS")
    folders = [Path(folder).expanduser() for folder in (*([extra] if extra else []), *FOLDERS)]
    seen: list[str] = []
    files = {
        path.name.lower(): path for folder in reversed(folders) if folder.is_dir() for path in folder.rglob("*.ttf")
    }
    for family, names in FAMILIES.items():
        cuts = [files[name.lower()] for name in names if name.lower() in files]
        if len(cuts) < len(CUTS):
            continue
        lacking = "".join(sorted(set("".join(missing_letters(path) for path in cuts))))
        if not lacking:
            return dict(zip(CUTS, cuts, strict=True))
        seen.append(f"{family} lacks {len(lacking)} letters ({lacking[:8]}...)")
    reason = "; ".join(seen) or "none of " + ", ".join(FAMILIES) + " was found"
    raise NoFont(f"no font with every Vietnamese letter: {reason}. Install fonts-croscore (Debian, Ubuntu) "
                 "or name a folder in CORPORA_FONTS.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Faces:
    """Type to set a document with: registered font names by cut; text is written as reportlab markup."""

    names: dict[str, str]

    def markup(self, text: str, cut: str = "regular") -> str:
        """Markup that prints the text; here only escaped, a legacy face codes it too."""
        del cut
        return escape(text)


@cache
def unicode_faces() -> Faces:
    """Faces whose text layer is right."""
    names = {}
    for cut, path in font_files().items():
        names[cut] = f"Corpora-{cut}"
        pdfmetrics.registerFont(PdfFont(names[cut], str(path)))
    return Faces(names)
