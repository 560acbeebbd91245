"""Styles of a flat OpenDocument file: which font a text is set in, whether a cell has a border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES: Mapping[str, str] = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "presentation": f"{_OASIS}presentation:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
}


def q(name: str) -> str:
    """A name with its prefix as ElementTree writes it.

    >>> q("text:p")
    '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


_PARAGRAPH = (q("text:p"), q("text:h"))
#: Attributes that name a style, and the family the style is of; that of text:style-name depends on the element.
_FAMILIES: tuple[tuple[str, str], ...] = (
    (q("table:style-name"), "table-cell"),
    (q("draw:text-style-name"), "paragraph"),
    (q("presentation:style-name"), "presentation"),
    (q("draw:style-name"), "graphic"),
)
_BORDERS = tuple(q(f"fo:border{side}") for side in ("", "-top", "-bottom", "-left", "-right"))
_Key = tuple[str, str | None]


class OdfStyles:
    """The styles of one document, common and automatic, by family and name."""

    def __init__(self, root: Element) -> None:
        self._styles: dict[_Key, Element] = {}
        for style in root.iter(q("style:style")):
            self._styles[(style.get(q("style:family"), ""), style.get(q("style:name")))] = style
        self._defaults = list(root.iter(q("style:default-style")))
        self._faces = {
            face.get(q("style:name")): (face.get(q("svg:font-family")) or "").strip("'\"")
            for face in root.iter(q("style:font-face"))
        }
        self._fonts: dict[_Key, str | None] = {}
        self.default = next((font for style in self._defaults if (font := self._named(style))), None)
        self._borders: dict[str | None, bool] = {}

    def font_of(self, node: Element, around: str | None) -> str | None:
        """The font of text directly in a node: of the styles it names, else the one ``around`` it."""
        named = node.get(q("text:style-name"))
        keys: list[_Key] = [("paragraph" if node.tag in _PARAGRAPH else "text", named)] if named else []
        keys += [(family, node.get(attribute)) for attribute, family in _FAMILIES if node.get(attribute)]
        return next((font for font in map(self._font, keys) if font), around)

    def font_of_cell(self, cell: str | None) -> str | None:
        """The font of a cell's style, else the document's."""
        return self._font(("table-cell", cell)) or self.default

    def bordered(self, cell: str | None) -> bool:
        """True when a cell's style draws a line on any side."""
        if cell not in self._borders:
            values = (
                properties.get(border)
                for style in self._line(("table-cell", cell))
                for properties in style.iterfind(q("style:table-cell-properties"))
                for border in _BORDERS
            )
            self._borders[cell] = any(value not in (None, "none") for value in values)
        return self._borders[cell]

    def _font(self, key: _Key) -> str | None:
        if key not in self._fonts:
            self._fonts[key] = next((font for font in map(self._named, self._line(key)) if font), None)
        return self._fonts[key]

    def _line(self, key: _Key) -> Iterator[Element]:
        """The style and its parents, each once, for a damaged file may turn in a circle."""
        seen: set[_Key] = set()
        family, name = key
        while (family, name) in self._styles and (family, name) not in seen:
            seen.add((family, name))
            yield self._styles[family, name]
            name = self._styles[family, name].get(q("style:parent-style-name"))

    def _named(self, style: Element) -> str | None:
        for properties in style.iterfind(q("style:text-properties")):
            face = properties.get(q("style:font-name"))
            name = self._faces.get(face) if face else properties.get(q("fo:font-family"))
            if name:
                return name.strip("'\"")
        return None
