#!/usr/bin/env bash
# Speed beside peers, in one run on one machine: bare Tesseract, OCRmyPDF, pdfplumber. Prints ratios; takes some minutes.
# The peers live in an environment of their own (build/peers), for the benchmark only.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! [ -x build/peers/bin/ocrmypdf ]; then
  python3 -m venv build/peers
  build/peers/bin/pip install -q --disable-pip-version-check ocrmypdf==17.13.0
fi
if ! command -v gs >/dev/null && command -v apt-get >/dev/null; then
  $( [ "$(id -u)" -eq 0 ] || echo sudo ) apt-get install -y -q --no-install-recommends ghostscript >&2
fi
exec .venv/bin/python -m benchmarks.speed "$@"
