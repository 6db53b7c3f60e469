"""What fitting a teacher and fitting a student share: batches of examples, the schedule, the steps."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.corpus import IGNORED, Document, Example, statement_examples
from training.network import Encoder, pointed

PIECES = 2000  # in a batch, padding included
POINTING = 0.3  # the weight of each pointer beside the labels
_NEW = 1e-3  # the rate of what starts from nothing: heads, marks

Losses = Callable[[Encoder, "Batch"], Tensor]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some examples, padded. All of shape (batch, pieces), targets IGNORED but at the first piece of a word."""

    examples: Sequence[Example]
    pieces: Tensor
    marks: Tensor
    labels: Tensor
    cues: Tensor
    sources: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Batch:
        """Return the examples padded to the longest."""
        shape = len(examples), max(len(example.window.pieces) for example in examples)
        pieces, marks = (torch.zeros(shape, dtype=torch.long) for _ in range(2))
        labels, cues, sources = (torch.full(shape, IGNORED) for _ in range(3))
        for row, example in enumerate(examples):
            window = example.window
            size, firsts = len(window.pieces), torch.from_numpy(window.firsts)
            pieces[row, :size], marks[row, :size] = torch.from_numpy(window.pieces), torch.from_numpy(window.marks)
            for target, values in ((labels, example.labels), (cues, example.cues), (sources, example.sources)):
                target[row, firsts] = torch.from_numpy(values)
        return cls(examples, pieces, marks, labels, cues, sources)

    @property
    def present(self) -> Tensor:
        """Which places hold a piece."""
        return self.pieces != 0


def fit(
    model: Encoder, losses: Losses, articles: Sequence[Document], out: Path, *, epochs: int, rate: float, seed: int
) -> None:
    """Lower the losses of labels, cue pointers and source pointers together; save the weights after each epoch."""
    new = [p for n, p in model.named_parameters() if n.startswith(("heads", "mark"))]
    old = [p for n, p in model.named_parameters() if not n.startswith(("heads", "mark"))]
    optimizer = torch.optim.AdamW([{"params": old}, {"params": new, "lr": _NEW}], lr=rate, weight_decay=0.01)
    steps = epochs * len(_batches(_examples(articles, seed), seed))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    began = time.monotonic()
    for epoch in range(1, epochs + 1):
        model.train()
        total = torch.zeros(3)
        batches = _batches(_examples(articles, seed + epoch), seed + epoch)
        for number, batch in enumerate(batches, 1):
            parts = losses(model, Batch.of(batch))
            optimizer.zero_grad()
            parts.sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += parts.detach()
            if number % 50 == 0:
                told = " ".join(f"{loss:.3f}" for loss in total / 50)
                total.zero_()
                print(f"{epoch} {number}/{len(batches)} {told} {time.monotonic() - began:.0f} s", file=sys.stderr)
        torch.save(model.state_dict(), out)


def gold_losses(batch: Batch, labels: Tensor, pointers: Tensor) -> Tensor:
    """Return the losses of labels, cue pointers and source pointers against the annotation, each a mean over words."""
    cue, source = masked(pointers, batch.present)
    return torch.stack(
        (
            _loss(labels, batch.labels),
            POINTING * _loss(cue, batch.cues),
            POINTING * _loss(source, batch.sources),
        )
    )


def masked(pointers: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
    """Return the scores of every piece as cue and as source of each piece, padding all but impossible."""
    cue, source = (scores.masked_fill(~present[:, None, :], -1e4) for scores in pointed(pointers))
    return cue, source


def _loss(scores: Tensor, targets: Tensor) -> Tensor:
    kept = targets != IGNORED
    if not bool(kept.any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[kept], targets[kept])


def _rate(done: float) -> float:
    return min(done / 0.06, 1.0) * max(0.02, 1 - done)


def _examples(articles: Sequence[Document], seed: int) -> list[Example]:
    """Return an epoch's examples, each article's names and quotation marks varied anew."""
    return list(statement_examples(articles, seed))


def _batches(examples: Sequence[Example], seed: int) -> list[list[Example]]:
    """Return batches of examples of like length, in random order."""
    chance = random.Random(seed)
    ordered = sorted(examples, key=lambda example: len(example.window.pieces) + chance.randrange(12))
    batches: list[list[Example]] = []
    for example in ordered:
        longest = len(example.window.pieces)
        if not batches or (len(batches[-1]) + 1) * longest > PIECES:
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    return batches
