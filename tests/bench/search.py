"""Retrieval measured: ``python -m tests.bench.search [--small] [--skip-statutes] [--skip-speed]``.

One table: bm25s on jieba words, e5-small alone, plain reciprocal rank fusion of both, ours without and with the synonym
list, on the emergency questions over ``documents/`` and on the statute questions. Weights of ours were learned on the
emergency questions and the statute training split (``tests.bench.train_fusion`` prints the cross-validated figures).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer import evaluation
from indexer.index import IndexedLibrary
from indexer.segments import Entry
from indexer.tokens import fold
from kb.model import Clause, Hit, Kind, SearchResult, Validity
from tests.bench.setting import (
    DATA,
    bench_embedder,
    bench_index,
    bench_statutes,
    bench_tokens,
    emergency_library,
)

Search = Callable[[str, int], SearchResult]
_RRF = 60


class Baselines:
    """bm25s, exact dense search and their reciprocal rank fusion over all clauses of a library."""

    def __init__(self, library: IndexedLibrary) -> None:
        import bm25s

        self._entries: list[tuple[Clause, str]] = []
        passages = []
        for record in library.document_records():
            for clause in library.clauses_of(record.doc_id):
                self._entries.append((clause, record.base_name))
                passages.append(Entry(clause, record.title).passage)
        self._tokens, self._embedder = bench_tokens(synonyms=False), bench_embedder()
        self._bm25 = bm25s.BM25()
        self._bm25.index([list(self._tokens.words(fold(text))) for text in passages], show_progress=False)
        self._vectors = self._embedder.embed_passages(passages)

    def lexical(self, query: str, k: int) -> SearchResult:
        return self._result(query, self._lexical(query, k))

    def dense(self, query: str, k: int) -> SearchResult:
        return self._result(query, self._dense(query, k))

    def rrf(self, query: str, k: int) -> SearchResult:
        scores: dict[int, float] = {}
        for ranked in (self._lexical(query, k), self._dense(query, k)):
            for rank, row in enumerate(ranked, start=1):
                scores[row] = scores.get(row, 0.0) + 1 / (_RRF + rank)
        return self._result(query, sorted(scores, key=lambda row: -scores[row])[:k])

    def _lexical(self, query: str, k: int) -> list[int]:
        words = list(self._tokens.words(fold(query)))
        rows, scores = self._bm25.retrieve([words], k=min(k, len(self._entries)), show_progress=False)
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def _dense(self, query: str, k: int) -> list[int]:
        scores = self._vectors @ self._embedder.embed_queries([query])[0]
        return [int(row) for row in np.argsort(-scores, kind="stable")[:k]]

    def _result(self, query: str, rows: Sequence[int]) -> SearchResult:
        hits = [
            Hit(rank, 0.0, c.id, "", "", name, Kind.OTHER, Validity.UNKNOWN, c.path, c.text, None)
            for rank, (c, name) in enumerate((self._entries[row] for row in rows), start=1)
        ]
        return SearchResult(query, True, tuple(hits), 0.0)


def emergency() -> None:
    library = emergency_library()
    questions = list(evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl"))
    baselines = Baselines(library)
    systems: list[tuple[str, Search]] = [
        ("bm25s, jieba words", baselines.lexical),
        ("e5-small alone", baselines.dense),
        ("plain RRF", baselines.rrf),
        ("ours, no synonyms", bench_index(library, synonyms=False).search),
        ("ours", bench_index(library).search),
    ]
    _heading(
        f"emergency questions ({len(questions)}), {sum(len(library.clauses_of(d)) for d in library.revisions())} clauses"
    )
    for name, search in systems:
        report, _ = evaluation.evaluate(search, questions)
        _row(name, report)
        if search.__qualname__.startswith("HybridIndex"):
            print("   by intent", {k: v["ndcg@10"] for k, v in report["by"]["intent"].items()}, report["answerable"])


def statutes(*, small: bool) -> None:
    library = bench_statutes(small=small)
    wanted = evaluation.read_qrels(DATA / "stard" / "qrels_dev.tsv")
    if small:
        kept = set(library.clauses(sorted({text for grades in wanted.values() for text in grades})))
        wanted = {query: found for query, g in wanted.items() if (found := {t: v for t, v in g.items() if t in kept})}
    rows = [row for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl") if row["_id"] in wanted]
    baselines, index = Baselines(library), bench_index(library)
    _heading(f"statute questions, dev ({len(rows)}), {len(library.clauses_of(''))} articles")
    for name, search in (
        ("bm25s, jieba words", baselines.lexical),
        ("e5-small alone", baselines.dense),
        ("plain RRF", baselines.rrf),
        ("ours", index.search),
    ):
        results = [search(str(row["text"]), evaluation.DEPTH) for row in rows]
        judged = [evaluation.judge_ids(r.hits, wanted[str(row["_id"])]) for row, r in zip(rows, results, strict=True)]
        _row(name, {**evaluation.mean_measures(judged), "milliseconds": evaluation.milliseconds(results)})


def speed() -> None:
    """Embedding rate of the default model, and a query from nothing, in a process of its own."""
    import subprocess
    import sys

    library = emergency_library()
    clauses = [clause for doc_id in library.revisions() for clause in library.clauses_of(doc_id)]
    texts = [Entry(clause, "").passage for clause in clauses[:: max(1, len(clauses) // 400)]]
    embedder = type(bench_embedder())(Path(__file__).resolve().parents[2] / "corpus" / "model")
    embedder.embed_passages(texts[:32])
    started = time.perf_counter()
    embedder.embed_passages(texts)
    rate = len(texts) / (time.perf_counter() - started)
    times = []
    for text in texts[:100]:
        started = time.perf_counter()
        embedder.embed_queries([text[:20]])
        times.append((time.perf_counter() - started) * 1000)
    print(f"\nembedding {rate:.0f} clauses/s (mean {np.mean([len(t) for t in texts]):.0f} characters)")
    print(f"query embedding p50 {np.percentile(times, 50):.1f} ms, p95 {np.percentile(times, 95):.1f} ms")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COLD], check=True, cwd=Path(__file__).resolve().parents[2])
    print(f"cold process: model, jieba and first query {time.perf_counter() - started:.2f} s")


_COLD = """
import sys
from tests.bench.setting import bench_embedder, bench_tokens
import indexer.index
bench_embedder().embed_queries(['应急值班制度']); list(bench_tokens().words('应急值班制度'))
loaded = {'torch', 'sklearn', 'sentence_transformers', 'scipy'} & set(sys.modules)
assert not loaded, loaded
"""


def _heading(title: str) -> None:
    print(f"\n{title}\n{'':20} nDCG@10  R@10  R@100  S@10  MRR@10  hit@1  p50/p95 ms")


def _row(name: str, report: dict[str, Any]) -> None:
    values = [report[measure] for measure in ("ndcg@10", "recall@10", "recall@100", "success@10", "mrr@10", "hit@1")]
    times = report["milliseconds"]
    print(f"{name:20} " + "  ".join(f"{value:.4f}"[:6] for value in values) + f"  {times['p50']}/{times['p95']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="the 12,000-article subset")
    parser.add_argument("--skip-statutes", action="store_true")
    parser.add_argument("--skip-speed", action="store_true")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"no data in {DATA}")
    emergency()
    if not arguments.skip_statutes:
        statutes(small=arguments.small)
    if not arguments.skip_speed:
        speed()


if __name__ == "__main__":
    main()
