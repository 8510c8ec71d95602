"""Learns ``indexer/adapter.npz``: ``python -m tests.bench.train_adapter [--write]``.

A linear map of query vectors, softmax over the right passages among all passages in the pool, L2 towards no change. Pairs:
the statute training split and our own lay questions about statutes (``statute_questions.jsonl``, articles by title). A
fifth of the training questions is held out to print what the map gains on questions it was not learned from; the emergency
questions, of another kind and never learned from, are printed beside.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer import evaluation
from indexer.adapter import ADAPTER_FILE, QueryAdapter
from indexer.segments import Entry
from tests.bench.setting import DATA, ROOT, bench_embedder, bench_statutes, emergency_library

TEMPERATURE = 0.03
SETTINGS = 0.02, 60, 6000
"""L2, steps, passages drawn besides the right ones."""
LEARNING_RATE = 4e-3
OWN = Path(__file__).with_name("statute_questions.jsonl")
TRAIN = DATA / "stard" / "qrels_train.tsv"


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with their vectors, (n, dimension), and the rows of the passages that answer each."""

    vectors: np.ndarray
    right: tuple[tuple[int, ...], ...]

    def only(self, numbers: Sequence[int]) -> Asked:
        return Asked(self.vectors[list(numbers)], tuple(self.right[n] for n in numbers))

    def joined(self, other: Asked) -> Asked:
        return Asked(np.concatenate([self.vectors, other.vectors]), (*self.right, *other.right))


def statutes() -> tuple[np.ndarray, Asked, Asked]:
    """Vectors of all articles, the training questions, our own questions."""
    embedder, clauses = bench_embedder(), bench_statutes(small=False).clauses_of("")
    passages = embedder.embed_passages([Entry(clause, "").passage for clause in clauses])
    by_id = {clause.id: row for row, clause in enumerate(clauses)}
    by_title = {clause.path[0]: row for row, clause in enumerate(clauses) if clause.path}
    texts = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    qrels = evaluation.read_qrels(TRAIN)
    shown = Asked(
        embedder.embed_queries([texts[query] for query in qrels]),
        tuple(tuple(by_id[text] for text in grades) for grades in qrels.values()),
    )
    rows = list(evaluation.read_lines(OWN))
    own = Asked(
        embedder.embed_queries([row["query"] for row in rows]),
        tuple(tuple(by_title[title] for title in row["articles"] if title in by_title) for row in rows),
    )
    return passages, shown, own


def emergency() -> tuple[np.ndarray, Asked]:
    """Vectors of the clauses in ``documents/`` and the shown questions."""
    library, embedder = emergency_library(), bench_embedder()
    clauses = [(r, clause) for r in library.document_records() for clause in library.clauses_of(r.doc_id)]
    passages = embedder.embed_passages([Entry(clause, record.title).passage for record, clause in clauses])
    texts = [evaluation.normalised(clause.text[: evaluation.JUDGED_CHARACTERS]) for _, clause in clauses]
    questions = [q for q in evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl") if q["gold"]]
    right = []
    for question in questions:
        quotes = [(gold["doc"], evaluation.normalised(gold["quote"])) for gold in question["gold"]]
        right.append(
            tuple(
                row
                for row, (record, _) in enumerate(clauses)
                if any(d == record.base_name and evaluation.holds_quote(q, texts[row]) for d, q in quotes)
            )
        )
    return passages, Asked(embedder.embed_queries([question["query"] for question in questions]), tuple(right))


def fit(passages: np.ndarray, asked: Asked, l2: float, steps: int, others: int) -> QueryAdapter:
    """The map that makes the right passages likeliest among themselves and ``others`` passages drawn by chance."""
    import torch

    torch.manual_seed(7)
    golds = sorted({row for rows in asked.right for row in rows})
    drawn = np.random.default_rng(7).permutation(len(passages))[: others + len(golds)]
    columns = [*golds, *(int(row) for row in np.setdiff1d(drawn, golds, assume_unique=True)[:others])]
    place = {row: at for at, row in enumerate(columns)}
    pool, queries = torch.tensor(passages[columns]), torch.tensor(asked.vectors)
    pairs = [(n, place[row], 1 / len(rows)) for n, rows in enumerate(asked.right) for row in rows]
    number, column, share = (torch.tensor(values) for values in zip(*pairs, strict=True))
    weight = torch.zeros(pool.shape[1], pool.shape[1], requires_grad=True)
    bias = torch.zeros(pool.shape[1], requires_grad=True)
    optimiser: Any = torch.optim.Adam([weight, bias], lr=LEARNING_RATE)
    for _ in range(steps):
        turned = torch.nn.functional.normalize(queries + queries @ weight + bias, dim=1)
        scores = turned @ pool.T / TEMPERATURE
        cost = ((torch.logsumexp(scores, 1)[number] - scores[number, column]) * share).sum() / len(asked.right)
        loss = cost + l2 * ((weight**2).sum() + (bias**2).sum())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return QueryAdapter(weight.detach().numpy(), bias.detach().numpy(), bench_embedder().model_id)


def figures(passages: np.ndarray, asked: Asked, adapter: QueryAdapter | None) -> str:
    """nDCG@10 and Recall@100 of meaning alone."""
    gains, recalls, discount = [], [], 1 / np.log2(np.arange(2, 12))
    vectors = adapter.apply(asked.vectors) if adapter else asked.vectors
    for vector, right in zip(vectors, asked.right, strict=True):
        found = np.isin(np.argsort(-(passages @ vector))[:100], right)
        gains.append(float(found[:10] @ discount[: len(found[:10])]) / discount[: min(10, len(right))].sum())
        recalls.append(found.sum() / len(right))
    return f"nDCG@10 {np.mean(gains):.4f}  Recall@100 {np.mean(recalls):.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace indexer/{ADAPTER_FILE}")
    parser.add_argument("--l2", type=float, default=SETTINGS[0])
    parser.add_argument("--steps", type=int, default=SETTINGS[1])
    parser.add_argument("--others", type=int, default=SETTINGS[2])
    parser.add_argument("--skip-check", action="store_true")
    arguments = parser.parse_args()
    passages, shown, own = statutes()
    own = own.only([n for n, right in enumerate(own.right) if right])
    settings = arguments.l2, arguments.steps, arguments.others
    if not arguments.skip_check:
        order = np.random.default_rng(5).permutation(len(shown.right))
        held, rest = order[: len(order) // 5], order[len(order) // 5 :]
        adapter = fit(passages, shown.only(rest).joined(own), *settings)
        print("statutes held out, as is  ", figures(passages, shown.only(held), None))
        print("statutes held out, turned ", figures(passages, shown.only(held), adapter))
        clauses, questions = emergency()
        print("emergency, as is          ", figures(clauses, questions, None))
        print("emergency, turned         ", figures(clauses, questions, adapter), flush=True)
    adapter = fit(passages, shown.joined(own), *settings)
    if arguments.write:
        np.savez_compressed(
            ROOT / "indexer" / ADAPTER_FILE,
            weight=adapter.weight.astype(np.float16),
            bias=adapter.bias.astype(np.float16),
            model_id=np.array(adapter.model_id),
            command=np.array("python -m tests.bench.train_adapter --write"),
            data_sha256=np.array([f"{f.name} {hashlib.sha256(f.read_bytes()).hexdigest()[:16]}" for f in (TRAIN, OWN)]),
        )


if __name__ == "__main__":
    main()
