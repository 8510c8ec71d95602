"""One contract for all vector stores: their answers compared with plain sorting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.index import HybridIndex
from indexer.stores import VECTORS_FILE, FilteredStore
from indexer.stores.flat import FlatStore
from indexer.stores.ivf import IvfStore
from indexer.stores.milvus import MilvusEngine
from indexer.tokens import Tokens
from kb.errors import IndexingError, MissingExtra
from kb.model import SearchFilters
from tests.indexer.conftest import HashedEmbedder, document
from tests.indexer.memory import MemoryLibrary

STORES = ("flat", "ivf", "milvus")


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    random = np.random.default_rng(7)
    centres = random.normal(size=(60, 48))
    found = centres[random.integers(0, 60, 3000)] + 0.7 * random.normal(size=(3000, 48))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


@pytest.fixture(scope="module", params=STORES)
def store(
    request: pytest.FixtureRequest, vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FilteredStore]:
    folder = tmp_path_factory.mktemp("segment-1")
    if request.param == "flat":
        yield FlatStore(vectors)
    elif request.param == "ivf":
        IvfStore.build(vectors, folder / "vectors.faiss")
        yield IvfStore.open(folder / "vectors.faiss")
    else:
        np.save(folder / VECTORS_FILE, vectors)
        engine = milvus(folder)
        yield engine.open(folder)
        engine.close()


def milvus(folder: Path) -> MilvusEngine:
    """Milvus in a local file."""
    pytest.importorskip("pymilvus")
    pytest.importorskip("milvus_lite")
    return MilvusEngine(str(folder / "vectors.db"), folder)


@pytest.mark.parametrize("filtered", [False, True])
def test_answers_agree_with_plain_sorting(store: FilteredStore, vectors: np.ndarray, filtered: bool) -> None:
    queries = vectors[:40].astype(np.float32)
    allowed = np.arange(len(vectors)) % 3 != 0 if filtered else None
    scores, rows = store.search(queries, 10, allowed)
    every = queries @ vectors.astype(np.float32).T
    if allowed is not None:
        every[:, ~allowed] = -np.inf
    best = np.argsort(-every, axis=1, kind="stable")[:, :10]
    shared = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(rows, best, strict=True)])
    assert shared > 0.95 if isinstance(store, IvfStore) else shared >= 0.999
    assert np.all(np.diff(scores, axis=1) <= 0)
    assert scores == pytest.approx(np.take_along_axis(every, rows, 1), abs=0.02)
    if allowed is not None:
        assert allowed[rows].all()


def test_past_the_end_rows_are_minus_one(store: FilteredStore, vectors: np.ndarray) -> None:
    allowed = np.zeros(len(vectors), bool)
    allowed[5] = True
    scores, rows = store.search(vectors[5:6].astype(np.float32), 4, allowed)
    assert rows.tolist() == [[5, -1, -1, -1]]
    assert np.isneginf(scores[0, 1:]).all()


def test_a_library_answers_the_same_behind_milvus(tmp_path: Path, library: MemoryLibrary, tokens: Tokens) -> None:
    local = HybridIndex(tmp_path / "local", library, HashedEmbedder(), tokens)
    engine = milvus(tmp_path)
    remote = HybridIndex(tmp_path / "remote", library, HashedEmbedder(), tokens, engine=engine)

    def answers(index: HybridIndex, **filters: str) -> list[Any]:
        queries = ("应急值班制度", "谁决定启动响应", "灯塔法 7条", "演练转移群众")
        found = (index.search(query, 10, SearchFilters(**filters)) for query in queries)
        return [[(hit.clause_id, hit.score) for hit in result.hits] for result in found]

    for index in (local, remote):
        index.refresh()
    assert answers(local) == answers(remote)
    assert answers(local, kind="law") == answers(remote, kind="law")
    library.put(document("新预案", "白鹤县预案", "白鹤县设立应急广播站，昼夜值班。"))
    library.remove("演练总结")
    for index in (local, remote):
        index.refresh()
    assert answers(local) == answers(remote)
    moved = HybridIndex(tmp_path / "local", library, HashedEmbedder(), tokens, engine=engine)
    assert answers(moved) == answers(local), "an index made without Milvus is served by it at once"
    remote.rebuild()
    remote.rebuild()
    kept = [name for name in engine._client.list_collections() if name.startswith(engine._prefix)]
    assert len(kept) <= 3, "collections of segments that are gone are dropped"
    engine.close()


def test_a_server_that_is_not_there_is_named(tmp_path: Path, library: MemoryLibrary, tokens: Tokens) -> None:
    pytest.importorskip("pymilvus")
    engine = MilvusEngine(str(tmp_path / "missing" / "folder" / "x.db"), tmp_path)
    index = HybridIndex(tmp_path / "index", library, HashedEmbedder(), tokens, engine=engine)
    index.refresh()
    with pytest.raises(IndexingError) as caught:
        index.search("值班")
    assert caught.value.code == "store_unreachable"


def test_the_extra_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pymilvus", None)
    np.save(tmp_path / VECTORS_FILE, np.zeros((1, 4), np.float16))
    with pytest.raises(MissingExtra) as caught:
        MilvusEngine("http://127.0.0.1:9", tmp_path).open(tmp_path)
    assert caught.value.params["extra"] == "milvus"
