"""Tables as img2table and camelot read them, as JSON; run by the Python that has them installed.

``PYTHON table_peers.py img2table|camelot lattice|stream FILE...`` prints one JSON list a file behind ``ROWS``: rows of
all its tables. The peers print lines of their own between.
"""

from __future__ import annotations

import json
import sys

Rows = list[list[str]]


def by_img2table(path: str, flavour: str) -> Rows:
    """Rows by img2table, with Tesseract ``vie`` for pages without text."""
    from img2table.document import PDF  # type: ignore[import-not-found, unused-ignore]  # only in the peers' Python
    from img2table.ocr import TesseractOCR  # type: ignore[import-not-found, unused-ignore]

    ocr = TesseractOCR(n_threads=1, lang="vie", psm=11)
    found = PDF(path).extract_tables(ocr=ocr, borderless_tables=flavour == "stream")
    rows: Rows = []
    for page in sorted(found):
        for table in found[page]:
            rows += [[_plain(cell.value) for cell in row] for row in table.content.values()]
    return rows


def by_camelot(path: str, flavour: str) -> Rows:
    """Rows by camelot, which reads text layers only."""
    import camelot  # type: ignore[import-not-found, unused-ignore]  # only in the peers' Python

    found = camelot.read_pdf(path, pages="all", flavor=flavour, suppress_stdout=True)
    return [[_plain(cell) for cell in row] for table in found for row in table.df.values.tolist()]


def _plain(cell: object) -> str:
    return " ".join(str(cell or "").split())


def main() -> int:
    """Print the rows of each file."""
    tool, flavour, *paths = sys.argv[1:]
    read = {"img2table": by_img2table, "camelot": by_camelot}[tool]
    for path in paths:
        try:
            rows = read(path, flavour)
        except Exception as error:  # noqa: BLE001 - a peer that fails on a file has found nothing in it
            sys.stderr.write(f"{path}: {error!r}\n")
            rows = []
        print("ROWS", json.dumps(rows, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
