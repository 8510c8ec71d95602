"""Makes ``kb/review/wording/proofreader.onnx`` from the weights that ``tests.bench.train_proofreader`` learned.

    python -m tools.pack_proofreader WEIGHTS.npz [TARGET]

Matrices are kept in int8 with a scale for each column and unpacked to float32 when the file is opened, so that what is said of a
sentence does not depend on what is read beside it. Needs the development extra (``onnx``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kb.review.wording.proofreader import FEATURES, HEADS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "kb" / "review" / "wording" / "proofreader.onnx"
ATTENTION_HEADS = 4
_FUSED = "com.microsoft"
_LARGE = 1000
"""Matrices with more values than this are kept in int8."""


class _Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self.learned = weights
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.learned[name].astype(np.float32))

    def matrix(self, name: str, *, turned: bool = True) -> str:
        """A matrix ``(in, out)`` in int8 with a scale for each column."""
        values = self.learned[name].T if turned else self.learned[name]
        axis = 1 if turned else 0
        scales = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8) / 127
        whole = np.round(values / np.expand_dims(scales, 1 - axis)).astype(np.int8)
        parts = [self.constant(f"{name}.q", whole), self.constant(f"{name}.s", scales.astype(np.float32))]
        return self.node("DequantizeLinear", parts, f"{name}.f", axis=axis)

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def linear(self, name: str, source: str) -> str:
        product = self.node("MatMul", [source, self.matrix(f"{name}.weight")], f"{name}.product")
        return self.node("Add", [product, self.weight(f"{name}.bias")], f"{name}.sum")

    def norm(self, name: str, source: str) -> str:
        inputs = [source, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=1e-5)

    def gelu(self, source: str) -> str:
        return self.node("Gelu", [source], f"{source}.gelu", _FUSED)


def _near(graph: _Graph, name: str, source: str) -> str:
    """A convolution over the neighbours, one filter a channel: the shifted values, weighed and added up."""
    filters = graph.learned[f"{name}.weight"][:, 0, :]
    size = filters.shape[1]
    pads = graph.constant(f"{name}.pads", np.array([0, size // 2, 0, 0, size // 2, 0], np.int64))
    padded, total = graph.node("Pad", [source, pads], f"{name}.padded"), graph.weight(f"{name}.bias")
    for at in range(size):
        first = graph.constant(f"{name}.first{at}", np.array([at], np.int64))
        last = graph.constant(f"{name}.last{at}", np.array([at - size + 1 or 2**31], np.int64))
        shifted = graph.node("Slice", [padded, first, last, "token_axis"], f"{name}.slice{at}")
        weighed = graph.node("Mul", [shifted, graph.constant(f"{name}.w{at}", filters[:, at])], f"{name}.mul{at}")
        total = graph.node("Add", [total, weighed], f"{name}.add{at}")
    return total


def _layer(graph: _Graph, name: str, hidden: str) -> str:
    """One layer; those with an attention have its weights."""
    near = graph.node("Mul", [graph.norm(f"{name}.norm1", hidden), "there"], f"{name}.there")
    hidden = graph.node("Add", [hidden, _near(graph, f"{name}.near", near)], f"{name}.with_near")
    if f"{name}.qkv.weight" in graph.learned:
        parts = [f"{name}.{part}" for part in ("q", "k", "v")]
        graph.nodes.append(
            helper.make_node("Split", [graph.linear(f"{name}.qkv", near)], parts, axis=-1, num_outputs=3)
        )
        inputs = [*parts, "", "mask"]
        seen = graph.node("MultiHeadAttention", inputs, f"{name}.seen", _FUSED, num_heads=ATTENTION_HEADS)
        hidden = graph.node("Add", [hidden, graph.linear(f"{name}.out", seen)], f"{name}.with_far")
    wide = graph.gelu(graph.linear(f"{name}.wide", graph.norm(f"{name}.norm2", hidden)))
    return graph.node("Add", [hidden, graph.linear(f"{name}.narrow", wide)], f"{name}.hidden")


def make_graph(weights: dict[str, NDArray[np.float32]]) -> onnx.ModelProto:
    """``signs`` (batch, characters), 0 for padding, and ``inputs`` (batch, characters, FEATURES) → ``said`` (batch, characters, HEADS)."""
    graph = _Graph(weights)
    graph.constant("zero", np.array(0, np.int64))
    graph.constant("token_axis", np.array([1], np.int64))
    graph.constant("last_axis", np.array([2], np.int64))
    known = graph.node("Greater", ["signs", "zero"], "known")
    graph.node("Cast", [known], "mask", to=TensorProto.INT32)
    column = graph.node("Cast", [known], "there_flat", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", [column, "last_axis"], "there")
    signs = graph.node("Gather", [graph.matrix("signs.weight", turned=False), "signs"], "sign_vectors")
    both = graph.node("Concat", [signs, "inputs"], "both", axis=-1)
    hidden = graph.gelu(graph.linear("first", both))
    for layer in sorted({name.split(".")[1] for name in weights if name.startswith("layers.")}):
        hidden = _layer(graph, f"layers.{layer}", hidden)
    graph.node("Sigmoid", [graph.linear("heads", graph.norm("norm", hidden))], "said")
    inputs = [
        helper.make_tensor_value_info("signs", TensorProto.INT64, ["batch", "characters"]),
        helper.make_tensor_value_info("inputs", TensorProto.FLOAT, ["batch", "characters", FEATURES]),
    ]
    outputs = [helper.make_tensor_value_info("said", TensorProto.FLOAT, ["batch", "characters", len(HEADS)])]
    built = helper.make_graph(graph.nodes, "proofreader", inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(built, opset_imports=opsets, ir_version=9, producer_name="yuanfang")


def main() -> None:
    """Command line."""
    with np.load(sys.argv[1]) as stored:
        model = make_graph({name: stored[name].astype(np.float32) for name in stored.files if name != "made"})
        model.doc_string = str(stored["made"]) if "made" in stored.files else ""
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    onnx.save(model, target)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
