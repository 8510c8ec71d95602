"""Retrieval measured: ``python -m tests.bench.search [--small] [--skip-statutes] [--skip-speed] [--skip-peers]``.

One run prints ours beside the peers (``tests.bench.peers``) over the same clauses with the same model: the shown emergency
questions over ``documents/``, our guard questions over the starter library (nothing was learned from them), the statute
questions of the dev split over all articles. Gains come with 95 % intervals of the paired bootstrap over questions; below
each table stands what is lost when one part of ours is left out. ``tests.bench.train_fusion`` prints the cross-validated
figures of what was learned from the emergency questions.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexer import evaluation, tail
from indexer.fusion import Fusion, default_fusion
from indexer.index import IndexedLibrary
from indexer.norms import RANKS
from indexer.segments import Entry
from kb.model import SearchResult
from tests.bench import strict
from tests.bench.peers import Peers, Search
from tests.bench.setting import (
    DATA,
    bench_embedder,
    bench_index,
    bench_statutes,
    emergency_library,
    published_embedder,
    sample_library,
)

MEASURES = ("ndcg@10", "recall@10", "recall@100", "success@10", "mrr@10", "hit@1")
RESAMPLES = 2000
Judge = Callable[[SearchResult, int], evaluation.Judged]


@dataclass(frozen=True, slots=True)
class Row:
    """One system's measures, question by question."""

    name: str
    measures: dict[str, np.ndarray]
    milliseconds: dict[str, float]
    clause_characters: tuple[float, float]


def run(name: str, search: Search, queries: Sequence[str], judge: Judge) -> Row:
    """Ask everything of one system."""
    results, times = [], []
    for query in queries:
        started = time.perf_counter()
        results.append(search(query, evaluation.DEPTH))
        times.append((time.perf_counter() - started) * 1000)
    judged = [judge(result, number).measures() for number, result in enumerate(results)]
    lengths = [len(hit.text) for result in results for hit in result.hits[:10]] or [0]
    return Row(
        name,
        {measure: np.array([one[measure] for one in judged]) for measure in MEASURES},
        {"p50": float(np.percentile(times, 50)), "p95": float(np.percentile(times, 95))},
        (float(np.mean(lengths)), float(np.percentile(lengths, 95))),
    )


def interval(ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float, float]:
    """Mean gain with its 95 % interval: paired bootstrap over questions."""
    gains = ours - theirs
    drawn = np.random.default_rng(7).integers(0, len(gains), (RESAMPLES, len(gains)))
    low, high = np.percentile(gains[drawn].mean(1), (2.5, 97.5))
    return float(gains.mean()), float(low), float(high)


def table(title: str, peers: Sequence[Row], ours: Row, parts: Sequence[Row]) -> None:
    print(f"\n{title}\n{'':30} nDCG@10  R@10    R@100   S@10    MRR@10  hit@1   p50/p95 ms  clause mean/p95")
    for row in (*peers, ours):
        means = "  ".join(f"{row.measures[measure].mean():.4f}" for measure in MEASURES)
        times = f"{row.milliseconds['p50']:.1f}/{row.milliseconds['p95']:.1f}"
        mean, p95 = row.clause_characters
        print(f"{row.name:30} {means}  {times:10}  {mean:.0f}/{p95:.0f}")
    for row in peers:
        said = []
        for measure in ("ndcg@10", "hit@1"):
            gain, low, high = interval(ours.measures[measure], row.measures[measure])
            ratio = ours.measures[measure].mean() / max(row.measures[measure].mean(), 1e-9)
            said.append(f"{measure} ×{ratio:.3f} {gain:+.4f} [{low:+.4f}, {high:+.4f}]")
        print(f"   gain over {row.name:27} " + "   ".join(said))
    for row in parts:
        said = []
        for measure in ("ndcg@10", "recall@100", "hit@1"):
            gain, low, high = interval(ours.measures[measure], row.measures[measure])
            said.append(f"{measure} {gain:+.4f} [{low:+.4f}, {high:+.4f}]")
        print(f"   {row.name:37} adds " + "   ".join(said), flush=True)


# --------------------------------------------------------------------------- ours, part by part


@contextmanager
def without_tail() -> Iterator[None]:
    """Ours with the whole list in the order of the scores."""
    kept, tail.HEAD = tail.HEAD, evaluation.DEPTH + 1
    try:
        yield
    finally:
        tail.HEAD = kept


