"""Text files of a document: clean text, Markdown-like text, and bytes of the time before Unicode."""

from __future__ import annotations

from corpora.generate.legacy import codes
from corpora.generate.model import Doc, Line, Para, Table, lines


def clean_text(doc: Doc) -> str:
    """The clean text: a paragraph a line, cells parted by tabs."""
    return "".join(line.text.string + "\n" for line in lines(doc))


def markdown(doc: Doc) -> tuple[str, list[int]]:
    """Markdown-like text as converters make it, and for every line of the clean text its 1-based line there."""
    written: list[str] = []
    numbers: list[int] = []
    before: Line | None = None
    for line in lines(doc):
        in_table = isinstance(line.block, Table)
        starts = before is None or not (in_table and before.block is line.block)
        if starts and written:
            written.append("")
        written.append(_marked(line))
        numbers.append(len(written))
        if in_table and starts and isinstance(line.block, Table):
            written.append("|" + " --- |" * len(line.block.header))
        before = line
    return "\n".join(written) + "\n", numbers


def _marked(line: Line) -> str:
    words = line.text.string
    if isinstance(line.block, Table):
        return "| " + " | ".join(words.split("\t")) + " |"
    if isinstance(line.block, Para):
        return {"heading1": f"## **{words}**", "heading2": f"### {words}", "center": f"**{words}**",
                "ground": f"*{words}*", "note": f"*{words}*"}.get(line.block.style, words)  # fmt: skip
    if line.part == "title" or (line.part == "head" and words.isupper()):
        return f"**{words}**"
    return words


def legacy_bytes(doc: Doc, encoding: str) -> bytes:
    """The clean text in "tcvn3" or "vni" bytes; the case of TCVN3's accented capitals is lost, as it was."""
    table = codes(encoding)
    return b"".join(table[char] if char in table else char.encode("cp1252") for char in clean_text(doc))
