"""Makes a student of teachers: python -m training.distill START.pt OUT.pt TEACHER.onnx …

A smaller encoder learns not only the annotation, but how likely its teachers find every label and pointer (Hinton,
Vinyals and Dean 2015). START.pt holds the weights of one of them: the student begins with its lower layers, of whose
inner units those stay that say most.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch
from onnxruntime import InferenceSession
from torch import Tensor
from torch.nn import functional

from training.corpus import Document, Example, polnear, statement_examples
from training.fitting import POINTING, Batch, fit, gold_losses, masked
from training.network import STUDENT, TEACHER, Encoder, Layer
from transforms.language.encoder import Floats, open_encoder

SEED = 20161108
PASSES = ((4, 3e-4), (3, 1.5e-4))  # epochs, and the rate that each pass begins with
TAUGHT = 0.7  # how much of the loss is the teachers', the rest the annotation's
_LOOKED_AT = 40  # articles that tell which inner units say most


def main() -> None:
    """Narrow the start, then let the student learn from annotation and teachers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    articles = polnear("train")
    start = Encoder(TEACHER)
    start.load_state_dict(torch.load(options.start))
    student = Encoder.narrowed(start, _telling_units(start, articles[:_LOOKED_AT]))
    teachers = [open_encoder(path.read_bytes()) for path in options.teachers]
    losses = partial(_losses, teachers)
    for number, (epochs, rate) in enumerate(PASSES):
        fit(student, losses, articles, options.out, epochs=epochs, rate=rate, seed=SEED + 100 * number)


def _telling_units(encoder: Encoder, articles: Sequence[Document]) -> list[Tensor]:
    """Return of each of the student's layers the numbers of the inner units that change its output most."""
    told = torch.zeros(STUDENT.layers, TEACHER.inner)

    def count(number: int, layer: Layer, inner: Tensor) -> None:
        told[number] += functional.gelu(inner).abs().sum((0, 1)) * layer.narrow.weight.norm(dim=0)

    layers = [layer for layer in encoder.layers if isinstance(layer, Layer)][: STUDENT.layers]
    hooks = [
        layer.wide.register_forward_hook(lambda _, __, out, at=number, of=layer: count(at, of, out))
        for number, layer in enumerate(layers)
    ]
    encoder.eval()
    with torch.no_grad():
        for example in statement_examples(articles, None):
            encoder(torch.from_numpy(example.window.pieces)[None], torch.from_numpy(example.window.marks)[None])
    for hook in hooks:
        hook.remove()
    return [units.topk(STUDENT.inner).indices.sort().values for units in told]


def _losses(teachers: Sequence[InferenceSession], model: Encoder, batch: Batch) -> Tensor:
    """Return the losses of labels and both pointers, against the teachers and the annotation."""
    ((labels, pointers),) = model(batch.pieces, batch.marks, batch.present)
    cue, source = masked(pointers, batch.present)
    learned = gold_losses(batch, labels, pointers)
    taught = torch.zeros(3)
    words = inside = 0
    for row, example in enumerate(batch.examples):
        firsts = torch.from_numpy(example.window.firsts)
        size = len(example.window.pieces)
        told = firsts[batch.cues[row, firsts] >= 0]  # words of an attribution
        found = _taught(teachers, example)
        seen = labels[row, :size], cue[row, :size, :size], source[row, :size, :size]
        for part, (ours, theirs) in enumerate(zip(seen, found, strict=True)):
            at = told if part else firsts
            taught[part] = taught[part] - (theirs[at] * torch.log_softmax(ours[at], -1)).sum()
        words, inside = words + len(firsts), inside + len(told)
    means = taught / torch.tensor([words, max(1, inside), max(1, inside)])
    return (1 - TAUGHT) * learned + TAUGHT * means * torch.tensor([1.0, POINTING, POINTING])


def _taught(teachers: Sequence[InferenceSession], example: Example) -> list[Tensor]:
    """Return what the teachers find on the whole: probabilities of labels, of cues, of sources for every piece."""
    window = {"pieces": example.window.pieces[None], "marks": example.window.marks[None]}
    found = [teacher.run(None, window) for teacher in teachers]
    return [_mean(scores) for scores in zip(*found, strict=True)]


def _mean(scores: Sequence[Floats]) -> Tensor:
    return torch.stack([torch.softmax(torch.from_numpy(one[0]), -1) for one in scores]).mean(0)


if __name__ == "__main__":
    main()
