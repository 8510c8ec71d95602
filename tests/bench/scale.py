"""Search over many clauses: ``python -m tests.bench.scale [50000 1000000] [--folder DIR] [--reuse] [--skip-peers]``.

Libraries of these sizes are made once (see ``scale_homes``), going on where an earlier run was broken off; a million clauses
need 3 GB and about fifteen minutes on two cores. Everything is measured in processes of its own: opening, whole searches warm (query
embedding, lexical, vectors, fusion, highlights, JSON), resident memory after them, recall@10 of the vector store against the
exact search, adding and removing a document; beside it bm25s and exact FAISS on the same texts and vectors.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.tokens import fold
from kb.library.store import Arrival, Intake, Library
from tests.bench.scale_homes import Home, make
from tests.bench.scale_library import one_document
from tests.bench.setting import DATA, ROOT

QUERIES = 200
_DEPTH = 10


def queries(library: Library) -> list[str]:
    """The emergency questions, and the first words of clauses spread over the library."""
    rows = (DATA / "gold" / "queries_dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [str(json.loads(row)["query"]) for row in rows]
    records = library.document_records()
    for record in records[:: max(1, len(records) // (QUERIES - len(asked)))]:
        clauses = library.clauses_of(record.doc_id)
        if clauses:
            asked.append(clauses[len(clauses) // 2].text[:18])
    return [query for query in asked if any(character.isalnum() for character in query)][:QUERIES]


def measure_search(home: Home, *, profile: bool) -> dict[str, Any]:
    """Opening, whole searches and memory."""
    from ui import shapes

    started = time.perf_counter()
    library, index = home.open()
    for segment in index._open().segments:
        _ = segment.store, segment.postings, segment.numbers, segment.part_of_row
    index.ranking(_no_filter())
    opening = time.perf_counter() - started

    def whole(query: str) -> None:
        json.dumps(shapes.search_result(index.search(query, 10)), ensure_ascii=False)

    asked = queries(library)
    for query in asked[:20]:
        whole(query)
    wall, busy = timed(whole, asked)
    if profile:
        profiled(whole, asked)
    return {
        "opening_s": round(opening, 2), **percentiles("ms", wall), **percentiles("cpu_ms", busy), **memory(),
        "segments": index.status()["segments"], "clauses": index.status()["clauses"],
    }  # fmt: skip


def timed(run: Callable[[str], Any], asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each call by the clock, and of all its threads together by the processor."""
    wall, busy = [], []
    for query in asked:
        began, worked = time.perf_counter(), time.process_time()
        run(query)
        wall.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return wall, busy


def profiled(run: Callable[[str], Any], asked: Sequence[str]) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    for query in asked:
        run(query)
    profile.disable()
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(28)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("cumtime").print_stats(40)


