"""Speed, loading time and memory of repair beside its peers, each in a process of its own.

    python -m benchmarks.repair --read TEXT --clean TEXT [--peers PYTHON]

``--read`` is a text that was read in the wrong language, ``--clean`` Vietnamese in Unicode, which is written in old
encodings and decoded again. PYTHON is the interpreter of an environment made for the benchmark alone:

    python -m venv peers && peers/bin/pip install pyvi nom-vn viparse

Peers that are not there are left out. Seconds are of the processor, of the faster of two rounds; memory is the most
that the process held.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.repair.legacy import decode_bytes, encode

ROOT = Path(__file__).resolve().parents[1]
ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258", "vietware-x", "bkhcm2", "viqr")
_HARNESS = """
import json, resource, sys, time
data = open(sys.argv[1], "rb").read()
began = time.process_time()
{setup}
loaded = time.process_time() - began
best = None
for _ in range(2):
    began = time.process_time()
    run(data)
    spent = time.process_time() - began
    best = spent if best is None else min(best, spent)
print(json.dumps([loaded, best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
RESTORE = {
    "doichieu restore": """
from nlp.repair.restore import restore
restore("Lién doan Lao dong tinh")
run = lambda data: restore(data.decode())""",
    "doichieu, whole ladder": """
from nlp.repair.ladder import repair_text
repair_text("Lién doan Lao dong tinh")
run = lambda data: repair_text(data.decode())""",
}
RESTORE_PEERS = {
    "pyvi": """
from pyvi import ViUtils
def one(line):
    try:
        return ViUtils.add_accents(line)
    except (KeyError, IndexError):  # it fails on some letters and on empty lines
        return line
one("Lien doan")
run = lambda data: [one(line) for line in data.decode().split("\\n")]""",
    "nom-vn (rules)": """
from nom.text import fix_diacritics
fix_diacritics("Lien doan")
run = lambda data: fix_diacritics(data.decode())""",
}
DECODE = {
    "decode_bytes": """
from nlp.repair.legacy import decode_bytes
decode_bytes(b"a", "{0}")
run = lambda data: decode_bytes(data, "{0}")""",
    "detect and decode": """
from nlp.repair.legacy import decode_bytes
from nlp.repair.mixed import detect_bytes
decode_bytes(b"a", detect_bytes("B¸o c¸o".encode("latin-1")) or "tcvn3")
run = lambda data: decode_bytes(data, detect_bytes(data) or "tcvn3")""",
    "with edits": """
from nlp.repair.ladder import repair_bytes
repair_bytes(b"a", "{0}")
run = lambda data: repair_bytes(data, "{0}")""",
}
VIPARSE = """
import viparse
run = lambda data: viparse.fix(data.decode("cp1252", "replace"))"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds to load and to work, and the most memory in MiB."""

    loading: float
    working: float
    memory: float


def measure(python: Path, setup: str, file: Path) -> Spent | None:
    """One program over one file; None where it does not run there."""
    program = _HARNESS.format(setup=setup)
    path = os.environ | {"PYTHONPATH": str(ROOT)} if str(python) == sys.executable else dict(os.environ)
    done = subprocess.run(
        [str(python), "-c", program, str(file)], capture_output=True, text=True, check=False, cwd=file.parent, env=path
    )
    return Spent(*json.loads(done.stdout.splitlines()[-1])) if done.returncode == 0 else None


def restoration(read: Path, peers: Path | None) -> Iterator[str]:
    """A row for each program that restores."""
    syllables = len(re.findall(r"\S*[^\W\d_]\S*", read.read_text("utf-8")))
    own = [(name, Path(sys.executable), setup) for name, setup in RESTORE.items()]
    others = [(name, peers, setup) for name, setup in RESTORE_PEERS.items()] if peers else []
    for name, python, setup in [*own, *others]:
        spent = measure(python, setup, read)
        yield (
            f"{name:24}{syllables / spent.working:>12,.0f} syllables/s{spent.loading:>8.2f} s to load"
            f"{spent.memory:>8.0f} MiB"
            if spent
            else f"{name:24} is not installed"
        )


def decoding(clean: Path, peers: Path | None, folder: Path) -> Iterator[str]:
    """A row for each encoding; the peer's speed on the same bytes."""
    text = clean.read_text("utf-8")
    for encoding in ENCODINGS:
        file = folder / encoding
        file.write_bytes(encode(text, encoding))
        size = file.stat().st_size / 1e6
        cells = [
            _speed(name, size, measure(Path(sys.executable), DECODE[name].format(encoding), file)) for name in DECODE
        ]
        cells += [_speed("viparse", size, measure(peers, VIPARSE, file))] if peers else []
        same = decode_bytes(file.read_bytes(), encoding) == text
        yield f"{encoding:12}" + "".join(cells) + ("" if same else "  (not the same text: signs it has no code for)")


def _speed(name: str, size: float, spent: Spent | None) -> str:
    return f"{name:>20} {size / spent.working:6.1f} MB/s" if spent else f"{name:>20} absent"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--peers", type=Path, help="interpreter with the peers")
    given = parser.parse_args()
    peers = given.peers.absolute() if given.peers else None
    for row in restoration(given.read.resolve(), peers):
        print(row, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for row in decoding(given.clean.resolve(), peers, Path(folder)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
