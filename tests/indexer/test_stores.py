from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.stores.flat import FlatStore
from indexer.stores.ivf import IvfStore


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    random = np.random.default_rng(7)
    centres = random.normal(size=(60, 48))
    found = centres[random.integers(0, 60, 3000)] + 0.7 * random.normal(size=(3000, 48))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


@pytest.fixture(params=["flat", "ivf"])
def store(request: pytest.FixtureRequest, vectors: np.ndarray, tmp_path: Path) -> FlatStore | IvfStore:
    if request.param == "flat":
        return FlatStore(vectors)
    IvfStore.build(vectors, tmp_path / "vectors.faiss")
    return IvfStore.open(tmp_path / "vectors.faiss")


@pytest.mark.parametrize("filtered", [False, True])
def test_answers_agree_with_plain_sorting(store: FlatStore | IvfStore, vectors: np.ndarray, filtered: bool) -> None:
    queries = vectors[:40].astype(np.float32)
    allowed = np.arange(len(vectors)) % 3 != 0 if filtered else None
    scores, rows = store.search(queries, 10, allowed)
    every = queries @ vectors.astype(np.float32).T
    if allowed is not None:
        every[:, ~allowed] = -np.inf
    best = np.argsort(-every, axis=1, kind="stable")[:, :10]
    shared = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(rows, best, strict=True)])
    assert shared == 1 if isinstance(store, FlatStore) else shared > 0.93
    assert np.all(np.diff(scores, axis=1) <= 0)
    if allowed is not None:
        assert allowed[rows].all()


def test_past_the_end_rows_are_minus_one(store: FlatStore | IvfStore, vectors: np.ndarray) -> None:
    allowed = np.zeros(len(vectors), bool)
    allowed[5] = True
    scores, rows = store.search(vectors[5:6].astype(np.float32), 4, allowed)
    assert rows.tolist() == [[5, -1, -1, -1]]
    assert np.isneginf(scores[0, 1:]).all()
