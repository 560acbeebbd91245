"""Diacritic accuracy on documents in legacy encodings, beside viparse on the same files in the same run.

    python -m benchmarks.legacy --data FOLDER [--viparse PYTHON] [--misses N] [FILE...]

FOLDER holds documents (doc, rtf, xls, ppt, pdf...) with their transcripts beside them (``X.gold.txt``). PYTHON is the
interpreter of an environment with ``viparse[office,pdf,rtf]``. LibreOffice reads the Office files for both.

Diacritic accuracy is defined as in viparse's own corpus (METRIC.md of TrizenX/viparse-corpus): of the transcript's
letters that bear a diacritic (a combining mark in NFD, or đ), the share that comes out exactly; what is missing counts
as wrong. Two things differ, alike for both programs. The alignment is of words by their base letters, and a word that
does not lie in the common order is sought among those left over (in the transcripts the letterhead, foot and text boxes
stand elsewhere), then letter by letter in the gap where it belongs. Letters are compared without case, for the
transcripts leave the capitals of fonts like .VnTimeH small; the share with case is printed beside.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import LCSseq

import pipeline
from records.document import Limits
from records.errors import DoichieuError
from records.settings import ReadSettings

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_D = str.maketrans("đĐ", "dD")
_VIPARSE = """
import sys, viparse
from pathlib import Path
for name in sys.argv[2:]:
    try:
        text = "\\n".join(doc.text for doc in viparse.load(name, output="text", encoding="auto"))
    except Exception as error:
        print(f"viparse failed: {name}: {type(error).__name__}: {error}", file=sys.stderr)
        text = ""
    (Path(sys.argv[1]) / (Path(name).name + ".txt")).write_text(text, encoding="utf-8")
print(getattr(viparse, "__version__", "?"))
"""


@dataclass(frozen=True, slots=True)
class Score:
    """Letters with a diacritic in the transcript, how many came out without regard to case and with it, the misses."""

    letters: int
    right: int
    right_with_case: int
    misses: tuple[tuple[str, str], ...]

    @property
    def accuracy(self) -> float:
        """Share of the letters that came out, case apart (1 where there are none)."""
        return self.right / self.letters if self.letters else 1.0

    @property
    def with_case(self) -> float:
        """Share of the letters that came out in the same case."""
        return self.right_with_case / self.letters if self.letters else 1.0


def base(text: str) -> str:
    """Letters without diacritics, in lower case.

    >>> base("Điều Ước")
    'dieu uoc'
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN_D))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def bears(char: str) -> bool:
    """True for a letter whose identity depends on a diacritic."""
    return char in "đĐ" or len(unicodedata.normalize("NFD", char)) > 1


def score(read: str, truth: str) -> Score:
    """The reading held against the transcript.

    >>> score("b Độc lập a", "a b độc lạp").accuracy
    0.6666666666666666
    """
    wanted, found = (_WORD.findall(unicodedata.normalize("NFC", text)) for text in (truth, read))
    letters = sum(bears(char) for word in wanted for char in word)
    right = with_case = 0
    misses: list[tuple[str, str]] = []
    for true, got in pairs(wanted, found):
        missed = False
        for index, char in enumerate(true):
            if not bears(char):
                continue
            other = got[index : index + 1]
            with_case += other == char
            right += other.lower() == char.lower()
            missed |= other.lower() != char.lower()
        if missed:
            misses.append((true, got))
    return Score(letters, right, with_case, tuple(misses))