def percentiles(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p50": round(float(np.percentile(values, 50)), 1), f"{name}_p95": round(float(np.percentile(values, 95)), 1)}  # fmt: skip


def memory() -> dict[str, float]:
    """Resident memory in MB: all of it, and the part that is no mapped file (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    sizes = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in status.splitlines() if line.endswith("kB")}
    return {"rss_mb": sizes["VmRSS"], "own_mb": sizes["RssAnon"], "peak_mb": sizes["VmHWM"]}


def measure_recall(home: Home) -> dict[str, Any]:
    """Recall@10 of the segments' stores against the exact search over the same vectors, and the time of each."""
    library, index = home.open()
    vectors = np.stack([np.atleast_2d(index.embed(query))[0] for query in queries(library)])
    found = expected = 0
    spent = 0.0
    for segment in index._open().segments:
        depth = min(_DEPTH, segment.rows)
        scores = [np.zeros((len(vectors), 0), np.float32)]
        for start in range(0, segment.rows, 100_000):
            block = np.asarray(segment.vectors[start : start + 100_000], np.float32)
            scores.append(vectors @ block.T)
        exact = np.argsort(-np.concatenate(scores, axis=1), axis=1)[:, :depth]
        began = time.perf_counter()
        rows = np.stack([segment.nearest(vector[None], 150, None)[1][0] for vector in vectors])
        spent += time.perf_counter() - began
        found += sum(len(set(a) & set(b)) for a, b in zip(rows.tolist(), exact.tolist(), strict=True))
        expected += exact.size
    return {"recall_at_10": round(found / expected, 4), "vectors_ms": round(spent / len(vectors) * 1000, 1)}


def measure_change(home: Home) -> dict[str, Any]:
    """Seconds to add and to remove one document of forty clauses, storing and embedding included."""
    library, index = home.open()
    index.search("应急值班")
    texts = [
        f"第{n}号灯塔由第{n % 7}看守组值守，备用灯油{n * 3}桶，遇大雾每{n % 5 + 1}小时鸣笛一次。" for n in range(40)
    ]
    document = one_document(f"灯塔{os.getpid()}", "灯塔值守预案", texts)
    file = home.folder / f"灯塔{os.getpid()}.txt"
    file.write_text(document.doc_id, encoding="utf-8")
    arrival = Arrival(str(file), file.name, f"{os.getpid():064}")
    began = time.perf_counter()
    library.store([document], Intake("added", document.doc_id), arrival, file, "made")
    index.refresh()
    found = any(hit.doc_id == document.doc_id for hit in index.search("灯塔看守组备用灯油", 5).hits)
    added = time.perf_counter() - began
    began = time.perf_counter()
    library.remove(document.doc_id)
    index.refresh()
    left = any(hit.doc_id == document.doc_id for hit in index.search("灯塔看守组备用灯油", 5).hits)
    return {"add_s": round(added, 2), "remove_s": round(time.perf_counter() - began, 2), "right": found and not left}


def measure_bm25s(home: Home) -> dict[str, Any]:
    """bm25s with jieba words over the same texts."""
    import bm25s

    library, tokens = Library(home.folder), home.tokens
    texts = (clause.text for record in library.document_records() for clause in library.clauses_of(record.doc_id))
    engine = bm25s.BM25()
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in tokens.words(fold(text))] for text in texts]
    engine.index((ids, vocabulary), show_progress=False)
    del ids

    def search(query: str) -> None:
        engine.retrieve([list(tokens.words(fold(query)))], k=10, show_progress=False)

    asked = queries(library)
    timed(search, asked[:20])
    wall, busy = timed(search, asked)
    return {**percentiles("ms", wall), **percentiles("cpu_ms", busy), **memory()}


def measure_flat(home: Home) -> dict[str, Any]:
    """Query embedding and exact FAISS over the same vectors."""
    import faiss

    library, index = home.open()
    flat = faiss.IndexFlatIP(index._embedder.dimension)
    for segment in index._open().segments:
        for start in range(0, segment.rows, 100_000):
            flat.add(np.asarray(segment.vectors[start : start + 100_000], np.float32))
    asked = queries(library)

    def search(query: str) -> None:
        flat.search(np.atleast_2d(index.embed(query))[:1], 10)

    timed(search, asked[:20])
    wall, busy = timed(search, asked)
    return {**percentiles("ms", wall), **percentiles("cpu_ms", busy), **memory()}


def _no_filter() -> Any:
    from kb.model import SearchFilters

    return SearchFilters()


STEPS: dict[str, Callable[[Home], dict[str, Any]]] = {
    "search": lambda home: measure_search(home, profile=False),
    "profile": lambda home: measure_search(home, profile=True),
    "recall": measure_recall,
    "change": measure_change,
    "bm25s": measure_bm25s,
    "flat": measure_flat,
}


def step(name: str, home: Home) -> dict[str, Any]:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.scale", "--step", name, "--folder", str(home.folder)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[50_000, 1_000_000])
    parser.add_argument("--skip-peers", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only-make", action="store_true")
    parser.add_argument("--step", choices=list(STEPS))
    parser.add_argument("--reuse", action="store_true", help="take a whole library of other texts or terms as well")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "yuanfang-scale")
    options = parser.parse_args()
    if options.step:
        print(json.dumps(STEPS[options.step](Home(options.folder))))
        return
    if not DATA.is_dir():
        raise SystemExit(f"no data in {DATA}")
    for size in options.sizes:
        home = make(options.folder, size, reuse=options.reuse)
        if options.only_make:
            continue
        print(f"\n{size:,} clauses (indexed in {home.seconds} s; load {os.getloadavg()[0]:.1f})")
        names = ["profile" if options.profile else "search", "recall", "change"]
        for name in [*names, *([] if options.skip_peers else ["bm25s", "flat"])]:
            print(f"  {name:8} " + "  ".join(f"{key} {value}" for key, value in step(name, home).items()), flush=True)


if __name__ == "__main__":
    main()
