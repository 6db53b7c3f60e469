"""Writes a trained encoder as int8 ONNX: python -m training.export (teacher|student) WEIGHTS.pt OUT.onnx."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import STUDENT, TEACHER, Encoder, pointed


class _Unpadded(nn.Module):
    """The encoder for windows without padding, which is how they are read."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        labels, pointers = self.encoder(pieces, marks)[-1]
        return labels, *pointed(pointers)


def main() -> None:
    """Trace the network, then quantise its matrices and its embeddings to 8 bits (dynamic, per channel)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=("teacher", "student"))
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    model = Encoder(TEACHER if options.size == "teacher" else STUDENT)
    model.load_state_dict(torch.load(options.weights))
    model.eval()
    example = torch.full((1, 8), 5), torch.zeros((1, 8), dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _Unpadded(model),
            example,
            str(plain),
            input_names=["pieces", "marks"],
            output_names=["labels", "cues", "sources"],
            dynamic_axes={
                **{name: {0: "windows", 1: "length"} for name in ("pieces", "marks", "labels")},
                **{name: {0: "windows", 1: "length", 2: "length"} for name in ("cues", "sources")},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, options.out, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main()
