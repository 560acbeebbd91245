"""All models of restoring and mending, from the training folder.

    python -m nlp.repair.training --data FOLDER --pairs PAIRS.tsv [MORE.tsv.xz] [--out nlp/repair/models]

FOLDER holds ``train/`` and ``lists/``; PAIRS are files of ``nlp.repair.training.render`` (seeded; render them first,
1,600 pages with seed 11 and 1,600 with seed 12) or line pairs of the older five columns. Needs some 4 GB of memory and
5 minutes.
"""

import argparse
import logging
from pathlib import Path

from nlp.repair.restore.channel import Channel
from nlp.repair.restore.engine import MODELS
from nlp.repair.restore.lattice import MOST, SPREAD, inventory
from nlp.repair.restore.ngrams import Model
from nlp.repair.restore.tokens import canonical
from nlp.repair.syllables import counts
from nlp.repair.training import abbreviations, channel, language

CHANNELS = {"channel_eng": {"eng", "fra"}, "channel_vie": {"vie"}}
MEMO = 15000


def main() -> None:
    """Build the language model, the abbreviations, both channels and their memos."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--keep-language", action="store_true", help="leave the language model as it is")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.out.mkdir(parents=True, exist_ok=True)
    if not given.keep_language:
        language.build(given.data, given.out / "syllables")
        abbreviations.write(given.data, given.out / "abbreviations.tsv")
    model = Model.load(given.out / "syllables")
    known = sorted({canonical(s) for s in counts()} & model.ids.keys())
    (given.out / "inventory.txt").write_text("\n".join(known) + "\n", "utf-8")
    syllables, priors = inventory(model, given.out)
    for name, languages in CHANNELS.items():
        folder = given.out / name
        channel.build(given.pairs, languages, folder)
        for old in folder.glob("memo*"):
            old.unlink()
        Channel(folder, syllables, priors).write_memo(folder, MEMO, MOST, SPREAD)


if __name__ == "__main__":
    main()
