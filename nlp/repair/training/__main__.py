"""All models of restoring and mending, from the training folder.

    python -m nlp.repair.training --data FOLDER --pairs PAIRS.tsv [MORE.tsv.xz] [--out nlp/repair/models]

FOLDER holds ``train/`` and ``lists/``; PAIRS are files of ``nlp.repair.training.render`` (seeded; render them first,
1,600 pages with seed 11 and 1,600 with seed 12) or line pairs of the older five columns. Needs some 4 GB of memory and
5 minutes; the network, which is trained last, PyTorch and 40 minutes more.
"""

import argparse
import logging
import random
from pathlib import Path

import numpy as np

from nlp.repair.restore.channel import Channel
from nlp.repair.restore.engine import MODELS, tools
from nlp.repair.restore.lattice import SPREAD, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.search import LN10
from nlp.repair.restore.tokens import canonical
from nlp.repair.syllables import counts
from nlp.repair.training import abbreviations, channel, language, network
from nlp.repair.training.examples import DRAWN, Maker, joined, paragraphs
from nlp.repair.training.misread import Misreader

CHANNELS = {"channel_eng": {"eng", "fra"}, "channel_vie": {"vie"}}  # of readings in which languages
MEMO, MEMO_MOST = 15_000, 40  # readings remembered, candidates of each


def main() -> None:
    """Build the language model, the abbreviations, both channels with their memos, and the network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--keep-language", action="store_true", help="leave the language model as it is")
    parser.add_argument("--keep-channels", action="store_true", help="leave the channels as they are")
    parser.add_argument("--keep-network", action="store_true", help="leave the network as it is")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.out.mkdir(parents=True, exist_ok=True)
    if not given.keep_language:
        language.build(given.data, given.out / "syllables")
        abbreviations.write(given.data, given.out / "abbreviations.tsv")
    if not given.keep_channels:
        build_channels(given.pairs, given.out)
    if not given.keep_network:
        build_network(given.data, given.pairs, given.out)


def build_channels(paths: list[Path], out: Path) -> None:
    """The inventory of syllables, both channels and their memos."""
    model = Model.load(out / "syllables")
    known = sorted({canonical(s) for s in counts()} & model.ids.keys())
    (out / "inventory.txt").write_text("\n".join(known) + "\n", "utf-8")
    syllables, priors = inventory(model, out)
    for name, languages in CHANNELS.items():
        folder = out / name
        channel.build(paths, languages, folder)
        for old in folder.glob("memo*"):
            old.unlink()
        Channel(folder, syllables, priors).write_memo(folder, MEMO, MEMO_MOST, SPREAD)


def build_network(data: Path, paths: list[Path], out: Path) -> None:
    """Examples of real and of made misreadings, and the network that learns from them."""
    languages = CHANNELS["channel_eng"]
    model, read, filler = tools(out, "channel_eng")
    maker = Maker(model, filler, read.syllables)
    words, _, _ = channel.count_words(paths, languages)
    real = maker.real(paths, languages)
    parts = [real, real]
    for seed, (register, size) in enumerate(DRAWN.items(), 1):
        rng = random.Random(seed)
        parts.append(maker.misread(paragraphs(data, register, rng), Misreader(words, rng), size))
        logging.info("%s: %d places", register, len(parts[-1].right))
    weights = network.train(joined(parts), (model.unigrams * LN10).astype(np.float32))
    network.write(weights, out / "context")


if __name__ == "__main__":
    main()
