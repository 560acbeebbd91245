"""Training of the network of ``restore.context`` (with PyTorch, which nothing else needs: ``pip install torch``).

Seeded and on one thread, so the same machine makes the same bytes again; another processor may round otherwise.
"""

import logging
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from nlp.repair.restore.context import DILATIONS
from nlp.repair.training.examples import NONE, Examples

try:  # needed for training alone, so not among the dependencies
    import torch  # type: ignore[import-not-found,unused-ignore]
    import torch.nn.functional as nn  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    torch = None

Tensors = dict[str, "torch.Tensor"]
WIDTH: Final = 128
LENGTH: Final = 256  # places of a sequence
BATCH: Final = 16  # sequences of a step
STEPS: Final = 7000
WARM: Final = 200
RATE: Final = 3e-3
DROPOUT: Final = 0.1
CASE_WEIGHT: Final = 0.5
SPECIAL: Final = 3  # words up to this number stand for many, so they are never one another
OTHER_SCANNERS: Final = (0.75, 1.25)  # the channel is made now more, now less sure


def parameters(size: int) -> Tensors:
    """Fresh weights for a vocabulary of so many words (one row more for no word)."""
    rows, wide = size + 1, WIDTH
    made = {
        "into": torch.randn(rows, wide) * 3 / math.sqrt(wide),
        "out": torch.randn(rows, wide) * 0.02,
        "bias": torch.zeros(rows),
        "gap": torch.randn(8, wide) * 0.1,
        "kind": torch.randn(5, wide) * 0.1,
        "mix": torch.tensor([0.5, 0.5, 1.0, 1.0]),
        "last.weight": torch.randn(wide, wide) / math.sqrt(wide),
        "last.bias": torch.zeros(wide),
        "case.weight": torch.randn(wide, 3) * 0.05,
        "case.bias": torch.zeros(3),
        "case.words": torch.zeros(rows, 3),
    }
    for number in range(len(DILATIONS)):
        made[f"layer{number}.weight"] = torch.randn(2 * wide, wide, 3) / math.sqrt(3 * wide)
        made[f"layer{number}.bias"] = torch.zeros(2 * wide)
    return {name: tensor.requires_grad_() for name, tensor in made.items()}


def forward(p: Tensors, often: "torch.Tensor", batch: Tensors) -> tuple["torch.Tensor", "torch.Tensor"]:
    """Scores of the candidates, (sequences, places, candidates), and of the right word's cases, (…, 3)."""
    words, scores = batch["words"], batch["scores"]
    none = words == len(often) - 1
    common = often[words]
    shares = torch.softmax((p["mix"][0] * scores + p["mix"][1] * common).masked_fill(none, -1e4), -1)
    rows, length, many = words.shape
    x = nn.embedding_bag(
        words.view(-1, many),
        p["into"],
        per_sample_weights=shares.view(-1, many),
        mode="sum",
        padding_idx=len(often) - 1,
    ).view(rows, length, -1)
    x = nn.dropout(x + p["gap"][batch["gaps"]] + p["kind"][batch["kinds"]], DROPOUT).transpose(1, 2)
    with torch.autocast("cpu", torch.bfloat16):
        for number, dilation in enumerate(DILATIONS):
            both = nn.conv1d(
                x, p[f"layer{number}.weight"], p[f"layer{number}.bias"], padding=dilation, dilation=dilation
            )
            value, gate = both.chunk(2, 1)
            x = x + (value * torch.sigmoid(gate)).float()
    turned = x.transpose(1, 2) @ p["last.weight"] + p["last.bias"]
    gained = (nn.embedding(words, p["out"]) @ turned.unsqueeze(-1)).squeeze(-1) + p["bias"][words]
    right = words.gather(-1, batch["right"].clamp(min=0).unsqueeze(-1)).squeeze(-1)
    case = batch["by_case"] + turned @ p["case.weight"] + p["case.bias"] + p["case.words"][right]
    return (p["mix"][2] * scores + p["mix"][3] * common + gained).masked_fill(none, -1e4), case


