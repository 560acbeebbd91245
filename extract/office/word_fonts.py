"""Which font a piece of a Word document's text is set in: its run's own, else its styles', else the document's."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

#: A font for letters beyond ASCII (legacy letters are such) comes before the one for ASCII.
_NAMES = (qn("w:hAnsi"), qn("w:ascii"))


class FontsOf:
    """The fonts of one document, in the order of ECMA-376-1, 17.7.2: run, its style, the paragraph's, the default."""

    def __init__(self, document: Document) -> None:
        root: BaseOxmlElement = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iterchildren(qn("w:style"))}
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        self._default = _named(defaults)
        self._normal = next((key for key, style in self._styles.items() if _is_default_paragraph(style)), None)
        self._known: dict[str | None, str | None] = {}

    def of(self, part: BaseOxmlElement, paragraph: Paragraph) -> str | None:
        """The font of a piece of text (w:t, w:softHyphen...) of the paragraph, or None where nothing names one."""
        run = part.getparent()
        own = _named(run)
        if own:
            return own
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        by_style = self._of_style(style.get(qn("w:val"))) if style is not None else None
        return by_style or self._of_style(_style_of(paragraph) or self._normal) or self._default

    def _of_style(self, key: str | None) -> str | None:
        if key not in self._known:
            self._known[key] = next((font for font in map(_named, self._line(key)) if font), None)
        return self._known[key]

    def _line(self, key: str | None) -> Iterator[BaseOxmlElement]:
        """The style and those it is based on; each once, for a damaged file may turn in a circle."""
        seen: set[str] = set()
        while key is not None and key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            base = self._styles[key].find(qn("w:basedOn"))
            key = base.get(qn("w:val")) if base is not None else None


def _named(holder: BaseOxmlElement | None) -> str | None:
    """The font that an element's own run properties name."""
    fonts = holder.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") if holder is not None else None
    return next((name for name in map(fonts.get, _NAMES) if name), None) if fonts is not None else None


def _style_of(paragraph: Paragraph) -> str | None:
    style = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else None


def _is_default_paragraph(style: BaseOxmlElement) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on")
