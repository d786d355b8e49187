"""From the trained reader to ONNX graphs, in floats and in 8 bits."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.model import Linker, Reader

OPSET = 20
"""The first one that has the GELU as one operator."""


class ReaderGraph(nn.Module):
    """Pieces of one window in; vectors of its words and the heads' logits out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        words = self.reader.encoder(pieces, firsts)
        return words, self.reader.found(words), self.reader.names(words)


class LinkerGraph(nn.Module):
    """Words of one window and its anchors in; tag logits of each word for each anchor out."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self.linker = linker

    def forward(self, words: Tensor, at: Tensor, paragraphs: Tensor) -> Tensor:
        return self.linker(words, torch.zeros_like(at), at, paragraphs)


def export_floats(reader: Reader, folder: Path) -> None:
    """Write ``reader.onnx`` and ``linker.onnx`` in 32-bit floats."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = reader.eval()
    length, count = torch.export.Dim("length", min=2, max=512), torch.export.Dim("count", min=2, max=512)
    pieces = torch.randint(4, reader.sizes.rows, (1, 48))
    firsts = torch.arange(1, 40)[None]
    torch.onnx.export(
        ReaderGraph(reader).eval(),
        (pieces, firsts),
        folder / "reader.onnx",
        input_names=["pieces", "firsts"],
        output_names=["words", "found", "names"],
        dynamic_shapes={"pieces": {1: length}, "firsts": {1: count}},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    words = torch.randn(1, 39, reader.sizes.hidden)
    anchors = torch.export.Dim("anchors", min=1, max=512)
    torch.onnx.export(
        LinkerGraph(reader.linker).eval(),
        (words, torch.tensor([3, 8, 20]), torch.zeros(1, 39, dtype=torch.long)),
        folder / "linker.onnx",
        input_names=["words", "at", "paragraphs"],
        output_names=["tags"],
        dynamic_shapes={"words": {1: count}, "at": {0: anchors}, "paragraphs": {1: count}},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the graphs of ``source`` with 8-bit matrices into ``target``.

    Seven bits of the eight are used: without them, processors that lack VNNI
    instructions saturate, and would answer otherwise than those that have them.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in ("reader.onnx", "linker.onnx"):
        quantised(source / name, target / name)


def quantised(source: Path, target: Path) -> None:
    """Write one graph with 8-bit matrices."""
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gemm"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    without_traces(target)


def without_traces(path: Path) -> None:
    """Drop the exporter's notes from a graph, which carry paths of the machine that made it."""
    graph = onnx.load(path)
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*graph.graph.value_info, *graph.graph.initializer, *graph.graph.input, *graph.graph.output):
        if hasattr(value, "metadata_props"):
            del value.metadata_props[:]
    del graph.metadata_props[:]
    onnx.save(graph, path)