def loss(scores: "torch.Tensor", case: "torch.Tensor", batch: Tensors) -> "torch.Tensor":
    """Surprise at the right words (whichever candidate spells them) and at their cases."""
    known = batch["right"] >= 0
    given, right, words = scores[known], batch["right"][known].unsqueeze(1), batch["words"][known]
    word = words.gather(1, right)
    same = ((words == word) & (word > SPECIAL)).scatter(1, right, True)
    missed = torch.logsumexp(given, -1) - torch.logsumexp(given.masked_fill(~same, -1e9), -1)
    cased = batch["case"] >= 0
    return missed.mean() + CASE_WEIGHT * nn.cross_entropy(case[cased], batch["case"][cased])


def batches(examples: Examples, size: int, dice: np.random.Generator) -> Iterator[Tensors]:
    """Random batches of sequences without end."""
    while True:
        shift = int(dice.integers(LENGTH))
        count = (len(examples.right) - shift) // LENGTH
        order = dice.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            rows = np.concatenate([np.arange(LENGTH) + shift + n * LENGTH for n in order[start : start + BATCH]])
            yield _batch(examples, rows, size, dice)


def _batch(examples: Examples, rows: npt.NDArray[np.int64], size: int, dice: np.random.Generator) -> Tensors:
    """One batch; places with a single candidate teach nothing."""
    words = examples.words[rows].astype(np.int64)
    right = np.where(words[:, 1] == NONE, -1, examples.right[rows])
    words[words == NONE] = size
    scores = np.clip(examples.scores[rows].astype(np.float32), -60, 0).reshape(BATCH, -1)
    scores *= dice.uniform(*OTHER_SCANNERS, size=(BATCH, 1)).astype(np.float32)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "words": words, "right": right.astype(np.int64), "scores": scores.reshape(words.shape),
        "gaps": examples.gaps[rows].astype(np.int64), "kinds": examples.kinds[rows].astype(np.int64),
        "by_case": examples.by_case[rows].astype(np.float32),
        "case": np.where(right < 0, -1, examples.case[rows]).astype(np.int64),
    }  # fmt: skip
    return {name: torch.from_numpy(a.reshape(BATCH, LENGTH, *a.shape[1:])) for name, a in arrays.items()}


def train(examples: Examples, unigrams: npt.NDArray[np.float32], steps: int = STEPS, seed: int = 7) -> Tensors:
    """Weights learned from examples; ``unigrams`` are natural logs by word."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # threads wait for one another longer than they work, and one adds up in one order
    dice = np.random.default_rng(seed)
    often = torch.cat([torch.from_numpy(unigrams), torch.zeros(1)])
    p = parameters(len(unigrams))
    optimiser = torch.optim.Adam(list(p.values()), lr=RATE, betas=(0.9, 0.98))
    smooth = 0.0
    for step, batch in zip(range(steps), batches(examples, len(unigrams), dice), strict=False):
        rate = RATE * min(1.0, (step + 1) / WARM) * (0.5 + 0.5 * math.cos(math.pi * step / steps) + 0.003)
        for group in optimiser.param_groups:
            group["lr"] = rate
        value = loss(*forward(p, often, batch), batch)
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(list(p.values()), 1.0)
        optimiser.step()
        now = float(value.detach())
        smooth = 0.98 * smooth + 0.02 * now if step else now
        if step % 500 == 499:
            logging.info("step %d of %d: loss %.4f", step + 1, steps, smooth)
    return p


def write(p: Tensors, folder: Path) -> None:
    """Write the weights as ``restore.context`` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tensor in p.items():
        array = tensor.detach().numpy()
        if name in ("into", "out"):
            array = array[:-1]
            scale = np.maximum(np.abs(array).max(axis=1) / 127, 1e-4).astype(np.float16)
            np.save(folder / f"{name}.npy", np.rint(array / scale[:, None].astype(np.float32)).astype(np.int8))
            np.save(folder / f"{name}.scale.npy", scale)
        elif name.startswith("layer") and array.ndim == 3:  # read as places before, here, after, one below the other
            np.save(folder / f"{name}.npy", array.transpose(2, 1, 0).reshape(-1, len(array)).astype(np.float16))
        else:
            rows = array[:-1] if name in ("bias", "case.words") else array
            np.save(folder / f"{name}.npy", rows.astype(np.float16))
