"""What the network learns from: places of misread text with their candidates and the right one among them.

Half real (rendered pages, read by Tesseract and aligned), half clean training text misread by ``misread`` as often as
rendered pages were: the same lattice as when restoring makes the candidates.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.engine import signs
from nlp.repair.restore.lattice import Filled, Filler
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.parts import cased
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.restore.search import LN10
from nlp.repair.restore.tokens import canonical
from nlp.repair.training.align import pairs, texts
from nlp.repair.training.channel import read_rows, settled
from nlp.repair.training.misread import Misreader
from nlp.repair.training.render import clean
from nlp.repair.training.source import Inventor, split

WIDTH = 12  # candidates of a place
NONE = 65535
CASES = "lTU"
SHOUTED = 0.12  # short paragraphs set in capitals
DRAWN = {  # places drawn from each register, in the order of the seeds
    "official": 2_700_000, "legal": 2_600_000, "government": 950_000, "wiki": 2_600_000, "invented": 250_000,
}  # fmt: skip


@dataclass(slots=True)
class Examples:
    """Per place: candidates (words and scores, best first by channel and frequency; ``NONE``: none), the right one
    (-1: unknown), what stands before it and how it was read, the channel's scores of the right word's three cases, and
    the right case (-1: unknown)."""

    words: npt.NDArray[np.uint16]
    scores: npt.NDArray[np.float16]
    right: npt.NDArray[np.int8]
    gaps: npt.NDArray[np.uint8]
    kinds: npt.NDArray[np.uint8]
    by_case: npt.NDArray[np.float16]
    case: npt.NDArray[np.int8]


def joined(parts: Sequence[Examples]) -> Examples:
    """Examples one after another."""
    return Examples(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Examples)))


def case_index(word: str) -> int:
    """0 lower, 1 first letter capital, 2 capitals; -1 for any other word."""
    small = canonical(word)
    return next((n for n, case in enumerate(CASES) if cased(small, case) == settled(word)), -1)


class Maker:
    """Makes examples with the lattice that restoring uses."""

    def __init__(self, model: Model, filler: Filler, syllables: Sequence[str]) -> None:
        self._model, self._filler = model, filler
        self._number = {s: n for n, s in enumerate(syllables)}

    def examples(self, text: str, found: Sequence[Piece], truth: Sequence[str | None]) -> Examples:
        """Examples of a text whose pieces stand for ``truth`` (None: unknown)."""
        filled = self._filler.fill(text, found)
        lattice = filled.lattice
        size = len(filled.position)
        rank = lattice.scores + self._model.unigrams[lattice.words] * LN10
        order = np.lexsort((-rank, filled.owner))
        place = np.arange(len(order)) - lattice.first[filled.owner[order]]
        kept, column = order[place < WIDTH], place[place < WIDTH]
        row = filled.owner[kept]
        words = np.full((size, WIDTH), NONE, dtype=np.uint16)
        scores = np.full((size, WIDTH), -60000, dtype=np.float16)
        words[row, column], scores[row, column] = lattice.words[kept], lattice.scores[kept]
        slots, by_case, case = self._answers(filled, truth)
        right = np.full(size, -1, dtype=np.int8)
        hit = kept == slots[row]
        right[row[hit]] = column[hit]
        seen = signs(text, found, filled.position)
        return Examples(words, scores, right, seen.gaps.astype(np.uint8), seen.kinds.astype(np.uint8), by_case, case)

    def _answers(
        self, filled: Filled, truth: Sequence[str | None]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float16], npt.NDArray[np.int8]]:
        """Per place the right candidate (-1: none), its scores by case, and the right case."""
        size = len(filled.position)
        slots = np.full(size, -1, dtype=np.int64)
        by_case = np.zeros((size, 3), dtype=np.float16)
        case = np.full(size, -1, dtype=np.int8)
        for row, piece in enumerate(filled.position.tolist()):
            word = truth[piece]
            if word is None:
                continue
            choices, small = filled.choices[row], canonical(word)
            at = np.flatnonzero(choices.syllables[: choices.plain] == self._number.get(small, -1))
            if len(at):
                slots[row] = filled.lattice.first[row] + at[0]
                by_case[row], case[row] = np.maximum(choices.scores[at[0]], -40), case_index(word)
            else:
                same = [n for n, text in enumerate(choices.spelled) if canonical(text) == small]
                slots[row] = filled.lattice.first[row] + choices.plain + same[0] if same else -1
        return slots, by_case, case

    def real(self, paths: Sequence[Path], languages: set[str]) -> Examples:
        """Examples of rendered pages."""
        found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        for path in paths:
            for row in read_rows(path):
                if row[0] in languages and len(row) > 7:
                    found[str(path), row[5], row[0]].append((row[6], row[7]))
        return joined([self._page(lines) for lines in found.values()])

    def _page(self, lines: Sequence[tuple[str, str]]) -> Examples:
        text = "\n".join(read for _, read in lines)
        truth: list[str | None] = []
        for true, read in lines:
            own: list[str | None] = [None] * len(texts(read))
            for pair, _, place in pairs(true, read):
                if len(pair.true) == len(pair.read) == 1:
                    own[place] = settled(pair.true[0])
            truth += own
        return self.examples(text, list(pieces(text)), truth)

    def misread(self, paragraphs: Iterator[str], misreader: Misreader, size: int) -> Examples:
        """Examples of clean paragraphs misread, so many places or as many as there are."""
        parts: list[Examples] = []
        made = 0
        while made < size:
            spoilt: list[str] = []
            truth: list[str] = []
            for paragraph in paragraphs:
                got = misreader.text(paragraph)
                if got:
                    spoilt.append(got[0])
                    truth += got[1]
                if len(truth) > 600:
                    break
            text = "\n\n".join(spoilt)
            found = list(pieces(text))
            if not found:
                break
            if len(found) == len(truth):
                parts.append(self.examples(text, found, truth))
                made += len(parts[-1].right)
        return joined(parts)


def paragraphs(data: Path, register: str, rng: random.Random) -> Iterator[str]:
    """Training paragraphs of a register from a random one on, round and round; short ones sometimes in capitals."""
    if register == "invented":
        inventor = Inventor(data, rng)
        pool = [inventor.line() for _ in range(30_000)]
    else:
        pool = [text for text in split(data, register)[0] if clean(text)]
    start = rng.randrange(len(pool))
    while True:
        for text in pool[start:]:
            yield text.upper() if len(text) < 150 and rng.random() < SHOUTED else text
        start = 0