def pairs(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each wanted word with the found one of the same base letters, else with the letters found in its place."""
    left, right = [base(word) for word in wanted], [base(word) for word in found]
    partner = _common(left, right)
    spare = defaultdict[str, list[int]](list)
    taken = set(partner.values())
    for index in reversed(range(len(found))):
        if index not in taken:
            spare[right[index]].append(index)
    moved = {index: spare[word].pop() for index, word in enumerate(left) if index not in partner and spare[word]}
    used = set(moved.values())
    last, gap = -1, list[int]()
    for index in range(len(wanted) + 1):
        if index in moved:
            yield wanted[index], found[moved[index]]
        elif index in partner or index == len(wanted):
            end = partner.get(index, len(found))
            yield from _letterwise([wanted[i] for i in gap], [found[i] for i in range(last + 1, end) if i not in used])
            if index < len(wanted):
                yield wanted[index], found[end]
            last, gap = end, []
        else:
            gap.append(index)


def _common(left: Sequence[str], right: Sequence[str]) -> dict[int, int]:
    """Places of the longest common sequence."""
    found: dict[int, int] = {}
    for block in LCSseq.opcodes(left, right):
        if block.tag == "equal":
            found |= zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)
    return found


def _letterwise(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words that have no partner: their letters beside those found, for a space may stand elsewhere; "\0" for none."""
    got = "".join(found)
    partner = _common(base("".join(wanted)), base(got))
    at = 0
    for word in wanted:
        yield word, "".join(got[partner[i]] if i in partner else "\0" for i in range(at, at + len(word)))
        at += len(word)


def ours(path: Path, scratch: str) -> str:
    """What a run reads: every page's text, running heads and notes after it; "" where it is refused."""
    try:
        card = pipeline.examine(path, Limits())
        document = pipeline.journey(card, ReadSettings(scratch=scratch))
    except DoichieuError as error:
        print(f"refused: {path.name}: {error.reason}")
        return ""
    lines = (line.text for page in document.pages for line in (*page.lines, *page.furniture))
    return "\n".join(lines)


def viparse(python: str, paths: Sequence[Path]) -> tuple[str, list[str]]:
    """The version of viparse in that environment, and its readings."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-c", _VIPARSE, folder, *map(str, paths)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout.strip(), [(Path(folder) / f"{path.name}.txt").read_text("utf-8") for path in paths]


def overall(scores: Iterable[Score]) -> str:
    """Mean over the letters, mean over the files, and the first with case, as text."""
    known = list(scores)
    letters = sum(score.letters for score in known)
    right, cased = sum(score.right for score in known), sum(score.right_with_case for score in known)
    files = sum(score.accuracy for score in known) / len(known)
    mean = f"{files:.4f} mean of {len(known)} files"
    return f"{right / letters:.4f} of {letters} letters, {mean}, {cased / letters:.4f} with case"


def main() -> None:
    """Print a line a file and the figures overall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--viparse", metavar="PYTHON")
    parser.add_argument("--misses", type=int, default=0, help="words wrong that are shown for each file")
    parser.add_argument("names", nargs="*", metavar="FILE", help="only files whose names contain one of these")
    given = parser.parse_args()
    golds = sorted(given.data.glob("*.gold.txt"))
    paths = [gold.with_name(gold.name.removesuffix(".gold.txt")) for gold in golds]
    paths = [path for path in paths if not given.names or any(name in path.name for name in given.names)]
    report(paths, given.viparse, given.misses)


def report(paths: Sequence[Path], python: str | None, shown: int) -> None:
    """Read, score and print."""
    truths = [path.with_name(path.name + ".gold.txt").read_text("utf-8") for path in paths]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        mine = [score(ours(path, scratch), truth) for path, truth in zip(paths, truths, strict=True)]
    seconds = time.perf_counter() - began
    version, texts = viparse(python, paths) if python else ("", [])
    theirs = [score(text, truth) for text, truth in zip(texts, truths, strict=bool(texts))]
    print("letters  doichieu  with case  viparse  file")
    for index, (path, own) in enumerate(zip(paths, mine, strict=True)):
        other = f"{theirs[index].accuracy:7.4f}" if theirs else "      -"
        print(f"{own.letters:7}  {own.accuracy:8.4f}  {own.with_case:9.4f}  {other}  {path.name}")
        for (true, got), count in Counter(own.misses).most_common(shown):
            print(f"           {count} × {true} read as {got.replace(chr(0), '·')}")
    print(f"doichieu: {overall(mine)}, {seconds:.0f} s")
    if theirs:
        print(f"viparse {version}: {overall(theirs)}")


if __name__ == "__main__":
    main()