def lesser(fusion: Fusion) -> dict[str, Fusion]:
    """The learned weights with those of one group at nothing."""

    def without(weights: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
        return {name: 0.0 if name in names else value for name, value in weights.items()}

    held = ("held", "held_norm")
    facts = [name for name in fusion.adjustments if name not in (*RANKS, *held)]
    return {
        "words and bigrams": replace(fusion, weights=without(fusion.weights, ("words", "grams", "grams_cover"))),
        "titles and headings": replace(
            fusion,
            weights=without(fusion.weights, ("context",)),
            adjustments=without(fusion.adjustments, ("heading", "named_document")),
        ),
        "share of the question held": replace(fusion, adjustments=without(fusion.adjustments, held)),
        "facts of clause and document": replace(fusion, adjustments=without(fusion.adjustments, facts)),
        "legal texts weighed apart": replace(
            fusion, weights=without(fusion.weights, [name for name in fusion.weights if name.endswith("_norm")])
        ),
        "rank of norms": replace(fusion, adjustments=without(fusion.adjustments, RANKS)),
    }


def compare(
    title: str, library: IndexedLibrary, queries: Sequence[str], judge: Judge, *, peers: bool, pieces: bool
) -> None:
    """One table."""
    theirs = [run(name, s, queries, judge) for name, s in Peers(library).all(pieces=pieces)] if peers else []
    whole = bench_index(library)
    ours = run("ours", whole.search, queries, judge)
    parts = []
    untuned = bench_index(library, embedder=published_embedder())
    parts.append(run("tuning of the model", untuned.search, queries, judge))
    with without_tail():
        parts.append(run("order further down", whole.search, queries, judge))
    full = whole._fusion
    for name, fusion in lesser(default_fusion()).items():
        whole._fusion = fusion
        parts.append(run(name, whole.search, queries, judge))
    whole._fusion = full
    words = whole._tokens
    whole._tokens = type(words)("\n".join(words.terms), "", cache_folder=None)
    parts.append(run("synonyms, short names, mending", whole.search, queries, judge))
    whole._tokens = words
    table(f"{title}: {len(queries)} questions", theirs, ours, parts)


def questions(title: str, library: IndexedLibrary, file: Path, *, peers: bool) -> None:
    """Questions with quotes."""
    asked = [question for question in evaluation.read_lines(file) if question["gold"]]
    compare(
        title,
        library,
        [str(question["query"]) for question in asked],
        lambda result, number: strict.judge(result.hits, asked[number]["gold"]),
        peers=peers,
        pieces=True,
    )


def statutes(*, small: bool, peers: bool) -> None:
    """The dev split."""
    library = bench_statutes(small=small)
    wanted = evaluation.read_qrels(DATA / "stard" / "qrels_dev.tsv")
    if small:
        kept = set(library.clauses(sorted({text for grades in wanted.values() for text in grades})))
        wanted = {query: found for query, g in wanted.items() if (found := {t: v for t, v in g.items() if t in kept})}
    rows = [row for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl") if row["_id"] in wanted]
    compare(
        f"statutes, dev, {len(library.clauses_of(''))} articles",
        library,
        [str(row["text"]) for row in rows],
        lambda result, number: evaluation.judge_ids(result.hits, wanted[str(rows[number]["_id"])]),
        peers=peers,
        pieces=False,
    )


# --------------------------------------------------------------------------- speed


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="the 12,000-article subset")
    parser.add_argument("--skip-statutes", action="store_true")
    parser.add_argument("--skip-speed", action="store_true")
    parser.add_argument("--skip-peers", action="store_true")
    arguments = parser.parse_args()
    peers = not arguments.skip_peers
    questions(
        "guard, starter library", sample_library(), Path(__file__).with_name("questions_guard.jsonl"), peers=peers
    )
    if DATA.is_dir():
        questions("emergency, documents/", emergency_library(), DATA / "gold" / "queries_dev.jsonl", peers=peers)
        if not arguments.skip_statutes:
            statutes(small=arguments.small, peers=peers)
    else:
        print(f"no data in {DATA}: the shown questions and statutes are left out")
    if not arguments.skip_speed:
        speed()


if __name__ == "__main__":
    main()
