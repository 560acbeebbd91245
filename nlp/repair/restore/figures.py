"""Figures that may be words: "46" for "đó", "6" for "ở". They are locked, so the text keeps them; an edit that changes
nothing says what else they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.channel import CASES, Channel
from nlp.repair.restore.lattice import Filled
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.parts import cased
from nlp.repair.restore.pieces import Piece
from nlp.repair.restore.search import Lattice
from nlp.repair.restore.surety import sureties
from nlp.repair.restore.tokens import UNKNOWN
from records.edit import Edit

Ints = npt.NDArray[np.int64]
LONGEST: Final = 2
MOST: Final = 6
DOUBTED: Final = 0.5


def stands_alone(text: str, piece: Piece) -> bool:
    """Whether a piece is a short figure between spaces, no part of a date, a number or a list."""
    around = text[piece.start - 1 : piece.start] + text[piece.end : piece.end + 1]
    return piece.text.isdigit() and len(piece.text) <= LONGEST and len(around) == 2 and around.isspace()


@dataclass(frozen=True, slots=True)
class Asked:
    """The sentences that hold a doubtful figure, as a lattice of what was chosen and what the figures may be."""

    lattice: Lattice
    spelled: list[str]
    figures: list[tuple[int, int]]


def alternatives(
    text: str, found: Sequence[Piece], decoded: tuple[Filled, Ints], tools: tuple[Model, Channel]
) -> list[Edit]:
    """Edits without a change for the figures that are likelier words than figures."""
    filled = decoded[0]
    model = tools[0]
    wanted = {n for n, at in enumerate(filled.position) if stands_alone(text, found[int(at)])}
    if not wanted:
        return []
    asked = _asked(found, decoded, wanted, tools)
    sure = sureties(model, asked.lattice, asked.lattice.first, 1.0)
    out: list[Edit] = []
    for place, number in asked.figures:
        piece, share = found[int(filled.position[number])], float(sure.shares[place])
        if share < DOUBTED and sure.runners[place] >= 0:
            runner = asked.spelled[int(sure.runners[place])]
            out.append(Edit(piece.start, piece.end, piece.text, piece.text, "restore", round(share, 3), runner))
    return out


def _asked(
    found: Sequence[Piece], decoded: tuple[Filled, Ints], wanted: set[int], tools: tuple[Model, Channel]
) -> Asked:
    """The lattice of the sentences that hold wanted positions."""
    filled, chosen = decoded
    ids, channel = tools[0].ids, tools[1]
    own = filled.lattice
    sentences = sorted({int(np.searchsorted(own.begin, number, side="right")) - 1 for number in wanted})
    words: list[int] = []
    scores: list[float] = []
    spelled: list[str] = []
    count: list[int] = []
    figures: list[tuple[int, int]] = []
    for sentence in sentences:
        for number in range(int(own.begin[sentence]), int(own.begin[sentence] + own.length[sentence])):
            before = len(words)
            words.append(int(own.words[chosen[number]]))
            scores.append(0.0)
            spelled.append("")
            if number in wanted:
                figures.append((len(count), number))
                more = channel.candidates(found[int(filled.position[number])].text, MOST, 12.0)
                names = [channel.syllables[int(s)] for s in more.syllables]
                words += [ids.get(name, UNKNOWN) for name in names]
                scores += more.scores.max(axis=1).tolist()
                spelled += [cased(n, CASES[int(c)]) for n, c in zip(names, more.scores.argmax(axis=1), strict=True)]
            count.append(len(words) - before)
    counts, length = np.array(count, dtype=np.int64), own.length[sentences]
    lattice = Lattice(
        np.array(words, dtype=np.uint16),
        np.array(scores, dtype=np.float32),
        np.cumsum(counts) - counts,
        counts,
        np.cumsum(length) - length,
        length,
    )
    return Asked(lattice, spelled, figures)
