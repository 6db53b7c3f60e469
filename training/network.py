"""The encoder: the lower layers of a small BERT (Devlin et al. 2019), and the heads that read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, PIECES, POSITIONS, MARKS = 384, 12, 30522, 512, 8
LABELS = 13  # O, then B and I of source, cue, content, of communication and then of other attitudes
POINTER = 96


class Size(NamedTuple):
    """How many layers, how wide each is inside, and after which of them heads read."""

    layers: int
    inner: int
    exits: tuple[int, ...]


STUDENT = Size(3, 768, (3,))
TEACHER = Size(4, 1536, (3, 4))  # of the six of all-MiniLM-L6-v2; the student starts from what its lower exit reads


class Layer(nn.Module):
    """One layer of a post-norm transformer encoder."""

    def __init__(self, inner: int) -> None:
        super().__init__()
        self.look, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)  # query, key, value in one
        self.first_norm, self.second_norm = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)
        self.wide, self.narrow = nn.Linear(HIDDEN, inner), nn.Linear(inner, HIDDEN)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """`states` (batch, pieces, HIDDEN); `mask` (batch, 1, 1, pieces): 0 at a piece, far below elsewhere."""
        batch, length, _ = states.shape
        query, key, value = (
            part.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in self.look(states).split(HIDDEN, -1)
        )
        scores = query @ key.transpose(-1, -2) / (HIDDEN // HEADS) ** 0.5
        if mask is not None:
            scores = scores + mask
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        states = self.first_norm(states + self.dropout(self.out(mixed)))
        return self.second_norm(states + self.dropout(self.narrow(functional.gelu(self.wide(states)))))


class Heads(nn.Module):
    """Labels, and the queries and keys of two pointers: to the cue and to the source."""

    def __init__(self) -> None:
        super().__init__()
        self.label = nn.Linear(HIDDEN, LABELS)
        self.pointers = nn.Linear(HIDDEN, 4 * POINTER)  # cue query, cue key, source query, source key

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """`states` (batch, pieces, HIDDEN); returns (batch, pieces, LABELS) and (batch, pieces, 4 * POINTER)."""
        return self.label(states), self.pointers(states)


class Encoder(nn.Module):
    """Word pieces and their marks in; for each piece labels and the pointers' queries and keys out, at each exit."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(PIECES, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.mark = nn.Embedding(MARKS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(size.inner) for _ in range(size.layers))
        self.heads = nn.ModuleList(Heads() for _ in size.exits)
        self.exits = size.exits
        nn.init.zeros_(self.mark.weight)

    def forward(self, pieces: Tensor, marks: Tensor, present: Tensor | None = None) -> list[tuple[Tensor, Tensor]]:
        """All of shape (batch, pieces); returns what the heads of each exit find. `present`: all, when not given."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.word(pieces) + self.position(places) + self.mark(marks) + self.kind
        states = self.dropout(self.norm(states))
        mask = None if present is None else (1.0 - present.to(states.dtype))[:, None, None, :] * -1e4
        found: list[tuple[Tensor, Tensor]] = []
        for depth, layer in enumerate(self.layers, 1):
            states = layer(states, mask)
            if depth in self.exits:
                found.append(self.heads[len(found)](states))
        return found

    @classmethod
    def pretrained(cls, folder: Path) -> Encoder:
        """Return a teacher with the weights of all-MiniLM-L6-v2 in a folder: heads new, upper layers left out."""
        weights = load_file(folder / "model.safetensors")
        model = cls(TEACHER)
        own = model.state_dict()
        own["word.weight"] = weights["embeddings.word_embeddings.weight"]
        own["position.weight"] = weights["embeddings.position_embeddings.weight"]
        own["kind"] = weights["embeddings.token_type_embeddings.weight"][0]
        names = {"norm": "embeddings.LayerNorm"}
        parts = {
            "out": "attention.output.dense",
            "first_norm": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "second_norm": "output.LayerNorm",
        }
        for number in range(TEACHER.layers):
            for ours, theirs in parts.items():
                names[f"layers.{number}.{ours}"] = f"encoder.layer.{number}.{theirs}"
        for kind in ("weight", "bias"):
            for ours, theirs in names.items():
                own[f"{ours}.{kind}"] = weights[f"{theirs}.{kind}"]
            for number in range(TEACHER.layers):
                attention = f"encoder.layer.{number}.attention.self"
                parts_of = [weights[f"{attention}.{part}.{kind}"] for part in ("query", "key", "value")]
                own[f"layers.{number}.look.{kind}"] = torch.cat(parts_of)
        model.load_state_dict(own)
        return model

    @classmethod
    def narrowed(cls, teacher: Encoder, kept: Sequence[Tensor]) -> Encoder:
        """Return a student with a teacher's lower layers; `kept`: of each, the numbers of the inner units that stay."""
        model = cls(STUDENT)
        own = {name: value for name, value in teacher.state_dict().items() if name in model.state_dict()}
        for number, units in enumerate(kept):
            for part in ("wide.weight", "wide.bias"):
                own[f"layers.{number}.{part}"] = own[f"layers.{number}.{part}"][units]
            own[f"layers.{number}.narrow.weight"] = own[f"layers.{number}.narrow.weight"][:, units]
        model.load_state_dict(own)
        return model


def pointed(pointers: Tensor) -> tuple[Tensor, Tensor]:
    """Return the scores of every piece (last axis) as cue and as source of each piece: two (batch, pieces, pieces)."""
    cue_query, cue_key, source_query, source_key = pointers.split(POINTER, -1)
    return cue_query @ cue_key.transpose(-1, -2) / POINTER**0.5, source_query @ source_key.transpose(
        -1, -2
    ) / POINTER**0.5
