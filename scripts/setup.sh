#!/usr/bin/env bash
# All of the set-up that `make demo` and `make test` need: system programs, a virtual environment, locked packages.
# LibreOffice, which reads old Office files, is optional and left to the user (README).
# Quick when everything is there. Debian/Ubuntu installs by itself (as root, or with sudo); elsewhere it says what to do.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "setup: $*" >&2; }
die() { say "$*"; exit 3; }

missing_programs() {
  command -v tesseract >/dev/null || { echo tesseract; return; }
  local langs; langs=$(tesseract --list-langs 2>/dev/null || true)
  for lang in vie eng osd; do grep -qx "$lang" <<<"$langs" || echo "tesseract data $lang"; done
}

missing_fonts() {
  [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/Library/Fonts" /Library/Fonts \
    -name 'Tinos-Regular.ttf' -print -quit 2>/dev/null || true)" ] || echo "font Tinos"
}

install_programs() {
  local missing; missing="$(missing_programs; missing_fonts)"
  [ -n "$missing" ] || return 0
  say "missing: $(tr '\n' ',' <<<"$missing" | sed 's/,$//; s/,/, /g')"
  if command -v apt-get >/dev/null; then
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null || die "run as root, or install sudo: apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-eng tesseract-ocr-osd fonts-croscore"
      sudo="sudo"
    fi
    say "installing with apt-get"
    $sudo apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends \
      tesseract-ocr tesseract-ocr-vie tesseract-ocr-eng tesseract-ocr-osd fonts-croscore >&2
  elif command -v brew >/dev/null; then
    say "installing with brew"
    brew install tesseract tesseract-lang >&2
    brew install --cask font-tinos >&2 || say "no Tinos font: samples can be read, not generated"
  else
    die "install Tesseract 5 with Vietnamese (vie), English (eng) and osd data and the font Tinos, then run this again (Debian/Ubuntu: apt-get; macOS: brew install tesseract tesseract-lang)"
  fi
  missing="$(missing_programs)"
  [ -z "$missing" ] || die "still missing after the installation: $missing"
}

find_python() {
  for name in python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"; return
    fi
  done
  die "Python 3.11 or newer is needed (Debian/Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)"
}

make_environment() {
  local stamp=.venv/.ready wanted
  wanted=$(cat requirements.lock pyproject.toml | cksum)
  [ "$(cat $stamp 2>/dev/null || true)" = "$wanted" ] && return 0
  local python; python=$(find_python)
  if ! [ -x .venv/bin/python ]; then
    say "making .venv with $($python --version)"
    "$python" -m venv .venv || die "venv failed (Debian/Ubuntu: apt-get install python3-venv)"
  fi
  say "installing the locked packages (about a minute the first time)"
  .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
  .venv/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$wanted" > $stamp
}

install_programs
make_environment
